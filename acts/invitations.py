"""An invitation printed, and used once: a passphrase chosen, or a phone enrolled with its code."""

from sqlalchemy import update

from acts import devices
from database import Overtaken, change_state, db, now
from models import Account, Invitation, PhoneDevice
from rules.invitations import LIFE, is_open

USED = "Cette invitation ne sert plus. Demandez-en une nouvelle au bureau."
_accounts, _invitations = Account.__table__, Invitation.__table__


def issue(by, account_id: int, token_hash: str) -> None:
    """A new invitation: the former one, the passphrase, the phones, the calendar address and every session die at once."""
    shut(by, account_id)
    db.session.execute(update(_accounts).where(_accounts.c.id == account_id).values(passphrase_hash=None))
    db.session.add(Invitation(account_id=account_id, token_hash=token_hash, created_at=now(), created_by_id=by.id,
                              expires_at=now() + LIFE))
    db.session.flush()


def shut(by, account_id: int) -> None:
    """No paper, no phone, no session and no calendar address opens this account any more."""
    live = (_invitations.c.account_id == account_id, _invitations.c.used_at.is_(None), _invitations.c.revoked_at.is_(None))
    db.session.execute(update(_invitations).where(*live).values(revoked_at=now()))
    devices.lose_all(by, account_id)


def choose_passphrase(id: int, passphrase_hash: str) -> int:
    """Her own passphrase, kept; the invitation is used up. Returns the account. Raises Overtaken when it was already."""
    account_id = _use(id)
    db.session.execute(update(_accounts).where(_accounts.c.id == account_id).values(passphrase_hash=passphrase_hash))
    return account_id


def enrol_phone(id: int, secret_hash: str, code_hash: str, device: str, held: int | None) -> int:
    """This phone opens the account with its code. Returns the phone. Raises Overtaken when the invitation was used.

    `held`: the phone this browser was until now, for whomever: it holds one secret, the former opens nothing any more.
    """
    account_id = _use(id)
    if held:
        devices.end_phone(held)
    phone = PhoneDevice(account_id=account_id, secret_hash=secret_hash, code_hash=code_hash, device=device,
                        enrolled_at=now(), seen_at=now())
    db.session.add(phone)
    db.session.flush()
    return phone.id


def _use(id: int) -> int:
    invitation = db.session.get(Invitation, id, populate_existing=True)
    account = db.session.get(Account, invitation.account_id, populate_existing=True)
    dead = bool(invitation.used_at), bool(invitation.revoked_at)
    if account.ended_at or not is_open(*dead, invitation.expires_at, now()):
        raise Overtaken(USED)
    change_state(Invitation, id, {"used_at": None, "revoked_at": None}, sentence=USED, used_at=now())
    return account.id
