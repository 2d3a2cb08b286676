"""The caregiver: what she can do, where and when. No score, no ranking, no reason of a leave."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Float, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from database import db
from rules import vocabulary as words
from tables.base import about, coded, instant, key, link


class Caregiver(db.Model):
    """`wants_offers_since`: "Prévenez-moi des remplacements", since when; she alone turns it on and off."""

    id: Mapped[int] = key()
    first_name: Mapped[str] = about("caregiver_name", String(80))
    last_name: Mapped[str] = about("caregiver_name", String(80))
    search_name: Mapped[str] = about("caregiver_identity", String(200), index=True)
    phone: Mapped[str] = about("caregiver_identity", String(20), default="")
    district: Mapped[str] = about("caregiver_work", String(80), default="")
    qualification: Mapped[str] = coded("caregiver_work", "qualification", words.QUALIFICATIONS)
    weekly_minutes: Mapped[int] = about("caregiver_work", Integer)
    has_vehicle: Mapped[bool] = about("caregiver_work", Boolean(create_constraint=False), default=False)
    gender: Mapped[str] = coded("caregiver_gender", "gender", words.GENDERS)
    wants_offers_since: Mapped[datetime | None] = instant(nullable=True)
    created_at: Mapped[datetime] = instant()
    created_by_id: Mapped[int | None] = link("account.id", nullable=True)
    ended_on: Mapped[date | None] = about("technical", Date, nullable=True)
    ended_by_id: Mapped[int | None] = link("account.id", nullable=True)
    version: Mapped[int] = about("technical", Integer, default=1)
    external_ref: Mapped[str | None] = about("technical", String(80), nullable=True)

    __table_args__ = (Index("ix_caregiver_last_name", "last_name", "first_name", "id"),
                      Index("uq_caregiver_external_ref", "external_ref", unique=True))

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"


class CaregiverSector(db.Model):
    id: Mapped[int] = key()
    caregiver_id: Mapped[int] = link("caregiver.id")
    sector_id: Mapped[int] = link("sector.id", index=True)

    __table_args__ = (UniqueConstraint("caregiver_id", "sector_id"),)


class CaregiverSkill(db.Model):
    """A skill or a language of the closed lists; `kind` says which list the code is of."""

    id: Mapped[int] = key()
    caregiver_id: Mapped[int] = link("caregiver.id")
    kind: Mapped[str] = coded("caregiver_work", "kind", ("skill", "language"))
    code: Mapped[str] = coded("caregiver_work", "code", (*words.SKILLS, *words.LANGUAGES))

    __table_args__ = (UniqueConstraint("caregiver_id", "kind", "code"),)


class Availability(db.Model):
    """Hours she gives, per weekday (0 = Monday), in local minutes since midnight."""

    id: Mapped[int] = key()
    caregiver_id: Mapped[int] = link("caregiver.id", index=True)
    weekday: Mapped[int] = about("caregiver_work", Integer)
    start_minute: Mapped[int] = about("caregiver_work", Integer)
    end_minute: Mapped[int] = about("caregiver_work", Integer)


class WorkRestriction(db.Model):
    """What she must not be asked, with its validity; never why."""

    id: Mapped[int] = key()
    caregiver_id: Mapped[int] = link("caregiver.id", index=True)
    code: Mapped[str] = coded("caregiver_work", "code", words.RESTRICTIONS)
    hours_per_week: Mapped[float | None] = about("caregiver_work", Float, nullable=True)
    starts_on: Mapped[date] = about("caregiver_work", Date)
    ends_on: Mapped[date | None] = about("caregiver_work", Date, nullable=True)
    by_id: Mapped[int | None] = link("account.id", nullable=True)
    lifted_at: Mapped[datetime | None] = instant(nullable=True)


class LoadNote(db.Model):
    """She was called to ask how she is: the day, and one line she reads herself. Never changed, the next call is another."""

    id: Mapped[int] = key()
    caregiver_id: Mapped[int] = link("caregiver.id")
    called_on: Mapped[date] = about("load_note", Date)
    line: Mapped[str] = about("load_note", Text)
    at: Mapped[datetime] = instant()
    by_id: Mapped[int] = link("account.id")

    __table_args__ = (Index("ix_load_note_caregiver", "caregiver_id", "called_on", "id"),)
