"""Who is still to be told that somebody else comes; what each answered, and what is left to arrange with her."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, and_, case, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from database import db, now, today
from models import (
    Account,
    Beneficiary,
    Caregiver,
    Contact,
    Interruption,
    Replacement,
    ReplacementVisit,
    Telling,
    ToldVisit,
    Visit,
)
from queries.interruptions import holds
from queries.reach import beneficiaries_seen_by, held_visits_seen_by
from rules.telling import TOLD

PAGE, KEPT = 25, 60
TO_TELL, TO_ARRANGE = "to_tell", "to_arrange"
# The usual caregiver comes after all.
BACK = "returned"
FORMER = aliased(Caregiver)
FAMILY = ("relative", "trusted_person")


def said_so(*answers):
    """True of a visit of which this was said as it stands: at this hour, with this caregiver."""
    return exists().where(
        ToldVisit.visit_id == Visit.id, ToldVisit.caregiver_id == Visit.caregiver_id, ToldVisit.starts_at == Visit.starts_at,
        Telling.id == ToldVisit.telling_id, Telling.answer.in_(answers), Telling.taken_back_at.is_(None),
    ).correlate(Visit)


def _announced():
    """Whoever was announced last for this visit, in SQL: none where nobody was."""
    return (select(ToldVisit.caregiver_id).join(Telling, Telling.id == ToldVisit.telling_id)
            .where(ToldVisit.visit_id == Visit.id, Telling.answer.in_(TOLD), Telling.taken_back_at.is_(None))
            .order_by(Telling.told_at.desc(), Telling.id.desc()).limit(1).correlate(Visit).scalar_subquery())


def is_left(what: str, at, day):
    """True of a visit held that somebody else now covers, and that is to tell, or to arrange: she would rather wait, and it
    cannot. Join ReplacementVisit and Visit. Nobody phones where the help is interrupted.

    Back with her usual caregiver, it is to tell as well where somebody else was announced.
    """
    # Those held are few beside all the visits of the house: they are looked up first, whatever the statement groups by.
    held = aliased(ReplacementVisit)
    few = Visit.id.in_(select(held.visit_id).where(held.state.in_(("covered", BACK))))
    stopped = exists().where(Interruption.beneficiary_id == Visit.beneficiary_id, holds(day)).correlate(Visit)
    comes = and_(few, Visit.state == "planned", Visit.caregiver_id.is_not(None), Visit.starts_at > at, ~stopped)
    covered, back = ReplacementVisit.state == "covered", ReplacementVisit.state == BACK
    if what == TO_ARRANGE:
        return and_(comes, covered, said_so("waits"), ~said_so("agrees"))
    return and_(comes, or_(covered, and_(back, _announced().is_not(None))), ~said_so(*TOLD))


@dataclass(slots=True)
class Line:
    """One visit to announce: who comes instead of whom, or of who was announced. `mark` says what is announced: the visit, its
    hour, who comes.
    """

    row: object

    @property
    def mark(self) -> str:
        return f"{self.row.held_id}-{self.row.caregiver_id}-{int(self.row.starts_at.timestamp())}"


def _lines(user, what: str) -> Select:
    return (held_visits_seen_by(user).join(Visit, Visit.id == ReplacementVisit.visit_id)
            .join(Replacement, Replacement.id == ReplacementVisit.replacement_id)
            .join(Caregiver, Caregiver.id == Visit.caregiver_id).join(FORMER, FORMER.id == case(
                (ReplacementVisit.state == BACK, _announced()), else_=ReplacementVisit.former_caregiver_id))
            .where(is_left(what, now(), today())))


def lines(user, people: Collection[int], what: str = TO_TELL, request_id: int | None = None) -> dict[int, list[Line]]:
    """Person -> her visits to announce, in the order of time."""
    of = [Visit.beneficiary_id.in_(sorted(people))] if request_id is None else [Replacement.id == request_id]
    rows = db.session.execute(_lines(user, what).where(*of).with_only_columns(
        ReplacementVisit.id.label("held_id"), ReplacementVisit.state, ReplacementVisit.replacement_id,
        ReplacementVisit.settled_at, Visit.id, Visit.beneficiary_id, Visit.pairing_id, Visit.caregiver_id, Visit.day, Visit.start_minute, Visit.minutes, Visit.starts_at,
        Caregiver.first_name.label("comes_first"), Caregiver.last_name.label("comes_last"),
        FORMER.first_name.label("former_first"), FORMER.last_name.label("former_last"),
        maintain_column_froms=True).order_by(Visit.starts_at, Visit.id))
    found: dict[int, list[Line]] = {}
    for row in rows:
        found.setdefault(row.beneficiary_id, []).append(Line(row))
    return found


def people(user, what: str = TO_TELL, page: int = 1, absence_id: int | None = None) -> list:
    """Those to call, the nearest visit first: one page, and one more."""
    first, names = func.min(Visit.starts_at), (Beneficiary.id, Beneficiary.civility, Beneficiary.first_name,
                                               Beneficiary.last_name, Beneficiary.phone)
    of = [Replacement.absence_id == absence_id] if absence_id else []
    return list(db.session.execute(
        _lines(user, what).join(Beneficiary, Beneficiary.id == Visit.beneficiary_id).where(*of)
        .with_only_columns(*names, first.label("first_at"), maintain_column_froms=True).group_by(*names)
        .order_by(first, Beneficiary.id).offset((page - 1) * PAGE).limit(PAGE + 1)))


def count_of(user, absence_id: int) -> int:
    """How many people this absence leaves to tell."""
    return db.session.scalar(_lines(user, TO_TELL).where(Replacement.absence_id == absence_id).with_only_columns(
        func.count(Visit.beneficiary_id.distinct()), maintain_column_froms=True))


def contacts_of(user, people: Collection[int]) -> dict[int, list]:
    """Person -> whom to phone beside her: relatives, the trusted person, the guardian."""
    found: dict[int, list] = {}
    seen = beneficiaries_seen_by(user).join(Contact, Contact.beneficiary_id == Beneficiary.id)
    rows = db.session.execute(seen.where(
        Beneficiary.id.in_(sorted(people)), Contact.phone != "", Contact.kind != "professional", Contact.ended_at.is_(None))
        .with_only_columns(Contact.id, Contact.beneficiary_id, Contact.kind, Contact.name, Contact.role_words, Contact.phone,
                           maintain_column_froms=True).order_by(Contact.position, Contact.id))
    for row in rows:
        found.setdefault(row.beneficiary_id, []).append(row)
    return found


def family_of(user, person_id: int) -> list[str]:
    """Those close to her who may be asked to take a visit, as their name is kept: "Mme Martin (fille)"."""
    rows = db.session.execute(
        beneficiaries_seen_by(user).join(Contact, Contact.beneficiary_id == Beneficiary.id)
        .where(Beneficiary.id == person_id, Contact.kind.in_(FAMILY), Contact.ended_at.is_(None))
        .with_only_columns(Contact.name, Contact.role_words, maintain_column_froms=True).order_by(Contact.position, Contact.id))
    return [(f"{row.name} ({row.role_words.lower()})" if row.role_words else row.name)[:120] for row in rows]


def _said(user) -> Select:
    taker = aliased(Account)
    return (beneficiaries_seen_by(user).join(Telling, Telling.beneficiary_id == Beneficiary.id)
            .join(Account, Account.id == Telling.told_by_id).outerjoin(taker, taker.id == Telling.taken_back_by_id)
            .with_only_columns(
                Telling.id, Telling.beneficiary_id, Telling.answer, Telling.spoken_to, Telling.spoken_name, Telling.words,
                Telling.told_at, Telling.replacement_id, Telling.taken_back_at, Account.name.label("by"),
                taker.name.label("taken_back_by"), Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name,
                maintain_column_froms=True)
            .order_by(Telling.told_at.desc(), Telling.id.desc()).limit(KEPT))


def said(user, *, person_id: int | None = None, request_id: int | None = None, absence_id: int | None = None) -> list[tuple]:
    """(what was answered, the visits it was about), the last first: of a person, of a request, or about visits to come."""
    about = select(ToldVisit.telling_id).join(Visit, Visit.id == ToldVisit.visit_id)
    held = about.join(ReplacementVisit, ReplacementVisit.id == ToldVisit.held_id)
    if person_id is not None:
        of = Telling.beneficiary_id == person_id
    elif request_id is not None:
        of = Telling.id.in_(held.where(ReplacementVisit.replacement_id == request_id))
    else:
        wide = held.join(Replacement, Replacement.id == ReplacementVisit.replacement_id).where(
            Replacement.absence_id == absence_id) if absence_id else about
        of = and_(Telling.id.in_(wide.where(Visit.starts_at > now())), not_(Telling.answer == "unreached"))
    rows = db.session.execute(_said(user).where(of)).all()
    visits = _visits_of([row.id for row in rows]) if rows else {}
    return [(row, visits.get(row.id, [])) for row in rows]


def _visits_of(tellings: Collection[int]) -> dict[int, list]:
    found: dict[int, list] = {}
    rows = db.session.execute(
        select(ToldVisit.telling_id, ToldVisit.held_id, Visit.id, Visit.day, Visit.start_minute, Visit.state, Visit.starts_at,
               Caregiver.first_name, Caregiver.last_name)
        .join(Visit, Visit.id == ToldVisit.visit_id).join(Caregiver, Caregiver.id == ToldVisit.caregiver_id)
        .where(ToldVisit.telling_id.in_(tellings)).order_by(Visit.starts_at, Visit.id))
    for row in rows:
        found.setdefault(row.telling_id, []).append(row)
    return found


def tries(user, people: Collection[int]) -> dict[int, tuple]:
    """Person -> (how many calls nobody answered since the oldest visit she is still to be told of was known, the last one)."""
    rows = db.session.execute(
        beneficiaries_seen_by(user).join(Telling, Telling.beneficiary_id == Beneficiary.id)
        .join(ToldVisit, ToldVisit.telling_id == Telling.id).join(Visit, Visit.id == ToldVisit.visit_id)
        .where(Beneficiary.id.in_(sorted(people)), Telling.answer == "unreached", Visit.starts_at > now(),
               ToldVisit.caregiver_id == Visit.caregiver_id)
        .with_only_columns(Beneficiary.id, func.count(Telling.id.distinct()), func.max(Telling.told_at),
                           maintain_column_froms=True).group_by(Beneficiary.id))
    return {id: (count, last) for id, count, last in rows}
