"""Alerts: what a caregiver reports about herself or what was done to her, and every step that follows.

What tells the story is encrypted, the kind of alert included: a stolen file says that there are alerts, not of what. The
number of an alert is drawn at random: whoever sees one learns nothing about how many there are.
"""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from database import db
from rules import vocabulary as words
from tables.base import Encrypted, about, coded, instant, key, link

UNREAD = "state = 'reported'"
CALLING = "needs_help AND helped_at IS NULL"


def story(**kwargs):
    """A part of the story."""
    return about("alert_story", Encrypted(), nullable=True, **kwargs)


def chosen(*lists, **kwargs):
    """A code of these lists, encrypted like the story: the database cannot check it, `rules/` and the forms do."""
    held = story(**kwargs)
    held.column.info["codes"] = tuple(code for listed in lists for code in listed)
    return held


class Alert(db.Model):
    """reported -> acknowledged -> heard -> decided -> closed (`rules/alerts.py`).

    `author_id` wrote it: herself, or somebody for her, with her agreement (`agreed`). `first_id`, `second_id`: who
    receives it, computed when it is sent. `about_account_id`: somebody of the office it is about, who never reads it.
    `measure_id`: the measure it put on the pair; the measure knows nothing of it.
    """

    id: Mapped[int] = key()
    caregiver_id: Mapped[int] = link("caregiver.id", index=True)
    author_id: Mapped[int] = link("account.id")
    agreed: Mapped[bool] = about("alert_file", Boolean(create_constraint=False), default=True)
    beneficiary_id: Mapped[int | None] = link("beneficiary.id", nullable=True, index=True)
    about_account_id: Mapped[int | None] = link("account.id", nullable=True)
    directed: Mapped[str] = coded("alert_file", "directed", words.ALERT_DIRECTIONS)
    first_id: Mapped[int] = link("account.id", index=True)
    second_id: Mapped[int | None] = link("account.id", nullable=True, index=True)
    state: Mapped[str] = coded("alert_file", "state", words.ALERT_STATES, default="reported")
    kind: Mapped[str] = chosen(words.ALERT_KINDS)
    whom: Mapped[str] = chosen(words.ALERT_ABOUT)
    place: Mapped[str | None] = chosen(words.ALERT_PLACES)
    happened: Mapped[str | None] = story()
    facts: Mapped[str | None] = story()
    quoted: Mapped[str | None] = story()
    needs_help: Mapped[bool] = about("alert_file", Boolean(create_constraint=False), default=False)
    wants_no_return: Mapped[bool] = about("alert_file", Boolean(create_constraint=False), default=False)
    wants_answer: Mapped[bool] = about("alert_file", Boolean(create_constraint=False), default=True)
    measure_id: Mapped[int | None] = link("pair_measure.id", nullable=True)
    reported_at: Mapped[datetime] = instant()
    helped_at: Mapped[datetime | None] = instant(nullable=True)
    helped_by_id: Mapped[int | None] = link("account.id", nullable=True)
    # unread for a day: the second recipient reads it too
    escalated_at: Mapped[datetime | None] = instant(nullable=True)
    decided_at: Mapped[datetime | None] = instant(nullable=True)
    follow_on: Mapped[date | None] = about("alert_file", Date, nullable=True)
    call_asked_at: Mapped[datetime | None] = instant(nullable=True)
    closed_at: Mapped[datetime | None] = instant(nullable=True)

    __table_args__ = (
        CheckConstraint("kind IS NOT NULL AND whom IS NOT NULL", name="told"),
        Index("ix_alert_unread", "reported_at", sqlite_where=text(UNREAD), postgresql_where=text(UNREAD)),
        Index("ix_alert_calling", "reported_at", sqlite_where=text("needs_help = 1 AND helped_at IS NULL"),
              postgresql_where=text(CALLING)),
        Index("ix_alert_follow", "follow_on"),
    )


class AlertStep(db.Model):
    """One step, by whom, when. What she is told (`told`) is read by her; the three boxes are the office's notes.

    "heard" is a note she reads and validates. `choice`: the decision, or the outcome;
    `missing`: why her view is not there. `heard`, `heard_where`, `heard_with`, `heard_by_id`: the side of the home, who was
    heard, where, beside whom, by whom.
    """

    id: Mapped[int] = key()
    alert_id: Mapped[int] = link("alert.id", index=True)
    kind: Mapped[str] = coded("alert_file", "kind", words.ALERT_STEPS)
    at: Mapped[datetime] = instant()
    by_id: Mapped[int | None] = link("account.id", nullable=True)
    done_on: Mapped[date | None] = about("alert_file", Date, nullable=True)
    choice: Mapped[str | None] = chosen(words.ALERT_DECISIONS, words.ALERT_OUTCOMES)
    missing: Mapped[str | None] = chosen(words.VIEW_MISSING)
    heard: Mapped[str | None] = chosen(words.HOME_HEARD)
    heard_where: Mapped[str | None] = chosen(words.HEARD_WHERE)
    heard_with: Mapped[str | None] = chosen(words.HEARD_WITH)
    heard_by_id: Mapped[int | None] = link("account.id", nullable=True)
    facts: Mapped[str | None] = story()
    quoted: Mapped[str | None] = story()
    supposed: Mapped[str | None] = story()
    told: Mapped[str | None] = story()


class AlertShare(db.Model):
    """The author lets a coordinator read; she may take it back."""

    id: Mapped[int] = key()
    alert_id: Mapped[int] = link("alert.id", index=True)
    account_id: Mapped[int] = link("account.id", index=True)
    given_at: Mapped[datetime] = instant()
    given_by_id: Mapped[int] = link("account.id")
    ended_at: Mapped[datetime | None] = instant(nullable=True)
    ended_by_id: Mapped[int | None] = link("account.id", nullable=True)


class AlertDanger(db.Model):
    """She needs help now: whom on call was told, when, one after the other. `by_message` False: no message reaches her."""

    id: Mapped[int] = key()
    alert_id: Mapped[int] = link("alert.id", index=True)
    account_id: Mapped[int] = link("account.id", index=True)
    told_at: Mapped[datetime] = instant()
    by_message: Mapped[bool] = about("technical", Boolean(create_constraint=False), default=True)

    __table_args__ = (UniqueConstraint("alert_id", "account_id"),)
