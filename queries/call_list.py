"""À appeler: one line per person with all her caregivers, then who waits for a visit, then caregivers to call."""

from datetime import date

from sqlalchemy import Select, func, or_, select, tuple_

from database import db, now, today
from models import Beneficiary, Caregiver, Interruption, PersonalLink, PersonalLinkSide, Round, RoundSide
from queries.absences import is_on_sick_leave
from queries.interruptions import holds
from queries.reach import rounds_seen_by
from queries.rounds import NAMES

PAGE = 25
CAP = 50
ASKED = (RoundSide.id, RoundSide.side, RoundSide.state, RoundSide.tries, RoundSide.call_on, RoundSide.closes_on,
         RoundSide.wants_call, RoundSide.wants_call_at, Round.id.label("round_id"), Round.beneficiary_id,
         Round.caregiver_id, Round.milestone, Beneficiary.phone, Caregiver.phone.label("caregiver_phone"), *NAMES)


def _asked(question) -> Select:
    """One row a side, with what the person already holds to answer it: `handed_at`, and `sheet`, its number if it has one.

    A person holds one link at a time (`tables/links.py`). One out of date opens no more; a sheet still comes back.
    """
    out = (select(PersonalLinkSide.side_id, PersonalLink.number, PersonalLink.made_at)
           .join(PersonalLink, PersonalLink.id == PersonalLinkSide.link_id)
           .where(PersonalLink.voice == "person", PersonalLink.used_at.is_(None), PersonalLink.revoked_at.is_(None),
                  or_(PersonalLink.number.is_not(None), PersonalLink.expires_at > now())).subquery())
    return (question.outerjoin(out, out.c.side_id == RoundSide.id)
            .with_only_columns(*ASKED, out.c.number.label("sheet"), out.c.made_at.label("handed_at"),
                               maintain_column_froms=True))


def _sides(user, sector_id: int | None = None, mine: bool = False):
    """Sides of open rounds, but while the person's help is interrupted: nobody is called then."""
    stopped = select(Interruption.id).where(Interruption.beneficiary_id == Round.beneficiary_id, holds(today()))
    question = (rounds_seen_by(user).join(RoundSide, RoundSide.round_id == Round.id)
                .join(Beneficiary, Beneficiary.id == Round.beneficiary_id)
                .join(Caregiver, Caregiver.id == Round.caregiver_id)
                .where(RoundSide.round_open, ~stopped.exists()))
    if sector_id:
        question = question.where(Beneficiary.sector_id == sector_id)
    return question.where(Beneficiary.referent_id == user.id) if mine else question


def people(user, today: date, later: bool, sector_id: int | None, mine: bool, after: tuple | None) -> list:
    """Persons to call, one page and one more."""
    return list(db.session.execute(every(user, today, later, sector_id, mine, after).limit(PAGE + 1)))


def every(user, today: date, later: bool, sector_id: int | None, mine: bool, after: tuple | None = None) -> Select:
    """Persons to call: who waits longest first. `later`: those to call on a coming day."""
    first = func.min(RoundSide.call_on)
    question = (_sides(user, sector_id, mine).where(RoundSide.side == "beneficiary", RoundSide.state == "waiting")
                .with_only_columns(Beneficiary.id, Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name,
                                   Beneficiary.phone, first.label("call_on"), func.max(RoundSide.tries).label("tries"),
                                   maintain_column_froms=True)
                .group_by(Beneficiary.id, Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name,
                          Beneficiary.phone).having(first > today if later else first <= today))
    if after:
        question = question.having(tuple_(first, Beneficiary.id) > tuple_(*after))
    return question.order_by(first, Beneficiary.id)


def caregivers_of(user, beneficiary_ids) -> dict[int, list]:
    """Person -> her rounds waiting for her word, by caregiver: one call covers them all."""
    asked: dict[int, list] = {}
    waiting = _sides(user).where(RoundSide.side == "beneficiary", RoundSide.state == "waiting",
                                 Round.beneficiary_id.in_(sorted(beneficiary_ids)))
    rows = db.session.execute(_asked(waiting).order_by(Round.due_on, RoundSide.id))
    for row in rows:
        asked.setdefault(row.beneficiary_id, []).append(row)
    return asked


def to_visit(user, sector_id: int | None, mine: bool, cap: int | None = CAP) -> list:
    """Persons who could not answer by phone, by the day their side may close."""
    return _few(_sides(user, sector_id, mine).where(RoundSide.side == "beneficiary",
                                                    RoundSide.state == "unable_by_phone"), cap)


def caregivers_to_call(user, sector_id: int | None, mine: bool, cap: int | None = CAP) -> list:
    """Caregivers who asked to be called, rather than to answer on their phone; whoever is ill or hurt is left in peace."""
    return _few(_sides(user, sector_id, mine).where(RoundSide.side == "caregiver", RoundSide.state == "waiting",
                                                    RoundSide.wants_call, ~_on_leave()), cap)


def _on_leave():
    return is_on_sick_leave(Round.caregiver_id, today())


def _few(question, cap: int | None) -> list:
    return list(db.session.execute(_asked(question).order_by(RoundSide.closes_on, RoundSide.id).limit(cap)))


def sheets_of(user, beneficiary_id: int, chosen: int | None) -> list:
    """The sheets of one call: each caregiver of the person apart, then caregivers who asked to be called.

    `chosen`: a side named by the address stays, answered or not: another voice may still speak.
    """
    hers = (RoundSide.side == "caregiver") & (RoundSide.state == "waiting") & RoundSide.wants_call & ~_on_leave()
    persons = (RoundSide.side == "beneficiary") & RoundSide.state.in_(("waiting", "unable_by_phone"))
    hers_and_persons = _sides(user).where(Round.beneficiary_id == beneficiary_id,
                                          or_(persons, hers, RoundSide.id == (chosen or 0)))
    return list(db.session.execute(_asked(hers_and_persons).order_by(RoundSide.side, Round.due_on, RoundSide.id)))
