"""People are told by message: written in the transaction of its cause, so that one never goes without the other.

Each of her channels has a row of its own, tried by itself: the failure of one neither stops another nor sends it again.
Nothing is written for whoever no message can reach: the screens say whom to call. Nor for somebody on sick leave.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from database import Overtaken, change_state, db, insert_new, instant_at, local, now
from models import Account, Message
from queries import outbox
from rules.messages import APART, TRIED_AGAIN, UNCERTAIN, is_near, may_leave_at, next_try

NEXT_LOOK = 7 * 60 + 30
SETTLED = {"sent": "Ce message est parti entre-temps.", "waiting": "Une collègue l'a déjà renvoyé.",
           "sending": "L'envoi est en cours. Attendez un quart d'heure.",
           "given_up": "Une collègue s'en est déjà occupée."}


@dataclass(frozen=True, slots=True)
class Letter:
    """A message taken by one worker, on its `attempt`: nobody else sends it."""

    id: int
    attempt: int
    kind: str
    channel: str
    address: str


def tell(by, kind: str, cause_key: str, *, caregiver_id: int | None = None, account_id: int | None = None,
         starts_at: datetime | None = None, urgent: bool = False, private: bool = False) -> bool:
    """Write "change", "question" or "answer" for one person, by each of her channels. Never commits. False: no message will
    reach her, call her.

    cause_key: what it is about ("offer:12"); the same cause tells once. starts_at: the visit it concerns. Nobody is told
    of what she did herself. A message of the same kind that has not left yet says it as well. urgent: danger, by all that is
    known of her. private: of a story that others at the office may not know of; where it stands is asked by its cause
    (`queries/outbox.faults_of`).
    """
    if not outbox.working():
        return False
    to = outbox.recipient(account_id, caregiver_id)
    ways = to and (to.in_danger if urgent else to.ways)
    if not ways or to.ended or to.ill or (by is not None and by.id == to.account_id):
        return False
    _write(ways, now(), account_id=to.account_id, kind=kind, cause_key=cause_key, urgent=urgent,
           private=private, starts_at=starts_at)
    return True


def _write(ways: Collection[tuple[str, str]], due: datetime, **said) -> None:
    """A row a channel; none where one that waits says it as well, or where this cause has one already."""
    for channel, _ in ways:
        if said["private"] or said["urgent"] or not _joined(said["account_id"], said["kind"], channel, said["starts_at"]):
            db.session.execute(insert_new(Message.__table__).values(
                channel=channel, state="waiting", written_at=now(), not_before=due, try_at=now(), attempts=0, **said))


def tell_danger(by, account_ids: Collection[int], cause_key: str) -> list[int]:
    """Danger: a message to each of these accounts, at any hour. Returns those no message can reach: they are called.

    It says no more than the others do ("Une question pour vous"), whatever happened, and nobody else learns that it left: the
    page of the case asks `queries/outbox.faults_of` for f"{cause_key}:{account_id}".
    """
    return [id for id in account_ids if not tell(by, "question", f"{cause_key}:{id}", account_id=id, urgent=True, private=True)]


def _joined(account_id: int, kind: str, channel: str, starts_at: datetime | None) -> bool:
    """One that waits already says this too, and leaves sooner when this is about a nearer visit."""
    waiting = outbox.waiting_for(account_id, kind, channel)
    if waiting is None:
        return False
    known = [at for at in (waiting.starts_at, starts_at) if at and at > now()]
    first = min(known, default=None)
    # when it may leave is looked up again; one that was tried already has its next try
    sooner = {"try_at": now()} if first != waiting.starts_at and not waiting.attempts else {}
    db.session.execute(update(Message).where(Message.id == waiting.id).values(starts_at=first, **sooner)
                       .execution_options(synchronize_session=False))
    return True


def claim(id: int) -> Letter | None:
    """Take a message that is due, for this worker alone; its words leave after the commit. None: not now, or not any more.

    Whom it is for and when it may leave are looked up now: she may be away since it was written.
    """
    message = db.session.get(Message, id, populate_existing=True)
    if message.state != "waiting" or message.try_at > now():
        return None
    to = outbox.recipient(message.account_id)
    over = "closed" if to.ended else "away" if to.ill else "not_needed" if outbox.is_moot(message, to.caregiver_id) else None
    ways = dict(to.in_danger if message.urgent else to.ways)
    if over:
        _end(message, "given_up", over)
    elif not ways:
        _end(message, "failed", "no_way")
    elif message.channel not in ways:
        _leave_otherwise(message, ways)
    elif not _put_off(message, to.caregiver_id):
        attempt = message.attempts + 1
        change_state(Message, id, {"state": "waiting", "attempts": message.attempts}, sentence=SETTLED["sending"],
                     state="sending", attempts=attempt, claimed_at=now(), fault=None)
        return Letter(id, attempt, message.kind, message.channel, ways[message.channel])
    return None


def _leave_otherwise(message: Message, ways: dict[str, str]) -> None:
    """She chose another way since it was written: it leaves by that one, unless one of hers carried it already."""
    same = {name: getattr(message, name) for name in ("account_id", "kind", "cause_key", "urgent", "private", "starts_at")}
    due, told = message.not_before, any(row.state == "sent" for row in outbox.of_cause(message.cause_key))
    _end(message, "given_up", "other_way")
    if not told:
        _write(ways.items(), due, **same)


def _end(message: Message, state: str, fault: str) -> None:
    change_state(Message, message.id, {"state": "waiting", "attempts": message.attempts}, sentence=SETTLED["sending"],
                 state=state, fault=fault, settled_at=now() if state == "given_up" else None)


def _put_off(message: Message, caregiver_id: int | None) -> bool:
    """It waits for the morning, for her next day of work, or a little after the one before; True when it does."""
    at = local(now())
    pressing = message.urgent or is_near(at, message.starts_at)
    leaves = may_leave_at(at, message.urgent, message.starts_at, outbox.rest_of(caregiver_id, at.date()))
    before = None if pressing else outbox.last_sent(message)
    if leaves is None:
        leaves = local(instant_at(at.date(), 1440 + NEXT_LOOK))
    if before and leaves < local(before + APART):
        leaves = local(before + APART)
    if leaves <= at:
        return False
    # one that was tried already stays due since then: the board goes on saying so
    due = {} if message.attempts else {"not_before": leaves}
    change_state(Message, message.id, {"state": "waiting"}, try_at=leaves, **due)
    return True


def sent(letter: Letter) -> None:
    _settle(letter, state="sent", sent_at=now(), settled_at=now())


def not_sent(letter: Letter, fault: str) -> None:
    """Tried again later when a retry may cure it; what may have arrived waits for somebody to look."""
    due = db.session.scalar(select(Message.not_before).where(Message.id == letter.id))
    again = next_try(letter.attempt, due, now()) if fault in TRIED_AGAIN else None
    if again:
        _settle(letter, state="waiting", fault=fault, try_at=again)
    else:
        _settle(letter, state="failed", fault=fault)


def _settle(letter: Letter, **values) -> None:
    change_state(Message, letter.id, {"state": "sending", "attempts": letter.attempt}, sentence=SETTLED["given_up"], **values)


def resend(by, id: int) -> None:
    """Somebody looked, and wants it sent: tried again from now on. The quiet hours hold for it as for any other."""
    _take_up(by, id, state="waiting", fault=None, try_at=now(), not_before=now(), settled_at=None, settled_by_id=None)


def called(by, id: int) -> None:
    """She was reached by voice: nothing is to leave any more."""
    _take_up(by, id, state="given_up", fault="called", settled_at=now(), settled_by_id=by.id)


def _take_up(by, id: int, **values) -> None:
    """Of one that left by no channel, whatever the channels; a sending under way is left alone. Raises Overtaken."""
    message = db.session.get(Message, id, populate_existing=True)
    rows = outbox.of_cause(message.cause_key)
    gone = [row for row in rows if row.state == "sent"]
    left = [] if gone else [row for row in rows if _is_left(row)]
    if not any(row.id == id for row in left):
        raise Overtaken(_meanwhile(gone[0] if gone else message))
    for row in left:
        change_state(Message, row.id, {"state": row.state, "attempts": row.attempts}, sentence=SETTLED["given_up"], **values)


def _is_left(row: Message) -> bool:
    return row.state in ("waiting", "failed") or (row.state == "sending" and row.claimed_at <= now() - UNCERTAIN)


def _meanwhile(message: Message) -> str:
    name = message.settled_by_id and db.session.scalar(select(Account.name).where(Account.id == message.settled_by_id))
    if not name:
        return SETTLED[message.state]
    return f"{name} l'a déjà jointe, le {local(message.settled_at):%d/%m à %H h %M}."
