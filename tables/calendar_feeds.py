"""The private address at which a caregiver's own calendar reads her visits."""

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped

from database import db
from tables.base import about, instant, key, link

LIVE = "revoked_at IS NULL"


class CalendarFeed(db.Model):
    """One live address a caregiver; only its hash is kept: it is shown once, when it is made."""

    id: Mapped[int] = key()
    caregiver_id: Mapped[int] = link("caregiver.id")
    token_hash: Mapped[str] = about("secret", String(64), unique=True)
    made_at: Mapped[datetime] = instant()
    made_by_id: Mapped[int] = link("account.id")
    revoked_at: Mapped[datetime | None] = instant(nullable=True)
    revoked_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (Index("uq_calendar_feed_live", "caregiver_id", unique=True, sqlite_where=text(LIVE),
                            postgresql_where=text(LIVE)),)
