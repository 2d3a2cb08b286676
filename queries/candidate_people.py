"""What is known of each caregiver who might take a visit: her work, her hours, her days. Woman or man is not read here."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select

from database import db, instant_at, local
from models import (
    Absence,
    Availability,
    Caregiver,
    CaregiverSector,
    CaregiverSkill,
    Offer,
    Visit,
    WorkRestriction,
)
from queries.reach import caregivers_seen_by
from rules.candidates import AFTER, BEFORE, Need, Person
from rules.restrictions import Restriction
from rules.working_time import Stay, monday

# Where she is, or was, at that hour.
THERE = ("planned", "done", "door_closed")
SHORT = ("days", "urgent")


def people(user, needs: Sequence[Need], near, at: datetime) -> tuple[Person, ...]:
    """These caregivers, by name, with what is known of them: a fixed number of questions. `near`: who comes into question,
    a condition on Caregiver.
    """
    rows, days = _rows(user, near), [need.day for need in needs] or [local(at).date()]
    ids, first, last = [row.id for row in rows], min(days), max(days)
    skills = _grouped(select(CaregiverSkill.caregiver_id, CaregiverSkill.kind, CaregiverSkill.code), CaregiverSkill, ids)
    sectors = _grouped(select(CaregiverSector.caregiver_id, CaregiverSector.sector_id), CaregiverSector, ids)
    given = _grouped(select(Availability.caregiver_id, Availability.weekday, Availability.start_minute,
                            Availability.end_minute), Availability, ids)
    limits, away = _restrictions(ids, first, last), _away(ids, first, last)
    held, taken = _held(ids, needs, first, last), _short_notice(ids, at)
    return tuple(Person(
        id=row.id, name=f"{row.first_name} {row.last_name}", qualification=row.qualification,
        weekly_minutes=row.weekly_minutes, held=tuple(held[row.id]), availability=tuple(given[row.id]),
        restrictions=tuple(Restriction(*one) for one in limits[row.id]),
        languages=frozenset(code for kind, code in skills[row.id] if kind == "language"),
        skills=tuple(code for kind, code in skills[row.id] if kind == "skill"),
        sectors=frozenset(id for id, in sectors[row.id]), away=tuple(away[row.id]), short_notice=taken.get(row.id, 0),
        opted_in=row.wants_offers_since is not None, has_vehicle=row.has_vehicle, district=row.district,
        phone=row.phone) for row in rows)


def _rows(user, near) -> list:
    return list(db.session.execute(
        caregivers_seen_by(user)
        .with_only_columns(Caregiver.id, Caregiver.first_name, Caregiver.last_name, Caregiver.qualification,
                           Caregiver.weekly_minutes, Caregiver.wants_offers_since, Caregiver.has_vehicle,
                           Caregiver.district, Caregiver.phone, maintain_column_froms=True)
        .where(Caregiver.ended_on.is_(None), near)
        .order_by(Caregiver.last_name, Caregiver.first_name, Caregiver.id)))


def _grouped(wanted, model, ids: list[int]) -> defaultdict[int, list[tuple]]:
    """Caregiver -> her rows, without her id: the first column of what is wanted."""
    found = defaultdict(list)
    for id, *row in db.session.execute(wanted.where(model.caregiver_id.in_(ids)).order_by(model.id)):
        found[id].append(tuple(row))
    return found


def _restrictions(ids: list[int], first: date, last: date) -> defaultdict[int, list[tuple]]:
    one = WorkRestriction
    return _grouped(select(one.caregiver_id, one.code, one.starts_on, one.ends_on, one.hours_per_week).where(
        one.lifted_at.is_(None), one.starts_on <= last, or_(one.ends_on.is_(None), one.ends_on >= first)), one, ids)


def _away(ids: list[int], first: date, last: date) -> defaultdict[int, list[tuple]]:
    """Her open absences in those days: first and last day, never their type."""
    return _grouped(select(Absence.caregiver_id, Absence.starts_on, Absence.ends_on).where(
        Absence.state == "open", Absence.starts_on <= last,
        or_(Absence.ends_on.is_(None), Absence.ends_on >= first)), Absence, ids)


def _held(ids: list[int], needs: Sequence[Need], first: date, last: date) -> defaultdict[int, list[Stay]]:
    """Her visits in the weeks concerned and those around them, in the order of time, without those asked for."""
    start, end = instant_at(monday(first) - BEFORE, 0), instant_at(monday(last) + AFTER, 0)
    rows = db.session.execute(
        select(Visit.caregiver_id, Visit.starts_at, Visit.ends_at, Visit.beneficiary_id)
        .where(Visit.caregiver_id.in_(ids), Visit.state.in_(THERE), Visit.starts_at >= start, Visit.starts_at < end,
               Visit.id.not_in([need.visit_id for need in needs]))
        .order_by(Visit.starts_at, Visit.id))
    found = defaultdict(list)
    for caregiver_id, starts_at, ends_at, place in rows:
        found[caregiver_id].append(Stay(starts_at, ends_at, place))
    return found


def _short_notice(ids: list[int], at: datetime) -> dict[int, int]:
    """Caregiver -> replacements she agreed to since the first of this month, asked less than seven days ahead."""
    month = instant_at(local(at).date().replace(day=1), 0)
    rows = db.session.execute(
        select(Offer.caregiver_id, func.count())
        .where(Offer.caregiver_id.in_(ids), Offer.state.in_(("agreed", "partly")), Offer.notice.in_(SHORT),
               Offer.answered_at >= month)
        .group_by(Offer.caregiver_id).order_by(Offer.caregiver_id))
    return dict(rows.all())
