"""Who could take which visit: everything `rules/candidates.py` decides upon, in a fixed number of questions."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select, true

from database import db, local
from models import Beneficiary, Caregiver, CaregiverSector, Replacement, ReplacementVisit, Visit
from queries.candidate_pairs import against_wish, barred, known, went
from queries.candidate_people import people
from queries.candidate_visits import needs, wishes_of
from queries.measures import held_back
from queries.replacements import concerned_ids
from queries.settings import settings
from rules.candidate_facts import Candidate, candidate, in_order
from rules.candidates import Field, Need, Person
from rules.working_time import Limits

SHOWN = 30


def limits() -> Limits:
    """The rules of working time, as the association set them."""
    number = settings().number
    return Limits(travel=number("travel_minutes"), daily_rest=number("daily_rest_hours"),
                  day_most=number("day_most_hours"), week_most=number("week_most_hours"),
                  weekly_rest=number("weekly_rest_hours"))


def gather(user, visit_ids: Collection[int], at: datetime, everyone: bool = False, beside: int | None = None,
           also: Collection[int] = ()) -> Field:
    """The visits, over all their people and days at once, and every caregiver who might take one: those of the sectors
    concerned or who know somebody concerned, or all of them. Visits out of reach are left out. `beside`: a person whose
    caregivers are wanted even when no visit asks for anybody; `also`: caregivers wanted wherever they work.
    """
    wishes = wishes_of(visit_ids)
    asked = needs(user, visit_ids, wishes)
    helped = {need.beneficiary_id for need in asked} | ({beside} if beside else set())
    knows = known(helped, at)
    near = true() if everyone else _near(helped, {caregiver for caregiver, _ in knows} | set(also))
    return _field(asked, wishes, people(user, asked, near, at), knows, went(helped))


def _field(asked: Sequence[Need], wishes: list, found: tuple[Person, ...], knows: dict, how: dict) -> Field:
    return Field(visits=asked, people=found, known=knows, went=how, barred=barred(asked),
                 against_wish=against_wish(asked, wishes, [one.id for one in found]), limits=limits(),
                 evening=settings().number("evening_hour") * 60)


def _near(helped: Collection[int], known_ids: Collection[int]):
    """Caregivers who work in the sector of one of these people, or know one of them."""
    sectors = select(Beneficiary.sector_id).where(Beneficiary.id.in_(sorted(helped)))
    return or_(Caregiver.id.in_(select(CaregiverSector.caregiver_id).where(CaregiverSector.sector_id.in_(sectors))),
               Caregiver.id.in_(sorted(known_ids)))


def asked_ids(request: Replacement, at: datetime) -> tuple[list[int], bool]:
    """The visits of a request that ask for somebody, in the order of time, and whether it holds its visits one by one.

    One for a period always does; what it does not hold yet is taken by the clock, or when somebody is asked. Of what it holds,
    nobody is asked about a visit that an interruption suspends, or that has begun.
    """
    rows = db.session.execute(
        select(Visit.id, ReplacementVisit.state, Visit.state.label("visit_state"), Visit.starts_at)
        .join(ReplacementVisit, ReplacementVisit.visit_id == Visit.id)
        .where(ReplacementVisit.replacement_id == request.id).order_by(Visit.starts_at, Visit.id)).all()
    if rows:
        return [row.id for row in rows if row.state == "open" and row.visit_state == "planned" and row.starts_at > at], True
    return concerned_ids(request.id, at), not request.for_good


def proposed(user, request: Replacement, visit_ids: Collection[int], at: datetime, everyone: bool) -> list[Candidate]:
    """Those who could take the visits of a request, in the printed order, as many as are shown; never the one replaced.

    A measure that stands on one day of the period of the request keeps her from all of it.
    """
    field = gather(user, visit_ids, at, everyone, request.beneficiary_id)
    sector = db.session.scalar(select(Beneficiary.sector_id).where(Beneficiary.id == request.beneficiary_id))
    today = local(at).date()
    kept_away = held_back(request.beneficiary_id, max(request.starts_on or today, today), request.ends_on)
    return in_order(candidate(one, request.beneficiary_id, sector, field, one.id in kept_away)
                    for one in field.people if one.id != request.caregiver_id)[:SHOWN]


def takable_ids(user, visit_ids: Collection[int], beneficiary_id: int, caregiver_id: int, at: datetime) -> list[int]:
    """Those of these visits of one person that this caregiver may take, all together, without breaking a hard rule."""
    wishes = wishes_of(visit_ids)
    asked = needs(user, visit_ids, wishes)
    field = _field(asked, wishes, people(user, asked, Caregiver.id == caregiver_id, at), {}, {})
    return [need.visit_id for one in field.people for need in candidate(one, beneficiary_id, None, field).taken]
