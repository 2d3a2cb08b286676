"""This morning's questions, about a leave to come that the office has read: one caregiver is asked alone, and of several asked
together two would go.
"""

from collections.abc import Iterable
from types import SimpleNamespace

from sqlalchemy import select

from acts import absences, offer_answers, offers
from database import db, now, today
from demo.cast import KNOWN, House
from demo.clock import Calendar
from demo.people import Carer
from models import Absence, Account, Replacement, Visit
from queries.absences import away_on
from queries.candidates import asked_ids, proposed
from rules.candidate_facts import can_be_chosen

# In ten days, for a working week: neither this Monday's absence nor its colleagues are touched by it.
FIRST, LAST = 10, 14
TOGETHER = 4


def play(calendar: Calendar, carers: list[Carer], house: House) -> None:
    """She sent it last week, Claire read it the day after; this morning she asks about two of the homes."""
    by = house.office["claire"]
    carer = _who_leaves(calendar, carers, by)
    if carer is None:
        return
    with calendar.at(6, 1130):
        absence = absences.declare(carer.person, carer.id, "leave", calendar.day(FIRST), calendar.day(LAST), None,
                                   calendar.day(-6))
    with calendar.at(5, 560):
        absences.read(by, absence)
    with calendar.at(0, 525):
        _ask(by, absence)


def _who_leaves(calendar: Calendar, carers: list[Carer], by) -> Carer | None:
    """One of Claire's sector if there is one, with few homes: somebody may come to one, and several to another."""
    sector = next(known.sector for known in KNOWN if known.key == "claire")
    away = set(db.session.scalars(select(Absence.caregiver_id)))
    found = []
    for carer in carers:
        homes = _homes(calendar, carer) if carer.id not in away else {}
        able = sorted(len(_able(by, SimpleNamespace(beneficiary_id=person, caregiver_id=carer.id, starts_on=calendar.day(FIRST),
                                                    ends_on=calendar.day(LAST)), visits)) for person, visits in homes.items())
        if len(able) > 1 and able[-1] > 2 and able[-2]:
            found.append((carer.sector != sector, len(homes), carer.id, carer))
    return min(found)[3] if found else None


def _homes(calendar: Calendar, carer: Carer) -> dict[int, list[int]]:
    """Person -> her visits there in those days."""
    homes: dict[int, list[int]] = {}
    for person, visit in db.session.execute(
            select(Visit.beneficiary_id, Visit.id).where(
                Visit.caregiver_id == carer.id, Visit.state == "planned",
                Visit.day.between(calendar.day(FIRST), calendar.day(LAST))).order_by(Visit.starts_at, Visit.id)):
        homes.setdefault(person, []).append(visit)
    return homes


def _able(by, request, visits: Iterable[int]) -> list:
    """Those who could come, are at work, and have a page to be asked on."""
    able = [one for one in proposed(by, request, visits, now(), True) if can_be_chosen(one)]
    away = away_on([one.person.id for one in able], today())
    return [one for one in able if one.person.id not in away and _account(one)]


def _ask(by, absence_id: int) -> None:
    requests = db.session.scalars(select(Replacement).where(Replacement.absence_id == absence_id, Replacement.state == "open")
                                  .order_by(Replacement.id)).all()
    ways = [_together, _alone]
    for request in requests:
        able = _able(by, request, asked_ids(request, now())[0])
        if ways and len(able) > (2 if ways[0] is _together else 0):
            ways.pop(0)(by, request.id, able)


def _account(one) -> Account | None:
    return db.session.scalar(select(Account).where(Account.caregiver_id == one.person.id).order_by(Account.id).limit(1))


def _visits(one) -> list[int]:
    return [need.visit_id for need in one.taken]


def _alone(by, request_id: int, able: list) -> None:
    offers.ask(by, request_id, able[0].person.id, _visits(able[0]))


def _together(by, request_id: int, able: list) -> None:
    for one in able[:TOGETHER]:
        offer = offers.ask(by, request_id, one.person.id, _visits(one), "several")
        if one in able[1:3]:
            offer_answers.answer(_account(one), offer, _visits(one), "own_phone")
