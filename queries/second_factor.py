"""Second factors: whether an account has one; who reset which, and whom it was told to. Never a key, never a code."""

from sqlalchemy import exists, func, literal, select
from sqlalchemy.orm import aliased

from database import db
from models import Account, FactorReset, FactorResetSeen, SecondFactor
from queries.reach import factor_resets_seen_by


def confirmed_at(account_id: int):
    """Since when this account has a second factor, or None."""
    return db.session.scalar(select(SecondFactor.confirmed_at).where(SecondFactor.account_id == account_id))


def told(reset: FactorReset):
    """(name of the account, who reset it or None from the server)."""
    names = dict(db.session.execute(select(Account.id, Account.name).where(
        Account.id.in_([reset.account_id, reset.by_id or 0])).order_by(Account.id)).all())
    return names[reset.account_id], names.get(reset.by_id)


def waits_for(user, reset_id: int) -> bool:
    """True while this person has not said that she knows of it."""
    waiting = exists().where(FactorResetSeen.reset_id == reset_id, FactorResetSeen.account_id == user.id,
                             FactorResetSeen.seen_at.is_(None))
    return db.session.scalar(select(waiting))


def to_tell(eye, me) -> dict:
    """The resets a director (`me`, a parameter) was not told yet, as a source of the board (`queries/board.py` _line)."""
    reset, told, by = FactorReset, FactorResetSeen, aliased(Account)
    seen = factor_resets_seen_by(eye).join(told, told.reset_id == reset.id) \
        .join(Account, Account.id == reset.account_id).outerjoin(by, by.id == reset.by_id)
    whom = func.coalesce(literal("par ").concat(by.name), "depuis le serveur")
    return {"seen": seen, "id": reset.id, "person": None, "caregiver": None, "at": reset.at, "owner": told.account_id,
            "extra": Account.name.concat(" a été réinitialisée ").concat(whom),
            "where": (told.account_id == me, told.seen_at.is_(None))}
