"""What is open is closed: one session, one phone with its sessions, or all of an account's."""

from sqlalchemy import select, update

from acts import calendar_feeds
from database import db, now
from models import Account, PhoneDevice, Session

_sessions, _phones = Session.__table__, PhoneDevice.__table__


def end_session(id: int) -> int:
    return _end(_sessions, _sessions.c.id == id)


def end_phone(id: int) -> int:
    """The phone asks for no code any more: only a new invitation enrols it again."""
    _end(_sessions, _sessions.c.phone_device_id == id)
    return _end(_phones, _phones.c.id == id)


def lose_phone(by, id: int) -> int:
    """The same for a phone that is no longer in her hands: it also held the address of her calendar."""
    calendar_feeds.revoke_of(by, _caregiver_of(db.session.scalar(select(_phones.c.account_id).where(_phones.c.id == id))))
    return end_phone(id)


def end_sessions(account_id: int) -> int:
    return _end(_sessions, _sessions.c.account_id == account_id)


def end_all(account_id: int) -> int:
    """Returns how many sessions and phones were still open."""
    return end_sessions(account_id) + _end(_phones, _phones.c.account_id == account_id)


def lose_all(by, account_id: int) -> int:
    """The same, and the calendar address, which was on one of them and asks for no code."""
    calendar_feeds.revoke_of(by, _caregiver_of(account_id))
    return end_all(account_id)


def _caregiver_of(account_id: int) -> int | None:
    return db.session.scalar(select(Account.caregiver_id).where(Account.id == account_id))


def _end(table, where) -> int:
    return db.session.execute(update(table).where(where, table.c.ended_at.is_(None)).values(ended_at=now())).rowcount
