"""Point à deux voix: each side asked apart, their answers side by side, and the decision."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from database import db
from rules import vocabulary as words
from tables.base import about, coded, instant, key, link


class Round(db.Model):
    """open -> decided | cancelled. `milestone_key` ("second_visit", "yearly-2") is unique per relation.

    `attention` and `attention_words` are what triage said of the answers received so far, kept in the same
    transaction as each answer.
    """

    __tablename__ = "round"

    id: Mapped[int] = key()
    pairing_id: Mapped[int] = link("pairing.id")
    beneficiary_id: Mapped[int] = link("beneficiary.id")
    caregiver_id: Mapped[int] = link("caregiver.id")
    milestone: Mapped[str] = coded("technical", "milestone", words.MILESTONES)
    milestone_key: Mapped[str] = about("technical", String(40))
    opened_at: Mapped[datetime] = instant()
    opened_by_id: Mapped[int | None] = link("account.id", nullable=True)
    due_on: Mapped[date] = about("technical", Date)
    state: Mapped[str] = coded("technical", "state", words.ROUND_STATES, default="open")
    ready_at: Mapped[datetime | None] = instant(nullable=True)
    attention: Mapped[str] = coded("technical", "attention", words.ATTENTION, default="none")
    attention_words: Mapped[str] = about("feedback_words", Text, default="")
    attention_at: Mapped[datetime | None] = instant(nullable=True)
    taken_up_at: Mapped[datetime | None] = instant(nullable=True)
    taken_up_by_id: Mapped[int | None] = link("account.id", nullable=True)
    taken_up_note: Mapped[str] = about("feedback_words", Text, default="")
    closed_at: Mapped[datetime | None] = instant(nullable=True)

    __table_args__ = (
        UniqueConstraint("pairing_id", "milestone_key"),
        Index("ix_round_open", "due_on", "id", sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
        Index("ix_round_attention", "attention", "attention_at", sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
        Index("ix_round_ready", "ready_at", sqlite_where=text("state = 'open' AND ready_at IS NOT NULL"),
              postgresql_where=text("state = 'open' AND ready_at IS NOT NULL")),
        Index("ix_round_beneficiary", "beneficiary_id", "state"),
        Index("ix_round_caregiver", "caregiver_id", "state"),
    )


class RoundSide(db.Model):
    """One side: waiting -> answered | no_answer | unable_by_phone. `call_on` is when the office calls (again).

    `round_open` mirrors the round (kept by its closing) so that the call list needs no join to be ordered.
    """

    id: Mapped[int] = key()
    round_id: Mapped[int] = link("round.id")
    side: Mapped[str] = coded("technical", "side", words.SIDES)
    state: Mapped[str] = coded("technical", "state", words.SIDE_STATES, default="waiting")
    call_on: Mapped[date | None] = about("technical", Date, nullable=True)
    closes_on: Mapped[date] = about("technical", Date)
    wants_call: Mapped[bool] = about("technical", Boolean(create_constraint=False), default=False)
    wants_call_at: Mapped[datetime | None] = instant(nullable=True)
    tries: Mapped[int] = about("technical", Integer, default=0)
    closed_at: Mapped[datetime | None] = instant(nullable=True)
    closed_by_id: Mapped[int | None] = link("account.id", nullable=True)
    round_open: Mapped[bool] = about("technical", Boolean(create_constraint=False), default=True)

    __table_args__ = (
        UniqueConstraint("round_id", "side"),
        Index("ix_round_side_to_call", "side", "call_on", "id",
              sqlite_where=text("state = 'waiting' AND round_open IS 1"),
              postgresql_where=text("state = 'waiting' AND round_open")),
        Index("ix_round_side_open", "state", "closes_on", sqlite_where=text("round_open IS 1"),
              postgresql_where=text("round_open")),
        Index("ix_round_side_wants_call", "wants_call_at", sqlite_where=text("wants_call IS 1 AND round_open IS 1"),
              postgresql_where=text("wants_call AND round_open")),
    )


class Answer(db.Model):
    """One voice, once. Who spoke, by which channel, whether the caregiver was present, who collected."""

    id: Mapped[int] = key()
    side_id: Mapped[int] = link("round_side.id")
    voice: Mapped[str] = coded("technical", "voice", words.VOICES)
    spoken_by: Mapped[str] = about("feedback_words", String(120), default="")
    channel: Mapped[str] = coded("technical", "channel", words.CHANNELS)
    caregiver_present: Mapped[bool] = about("technical", Boolean(create_constraint=False), default=False)
    collected_by_id: Mapped[int | None] = link("account.id", nullable=True)
    at: Mapped[datetime] = instant()
    hours_fit: Mapped[str] = coded("feedback_words", "hours_fit", words.SCALE)
    tasks_clear: Mapped[str] = coded("feedback_words", "tasks_clear", words.SCALE)
    respected: Mapped[str] = coded("feedback_words", "respected", words.SCALE)
    feels_safe: Mapped[str | None] = coded("feedback_words", "feels_safe", words.SCALE, nullable=True)
    too_heavy: Mapped[str | None] = coded("feedback_words", "too_heavy", words.SCALE, nullable=True)
    outside_plan: Mapped[str | None] = coded("feedback_words", "outside_plan", words.SCALE, nullable=True)
    goes_well: Mapped[str] = about("thanks", Text, default="")
    may_pass_on: Mapped[bool] = about("technical", Boolean(create_constraint=False), default=False)
    should_change: Mapped[str] = about("feedback_words", Text, default="")
    wish: Mapped[str] = coded("feedback_words", "wish", words.RELATION_WISHES)

    __table_args__ = (UniqueConstraint("side_id", "voice"),)


class AnswerAddendum(db.Model):
    """Nobody's words are overwritten: a correction is added beside them."""

    id: Mapped[int] = key()
    answer_id: Mapped[int] = link("answer.id", index=True)
    words: Mapped[str] = about("feedback_words", Text)
    by_id: Mapped[int] = link("account.id")
    at: Mapped[datetime] = instant()


class AnswerDraft(db.Model):
    """What the office has typed so far during a call, kept at every field, erased once the answer is given."""

    id: Mapped[int] = key()
    side_id: Mapped[int] = link("round_side.id")
    voice: Mapped[str] = coded("technical", "voice", words.VOICES)
    typed: Mapped[str] = about("feedback_words", Text)
    by_id: Mapped[int] = link("account.id")
    at: Mapped[datetime] = instant()

    __table_args__ = (UniqueConstraint("side_id", "voice"),)


class CallTry(db.Model):
    """A call without an answer, and when to call again. Three of them, or ten days, may close the side."""

    id: Mapped[int] = key()
    side_id: Mapped[int] = link("round_side.id", index=True)
    at: Mapped[datetime] = instant()
    by_id: Mapped[int] = link("account.id")
    call_again_on: Mapped[date | None] = about("technical", Date, nullable=True)
    note: Mapped[str] = about("feedback_words", String(250), default="")


class Decision(db.Model):
    """entente, médiation or remplacement, with its reason, and what the caregiver is told, in chosen words."""

    id: Mapped[int] = key()
    round_id: Mapped[int] = link("round.id", unique=True)
    outcome: Mapped[str] = coded("technical", "outcome", words.OUTCOMES)
    reason: Mapped[str] = about("decision_reason", Text)
    told_words: Mapped[str] = about("told_words", Text, default="")
    proposed: Mapped[str] = coded("technical", "proposed", words.OUTCOMES)
    proposed_why: Mapped[str] = about("decision_reason", Text, default="")
    next_milestone: Mapped[str | None] = coded("technical", "next_milestone", words.MILESTONES, nullable=True)
    next_round_on: Mapped[date | None] = about("technical", Date, nullable=True)
    at: Mapped[datetime] = instant()
    by_id: Mapped[int] = link("account.id")
    seen_by_caregiver_at: Mapped[datetime | None] = instant(nullable=True)
