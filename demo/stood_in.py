"""Visits she had agreed to take for colleagues this week, given to her some days ago and reported in the planning since."""

from datetime import date
from itertools import chain, zip_longest

from sqlalchemy import select

from acts import changes, visits
from database import db
from demo.cast import House
from demo.clock import Calendar
from demo.people import Carer
from demo.planned import has_room
from demo.slots import LEVELS, TRAVEL
from models import SeriesAct, Visit, VisitChange


def take(calendar: Calendar, carer: Carer, given: list[Visit], house: House) -> None:
    by = house.coordinator_of(carer.sector)
    with calendar.at(4, 690):
        for visit in given:
            carer.extra.setdefault(visit.day, []).append((visit.start_minute, visit.start_minute + visit.minutes))
            visits.reassign(by, visit.id, visit.version, carer.id, "replacement", "hours")
    lines = select(VisitChange.id).where(VisitChange.other_caregiver_id == carer.id, VisitChange.reported_at.is_(None))
    with calendar.at(4, 700):
        for line in db.session.scalars(lines.order_by(VisitChange.id)).all():
            changes.report(by, line)


def possible(calendar: Calendar, carer: Carer, homes: int, count: int, colleagues: list[Carer], until: date) -> list[Visit]:
    """Visits of colleagues before that day, at so many homes where she does not go, while she is free; so many at most.

    One at each home before a second one anywhere.
    """
    theirs = list(_theirs(calendar, carer, colleagues, until).values())
    chosen: list[Visit] = []
    reached: set[int] = set()
    for visit in filter(None, chain.from_iterable(zip_longest(*theirs))):
        is_new = visit.beneficiary_id not in reached
        if len(chosen) < count and (not is_new or len(reached) < homes) and not any(_meet(visit, other) for other in chosen):
            chosen.append(visit)
            reached.add(visit.beneficiary_id)
    return chosen


def _theirs(calendar: Calendar, carer: Carer, colleagues: list[Carer], until: date) -> dict[int, list[Visit]]:
    """By home, those with most visits first."""
    known = select(Visit.beneficiary_id).where(Visit.caregiver_id == carer.id)
    theirs = [colleague.id for colleague in colleagues if colleague is not carer and colleague.sector == carer.sector]
    beyond = select(SeriesAct.series_id).where(SeriesAct.qualification.in_(
        [needed for needed, level in LEVELS.items() if level > carer.level]))
    found: dict[int, list[Visit]] = {}
    for visit in db.session.scalars(
            select(Visit).where(Visit.caregiver_id.in_(theirs), Visit.state == "planned", Visit.starts_at > calendar.now,
                                Visit.day < until, Visit.beneficiary_id.not_in(known), Visit.series_id.not_in(beyond))
            .order_by(Visit.starts_at, Visit.id)):
        if has_room(carer, visit, visit.start_minute):
            found.setdefault(visit.beneficiary_id, []).append(visit)
    return dict(sorted(found.items(), key=lambda home: -len(home[1])))


def _meet(one: Visit, other: Visit) -> bool:
    """No time to go from one to the other."""
    return (one.day == other.day and one.start_minute < other.start_minute + other.minutes + TRAVEL
            and other.start_minute < one.start_minute + one.minutes + TRAVEL)
