"""The plan of an absence: its visits still asking for somebody, whom the plan names, and all that decides who can come.

A visit somebody was asked about, and that waits for an answer, is no line of the plan: it is said beside it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from database import db, local
from models import (
    Absence,
    Account,
    Beneficiary,
    Caregiver,
    Offer,
    OfferVisit,
    Replacement,
    ReplacementVisit,
    Visit,
)
from queries.absences import away_on
from queries.candidates import gather
from queries.reach import held_visits_seen_by
from rules.candidates import Field, with_stays
from rules.offers import ALIVE
from rules.plan import Problem, problem
from rules.working_time import Stay


@dataclass(frozen=True, slots=True)
class Asked:
    """lines: rows of the plan, in the order of time; others: (row, words) of visits somebody was asked about or took;
    problem: what decides, over all of them at once; elsewhere: caregiver -> visits that the plan of another absence names
    her for, and asked nobody about yet.
    """

    lines: tuple
    others: tuple[tuple[object, str], ...]
    problem: Problem
    elsewhere: Mapping[int, Sequence[Stay]]

    @property
    def planned(self) -> dict[int, int | None]:
        """Visit -> whom the plan names now."""
        return {row.visit_id: row.planned_caregiver_id for row in self.lines}

    @property
    def names(self) -> dict[int, str]:
        """Person -> as the plan speaks of her."""
        return {row.beneficiary_id: f"{row.civility} {row.last_name}" for row in self.lines}

    @property
    def by_visit(self) -> dict[int, object]:
        return {row.visit_id: row for row in self.lines}


def plan_of(user, absence: Absence, at: datetime, everyone: bool = False, also: Collection[int] = (),
            apart: bool = False) -> Asked:
    """`everyone`: caregivers of every sector; else those near, those the plan names already, and `also`. `apart`: whoever the
    plan of another absence names is not free at that hour; else the office may choose her all the same.
    """
    rows = db.session.execute(_rows(user, absence.id, at)).all()
    asked = _asked([row.held_id for row in rows])
    lines = tuple(row for row in rows if row.state == "open" and not row.caregiver_id and not asked.get(row.held_id))
    others = tuple((row, _words(row, asked.get(row.held_id, []))) for row in rows if row not in lines)
    coming = {(row.caregiver_id, row.beneficiary_id) for row in rows if row.caregiver_id}
    coming |= {(id, row.beneficiary_id) for row in rows for id, _ in asked.get(row.held_id, [])}
    named = {row.planned_caregiver_id for row in lines if row.planned_caregiver_id} | set(also)
    field = gather(user, [row.visit_id for row in lines], at, everyone, also=named)
    waiting = {(id, row.replacement_id) for row in rows for id, _ in asked.get(row.held_id, [])}
    field = _here(field, at)
    answering, elsewhere = _promised(field, absence.id, at)
    field = _who_said_no(_busy(field, answering), lines, waiting)
    field = _busy(field, elsewhere) if apart else field
    coming = {pair for pair in coming if pair[0] in {one.id for one in field.people}}
    return Asked(lines, others, problem(field, coming), elsewhere)


def _rows(user, absence_id: int, at: datetime):
    planned, comes = aliased(Caregiver), aliased(Caregiver)
    held = ReplacementVisit
    still = or_(and_(held.state == "open", Visit.caregiver_id.is_(None)), held.state == "covered")
    return (held_visits_seen_by(user)
            .join(Replacement, Replacement.id == held.replacement_id).join(Visit, Visit.id == held.visit_id)
            .join(Beneficiary, Beneficiary.id == Visit.beneficiary_id)
            .outerjoin(planned, planned.id == held.planned_caregiver_id).outerjoin(Account, Account.id == held.planned_by_id)
            .outerjoin(comes, comes.id == Visit.caregiver_id)
            .where(Replacement.absence_id == absence_id, Visit.state == "planned", Visit.starts_at > at, still)
            .with_only_columns(
                held.id.label("held_id"), held.state, held.replacement_id, held.planned_caregiver_id, held.planned_at,
                Visit.id.label("visit_id"), Visit.starts_at, Visit.day, Visit.start_minute, Visit.minutes, Visit.caregiver_id,
                Visit.beneficiary_id, Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name,
                Beneficiary.district, planned.first_name.label("planned_first"), planned.last_name.label("planned_last"),
                comes.first_name.label("comes_first"), comes.last_name.label("comes_last"),
                Account.name.label("planned_by"), maintain_column_froms=True)
            .order_by(Visit.starts_at, held.id))


def _asked(held_ids: list[int]) -> dict[int, list[tuple[int, str]]]:
    """Line -> (caregiver, name) of those whose answer, or whose attribution, is waited for."""
    found: dict[int, list[tuple[int, str]]] = {}
    for held_id, id, first, last in db.session.execute(
            select(OfferVisit.held_id, Caregiver.id, Caregiver.first_name, Caregiver.last_name)
            .join(Offer, Offer.id == OfferVisit.offer_id).join(Caregiver, Caregiver.id == Offer.caregiver_id)
            .where(OfferVisit.held_id.in_(held_ids), Offer.state.in_(sorted(ALIVE))).order_by(Offer.id)):
        found.setdefault(held_id, []).append((id, f"{first} {last}"))
    return found


def _words(row, asked: list[tuple[int, str]]) -> str:
    if row.caregiver_id:
        return f"{row.comes_first} {row.comes_last} vient"
    return "demandée à " + ", ".join(name for _, name in asked)


def _here(field: Field, at: datetime) -> Field:
    """Nobody is asked anything while she is away, not even about the day she is back."""
    away = away_on([one.id for one in field.people], local(at).date())
    return replace(field, people=tuple(one for one in field.people if one.id not in away))


def _promised(field: Field, absence_id: int, at: datetime) -> list[dict[int, list[Stay]]]:
    """Caregiver -> visits she was asked about and may still say yes to; and those that another plan names her for."""
    hers, when = [one.id for one in field.people], (Visit.starts_at, Visit.ends_at, Visit.beneficiary_id)
    waits = Visit.starts_at > at, Visit.caregiver_id.is_(None), Visit.state == "planned"
    asked = (select(Offer.caregiver_id.label("id"), *when, literal(0).label("planned"))
             .join(OfferVisit, OfferVisit.offer_id == Offer.id).join(Visit, Visit.id == OfferVisit.visit_id)
             .where(Offer.state.in_(sorted(ALIVE)), Offer.caregiver_id.in_(hers), *waits))
    held = ReplacementVisit
    named = (select(held.planned_caregiver_id, *when, literal(1))
             .join(Replacement, Replacement.id == held.replacement_id).join(Visit, Visit.id == held.visit_id)
             .where(Replacement.absence_id != absence_id, held.state == "open", held.planned_caregiver_id.in_(hers), *waits))
    found: list[dict[int, list[Stay]]] = [{}, {}]
    for id, starts_at, ends_at, place, planned in db.session.execute(union_all(asked, named)):
        found[planned].setdefault(id, []).append(Stay(starts_at, ends_at, place))
    return found


def _busy(field: Field, stays: Mapping[int, Sequence[Stay]]) -> Field:
    """Whoever has these visits besides is not free at those hours."""
    return replace(field, people=tuple(with_stays(one, stays.get(one.id, ())) for one in field.people))


def _who_said_no(field: Field, lines: tuple, waiting: Collection[tuple[int, int]]) -> Field:
    """Whoever did not take a visit, or answered nothing in time, is not asked about it again; nor does a question that waits
    for her (`waiting`: caregiver, request) grow while she answers it. What names her already, to be called, still does.
    Other visits of the same person may be hers all the same: what she answered decides about these alone.
    """
    rows = db.session.execute(
        select(Offer.caregiver_id, OfferVisit.visit_id).join(OfferVisit, OfferVisit.offer_id == Offer.id)
        .where(OfferVisit.held_id.in_([row.held_id for row in lines]), or_(OfferVisit.answer == "no", Offer.state == "expired"),
               Offer.kind == "direct").order_by(Offer.id)).all()
    grows = {(id, row.visit_id) for id, request_id in waiting for row in lines
             if row.replacement_id == request_id and row.planned_caregiver_id != id}
    return replace(field, asked=frozenset({tuple(row) for row in rows} | grows))


def mark_of(lines) -> str:
    """Whom each line named when the page was drawn: "12-5 13-0"."""
    return " ".join(f"{row.held_id}-{row.planned_caregiver_id or 0}" for row in lines)


def moved_since(asked: Asked, seen: dict[int, int | None]) -> list:
    """Lines of the page that a colleague changed, or settled, after it was drawn."""
    here = {row.held_id: row.planned_caregiver_id for row in asked.lines}
    changed = [row for row in asked.lines if row.held_id in seen and here[row.held_id] != seen[row.held_id]]
    gone = [row for row, _ in asked.others if row.held_id in seen]
    return [*changed, *gone]


def absence_of(absence_id: int):
    """(absence, whose it is)."""
    return db.session.execute(select(Absence, Caregiver.first_name, Caregiver.last_name)
                              .join(Caregiver, Caregiver.id == Absence.caregiver_id).where(Absence.id == absence_id)).first()
