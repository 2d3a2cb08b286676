"""A hand asked for, and what was done: softer than an alert, with no step to follow but an answer.

What it is about is encrypted, its kind included; its number is drawn, so that it says nothing of how many there are.
"""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, Index, text
from sqlalchemy.orm import Mapped

from database import db
from rules import vocabulary as words
from tables.base import Encrypted, about, instant, key, link

WAITING = "waits_since IS NOT NULL"


def _kind():
    """A code of HELP_KINDS, encrypted: the form checks it, the database cannot."""
    held = about("help_story", Encrypted(), nullable=True)
    held.column.info["codes"] = tuple(words.HELP_KINDS)
    return held


class HelpRequest(db.Model):
    """Read by `first_id` alone, never by `but_id`. `waits_since`: her last words are not answered yet."""

    id: Mapped[int] = key()
    caregiver_id: Mapped[int] = link("caregiver.id", index=True)
    first_id: Mapped[int] = link("account.id", index=True)
    but_id: Mapped[int | None] = link("account.id", nullable=True)
    kind: Mapped[str] = _kind()
    words: Mapped[str | None] = about("help_story", Encrypted(), nullable=True)
    at: Mapped[datetime] = instant()
    waits_since: Mapped[datetime | None] = instant(nullable=True)
    follow_on: Mapped[date | None] = about("technical", Date, nullable=True)
    closed_at: Mapped[datetime | None] = instant(nullable=True)

    __table_args__ = (
        CheckConstraint("kind IS NOT NULL", name="told"),
        Index("ix_help_request_waiting", "waits_since", sqlite_where=text(WAITING), postgresql_where=text(WAITING)),
        Index("ix_help_request_follow", "follow_on"),
    )


class HelpStep(db.Model):
    """One line: what was done and told, or what she adds. Both sides read it. `closes`: it is settled."""

    id: Mapped[int] = key()
    help_request_id: Mapped[int] = link("help_request.id", index=True)
    by_id: Mapped[int] = link("account.id")
    at: Mapped[datetime] = instant()
    words: Mapped[str | None] = about("help_story", Encrypted(), nullable=True)
    closes: Mapped[bool] = about("technical", Boolean(create_constraint=False), default=False)
