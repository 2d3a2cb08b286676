"""What opens an account without a passphrase: an invitation, once; then, for a caregiver, her own phone and its code."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, text
from sqlalchemy.orm import Mapped

from database import db
from tables.base import about, instant, key, link

_LIVE = text("used_at IS NULL AND revoked_at IS NULL")


class Invitation(db.Model):
    """A link on paper that opens one account, once. The paper holds a random token, the table only its hash."""

    id: Mapped[int] = key()
    account_id: Mapped[int] = link("account.id", index=True)
    token_hash: Mapped[str] = about("secret", String(64), unique=True)
    created_at: Mapped[datetime] = instant()
    # None: printed on the server.
    created_by_id: Mapped[int | None] = link("account.id", nullable=True)
    expires_at: Mapped[datetime] = instant()
    used_at: Mapped[datetime | None] = instant(nullable=True)
    revoked_at: Mapped[datetime | None] = instant(nullable=True)

    # A new one revokes the former: two papers never open the same account.
    __table_args__ = (Index("ix_invitation_live", "account_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),)


class PhoneDevice(db.Model):
    """A caregiver's own phone. Its cookie holds a secret, the table only its hash; her code unlocks it.

    `wrong_tries` counts the codes tried since the last right one; `locked_at`: only a new invitation helps.
    """

    id: Mapped[int] = key()
    account_id: Mapped[int] = link("account.id", index=True)
    secret_hash: Mapped[str] = about("secret", String(64), unique=True)
    code_hash: Mapped[str] = about("secret", String(200))
    device: Mapped[str] = about("account", String(120), default="")
    enrolled_at: Mapped[datetime] = instant()
    seen_at: Mapped[datetime] = instant()
    wrong_tries: Mapped[int] = about("technical", Integer, default=0)
    locked_at: Mapped[datetime | None] = instant(nullable=True)
    ended_at: Mapped[datetime | None] = instant(nullable=True)
