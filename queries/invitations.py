"""Invitations: the one a browser came with, and the one that waits for an account."""

from sqlalchemy import select

from database import db
from models import Account, Invitation


def held(token_hash: str):
    """(invitation, account) behind this token, whatever became of the invitation; None for an account that ended."""
    return db.session.execute(select(Invitation, Account).join(Account, Account.id == Invitation.account_id)
                              .where(Invitation.token_hash == token_hash, Account.ended_at.is_(None))).first()


def waiting(account_id: int) -> Invitation | None:
    """The invitation printed for this account and not used, its week over or not."""
    return db.session.execute(select(Invitation).where(
        Invitation.account_id == account_id, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))).scalars().first()
