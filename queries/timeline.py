"""The story of a relation, the most recent first: one question over everything that happened, as far as one may see.

Each source starts from what the reader may see and gives the same columns; a page is one keyset step over their union.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from sqlalchemy import Date, Integer, String, and_, bindparam, cast, extract, func, literal, null, or_, select, union_all

from database import db, local
from models import (
    Account,
    Beneficiary,
    Decision,
    Interruption,
    Mediation,
    Pairing,
    PairingStep,
    PairMeasure,
    Replacement,
    Round,
    Visit,
    Word,
)
from queries.eyes import Eye, eye_of
from queries.pairings import was_held
from queries.reach import (
    beneficiaries_seen_by,
    measures_seen_by,
    mediations_seen_by,
    pairings_seen_by,
    replacements_seen_by,
    rounds_seen_by,
    visits_seen_by,
    words_seen_by,
)
from queries.settings import say
from rules.timeline import hides_author, title
from tables.base import Utc

PAGE = 40
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PAIRING, PERSON = bindparam("pairing", type_=Integer), bindparam("person", type_=Integer)
HER, AT = bindparam("her", type_=Integer), bindparam("moment", type_=Utc)
FROM, TO = bindparam("starts_on", type_=Date), bindparam("ends_on", type_=Date)
BEFORE, KIND, ID = bindparam("before", type_=Utc), bindparam("kind", type_=String), bindparam("id", type_=Integer)
HAPPENED = ("cancelled_by_person", "refused_by_person", "door_closed", "not_covered", "suspended")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: `detail` in somebody's words, `who` did it, `kind` and `id` lead to its page."""

    at: datetime
    kind: str
    id: int
    title: str
    detail: str
    who: str | None

    @property
    def day(self) -> date:
        return local(self.at).date()


@lru_cache(maxsize=64)
def statement(eye: Eye, further: bool):
    """The whole story as one question; `further`: only what is older than a mark."""
    told = union_all(*(source(eye) for source in SOURCES)).subquery()
    place = [told.c.at <= AT, *([_older(told.c)] if further else [])]
    return select(told).where(*place).order_by(told.c.at.desc(), told.c.kind, told.c.id.desc()).limit(PAGE + 1)


def timeline(user, pairing: Pairing, at: datetime, before: str = "") -> tuple[list[Entry], str | None]:
    """About 40 entries older than the mark `before`, and the mark of the next ones, or None at the beginning."""
    mark = _read_mark(before)
    rows = db.session.execute(statement(eye_of(user), bool(mark)), {
        "pairing": pairing.id, "person": pairing.beneficiary_id, "her": pairing.caregiver_id, "moment": at,
        "starts_on": pairing.starts_on, "ends_on": pairing.ends_on or date.max,
        **dict(zip(("before", "kind", "id"), mark or (), strict=False))}).all()
    entries = [Entry(row.at, row.kind, row.id, say(title(row.kind, row.code, row.number, user.role)), row.detail or "",
                     None if hides_author(row.kind, row.code, user.role) else row.who) for row in rows[:PAGE]]
    return entries, _mark(entries[-1]) if len(rows) > PAGE else None


def _mark(entry: Entry) -> str:
    return f"{(entry.at - EPOCH) // timedelta(microseconds=1)}.{entry.kind}.{entry.id}"


def _read_mark(mark: str):
    """(instant, kind, id), or None for what is no mark."""
    micros, _, rest = mark.partition(".")
    kind, _, id = rest.partition(".")
    if not (micros.isdecimal() and id.isdecimal() and len(micros) < 17 and len(id) < 10):
        return None
    return EPOCH + timedelta(microseconds=int(micros)), kind, int(id)


def _older(c):
    return or_(c.at < BEFORE, and_(c.at == BEFORE, or_(c.kind > KIND, and_(c.kind == KIND, c.id < ID))))


def _row(seen, kind: str, at, id, code, detail=None, who=None, number=None):
    """The columns every source gives."""
    words = cast(null(), String) if detail is None else cast(detail, String)
    name = cast(null(), String) if who is None else select(Account.name).where(Account.id == who).scalar_subquery()
    return seen.with_only_columns(
        at.label("at"), literal(kind, String).label("kind"), id.label("id"), cast(code, String).label("code"),
        words.label("detail"), name.label("who"), (literal(0) if number is None else cast(number, Integer)).label(
            "number"), maintain_column_froms=True)


def _steps(eye):
    seen = pairings_seen_by(eye).join(PairingStep, PairingStep.pairing_id == Pairing.id)
    return _row(seen.where(Pairing.id == PAIRING), "step", PairingStep.at, PairingStep.id, PairingStep.state,
                PairingStep.note, PairingStep.by_id)


def _months(eye):
    month = extract("year", Visit.day) * 100 + extract("month", Visit.day)
    seen = visits_seen_by(eye).where(Visit.pairing_id == PAIRING, was_held(AT))
    return _row(seen, "month", func.max(Visit.starts_at), func.max(Visit.id), func.count(),
                number=month).group_by(month)


def _missed(eye):
    seen = visits_seen_by(eye).where(Visit.pairing_id == PAIRING, Visit.state.in_(HAPPENED))
    return _row(seen, "missed", Visit.starts_at, Visit.id, Visit.state, Visit.note, Visit.state_by_id)


def _rounds(eye):
    return _row(rounds_seen_by(eye).where(Round.pairing_id == PAIRING), "round", Round.opened_at, Round.id,
                Round.milestone, None, Round.opened_by_id)


def _decisions(eye):
    seen = rounds_seen_by(eye).join(Decision, Decision.round_id == Round.id).where(Round.pairing_id == PAIRING)
    return _row(seen, "decision", Decision.at, Round.id, Decision.outcome, Decision.reason, Decision.by_id)


def _mediations(eye):
    return _row(mediations_seen_by(eye).where(Mediation.pairing_id == PAIRING), "mediation", Mediation.opened_at,
                Mediation.id, Mediation.state, Mediation.subject, Mediation.owner_id)


def _mediation_ends(eye):
    seen = mediations_seen_by(eye).where(Mediation.pairing_id == PAIRING, Mediation.closed_at.is_not(None))
    return _row(seen, "mediation_end", Mediation.closed_at, Mediation.id, Mediation.state, Mediation.outcome_words,
                Mediation.closed_by_id)


def _replacements(eye):
    return _row(replacements_seen_by(eye).where(Replacement.pairing_id == PAIRING), "replacement",
                Replacement.opened_at, Replacement.id, Replacement.reason, Replacement.details,
                Replacement.opened_by_id)


def _replacement_ends(eye):
    seen = replacements_seen_by(eye).where(Replacement.pairing_id == PAIRING, Replacement.closed_at.is_not(None))
    return _row(seen, "replacement_end", Replacement.closed_at, Replacement.id, Replacement.state,
                Replacement.closing_words, Replacement.closed_by_id)


def _words(eye):
    seen = words_seen_by(eye).where(Word.beneficiary_id == PERSON,
                                     Word.caregiver_id == HER)
    return _row(seen, "word", Word.at, Word.id, Word.kind, Word.words, Word.by_id)


def _measures(eye):
    """One line whatever their number, with neither kind nor end: the rest has its own audience."""
    seen = measures_seen_by(eye).where(PairMeasure.beneficiary_id == PERSON,
                                        PairMeasure.caregiver_id == HER)
    return _row(seen, "measure", func.min(PairMeasure.set_at), literal(0), literal("")).group_by(
        PairMeasure.beneficiary_id)


def _interrupted(eye, kind: str, at, by):
    """While the relation lasts: what suspended the person's help before or after is not its story."""
    seen = beneficiaries_seen_by(eye).join(Interruption, Interruption.beneficiary_id == Beneficiary.id).where(
        Beneficiary.id == PERSON, at.is_not(None), Interruption.starts_on <= TO,
        or_(Interruption.resumed_on.is_(None), Interruption.resumed_on >= FROM))
    note = Interruption.note if kind == "interruption" else None
    return _row(seen, kind, at, Interruption.id, Interruption.kind, note, by)


def _interruptions(eye):
    return _interrupted(eye, "interruption", Interruption.opened_at, Interruption.opened_by_id)


def _resumptions(eye):
    return _interrupted(eye, "resumed", Interruption.resumed_at, Interruption.resumed_by_id)


SOURCES = (_steps, _months, _missed, _rounds, _decisions, _mediations, _mediation_ends, _replacements,
           _replacement_ends, _words, _measures, _interruptions, _resumptions)
