"""The person told who comes instead: each call, what was answered, and the visits it was about."""

from datetime import datetime

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from database import db
from rules import telling as words
from tables.base import Utc, about, coded, instant, key, link


class Telling(db.Model):
    """One call to one person: who answered, and what. Nobody's answer is overwritten; a change of mind is a date and an author.

    `replacement_id`: the request it opened, when the question about a refusal was answered Oui or Doute. What was said
    then is with that request, for the direction alone, and not here.
    """

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id")
    answer: Mapped[str] = coded("case_notes", "answer", words.ANSWERS)
    spoken_to: Mapped[str | None] = coded("case_notes", "spoken_to", words.SPOKEN_TO, nullable=True)
    spoken_name: Mapped[str] = about("case_notes", String(120), default="")
    words: Mapped[str] = about("case_notes", Text, default="")
    replacement_id: Mapped[int | None] = link("replacement.id", nullable=True)
    told_at: Mapped[datetime] = instant()
    told_by_id: Mapped[int] = link("account.id")
    taken_back_at: Mapped[datetime | None] = instant(nullable=True)
    taken_back_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (Index("ix_telling_beneficiary", "beneficiary_id", "told_at"),)


class ToldVisit(db.Model):
    """One visit of a call, as it was announced: at this hour, with this caregiver."""

    id: Mapped[int] = key()
    telling_id: Mapped[int] = link("telling.id")
    held_id: Mapped[int] = link("replacement_visit.id", index=True)
    visit_id: Mapped[int] = link("visit.id", index=True)
    caregiver_id: Mapped[int] = link("caregiver.id")
    starts_at: Mapped[datetime] = about("visit_facts", Utc)

    __table_args__ = (UniqueConstraint("telling_id", "held_id"),)
