"""Accounts: opened by an invitation, corrected, ended; an ended account loses its ways in and its sessions at once."""

from collections.abc import Callable

from acts import calendar_feeds, channels, devices, invitations, second_factor
from database import Overtaken, change_state, db, now
from models import Account
from queries.accounts import directors, taken
from rules.accounts import FLAG_COLUMNS, closing_fault, ending_fault, gives_reach, last_director_fault
from rules.invitations import needs_one

ENDED = "Ce compte a été fermé entre-temps."


def create(by, values: dict, token_hash: str) -> int:
    _check_free(values, None)
    account = Account(**values, created_at=now(), created_by_id=by.id)
    db.session.add(account)
    db.session.flush()
    invitations.issue(by, account.id, token_hash)
    return account.id


def change(by, id: int, version: int, values: dict, draw: Callable[[], str]) -> str:
    """Correct an account. "printed" when it now leads to people it did not, or opens another way: it then gets the
    invitation whose token `draw()` draws.

    Another role or another file ends its sessions and its phones. Raises Overtaken when a colleague changed it
    meanwhile, or when the house would lose its last director.
    """
    account = db.session.get(Account, id, populate_existing=True)
    before, after = _sees(account, {}), _sees(account, values)
    _check_free(values, id)
    fault = last_director_fault(before[0], after[0], directors())
    if fault:
        raise Overtaken(fault)
    change_state(Account, id, {"ended_at": None, "version": version}, **values, version=version + 1,
                 sentence="Une collègue a modifié ou fermé ce compte entre-temps.")
    if gives_reach(before, after) or needs_one(before[0], after[0]):
        calendar_feeds.revoke_of(by, before[1])
        invitations.issue(by, id, draw())
        return "printed"
    if before[:2] != after[:2]:
        calendar_feeds.revoke_of(by, before[1])
        devices.end_all(id)
    return ""


def _sees(account: Account, values: dict) -> tuple[str, int | None, frozenset[str]]:
    """What decides whom an account sees, once changed to `values`: role, caregiver, flags."""
    held = {name: values.get(name, getattr(account, name)) for name in ("role", "caregiver_id", *FLAG_COLUMNS)}
    return held["role"], held["caregiver_id"], frozenset(flag for column, flag in FLAG_COLUMNS.items() if held[column])


def _check_free(values: dict, id: int | None) -> None:
    if taken(values["email"], values["phone"], values.get("caregiver_id"), id):
        raise Overtaken("Un autre compte vient d'être ouvert avec cette adresse, ce téléphone ou cette fiche.")


def invite(by, id: int, token_hash: str) -> int:
    """A new invitation: what opened the account until now opens nothing any more."""
    change_state(Account, id, {"ended_at": None}, sentence=ENDED, passphrase_hash=None)
    invitations.issue(by, id, token_hash)
    return id


def close_sessions(by, id: int) -> int:
    """Every session, every phone and the calendar of an account: a phone was lost, a computer left open. Raises Overtaken."""
    account = db.session.get(Account, id, populate_existing=True)
    fault = closing_fault(by.id, by.role, id, account.role)
    if fault:
        raise Overtaken(fault)
    return devices.lose_all(by, id)


def end(by, id: int) -> None:
    """Nobody comes in any more; passphrase, key and codes are erased. Raises Overtaken."""
    account = db.session.get(Account, id, populate_existing=True)
    fault = ending_fault(by.id, by.role, id, account.role, directors())
    if fault:
        raise Overtaken(fault)
    change_state(Account, id, {"ended_at": None}, sentence=ENDED, ended_at=now(), ended_by_id=by.id,
                 passphrase_hash=None)
    invitations.shut(by, id)
    second_factor.forget(id)
    channels.forget(id)
