"""The relation of one person and one caregiver, and the measures that stand on the pair."""

from datetime import date, datetime

from sqlalchemy import Date, Index, Integer, String, text
from sqlalchemy.orm import Mapped

from database import db
from rules import vocabulary as words
from tables.base import Encrypted, about, coded, instant, key, link

LIVE = "state <> 'ended'"


class Pairing(db.Model):
    """A relation: chosen -> introduced -> first visits -> settled | in mediation -> ended (`rules/steps.py`).

    `next_round_on` is the date proposed by the last decision; `next_milestone` says which one it is.
    """

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id")
    caregiver_id: Mapped[int] = link("caregiver.id")
    kind: Mapped[str] = coded("technical", "kind", words.PAIRING_KINDS)
    state: Mapped[str] = coded("technical", "state", words.PAIRING_STATES, default="chosen")
    chosen_why: Mapped[str] = coded("decision_reason", "chosen_why", words.CHOSEN_WHY)
    starts_on: Mapped[date] = about("technical", Date)
    ends_on: Mapped[date | None] = about("technical", Date, nullable=True)
    introduced_on: Mapped[date | None] = about("technical", Date, nullable=True)
    introduced_by_id: Mapped[int | None] = link("account.id", nullable=True)
    next_milestone: Mapped[str | None] = coded("technical", "next_milestone", words.MILESTONES, nullable=True)
    next_round_on: Mapped[date | None] = about("technical", Date, nullable=True)
    created_at: Mapped[datetime] = instant()
    created_by_id: Mapped[int | None] = link("account.id", nullable=True)
    end_reason: Mapped[str | None] = coded("decision_reason", "end_reason", words.PAIRING_END_REASONS, nullable=True)
    ended_at: Mapped[datetime | None] = instant(nullable=True)
    ended_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (
        Index("ix_pairing_beneficiary", "beneficiary_id", "state"),
        Index("ix_pairing_caregiver", "caregiver_id", "state"),
        Index("uq_pairing_live", "beneficiary_id", "caregiver_id", unique=True, sqlite_where=text(LIVE),
              postgresql_where=text(LIVE)),
        Index("ix_pairing_next_round", "next_round_on", sqlite_where=text(LIVE), postgresql_where=text(LIVE)),
    )


class PairMeasure(db.Model):
    """Do not assign, or only accompanied: author, start, end or "until lifted". The reason has its own audience."""

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id")
    caregiver_id: Mapped[int] = link("caregiver.id")
    kind: Mapped[str] = coded("technical", "kind", words.MEASURES)
    reason: Mapped[str | None] = about("measure_reason", Encrypted())
    starts_on: Mapped[date] = about("technical", Date)
    ends_on: Mapped[date | None] = about("technical", Date, nullable=True)
    set_at: Mapped[datetime] = instant()
    set_by_id: Mapped[int] = link("account.id")
    her_opinion: Mapped[str | None] = about("measure_reason", Encrypted())
    lift_reason: Mapped[str | None] = about("measure_reason", Encrypted())
    lift_told: Mapped[str | None] = about("measure_told", Encrypted())
    lifted_at: Mapped[datetime | None] = instant(nullable=True)
    lifted_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (Index("ix_pair_measure_pair", "beneficiary_id", "caregiver_id"),)


class PairingStep(db.Model):
    """Each change of state of a relation: who, when, why in one line. Never rewritten."""

    id: Mapped[int] = key()
    pairing_id: Mapped[int] = link("pairing.id")
    state: Mapped[str] = coded("technical", "state", words.PAIRING_STATES)
    at: Mapped[datetime] = instant()
    by_id: Mapped[int | None] = link("account.id", nullable=True)
    note: Mapped[str] = about("decision_reason", String(250), default="")
    position: Mapped[int] = about("technical", Integer, default=0)

    __table_args__ = (Index("ix_pairing_step_pairing", "pairing_id", "at"),)
