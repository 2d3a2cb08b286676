"""Choosing another passphrase, in place of one's former one."""

from sqlalchemy import update

from database import db, now
from models import Account, Session


def set_keys(account_id: int, off: bool) -> int:
    """Whether single keys act on the pages she reads."""
    db.session.execute(update(Account).where(Account.id == account_id).values(keys_off=off))
    return account_id


def choose(account_id: int, passphrase_hash: str) -> int:
    """The new passphrase counts at once; every session opened with the former one ends."""
    table, sessions = Account.__table__, Session.__table__
    db.session.execute(update(table).where(table.c.id == account_id)
                       .values(passphrase_hash=passphrase_hash))
    db.session.execute(update(sessions).where(sessions.c.account_id == account_id, sessions.c.ended_at.is_(None))
                       .values(ended_at=now()))
    return account_id
