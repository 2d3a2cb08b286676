"""What the person and the office agree on for a visit nobody covers: another hour, a shorter one, the family takes it, or it
does not take place.
"""

from datetime import date

from sqlalchemy import select, update

from acts import covering, visits
from database import Overtaken, db
from models import ReplacementVisit, SeriesAct, Visit
from rules.covering import CANNOT_BE_DROPPED, may_be_called_off

FAMILY = "Assurée par la famille\u00a0: "
AGREED = "Annulée avec l'accord de "


def do_without(by, held_id: int, choice: str, who: str, agreed_on: date) -> None:
    """The visit leaves the planning of the service; who agreed, and when, is kept. It is not one the service missed.

    choice: `family`, or `call_off`, which an act that cannot wait forbids. Raises Overtaken when a colleague was first.
    """
    held = db.session.get(ReplacementVisit, held_id, populate_existing=True)
    visit = db.session.get(Visit, held.visit_id, populate_existing=True)
    if choice == "call_off" and not may_be_called_off(waits(visit)):
        raise Overtaken(CANNOT_BE_DROPPED)
    if held.state != "open" or visit.caregiver_id or visit.state != "planned":
        raise Overtaken(covering.TAKEN)
    request_id, version = held.replacement_id, visit.version
    covering.settle(by, held_id, "family" if choice == "family" else "called_off", choice=choice, agreed_with=who,
                    agreed_on=agreed_on)
    visits.settle(by, visit.id, version, "cancelled_by_person", (FAMILY if choice == "family" else AGREED) + who)
    covering.fold(visit.id)
    covering.close_settled(by, [request_id])


def agree_on_time(by, held_id: int, version: int, choice: str, slot: tuple[date, int, int], who: str, agreed_on: date) -> None:
    """Another (day, first minute, minutes) suits the person: the visit still asks for somebody, at that hour.

    choice: `move` or `shorten`. `version` is that of the visit as it was shown. Raises Overtaken when a colleague was first,
    or for another day when an act cannot wait.
    """
    held = db.session.get(ReplacementVisit, held_id, populate_existing=True)
    visit = db.session.get(Visit, held.visit_id, populate_existing=True)
    if held.state != "open" or visit.caregiver_id or visit.state != "planned":
        raise Overtaken(covering.TAKEN)
    if slot[0] != visit.day and any(waits(visit)):
        raise Overtaken(CANNOT_BE_DROPPED)
    visits.move(by, visit.id, version, *slot)
    db.session.execute(update(ReplacementVisit).where(ReplacementVisit.id == held_id).values(
        choice=choice, agreed_with=who, agreed_on=agreed_on))


def waits(visit: Visit) -> list[bool]:
    """For each act of the visit, whether it cannot wait."""
    return list(db.session.scalars(select(SeriesAct.cannot_wait).where(SeriesAct.series_id == visit.series_id)
                                   .order_by(SeriesAct.id)))
