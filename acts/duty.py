"""The rota is written, a turn is cancelled; what happened is written down, and read by the office."""

from datetime import datetime

from sqlalchemy import update

from database import Overtaken, change_state, db, now
from models import DutyEntry, DutyTurn
from queries import duty
from rules.duty import ENDED

CANCELLED = "Une collègue a déjà annulé ce tour."
READ = "Une collègue a déjà lu ces notes."


def plan(by, account_id: int, phone: str, place: int, starts_at: datetime, ends_at: datetime) -> int:
    """She is on call from then to then. Raises Overtaken when she was put on call, or became absent, meanwhile."""
    refused = duty.refusal(account_id, starts_at, ends_at)
    if refused:
        raise Overtaken(refused)
    turn = DutyTurn(account_id=account_id, phone=phone, place=place, starts_at=starts_at, ends_at=ends_at, created_at=now(),
                    created_by_id=by.id)
    db.session.add(turn)
    db.session.flush()
    return turn.id


def cancel(by, turn_id: int) -> None:
    """She is not on call any more, from this instant. What is over stays as it was."""
    if db.session.get(DutyTurn, turn_id, populate_existing=True).ends_at <= now():
        raise Overtaken(ENDED)
    change_state(DutyTurn, turn_id, {"cancelled_at": None}, sentence=CANCELLED, cancelled_at=now(), cancelled_by_id=by.id)


def note(by, words: str, beneficiary_id: int | None = None, caregiver_id: int | None = None) -> int:
    """A line of the logbook. It becomes nothing by itself."""
    entry = DutyEntry(at=now(), by_id=by.id, words=words, beneficiary_id=beneficiary_id, caregiver_id=caregiver_id)
    db.session.add(entry)
    db.session.flush()
    return entry.id


def read(by, last_id: int) -> None:
    """The lines up to this one are read; what is written meanwhile is not."""
    table = DutyEntry.__table__
    done = db.session.execute(update(table).where(table.c.read_at.is_(None), table.c.id <= last_id).values(
        read_at=now(), read_by_id=by.id))
    if not done.rowcount:
        raise Overtaken(READ)
