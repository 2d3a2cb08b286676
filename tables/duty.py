"""On call: who is to be called while the office is closed, and what she wrote down."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped

from database import db
from tables.base import Utc, about, instant, key, link

UNREAD = "read_at IS NULL"


class DutyTurn(db.Model):
    """One turn of one account, of the office or a caregiver's; called at `phone`, first when `place` is 1.

    Never changed: a turn that is wrong is cancelled, and another one written.
    """

    id: Mapped[int] = key()
    account_id: Mapped[int] = link("account.id")
    phone: Mapped[str] = about("duty", String(20))
    place: Mapped[int] = about("duty", Integer, CheckConstraint("place BETWEEN 1 AND 3", name="place"), default=1)
    starts_at: Mapped[datetime] = about("duty", Utc)
    ends_at: Mapped[datetime] = about("duty", Utc)
    created_at: Mapped[datetime] = instant()
    created_by_id: Mapped[int] = link("account.id")
    cancelled_at: Mapped[datetime | None] = instant(nullable=True)
    cancelled_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="order"),
        Index("ix_duty_turn_ends", "ends_at", "id"),
        Index("ix_duty_turn_account", "account_id", "ends_at"),
    )


class DutyEntry(db.Model):
    """A line of the logbook: what happened, about whom where it is about somebody. It becomes nothing by itself.

    `read_at`: when somebody of the office read it; until then it is on the board.
    """

    id: Mapped[int] = key()
    at: Mapped[datetime] = instant()
    by_id: Mapped[int] = link("account.id")
    beneficiary_id: Mapped[int | None] = link("beneficiary.id", nullable=True)
    caregiver_id: Mapped[int | None] = link("caregiver.id", nullable=True)
    words: Mapped[str] = about("duty_words", Text)
    read_at: Mapped[datetime | None] = instant(nullable=True)
    read_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (
        Index("ix_duty_entry_at", "at", "id"),
        Index("ix_duty_entry_unread", "at", "id", sqlite_where=text(UNREAD), postgresql_where=text(UNREAD)),
    )
