"""A caregiver's absence: its type and its days, never a reason, never a document."""

from datetime import date, datetime

from sqlalchemy import Date, Index, Integer, text
from sqlalchemy.orm import Mapped

from database import db
from rules import vocabulary as words
from tables.base import about, coded, instant, key, link

OPEN = "state = 'open'"
WAITING = "held_at IS NULL AND dropped_at IS NULL"


class Absence(db.Model):
    """From the first day to the last, both included; `ends_on` empty: "je ne sais pas encore", with the day of news.

    `read_at`: when the office opened what came from a phone; until then her phone says that nobody has read it.
    `back_on` is her first day back, once she came back before the day that was noted.
    """

    id: Mapped[int] = key()
    caregiver_id: Mapped[int] = link("caregiver.id", index=True)
    kind: Mapped[str] = coded("absence", "kind", words.ABSENCE_KINDS)
    starts_on: Mapped[date] = about("absence", Date)
    ends_on: Mapped[date | None] = about("absence", Date, nullable=True)
    news_on: Mapped[date | None] = about("absence", Date, nullable=True)
    received_on: Mapped[date] = about("absence", Date)
    state: Mapped[str] = coded("technical", "state", words.ABSENCE_STATES, default="open")
    declared_at: Mapped[datetime] = instant()
    declared_by_id: Mapped[int] = link("account.id")
    read_at: Mapped[datetime | None] = instant(nullable=True)
    read_by_id: Mapped[int | None] = link("account.id", nullable=True)
    back_on: Mapped[date | None] = about("absence", Date, nullable=True)
    closed_at: Mapped[datetime | None] = instant(nullable=True)
    closed_by_id: Mapped[int | None] = link("account.id", nullable=True)
    version: Mapped[int] = about("technical", Integer, default=1)

    __table_args__ = (
        Index("ix_absence_open", "starts_on", "id", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        Index("ix_absence_news", "news_on", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )


class AbsenceStep(db.Model):
    """Each change of an absence: who, when, which last day it had and has. Never rewritten."""

    id: Mapped[int] = key()
    absence_id: Mapped[int] = link("absence.id", index=True)
    kind: Mapped[str] = coded("absence", "kind", words.ABSENCE_STEPS)
    was: Mapped[date | None] = about("absence", Date, nullable=True)
    now: Mapped[date | None] = about("absence", Date, nullable=True)
    at: Mapped[datetime] = instant()
    by_id: Mapped[int | None] = link("account.id", nullable=True)


class ReturnVisit(db.Model):
    """The visit to the occupational doctor after a long absence: due, asked for, held; each with its author.

    `absence_id` is the last of the leaves it follows. `opened_by_id` empty: the length of the absence asked for it; else
    somebody did (after a maternity leave, an occupational disease), and it stays. `dropped_at`: not due any more.
    """

    id: Mapped[int] = key()
    absence_id: Mapped[int] = link("absence.id", unique=True)
    caregiver_id: Mapped[int] = link("caregiver.id", index=True)
    due_on: Mapped[date] = about("absence", Date)
    opened_at: Mapped[datetime] = instant()
    opened_by_id: Mapped[int | None] = link("account.id", nullable=True)
    asked_on: Mapped[date | None] = about("absence", Date, nullable=True)
    asked_at: Mapped[datetime | None] = instant(nullable=True)
    asked_by_id: Mapped[int | None] = link("account.id", nullable=True)
    held_on: Mapped[date | None] = about("absence", Date, nullable=True)
    held_at: Mapped[datetime | None] = instant(nullable=True)
    held_by_id: Mapped[int | None] = link("account.id", nullable=True)
    dropped_at: Mapped[datetime | None] = instant(nullable=True)

    __table_args__ = (
        Index("ix_return_visit_due", "due_on", sqlite_where=text(WAITING), postgresql_where=text(WAITING)),
    )
