"""The person helped: who she is, those around her, the help decided, the home, what suspends it."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Float, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from database import db
from rules import vocabulary as words
from tables.base import Encrypted, about, coded, instant, key, link


class Beneficiary(db.Model):
    id: Mapped[int] = key()
    civility: Mapped[str] = coded("identity", "civility", ("Mme", "M."))
    first_name: Mapped[str] = about("identity", String(80))
    last_name: Mapped[str] = about("identity", String(80))
    search_name: Mapped[str] = about("identity", String(250), index=True)
    birth_date: Mapped[date | None] = about("care_needs", Date, nullable=True)
    address: Mapped[str] = about("contact_details", String(250), default="")
    district: Mapped[str] = about("contact_details", String(80), default="")
    phone: Mapped[str] = about("contact_details", String(20), default="")
    sector_id: Mapped[int] = link("sector.id", index=True)
    referent_id: Mapped[int | None] = link("account.id", nullable=True, index=True)
    gir: Mapped[int | None] = about("care_needs", Integer, nullable=True)
    cannot_answer_by_phone: Mapped[bool] = about("care_needs", Boolean(create_constraint=False), default=False)
    safety_instruction: Mapped[str] = about("safety", Text, default="")
    last_contact_on: Mapped[date | None] = about("technical", Date, nullable=True)
    created_at: Mapped[datetime] = instant()
    created_by_id: Mapped[int | None] = link("account.id", nullable=True)
    ended_on: Mapped[date | None] = about("technical", Date, nullable=True)
    end_reason: Mapped[str] = about("case_notes", Text, default="")
    ended_by_id: Mapped[int | None] = link("account.id", nullable=True)
    version: Mapped[int] = about("technical", Integer, default=1)
    external_ref: Mapped[str | None] = about("technical", String(80), nullable=True)

    __table_args__ = (Index("ix_beneficiary_last_name", "last_name", "first_name", "id"),
                      Index("uq_beneficiary_external_ref", "external_ref", unique=True))

    @property
    def full_name(self) -> str:
        return f"{self.civility} {self.first_name} {self.last_name}"


class Contact(db.Model):
    """Someone around the person, with a role in plain words. The guardian and the trusted person are kinds."""

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id", index=True)
    kind: Mapped[str] = coded("entourage", "kind", words.CONTACT_KINDS)
    name: Mapped[str] = about("entourage", String(120))
    role_words: Mapped[str] = about("entourage", String(120), default="")
    phone: Mapped[str] = about("entourage", String(20), default="")
    position: Mapped[int] = about("technical", Integer, default=1)
    ended_at: Mapped[datetime | None] = instant(nullable=True)
    ended_by_id: Mapped[int | None] = link("account.id", nullable=True)


class CarePlan(db.Model):
    """The aid plan: who pays, hours notified per month, from and to, and when to ask for its renewal."""

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id", index=True)
    funder: Mapped[str] = coded("care_needs", "funder", words.FUNDERS)
    hours_per_month: Mapped[float] = about("care_needs", Float)
    starts_on: Mapped[date] = about("care_needs", Date)
    ends_on: Mapped[date | None] = about("care_needs", Date, nullable=True)
    renew_by: Mapped[date | None] = about("care_needs", Date, nullable=True)
    created_at: Mapped[datetime] = instant()
    created_by_id: Mapped[int | None] = link("account.id", nullable=True)
    ended_at: Mapped[datetime | None] = instant(nullable=True)

    __table_args__ = (Index("ix_care_plan_renewal", "renew_by", sqlite_where=text("ended_at IS NULL"),
                            postgresql_where=text("ended_at IS NULL")),)


class HomeInstruction(db.Model):
    """A point de vigilance or a précaution: an instruction with its detail, never a disease."""

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id", index=True)
    code: Mapped[str] = coded("vigilance", "code", (*words.VIGILANCE, *words.PRECAUTIONS))
    detail: Mapped[str] = about("vigilance", String(200), default="")
    since: Mapped[datetime] = instant()
    by_id: Mapped[int | None] = link("account.id", nullable=True)
    ended_at: Mapped[datetime | None] = instant(nullable=True)
    ended_by_id: Mapped[int | None] = link("account.id", nullable=True)


class Wish(db.Model):
    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id", index=True)
    kind: Mapped[str] = coded("wishes", "kind", words.WISHES)
    value: Mapped[str] = about("wishes", String(120), default="")
    since: Mapped[datetime] = instant()
    by_id: Mapped[int | None] = link("account.id", nullable=True)
    ended_at: Mapped[datetime | None] = instant(nullable=True)


class HomeAccess(db.Model):
    """Codes and keys of a home: one row per home, encrypted, shown only when asked for."""

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id")
    codes: Mapped[str | None] = about("home_access", Encrypted(), nullable=True)
    keys: Mapped[str | None] = about("home_access", Encrypted(), nullable=True)
    changed_at: Mapped[datetime] = instant()
    changed_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (UniqueConstraint("beneficiary_id"),)


class Interruption(db.Model):
    """A person's help is suspended: from, to or unknown, told by whom. Open while `resumed_at` is empty."""

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id", index=True)
    kind: Mapped[str] = coded("case_notes", "kind", words.INTERRUPTIONS)
    starts_on: Mapped[date] = about("case_notes", Date)
    ends_on: Mapped[date | None] = about("case_notes", Date, nullable=True)
    ask_again_on: Mapped[date | None] = about("case_notes", Date, nullable=True)
    told_by: Mapped[str] = about("case_notes", String(120), default="")
    note: Mapped[str] = about("case_notes", Text, default="")
    opened_at: Mapped[datetime] = instant()
    opened_by_id: Mapped[int | None] = link("account.id", nullable=True)
    resumed_on: Mapped[date | None] = about("case_notes", Date, nullable=True)
    resumed_at: Mapped[datetime | None] = instant(nullable=True)
    resumed_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (
        Index("uq_interruption_open", "beneficiary_id", unique=True, sqlite_where=text("resumed_at IS NULL"),
              postgresql_where=text("resumed_at IS NULL")),)


class InterruptionCall(db.Model):
    """A caregiver to be phoned about an interruption. After a death she learns it by voice, never from a screen."""

    id: Mapped[int] = key()
    interruption_id: Mapped[int] = link("interruption.id")
    caregiver_id: Mapped[int] = link("caregiver.id")
    lost_minutes: Mapped[int] = about("case_notes", Integer, default=0)
    told_at: Mapped[datetime | None] = instant(nullable=True)
    told_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (UniqueConstraint("interruption_id", "caregiver_id"),
                      Index("ix_interruption_call_caregiver", "caregiver_id"),
                      Index("ix_interruption_call_open", "interruption_id", sqlite_where=text("told_at IS NULL"),
                            postgresql_where=text("told_at IS NULL")))
