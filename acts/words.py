"""Un mot au bureau: sent by a caregiver in three taps; read, answered and closed by the office."""

from sqlalchemy import insert

from acts import messages
from database import Overtaken, change_state, db, local, now
from models import Visit, Word
from queries.words import follower

_write = insert(Word.__table__)


def send(by, kind: str, words: str = "", visit_id: int | None = None, beneficiary_id: int | None = None) -> int:
    """Her word. "Tout va bien" asks nothing of anyone: it is kept, and waits for nobody."""
    if visit_id and beneficiary_id is None:
        beneficiary_id = db.session.get(Visit, visit_id).beneficiary_id
    # The change sent most often of all: one plain row, without the detour of a unit of work.
    written = db.session.connection().execute(_write, {
        "kind": kind, "words": words, "visit_id": visit_id, "beneficiary_id": beneficiary_id,
        "caregiver_id": by.caregiver_id, "at": now(), "by_id": by.id})
    return written.inserted_primary_key[0]


def read(by, word_id: int) -> None:
    """Somebody at the office has read it; she sees so."""
    change_state(Word, word_id, {"read_at": None}, sentence=lambda: _who(word_id), read_at=now(), read_by_id=by.id)


def close(by, word_id: int, reply: str = "") -> None:
    """Done, with words she reads next; or with none, when she was called."""
    word = db.session.get(Word, word_id)
    seen = {} if word.read_at else {"read_at": now(), "read_by_id": by.id}
    change_state(Word, word_id, {"closed_at": None}, sentence=lambda: _who(word_id), closed_at=now(),
                 closed_by_id=by.id, reply="\n".join(said for said in (word.reply, reply) if said), **seen)
    if reply:
        _tell(by, word_id)


def reply(by, word_id: int, words: str) -> None:
    """Words she reads, while the office still has something to do. Nobody's reply is overwritten."""
    word = db.session.get(Word, word_id)
    if word.reply:
        raise Overtaken(_who(word_id))
    seen = {} if word.read_at else {"read_at": now(), "read_by_id": by.id}
    change_state(Word, word_id, {"closed_at": None, "reply": ""}, sentence=lambda: _who(word_id), reply=words, **seen)
    _tell(by, word_id)


def _tell(by, word_id: int) -> None:
    """A reply, then perhaps another when the word is closed: each is an answer."""
    word = db.session.get(Word, word_id)
    last = "closed" if word.closed_at else "reply"
    messages.tell(by, "answer", f"word:{word_id}:{last}", caregiver_id=word.caregiver_id)


def _who(word_id: int) -> str:
    """What the colleague did of this word."""
    word = db.session.get(Word, word_id, populate_existing=True)
    name, at = follower(word)
    did = "clos ce mot" if word.closed_at else "répondu à ce mot" if word.reply else "lu ce mot"
    return f"{name} a déjà {did}, le {local(at):%d/%m à %H h %M}."
