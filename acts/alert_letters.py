"""A letter prepared after a decision; what stands in it is kept as it was."""

from database import Overtaken, db, now
from models import AlertLetter
from queries import alert_letters as known
from rules.letters import missing_decision


def prepare(by, id: int, kind: str, addressee: str, said: dict) -> int:
    """Raises Overtaken when the decision it follows was not taken."""
    missing = missing_decision(kind, known.decided(id))
    if missing:
        raise Overtaken(missing)
    letter = AlertLetter(alert_id=id, kind=kind, addressee=addressee, at=now(), by_id=by.id, **said)
    db.session.add(letter)
    db.session.flush()
    return letter.id
