"""The second factor of an account: its key, the recovery codes on paper, and who reset it."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from database import db
from tables.base import Encrypted, about, instant, key, link

UNSEEN = "seen_at IS NULL"


class SecondFactor(db.Model):
    """The key a phone holds, confirmed by a first code. No row: the account has none yet, or it was reset.

    `last_step` is the last code accepted (`rules/second_factor.py`): neither it nor an earlier one is accepted again.
    """

    id: Mapped[int] = key()
    account_id: Mapped[int] = link("account.id", unique=True)
    secret: Mapped[str] = about("factor_secret", Encrypted(), nullable=False)
    confirmed_at: Mapped[datetime] = instant()
    last_step: Mapped[int] = about("technical", Integer, default=0)


class RecoveryCode(db.Model):
    """One of the ten codes on paper: it opens once. Only its hash is kept (80 bits drawn by chance)."""

    id: Mapped[int] = key()
    account_id: Mapped[int] = link("account.id", index=True)
    code_hash: Mapped[str] = about("secret", String(64), unique=True)
    made_at: Mapped[datetime] = instant()
    used_at: Mapped[datetime | None] = instant(nullable=True)


class FactorReset(db.Model):
    """A factor taken away from an account, whose phone was lost; nobody's name: from the server."""

    id: Mapped[int] = key()
    account_id: Mapped[int] = link("account.id")
    by_id: Mapped[int | None] = link("account.id", nullable=True)
    at: Mapped[datetime] = instant()


class FactorResetSeen(db.Model):
    """A director who must know of it, and when she said she does."""

    id: Mapped[int] = key()
    reset_id: Mapped[int] = link("factor_reset.id")
    account_id: Mapped[int] = link("account.id")
    seen_at: Mapped[datetime | None] = instant(nullable=True)

    __table_args__ = (UniqueConstraint("reset_id", "account_id", name="uq_factor_reset_seen_reset_account"),
                      Index("ix_factor_reset_seen_waiting", "account_id", sqlite_where=text(UNSEEN),
                            postgresql_where=text(UNSEEN)))
