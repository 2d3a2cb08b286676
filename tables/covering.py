"""Who takes the visits of a request: each visit held, its line of the plan, the questions asked to caregivers."""

from datetime import date, datetime

from sqlalchemy import Date, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from database import db
from rules import vocabulary as words
from tables.base import Utc, about, coded, instant, key, link

HELD = "state = 'open'"
ALIVE = "state IN ('waiting', 'willing')"


class ReplacementVisit(db.Model):
    """A visit a request holds, and what becomes of it (`rules/covering.py`). Uncovered until somebody agreed.

    `former_caregiver_id` is whose visit it was, `former_pairing_id` under which relation (none when a planning brought
    it before anybody opened one). `planned_caregiver_id` is the line of the plan: proposed or chosen, asked of nobody yet.
    `agreed_with`: who of the person's side agreed to another hour, takes the visit, or agreed that it does not take place.
    """

    id: Mapped[int] = key()
    replacement_id: Mapped[int] = link("replacement.id")
    visit_id: Mapped[int] = link("visit.id", index=True)
    former_caregiver_id: Mapped[int] = link("caregiver.id")
    former_pairing_id: Mapped[int | None] = link("pairing.id", nullable=True)
    state: Mapped[str] = coded("technical", "state", words.HELD_VISIT_STATES, default="open")
    choice: Mapped[str | None] = coded("visit_facts", "choice", words.VISIT_CHOICES, nullable=True)
    agreed_with: Mapped[str] = about("case_notes", String(120), default="")
    agreed_on: Mapped[date | None] = about("case_notes", Date, nullable=True)
    planned_caregiver_id: Mapped[int | None] = link("caregiver.id", nullable=True)
    planned_at: Mapped[datetime | None] = instant(nullable=True)
    planned_by_id: Mapped[int | None] = link("account.id", nullable=True)
    held_at: Mapped[datetime] = instant()
    settled_at: Mapped[datetime | None] = instant(nullable=True)
    settled_by_id: Mapped[int | None] = link("account.id", nullable=True)
    version: Mapped[int] = about("technical", Integer, default=1)

    __table_args__ = (
        UniqueConstraint("replacement_id", "visit_id"),
        # one request at a time holds a visit that nobody covers
        Index("uq_replacement_visit_open", "visit_id", unique=True, sqlite_where=text(HELD), postgresql_where=text(HELD)),
    )


class Offer(db.Model):
    """One question to one caregiver about one person: "Pouvez-vous y aller ?", all or some of the visits, or not.

    Nobody asks why not. `notice`: how long before its first visit it was asked. `direct`: whoever says yes has the visits;
    `several`: she says she would, and the office attributes in the printed order.
    """

    id: Mapped[int] = key()
    replacement_id: Mapped[int] = link("replacement.id")
    caregiver_id: Mapped[int] = link("caregiver.id")
    kind: Mapped[str] = coded("technical", "kind", words.OFFER_KINDS)
    notice: Mapped[str] = coded("offer", "notice", words.NOTICE_CLASSES)
    state: Mapped[str] = coded("offer", "state", words.OFFER_STATES, default="waiting")
    asked_at: Mapped[datetime] = instant()
    asked_by_id: Mapped[int] = link("account.id")
    expires_at: Mapped[datetime] = instant()
    channel: Mapped[str | None] = coded("offer", "channel", ("own_phone", "call"), nullable=True)
    answered_at: Mapped[datetime | None] = instant(nullable=True)
    answered_by_id: Mapped[int | None] = link("account.id", nullable=True)
    closed_at: Mapped[datetime | None] = instant(nullable=True)
    closed_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (
        Index("ix_offer_caregiver", "caregiver_id", "asked_at"),
        Index("ix_offer_waiting", "expires_at", sqlite_where=text("state = 'waiting'"),
              postgresql_where=text("state = 'waiting'")),
        Index("uq_offer_alive", "replacement_id", "caregiver_id", unique=True, sqlite_where=text(ALIVE),
              postgresql_where=text(ALIVE)),
    )


class OfferVisit(db.Model):
    """One visit of a question, as it stood when it was asked, and her answer to it."""

    id: Mapped[int] = key()
    offer_id: Mapped[int] = link("offer.id")
    held_id: Mapped[int] = link("replacement_visit.id", index=True)
    visit_id: Mapped[int] = link("visit.id", index=True)
    starts_at: Mapped[datetime] = about("visit_facts", Utc)
    minutes: Mapped[int] = about("visit_facts", Integer)
    answer: Mapped[str | None] = coded("offer", "answer", words.OFFER_ANSWERS, nullable=True)

    __table_args__ = (UniqueConstraint("offer_id", "visit_id"),)
