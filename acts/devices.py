"""What is open is closed: one session, one phone with its sessions, or all of an account's."""

from sqlalchemy import update

from database import db, now
from models import PhoneDevice, Session

_sessions, _phones = Session.__table__, PhoneDevice.__table__


def end_session(id: int) -> int:
    return _end(_sessions, _sessions.c.id == id)


def end_phone(id: int) -> int:
    """The phone asks for no code any more: only a new invitation enrols it again."""
    _end(_sessions, _sessions.c.phone_device_id == id)
    return _end(_phones, _phones.c.id == id)


def end_sessions(account_id: int) -> int:
    return _end(_sessions, _sessions.c.account_id == account_id)


def end_all(account_id: int) -> int:
    """Returns how many sessions and phones were still open."""
    return end_sessions(account_id) + _end(_phones, _phones.c.account_id == account_id)


def _end(table, where) -> int:
    return db.session.execute(update(table).where(where, table.c.ended_at.is_(None)).values(ended_at=now())).rowcount
