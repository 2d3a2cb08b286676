"""Accounts: opened with a one-time passphrase, corrected, ended; an ended account loses its sessions at once."""

from sqlalchemy import update

from database import Overtaken, change_state, db, now
from models import Account, Session
from queries.accounts import directors, taken
from rules.accounts import ending_fault, last_director_fault

ENDED = "Ce compte a été fermé entre-temps."


def create(by, values: dict, passphrase_hash: str) -> int:
    _check_free(values, None)
    account = Account(**values, passphrase_hash=passphrase_hash, must_change=True, created_at=now(),
                      created_by_id=by.id)
    db.session.add(account)
    db.session.flush()
    return account.id


def change(by, id: int, known_role: str, values: dict) -> None:
    """Raises Overtaken when the role changed meanwhile, or when the house would lose its last director."""
    _check_free(values, id)
    fault = last_director_fault(known_role, values.get("role", known_role), directors())
    if fault:
        raise Overtaken(fault)
    change_state(Account, id, {"ended_at": None, "role": known_role}, **values,
                 sentence="Une collègue a modifié ou fermé ce compte entre-temps.")


def _check_free(values: dict, id: int | None) -> None:
    if taken(values["email"], values["phone"], values.get("caregiver_id"), id):
        raise Overtaken("Un autre compte vient d'être ouvert avec cette adresse, ce téléphone ou cette fiche.")


def renew(by, id: int, passphrase_hash: str) -> int:
    """A new one-time passphrase: the former one and every session die at once."""
    change_state(Account, id, {"ended_at": None}, sentence=ENDED, passphrase_hash=passphrase_hash, must_change=True)
    close_sessions(id)
    return id


def end(by, id: int) -> None:
    account = db.session.get(Account, id, populate_existing=True)
    fault = ending_fault(by.id, by.role, id, account.role, directors())
    if fault:
        raise Overtaken(fault)
    change_state(Account, id, {"ended_at": None}, sentence=ENDED, ended_at=now(), ended_by_id=by.id)
    close_sessions(id)


def close_sessions(id: int) -> None:
    db.session.execute(update(Session).where(Session.account_id == id, Session.ended_at.is_(None))
                       .values(ended_at=now()).execution_options(synchronize_session=False))
