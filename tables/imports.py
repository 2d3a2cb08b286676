"""What comes in from the planning software: each file received, what it said last of each record, the differences.

The planning software is the master of hours; what was decided here is never undone by a file. So what it said last of
each visit is kept beside what stands here, and a difference between the two is a record somebody decides (`ImportGap`).
"""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from database import db
from rules import imports as words
from tables.base import Encrypted, Utc, about, coded, instant, key, link

OPEN_GAP = "decided_at IS NULL"


class ImportMapping(db.Model):
    """Which column means what, as somebody set it once for these very headers: used again without asking."""

    id: Mapped[int] = key()
    kind: Mapped[str] = coded("technical", "kind", words.KINDS)
    signature: Mapped[str] = about("technical", String(64))
    mapping: Mapped[str] = about("technical", Text)
    made_at: Mapped[datetime] = instant()
    made_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (UniqueConstraint("kind", "signature"),)


class ImportRun(db.Model):
    """One file received, and what became of it (`rules/imports.py` STATES). Counts and dates: nothing about people.

    `rows_done` and `heartbeat_at` say how far the work is; a heartbeat older than a minute means it was cut off.
    """

    id: Mapped[int] = key()
    kind: Mapped[str | None] = coded("technical", "kind", words.KINDS, nullable=True)
    source: Mapped[str] = coded("technical", "source", words.SOURCES)
    state: Mapped[str] = coded("technical", "state", words.STATES)
    file_name: Mapped[str | None] = about("import_words", Encrypted(), nullable=True)
    titles: Mapped[str | None] = about("import_words", Encrypted(), nullable=True)
    sha256: Mapped[str] = about("technical", String(64), index=True)
    size: Mapped[int] = about("technical", Integer, default=0)
    encoding: Mapped[str] = about("technical", String(20), default="")
    separator: Mapped[str] = about("technical", String(1), default="")
    signature: Mapped[str] = about("technical", String(64), default="")
    mapping: Mapped[str] = about("technical", Text, default="{}")
    reason: Mapped[str] = about("technical", String(300), default="")
    rows_total: Mapped[int] = about("technical", Integer, default=0)
    rows_done: Mapped[int] = about("technical", Integer, default=0)
    heartbeat_at: Mapped[datetime | None] = instant(nullable=True)
    created: Mapped[int] = about("technical", Integer, default=0)
    changed: Mapped[int] = about("technical", Integer, default=0)
    left: Mapped[int] = about("technical", Integer, default=0)
    cancelled: Mapped[int] = about("technical", Integer, default=0)
    gaps: Mapped[int] = about("technical", Integer, default=0)
    duplicates: Mapped[int] = about("technical", Integer, default=0)
    refused: Mapped[int] = about("technical", Integer, default=0)
    kept: Mapped[int] = about("technical", Integer, default=0)
    needs_confirmation: Mapped[bool] = about("technical", Boolean(create_constraint=False), default=False)
    confirmed: Mapped[bool] = about("technical", Boolean(create_constraint=False), default=False)
    nothing_cancelled_why: Mapped[str] = about("technical", String(200), default="")
    covers_from: Mapped[date | None] = about("technical", Date, nullable=True)
    covers_to: Mapped[date | None] = about("technical", Date, nullable=True)
    made_at: Mapped[datetime] = instant(index=True)
    made_by_id: Mapped[int | None] = link("account.id", nullable=True)
    applied_at: Mapped[datetime | None] = instant(nullable=True)
    applied_by_id: Mapped[int | None] = link("account.id", nullable=True)
    seen_at: Mapped[datetime | None] = instant(nullable=True)
    seen_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (Index("ix_import_run_applied", "kind", "applied_at"),)


class ImportFile(db.Model):
    """The file between its preview and its application: dropped as soon as it is applied or put aside, or after a day.

    `content` is the table as CSV, compressed; `sample` its headers and first rows, for the page of the columns.
    """

    id: Mapped[int] = key()
    run_id: Mapped[int] = link("import_run.id", unique=True)
    content: Mapped[str | None] = about("import_words", Encrypted(), nullable=True)
    sample: Mapped[str | None] = about("import_words", Encrypted(), nullable=True)


class ImportLine(db.Model):
    """A line of the file worth reading one by one: refused with its reason, changed, cancelled, a gap, a duplicate.

    `cells` are those of a refused line, as CSV. A proposed duplicate names its `candidates` (ids, separated by commas);
    `choice` is the one somebody said it is, 0 for another person, empty until decided. Erased after thirty days.
    """

    id: Mapped[int] = key()
    run_id: Mapped[int] = link("import_run.id")
    line: Mapped[int | None] = about("technical", Integer, nullable=True)
    outcome: Mapped[str] = coded("technical", "outcome", words.OUTCOMES)
    words: Mapped[str | None] = about("import_words", Encrypted(), nullable=True)
    cells: Mapped[str | None] = about("import_words", Encrypted(), nullable=True)
    candidates: Mapped[str] = about("technical", String(120), default="")
    choice: Mapped[int | None] = about("technical", Integer, nullable=True)
    chosen_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (Index("ix_import_line_run", "run_id", "outcome", "id"),)


class ImportedPerson(db.Model):
    """A person or a caregiver the planning software knows, and what it said last of her (fields as JSON)."""

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int | None] = link("beneficiary.id", nullable=True, unique=True)
    caregiver_id: Mapped[int | None] = link("caregiver.id", nullable=True, unique=True)
    said: Mapped[str | None] = about("import_words", Encrypted(), nullable=True)
    run_id: Mapped[int] = link("import_run.id")


class ImportedVisit(db.Model):
    """What the planning software said last of a visit. `decided_here`: a decision was once taken here about it, so the
    planning changes it by a gap only, until somebody takes the planning's version.
    """

    id: Mapped[int] = key()
    visit_id: Mapped[int] = link("visit.id", unique=True)
    caregiver_id: Mapped[int | None] = link("caregiver.id", nullable=True)
    starts_at: Mapped[datetime] = about("visit_facts", Utc, index=True)
    minutes: Mapped[int] = about("visit_facts", Integer)
    cancelled: Mapped[bool] = about("visit_facts", Boolean(create_constraint=False), default=False)
    decided_here: Mapped[bool] = about("technical", Boolean(create_constraint=False), default=False)
    run_id: Mapped[int] = link("import_run.id")


class ImportGap(db.Model):
    """Écart : the planning says one thing of a visit, another was decided here. Nothing moves until somebody decides.

    `caregiver_id`, `starts_at`, `minutes`, `cancelled` are what the file says; `here_…` what stood here that moment.
    `kept`: what is here stays, and the same file opens no other gap; `taken`: the planning's version; `agreed`: the
    planning says the same again, nobody had to decide.
    """

    id: Mapped[int] = key()
    visit_id: Mapped[int] = link("visit.id")
    run_id: Mapped[int] = link("import_run.id")
    caregiver_id: Mapped[int | None] = link("caregiver.id", nullable=True)
    starts_at: Mapped[datetime] = about("visit_facts", Utc)
    minutes: Mapped[int] = about("visit_facts", Integer)
    cancelled: Mapped[bool] = about("visit_facts", Boolean(create_constraint=False), default=False)
    here_caregiver_id: Mapped[int | None] = link("caregiver.id", nullable=True)
    here_starts_at: Mapped[datetime] = about("visit_facts", Utc)
    here_minutes: Mapped[int] = about("visit_facts", Integer)
    here_state: Mapped[str] = about("visit_facts", String(30))
    under_measure: Mapped[bool] = about("technical", Boolean(create_constraint=False), default=False)
    opened_at: Mapped[datetime] = instant()
    decision: Mapped[str | None] = coded("technical", "decision", words.GAP_DECISIONS, nullable=True)
    decided_at: Mapped[datetime | None] = instant(nullable=True)
    decided_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (
        Index("uq_import_gap_open", "visit_id", unique=True, sqlite_where=text(OPEN_GAP),
              postgresql_where=text(OPEN_GAP)),
        Index("ix_import_gap_open", "opened_at", "id", sqlite_where=text(OPEN_GAP), postgresql_where=text(OPEN_GAP)),
        Index("ix_import_gap_starts", "starts_at"),
    )
