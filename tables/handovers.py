"""The home sheet of a person, and the passage de relais from the one who leaves to the one who comes."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Index, String, Text, text
from sqlalchemy.orm import Mapped

from database import db
from rules import vocabulary as words
from tables.base import about, coded, instant, key, link

STANDS = "replaced_at IS NULL"
OF_REQUEST = "replacement_id IS NOT NULL AND state <> 'cancelled'"
TO_WRITE, TO_READ = "state = 'to_write'", "state = 'sent'"
HANDED_BACK = "state = 'returned'"


class HomeSheet(db.Model):
    """One per home, permanent. `always_since`: a passage de relais is written each time, even for one who knows the home."""

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id", unique=True)
    always_since: Mapped[datetime | None] = instant(nullable=True)
    always_by_id: Mapped[int | None] = link("account.id", nullable=True)
    opened_at: Mapped[datetime] = instant()
    opened_by_id: Mapped[int] = link("account.id")


class HomeSheetAgreement(db.Model):
    """What the person said of having a home sheet: agreed or not, on which day, noted by whom. The last one counts."""

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id", index=True)
    answer: Mapped[str] = coded("home_sheet", "answer", words.HOME_SHEET_AGREEMENTS)
    said_on: Mapped[date] = about("home_sheet", Date)
    at: Mapped[datetime] = instant()
    by_id: Mapped[int] = link("account.id")


class HomeSheetEntry(db.Model):
    """What a section of the sheet says, and said: a new version replaces the one that stood, which is kept with its author."""

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id")
    section: Mapped[str] = coded("technical", "section", words.HOME_SHEET_SECTIONS)
    words: Mapped[str] = about("home_sheet", Text)
    at: Mapped[datetime] = instant()
    by_id: Mapped[int] = link("account.id")
    replaced_at: Mapped[datetime | None] = instant(nullable=True)
    replaced_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (
        Index("ix_home_sheet_entry_home", "beneficiary_id", "id"),
        Index("uq_home_sheet_entry_stands", "beneficiary_id", "section", unique=True, sqlite_where=text(STANDS),
              postgresql_where=text(STANDS)),
    )


class HomeSheetCopy(db.Model):
    """A copy handed to the person: which day, by whom."""

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id", index=True)
    handed_on: Mapped[date] = about("home_sheet", Date)
    at: Mapped[datetime] = instant()
    by_id: Mapped[int] = link("account.id")


class HomeSheetReading(db.Model):
    """She says that she has read it: what is written later is marked as new to her."""

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id")
    caregiver_id: Mapped[int] = link("caregiver.id")
    read_at: Mapped[datetime] = instant()

    __table_args__ = (Index("ix_home_sheet_reading_home", "beneficiary_id", "caregiver_id", "read_at"),)


class Handover(db.Model):
    """A passage de relais, from the one who leaves to the one who comes (`rules/handovers.py`).

    `from_caregiver_id` is empty where the office hands over alone. Each step keeps who did it: she herself, or the office
    for her. `first_visit_at` and `last_visit_at` (its end) follow her visits there; both empty while none is planned.
    """

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id", index=True)
    replacement_id: Mapped[int | None] = link("replacement.id", nullable=True)
    from_caregiver_id: Mapped[int | None] = link("caregiver.id", nullable=True)
    to_caregiver_id: Mapped[int] = link("caregiver.id")
    kind: Mapped[str] = coded("technical", "kind", words.HANDOVER_KINDS)
    state: Mapped[str] = coded("technical", "state", words.HANDOVER_STATES)
    asks_return: Mapped[bool] = about("technical", Boolean(create_constraint=False), default=True)
    first_visit_at: Mapped[datetime | None] = instant(nullable=True)
    last_visit_at: Mapped[datetime | None] = instant(nullable=True)
    opened_at: Mapped[datetime] = instant()
    opened_by_id: Mapped[int | None] = link("account.id", nullable=True)
    mode: Mapped[str | None] = coded("handover", "mode", words.HANDOVER_MODES, nullable=True)
    made_on: Mapped[date | None] = about("handover", Date, nullable=True)
    matters_now: Mapped[str] = about("handover", Text, default="")
    written_at: Mapped[datetime | None] = instant(nullable=True)
    written_by_id: Mapped[int | None] = link("account.id", nullable=True)
    read_at: Mapped[datetime | None] = instant(nullable=True)
    read_by_id: Mapped[int | None] = link("account.id", nullable=True)
    went: Mapped[str | None] = coded("handover", "went", words.HANDOVER_RETURNS, nullable=True)
    return_words: Mapped[str] = about("handover", Text, default="")
    returned_at: Mapped[datetime | None] = instant(nullable=True)
    returned_by_id: Mapped[int | None] = link("account.id", nullable=True)
    taken_up_at: Mapped[datetime | None] = instant(nullable=True)
    taken_up_by_id: Mapped[int | None] = link("account.id", nullable=True)
    closing_words: Mapped[str] = about("decision_reason", String(250), default="")
    closed_at: Mapped[datetime | None] = instant(nullable=True)
    closed_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (
        Index("ix_handover_to", "to_caregiver_id", "state"),
        Index("ix_handover_from", "from_caregiver_id", "state"),
        Index("ix_handover_state", "state", "first_visit_at", "id"),
        Index("ix_handover_to_write", "first_visit_at", "id", sqlite_where=text(TO_WRITE), postgresql_where=text(TO_WRITE)),
        Index("ix_handover_to_read", "first_visit_at", "id", sqlite_where=text(TO_READ), postgresql_where=text(TO_READ)),
        Index("ix_handover_handed_back", "returned_at", "id", sqlite_where=text(HANDED_BACK),
              postgresql_where=text(HANDED_BACK)),
        # covering several visits in turn opens one
        Index("uq_handover_request", "replacement_id", "to_caregiver_id", unique=True, sqlite_where=text(OF_REQUEST),
              postgresql_where=text(OF_REQUEST)),
    )


class HandoverAddendum(db.Model):
    """Something to know that came after it was sent: added beside what was written, never in its place."""

    id: Mapped[int] = key()
    handover_id: Mapped[int] = link("handover.id", index=True)
    words: Mapped[str] = about("handover", Text)
    at: Mapped[datetime] = instant()
    by_id: Mapped[int] = link("account.id")
