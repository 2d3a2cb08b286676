"""What is open: the sessions that still live, and the phones that ask for their code."""

from sqlalchemy import Select, select

from database import db, now
from models import Account, PhoneDevice, Session
from rules.sessions import PHONE, is_alive


def sessions_of(user) -> Select:
    """One's own sessions that are not ended: nobody ends another's from here."""
    return select(Session).where(Session.account_id == user.id, Session.ended_at.is_(None))


def phones_of(user) -> Select:
    return select(PhoneDevice).where(PhoneDevice.account_id == user.id, PhoneDevice.ended_at.is_(None))


def open_sessions(account_id: int) -> list:
    """Those that would still be let in now, the one used last first."""
    role = db.session.scalar(select(Account.role).where(Account.id == account_id))
    rows = db.session.execute(select(Session).outerjoin(PhoneDevice, PhoneDevice.id == Session.phone_device_id).where(
        Session.account_id == account_id, Session.ended_at.is_(None), PhoneDevice.ended_at.is_(None),
        Session.created_at > now() - PHONE)
        .order_by(Session.seen_at.desc(), Session.id.desc())).scalars().all()
    return [row for row in rows if is_alive(row.kind, role, row.phone_device_id is not None, row.created_at,
                                            row.seen_at, now())]


def enrolled_phones(account_id: int) -> list:
    return db.session.execute(select(PhoneDevice).where(PhoneDevice.account_id == account_id, PhoneDevice.ended_at.is_(None))
                              .order_by(PhoneDevice.id)).scalars().all()
