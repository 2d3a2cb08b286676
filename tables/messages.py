"""What is said in passing: a call noted at the office, a word sent by a caregiver after a visit."""

from datetime import date, datetime

from sqlalchemy import Date, Index, String, Text, text
from sqlalchemy.orm import Mapped

from database import db
from rules import vocabulary as words
from tables.base import about, coded, instant, key, link

TO_DO = "due_on IS NOT NULL AND done_at IS NULL"
WAITING = "closed_at IS NULL"


class CallNote(db.Model):
    """Who called, about whom, one line; to do by someone for a day, or nothing to do (`due_on` empty)."""

    id: Mapped[int] = key()
    caller_kind: Mapped[str] = coded("case_notes", "caller_kind", words.CALLER_KINDS)
    caller: Mapped[str] = about("case_notes", String(120), default="")
    phone: Mapped[str] = about("case_notes", String(20), default="")
    beneficiary_id: Mapped[int | None] = link("beneficiary.id", nullable=True, index=True)
    caregiver_id: Mapped[int | None] = link("caregiver.id", nullable=True, index=True)
    line: Mapped[str] = about("case_notes", Text)
    search_line: Mapped[str] = about("case_notes", Text)
    at: Mapped[datetime] = instant(index=True)
    by_id: Mapped[int] = link("account.id")
    due_on: Mapped[date | None] = about("case_notes", Date, nullable=True)
    for_id: Mapped[int | None] = link("account.id", nullable=True)
    done_at: Mapped[datetime | None] = instant(nullable=True)
    done_by_id: Mapped[int | None] = link("account.id", nullable=True)
    done_words: Mapped[str] = about("case_notes", Text, default="")
    became: Mapped[str] = about("technical", String(60), default="")

    __table_args__ = (Index("ix_call_note_to_do", "due_on", "id", sqlite_where=text(TO_DO),
                            postgresql_where=text(TO_DO)),)


class Word(db.Model):
    """Un mot au bureau: three taps after a visit, words optional. The office's reply is what she reads next."""

    id: Mapped[int] = key()
    visit_id: Mapped[int | None] = link("visit.id", nullable=True, index=True)
    beneficiary_id: Mapped[int | None] = link("beneficiary.id", nullable=True, index=True)
    caregiver_id: Mapped[int] = link("caregiver.id")
    kind: Mapped[str] = coded("word_to_office", "kind", words.WORD_KINDS)
    words: Mapped[str] = about("word_to_office", Text, default="")
    at: Mapped[datetime] = instant()
    by_id: Mapped[int] = link("account.id")
    read_at: Mapped[datetime | None] = instant(nullable=True)
    read_by_id: Mapped[int | None] = link("account.id", nullable=True)
    reply: Mapped[str] = about("word_to_office", Text, default="")
    closed_at: Mapped[datetime | None] = instant(nullable=True)
    closed_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (
        Index("ix_word_waiting", "kind", "at", sqlite_where=text(WAITING), postgresql_where=text(WAITING)),
        Index("ix_word_caregiver", "caregiver_id", "at"),
    )
