"""Visits to come and past, what is to be done at each, doors that stayed closed, changes to report elsewhere."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from database import db
from rules import vocabulary as words
from tables.base import Encrypted, Utc, about, coded, instant, key, link

TO_REPORT = "reported_at IS NULL AND folded_into_id IS NULL"


class Series(db.Model):
    """What makes visits: a single one (`weekday` empty) or one a week. Holds the acts of its visits.

    `caregiver_id` is who comes unless a visit says otherwise; `made_until` the last day up to which its visits were
    written: the job that extends series starts after it, so a visit moved or skipped is never made again.
    """

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id", index=True)
    caregiver_id: Mapped[int | None] = link("caregiver.id", nullable=True)
    weekday: Mapped[int | None] = about("visit_facts", Integer, nullable=True)
    start_minute: Mapped[int] = about("visit_facts", Integer)
    minutes: Mapped[int] = about("visit_facts", Integer)
    starts_on: Mapped[date] = about("visit_facts", Date)
    ends_on: Mapped[date | None] = about("visit_facts", Date, nullable=True)
    skip_holidays: Mapped[bool] = about("visit_facts", Boolean(create_constraint=False), default=True)
    made_until: Mapped[date | None] = about("technical", Date, nullable=True)
    created_at: Mapped[datetime] = instant()
    created_by_id: Mapped[int | None] = link("account.id", nullable=True)
    ended_at: Mapped[datetime | None] = instant(nullable=True)

    __table_args__ = (Index("ix_series_to_extend", "made_until",
                            sqlite_where=text("weekday IS NOT NULL AND ended_at IS NULL"),
                            postgresql_where=text("weekday IS NOT NULL AND ended_at IS NULL")),)


class SeriesAct(db.Model):
    id: Mapped[int] = key()
    series_id: Mapped[int] = link("series.id")
    act: Mapped[str] = coded("care_needs", "act", words.ACTS)
    cannot_wait: Mapped[bool] = about("care_needs", Boolean(create_constraint=False), default=False)
    qualification: Mapped[str | None] = coded("care_needs", "qualification", words.QUALIFICATIONS, nullable=True)

    __table_args__ = (UniqueConstraint("series_id", "act"),)


class Visit(db.Model):
    """One visit. `day`, `start_minute` and `minutes` are local; `starts_at` and `ends_at` the instants.

    No caregiver on a planned visit means: nobody covers it. A planned visit whose end has passed counts as held
    (`rules/visits.py`): nobody clocks in here.
    """

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id")
    caregiver_id: Mapped[int | None] = link("caregiver.id", nullable=True)
    pairing_id: Mapped[int | None] = link("pairing.id", nullable=True)
    series_id: Mapped[int] = link("series.id")
    day: Mapped[date] = about("visit_facts", Date)
    start_minute: Mapped[int] = about("visit_facts", Integer)
    minutes: Mapped[int] = about("visit_facts", Integer)
    starts_at: Mapped[datetime] = about("visit_facts", Utc)
    ends_at: Mapped[datetime] = about("visit_facts", Utc)
    state: Mapped[str] = coded("visit_facts", "state", words.VISIT_STATES, default="planned")
    note: Mapped[str] = about("visit_facts", String(250), default="")
    interruption_id: Mapped[int | None] = link("interruption.id", nullable=True)
    state_at: Mapped[datetime | None] = instant(nullable=True)
    state_by_id: Mapped[int | None] = link("account.id", nullable=True)
    given_at: Mapped[datetime | None] = instant(nullable=True)
    version: Mapped[int] = about("technical", Integer, default=1)
    external_ref: Mapped[str | None] = about("technical", String(80), nullable=True)

    __table_args__ = (
        Index("uq_visit_external_ref", "external_ref", unique=True),
        Index("ix_visit_starts", "starts_at", "id"),
        Index("ix_visit_beneficiary", "beneficiary_id", "starts_at"),
        Index("ix_visit_caregiver", "caregiver_id", "starts_at"),
        Index("ix_visit_pairing", "pairing_id", "starts_at"),
        Index("ix_visit_series", "series_id", "day"),
        Index("ix_visit_interruption", "interruption_id", sqlite_where=text("interruption_id IS NOT NULL"),
              postgresql_where=text("interruption_id IS NOT NULL")),
        Index("ix_visit_uncovered", "starts_at",
              sqlite_where=text("caregiver_id IS NULL AND state = 'planned'"),
              postgresql_where=text("caregiver_id IS NULL AND state = 'planned'")),
    )


class VisitChange(db.Model):
    """What changed in a caregiver's visits ("ce qui a changé"), and a line "à reporter dans votre planning".

    One row, two readers: `caregiver_id` is whose week it touches first, `other_caregiver_id` who comes instead.
    `phone_first` keeps it off the screen of each until she herself was reached (`reached_at`, `other_reached_at`).
    `instead_of_id`: whom she replaces who comes instead, when nobody held the visit any more. `folded_into_id`: a later
    line says it all, this one is not to be reported; one folded into itself leaves the planning as it was.
    """

    id: Mapped[int] = key()
    visit_id: Mapped[int] = link("visit.id", index=True)
    beneficiary_id: Mapped[int] = link("beneficiary.id")
    caregiver_id: Mapped[int | None] = link("caregiver.id", nullable=True)
    other_caregiver_id: Mapped[int | None] = link("caregiver.id", nullable=True)
    kind: Mapped[str] = coded("visit_facts", "kind", words.PLANNING_CHANGES)
    was: Mapped[str] = about("visit_facts", String(120), default="")
    now: Mapped[str] = about("visit_facts", String(120), default="")
    starts_at: Mapped[datetime] = about("visit_facts", Utc)
    made_at: Mapped[datetime] = instant()
    made_by_id: Mapped[int | None] = link("account.id", nullable=True)
    phone_first: Mapped[bool] = about("technical", Boolean(create_constraint=False), default=False)
    reached_at: Mapped[datetime | None] = instant(nullable=True)
    reached_by_id: Mapped[int | None] = link("account.id", nullable=True)
    other_reached_at: Mapped[datetime | None] = instant(nullable=True)
    other_reached_by_id: Mapped[int | None] = link("account.id", nullable=True)
    reported_at: Mapped[datetime | None] = instant(nullable=True)
    reported_by_id: Mapped[int | None] = link("account.id", nullable=True)
    instead_of_id: Mapped[int | None] = link("caregiver.id", nullable=True)
    folded_into_id: Mapped[int | None] = link("visit_change.id", nullable=True)

    __table_args__ = (
        Index("ix_visit_change_to_report", "made_at", sqlite_where=text(TO_REPORT), postgresql_where=text(TO_REPORT)),
        Index("ix_visit_change_to_reach", "starts_at",
              sqlite_where=text("phone_first IS 1 AND reached_at IS NULL"),
              postgresql_where=text("phone_first AND reached_at IS NULL")),
        Index("ix_visit_change_other_to_reach", "starts_at",
              sqlite_where=text("phone_first IS 1 AND other_reached_at IS NULL AND other_caregiver_id IS NOT NULL"),
              postgresql_where=text("phone_first AND other_reached_at IS NULL AND other_caregiver_id IS NOT NULL")),
        Index("ix_visit_change_caregiver", "caregiver_id", "made_at"),
        Index("ix_visit_change_other", "other_caregiver_id", "made_at"),
    )


class DoorReport(db.Model):
    """Porte close: who stood there, when; who was phoned, who has a key, how it ended, closed by whom."""

    id: Mapped[int] = key()
    visit_id: Mapped[int] = link("visit.id", unique=True)
    reported_at: Mapped[datetime] = instant()
    reported_by_id: Mapped[int] = link("account.id")
    phoned: Mapped[str] = about("case_notes", Text, default="")
    key_holder: Mapped[str | None] = about("home_access", Encrypted(), nullable=True)
    outcome: Mapped[str] = about("case_notes", Text, default="")
    closed_at: Mapped[datetime | None] = instant(nullable=True)
    closed_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (Index("ix_door_report_open", "reported_at", sqlite_where=text("closed_at IS NULL"),
                            postgresql_where=text("closed_at IS NULL")),)
