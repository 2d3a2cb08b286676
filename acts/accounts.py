"""Accounts: opened with a one-time passphrase, corrected, ended; an ended account loses its sessions at once."""

from collections.abc import Callable

from sqlalchemy import update

from acts import calendar_feeds
from database import Overtaken, change_state, db, now
from models import Account, Session
from queries.accounts import directors, taken
from rules.accounts import ending_fault, gives_reach, last_director_fault
from rules.passphrases import ONE_TIME_LIFE

ENDED = "Ce compte a été fermé entre-temps."


def create(by, values: dict, passphrase_hash: str) -> int:
    _check_free(values, None)
    account = Account(**values, **_one_time(passphrase_hash), created_at=now(), created_by_id=by.id)
    db.session.add(account)
    db.session.flush()
    return account.id


def _one_time(passphrase_hash: str) -> dict:
    """A passphrase on paper: to be changed at the first sign-in, within a week."""
    return {"passphrase_hash": passphrase_hash, "must_change": True, "phrase_until": now() + ONE_TIME_LIFE}


def change(by, id: int, version: int, values: dict, draw: Callable[[], str]) -> str:
    """Correct an account. "printed" when it now leads to people it did not: it then gets the passphrase `draw()` makes.

    Another role or another file ends its sessions. Raises Overtaken when a colleague changed it meanwhile, or when the
    house would lose its last director.
    """
    account = db.session.get(Account, id, populate_existing=True)
    before = account.role, account.caregiver_id
    after = values.get("role", account.role), values.get("caregiver_id", account.caregiver_id)
    _check_free(values, id)
    fault = last_director_fault(before[0], after[0], directors())
    if fault:
        raise Overtaken(fault)
    printed = gives_reach(*before, *after)
    change_state(Account, id, {"ended_at": None, "version": version}, **values, version=version + 1,
                 **(_one_time(draw()) if printed else {}),
                 sentence="Une collègue a modifié ou fermé ce compte entre-temps.")
    if before != after:
        close_sessions(id)
        calendar_feeds.revoke_of(by, before[1])
    return "printed" if printed else ""


def _check_free(values: dict, id: int | None) -> None:
    if taken(values["email"], values["phone"], values.get("caregiver_id"), id):
        raise Overtaken("Un autre compte vient d'être ouvert avec cette adresse, ce téléphone ou cette fiche.")


def renew(by, id: int, passphrase_hash: str) -> int:
    """A new one-time passphrase: the former one and every session die at once."""
    change_state(Account, id, {"ended_at": None}, sentence=ENDED, **_one_time(passphrase_hash))
    close_sessions(id)
    return id


def end(by, id: int) -> None:
    account = db.session.get(Account, id, populate_existing=True)
    fault = ending_fault(by.id, by.role, id, account.role, directors())
    if fault:
        raise Overtaken(fault)
    change_state(Account, id, {"ended_at": None}, sentence=ENDED, ended_at=now(), ended_by_id=by.id)
    close_sessions(id)
    calendar_feeds.revoke_of(by, account.caregiver_id)


def close_sessions(id: int) -> None:
    db.session.execute(update(Session).where(Session.account_id == id, Session.ended_at.is_(None))
                       .values(ended_at=now()).execution_options(synchronize_session=False))
