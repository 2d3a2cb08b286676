"""This morning's questions: one caregiver is asked alone, and of several asked together two would go."""

from datetime import timedelta

from sqlalchemy import select

from acts import offer_answers, offers
from database import db, now
from models import Account, Replacement
from queries.candidates import asked_ids, proposed
from rules.candidate_facts import can_be_chosen

TOGETHER = 4


def ask(by, absence_id: int) -> None:
    """About the last two homes of the absence: the first ones are left to try the plan and the calls on."""
    requests = db.session.scalars(select(Replacement).where(Replacement.absence_id == absence_id, Replacement.state == "open")
                                  .order_by(Replacement.id.desc())).all()
    ways = [_alone, _together]
    for request in requests:
        visits, _ = asked_ids(request, now())
        able = [one for one in proposed(by, request, visits, now(), True) if can_be_chosen(one) and _account(one)]
        # nearer than half a day the office calls
        near = any(need.stay.starts_at < now() + timedelta(hours=12) for one in able for need in one.taken)
        if able and not near and ways:
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
