"""What a decision opens: a mediation, or a replacement request. Simple, honest records; their life in rules/steps.py."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped

from database import db
from rules import vocabulary as words
from tables.base import about, coded, instant, key, link

OF_ABSENCE = "absence_id IS NOT NULL"
OPEN_MEDIATION = "state IN ('opened', 'agreed')"


class Mediation(db.Model):
    """subject -> versions -> points agreed -> check date -> resolved | replacement | complaint."""

    id: Mapped[int] = key()
    pairing_id: Mapped[int] = link("pairing.id", index=True)
    round_id: Mapped[int | None] = link("round.id", nullable=True)
    subject: Mapped[str] = about("mediation_agreement", Text)
    owner_id: Mapped[int] = link("account.id", index=True)
    state: Mapped[str] = coded("technical", "state", words.MEDIATION_STATES, default="opened")
    check_on: Mapped[date] = about("mediation_agreement", Date)
    accompanied_by: Mapped[str] = about("mediation_agreement", String(200), default="")
    opened_at: Mapped[datetime] = instant()
    opened_by_id: Mapped[int] = link("account.id")
    agreed_at: Mapped[datetime | None] = instant(nullable=True)
    outcome_words: Mapped[str] = about("mediation_agreement", Text, default="")
    closed_at: Mapped[datetime | None] = instant(nullable=True)
    closed_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (
        Index("ix_mediation_check", "state", "check_on"),
        Index("ix_mediation_opened", "state", "opened_at"),
        Index("uq_mediation_open", "pairing_id", unique=True, sqlite_where=text(OPEN_MEDIATION),
              postgresql_where=text(OPEN_MEDIATION)),
    )


class MediationVersion(db.Model):
    """One side's version: facts, words quoted, suppositions. Read by its speaker and the mediator only."""

    id: Mapped[int] = key()
    mediation_id: Mapped[int] = link("mediation.id", index=True)
    side: Mapped[str] = coded("technical", "side", words.SIDES)
    spoken_by: Mapped[str] = about("mediation_words", String(120), default="")
    facts: Mapped[str] = about("mediation_words", Text, default="")
    quoted: Mapped[str] = about("mediation_words", Text, default="")
    supposed: Mapped[str] = about("mediation_words", Text, default="")
    at: Mapped[datetime] = instant()
    by_id: Mapped[int] = link("account.id")


class MediationPoint(db.Model):
    """A point agreed: who does what by when; kept or not at the check."""

    id: Mapped[int] = key()
    mediation_id: Mapped[int] = link("mediation.id", index=True)
    who: Mapped[str] = about("mediation_agreement", String(120))
    what: Mapped[str] = about("mediation_agreement", Text)
    by_when: Mapped[date | None] = about("mediation_agreement", Date, nullable=True)
    at: Mapped[datetime] = instant()
    by_id: Mapped[int] = link("account.id")
    kept_at: Mapped[datetime | None] = instant(nullable=True)
    kept_by_id: Mapped[int | None] = link("account.id", nullable=True)


class Replacement(db.Model):
    """A request to replace a caregiver beside a person, for good or for a time.

    `discriminatory` answers "Vise-t-elle, même en partie, l'origine, la peau, le nom, la religion ?", asked of
    every request from the person's side. Yes closes it, doubt goes to the direction; neither becomes a wish.
    What she sends from her phone waits to be read (`read_at`). `minutes_before`: her minutes a week when she was no
    longer sent there, so that her hours are given back elsewhere; `made_up_at`: when they were.
    `wished`: woman or man, which a wish for intimate care asks for; granted, it is noted in the file of the person.
    `requester_told_how`, `requester_told_to`: the person's side is told by telephone, letter or visit; a caregiver reads it.
    One for a period holds its visits one by one (`tables/covering.py`), and so does a protection. One that an absence opened
    (`absence_id`) may be about a person and a caregiver between whom nobody opened a relation yet.
    """

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id", index=True)
    caregiver_id: Mapped[int] = link("caregiver.id", index=True)
    pairing_id: Mapped[int | None] = link("pairing.id", nullable=True, index=True)
    absence_id: Mapped[int | None] = link("absence.id", nullable=True)
    round_id: Mapped[int | None] = link("round.id", nullable=True)
    mediation_id: Mapped[int | None] = link("mediation.id", nullable=True)
    requested_by: Mapped[str] = coded("technical", "requested_by", words.REQUESTERS)
    reason: Mapped[str] = coded("request_reason", "reason", words.REPLACEMENT_REASONS)
    details: Mapped[str] = about("request_reason", Text, default="")
    direction_facts: Mapped[str] = about("direction_facts", Text, default="")
    discriminatory: Mapped[str | None] = coded("direction_facts", "discriminatory", words.DISCRIMINATORY, nullable=True)
    wished: Mapped[str | None] = coded("wishes", "wished", words.GENDERS, nullable=True)
    state: Mapped[str] = coded("technical", "state", words.REPLACEMENT_STATES, default="open")
    for_good: Mapped[bool] = about("technical", Boolean(create_constraint=False), default=True)
    starts_on: Mapped[date | None] = about("technical", Date, nullable=True)
    ends_on: Mapped[date | None] = about("technical", Date, nullable=True)
    opened_at: Mapped[datetime] = instant()
    opened_by_id: Mapped[int] = link("account.id")
    read_at: Mapped[datetime | None] = instant(nullable=True)
    read_by_id: Mapped[int | None] = link("account.id", nullable=True)
    minutes_before: Mapped[int | None] = about("technical", Integer, nullable=True)
    made_up_at: Mapped[datetime | None] = instant(nullable=True)
    judged_at: Mapped[datetime | None] = instant(nullable=True)
    judged_by_id: Mapped[int | None] = link("account.id", nullable=True)
    judged_words: Mapped[str] = about("direction_facts", Text, default="")
    caregiver_told_at: Mapped[datetime | None] = instant(nullable=True)
    caregiver_told_by_id: Mapped[int | None] = link("account.id", nullable=True)
    caregiver_choice: Mapped[str | None] = coded("direction_facts", "caregiver_choice", words.CAREGIVER_CHOICES,
                                                 nullable=True)
    requester_told_at: Mapped[datetime | None] = instant(nullable=True)
    requester_told_by_id: Mapped[int | None] = link("account.id", nullable=True)
    requester_told_how: Mapped[str | None] = coded("case_notes", "requester_told_how", words.TOLD_HOW, nullable=True)
    requester_told_to: Mapped[str | None] = coded("case_notes", "requester_told_to", words.SPOKEN_TO, nullable=True)
    requester_told_name: Mapped[str] = about("case_notes", String(120), default="")
    new_pairing_id: Mapped[int | None] = link("pairing.id", nullable=True)
    closing_words: Mapped[str] = about("request_reason", Text, default="")
    closed_at: Mapped[datetime | None] = instant(nullable=True)
    closed_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (
        Index("ix_replacement_state", "state", "opened_at"),
        # one request a person for an absence, however many coordinators work at it
        Index("uq_replacement_absence", "absence_id", "beneficiary_id", unique=True,
              sqlite_where=text(OF_ABSENCE), postgresql_where=text(OF_ABSENCE)),
    )


class HomeRefusal(db.Model):
    """A visit the home refused, after a request that can never be granted: is the person safe, what is decided."""

    id: Mapped[int] = key()
    visit_id: Mapped[int] = link("visit.id", unique=True)
    replacement_id: Mapped[int] = link("replacement.id", index=True)
    safety: Mapped[str] = about("case_notes", Text)
    decided: Mapped[str] = about("decision_reason", Text)
    at: Mapped[datetime] = instant()
    by_id: Mapped[int] = link("account.id")
