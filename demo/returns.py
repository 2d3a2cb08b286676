"""After a long leave, the visit to the occupational doctor: one to ask for, one asked for, one that is late."""

from sqlalchemy import select

from acts import absences, return_visits
from database import db, now
from demo.cast import House
from demo.clock import Calendar
from demo.town import Town
from models import Absence

LATE_SINCE = 12
"""Days since the leave ended, at least: the visit is due within eight days of the return."""


def play(calendar: Calendar, town: Town, house: House) -> None:
    """A maternity leave to come, an occupational disease: the direction says that the visit is due, whatever the length."""
    by = house.office["helene"]
    ended, to_come = _known(Absence.ends_on < calendar.today), _known(Absence.starts_on > calendar.today)
    with calendar.at(0, 500):
        for absence in (ended, to_come):
            return_visits.open_one(by, absence.id)
        for visit in return_visits.known.waiting(ended.caregiver_id):
            return_visits.ask(by, visit.id, calendar.today)
    _late(calendar, town, by)


def _known(*where) -> Absence:
    return db.session.scalars(select(Absence).where(*where).order_by(Absence.starts_on, Absence.id)).first()


def _late(calendar: Calendar, town: Town, by) -> None:
    """She was away some weeks ago: no visit of hers stands in those days."""
    away = set(db.session.scalars(select(Absence.caregiver_id)))
    first, last, carer = max(((*leave, carer) for carer in town.carers if carer.id not in away for leave in carer.leaves
                              if (calendar.today - leave[1]).days >= LATE_SINCE and carer.hired < leave[0]), key=lambda one: (one[1], one[2].id))
    ago = (calendar.today - first).days
    with calendar.at(ago + 1, 600):
        absence = absences.declare(by, carer.id, "sick_leave", first, last, None, calendar.day(-ago - 1))
    with calendar.at((calendar.today - last).days - 1, 600):
        absences.follow(None, now())
    return_visits.open_one(by, absence)
