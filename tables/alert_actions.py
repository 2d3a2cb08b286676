"""What is still to be done after an alert: declare an accident, hand over the care form, a technical aid, a safety instruction.

What it is about is encrypted like the story: a stolen file says that something was due, not what.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, Index, Integer, text
from sqlalchemy.orm import Mapped

from database import db
from rules import vocabulary as words
from tables.alerts import chosen, story
from tables.base import about, instant, key, link

OPEN = "done_at IS NULL"


class AlertAction(db.Model):
    """One thing to do, by whom, before when; then done, by whom, on which day.

    `situation`: the work situation it answers. `note`: what was said when it was opened; `done_words`: how it ended (the
    reserves of a declaration, the line of the register of minor accidents).
    """

    id: Mapped[int] = key()
    alert_id: Mapped[int] = link("alert.id", index=True)
    kind: Mapped[str] = chosen(words.ALERT_ACTIONS)
    situation: Mapped[str | None] = chosen(words.WORK_SITUATIONS)
    note: Mapped[str | None] = story()
    owner_id: Mapped[int | None] = link("account.id", nullable=True)
    due_at: Mapped[datetime] = instant()
    due_on: Mapped[date] = about("alert_file", Date)
    made_at: Mapped[datetime] = instant()
    made_by_id: Mapped[int | None] = link("account.id", nullable=True)
    done_on: Mapped[date | None] = about("alert_file", Date, nullable=True)
    done_at: Mapped[datetime | None] = instant(nullable=True)
    done_by_id: Mapped[int | None] = link("account.id", nullable=True)
    end: Mapped[str | None] = chosen(words.ACTION_ENDS)
    done_words: Mapped[str | None] = story()

    __table_args__ = (
        CheckConstraint("kind IS NOT NULL", name="named"),
        Index("ix_alert_action_due", "due_at", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )


class AlertLetter(db.Model):
    """A letter prepared for the home, as it was printed or downloaded; nothing is sent by itself. Never rewritten.

    An end of service also keeps who takes over (`relay`), when the funder was told, the notice and the last day.
    """

    id: Mapped[int] = key()
    alert_id: Mapped[int] = link("alert.id", index=True)
    kind: Mapped[str] = chosen(words.ALERT_LETTERS)
    addressee: Mapped[str | None] = story()
    facts: Mapped[str | None] = story()
    rules_signed_on: Mapped[date | None] = about("alert_file", Date, nullable=True)
    relay: Mapped[str | None] = story()
    funder_told_on: Mapped[date | None] = about("alert_file", Date, nullable=True)
    notice_days: Mapped[int | None] = about("alert_file", Integer, nullable=True)
    ends_on: Mapped[date | None] = about("alert_file", Date, nullable=True)
    at: Mapped[datetime] = instant()
    by_id: Mapped[int] = link("account.id")

    __table_args__ = (CheckConstraint("kind IS NOT NULL", name="named"),)
