"""The second factor: confirmed by a first code, moved to another phone, reset when the phone is lost."""

from sqlalchemy import delete, insert, select, update

from acts import devices
from database import Overtaken, change_state, db, insert_new, now
from models import Account, FactorReset, FactorResetSeen, RecoveryCode, SecondFactor, Session

_factors, _codes = SecondFactor.__table__, RecoveryCode.__table__


def confirm(account_id: int, secret: str, step: int, code_hashes: list[str]) -> int:
    """The first phone of this account, with its recovery codes. Raises Overtaken when it has one already."""
    added = db.session.connection().execute(insert_new(_factors).values(
        account_id=account_id, secret=secret, confirmed_at=now(), last_step=step))
    if added.rowcount != 1:
        raise Overtaken("Votre double vérification est déjà en place. Connectez-vous avec son code.")
    renew_codes(account_id, code_hashes)
    return account_id


def replace(account_id: int, session_id: int, secret: str, step: int) -> int:
    """Another phone: the former one opens nothing any more, and every other session ends. The codes on paper stay."""
    changed = db.session.execute(update(_factors).where(_factors.c.account_id == account_id).values(
        secret=secret, confirmed_at=now(), last_step=step))
    if changed.rowcount != 1:
        raise Overtaken("Votre double vérification a été réinitialisée entre-temps. Reconnectez-vous.")
    others = (Session.account_id == account_id, Session.id != session_id, Session.ended_at.is_(None))
    db.session.execute(update(Session).where(*others).values(ended_at=now())
                       .execution_options(synchronize_session=False))
    return account_id


def renew_codes(account_id: int, code_hashes: list[str]) -> int:
    """New recovery codes: the former ones, used or not, open nothing any more."""
    db.session.execute(delete(_codes).where(_codes.c.account_id == account_id))
    db.session.execute(insert(_codes), [{"account_id": account_id, "code_hash": one, "made_at": now(), "used_at": None}
                                        for one in code_hashes])
    return account_id


def forget(account_id: int) -> bool:
    """Key and codes are erased. False when there was no key."""
    db.session.execute(delete(_codes).where(_codes.c.account_id == account_id))
    return db.session.execute(delete(_factors).where(_factors.c.account_id == account_id)).rowcount == 1


def reset(by, account_id: int) -> int:
    """The phone is lost: key and codes are erased, every session ends, the other directors are told.

    At the next sign-in the passphrase leads to a new phone. `by.id` None: from the server.
    """
    if not forget(account_id):
        raise Overtaken("La double vérification de ce compte est déjà réinitialisée.")
    devices.end_sessions(account_id)
    done = FactorReset(account_id=account_id, by_id=by.id, at=now())
    db.session.add(done)
    db.session.flush()
    others = select(Account.id).where(Account.role == "director", Account.ended_at.is_(None), Account.id != (by.id or 0))
    db.session.add_all(FactorResetSeen(reset_id=done.id, account_id=id) for id in db.session.scalars(
        others.order_by(Account.id)))
    return done.id


def see(by, reset_id: int) -> None:
    """This director knows of it: the line leaves her board."""
    waiting = select(FactorResetSeen.id).where(FactorResetSeen.reset_id == reset_id, FactorResetSeen.account_id == by.id)
    change_state(FactorResetSeen, db.session.scalar(waiting) or 0, {"seen_at": None}, seen_at=now(),
                 sentence="Vous avez déjà vu cette réinitialisation.")
