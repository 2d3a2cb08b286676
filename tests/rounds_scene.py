"""Scenes of points à deux voix, written as the house writes them."""

from sqlalchemy import select

from acts import answers, rounds
from database import db, now
from models import Account, RoundSide
from tests.world import reading, writing

CONTENT = {"hours_fit": "yes", "tasks_clear": "yes", "respected": "yes", "wish": "go_on"}
HERS = {**CONTENT, "feels_safe": "yes", "too_heavy": "no", "outside_plan": "no"}


def account(name: str) -> Account:
    return db.session.scalars(select(Account).where(Account.email == f"{name}@exemple.fr")).one()


def act(app, name: str, deed):
    """Run `deed(by)` as this person, in the write transaction."""
    with writing(app):
        return deed(account(name))


def opened(app, people, person="mme_durand") -> int:
    """A round on demand for this person and her usual caregiver."""
    return act(app, "claire", lambda by: rounds.open_on_demand(by, people[f"{person}_pairing"]))


def sides(app, round_id: int) -> dict[str, RoundSide]:
    with reading(app) as session:
        found = session.scalars(select(RoundSide).where(RoundSide.round_id == round_id)).all()
        session.expunge_all()
    return {side.side: side for side in found}


def speaks(app, round_id: int, voice="person", by="claire", channel="call", **said):
    """One voice answers; what is not said is content."""
    side = sides(app, round_id)["caregiver" if voice == "caregiver" else "beneficiary"].id
    values = {**(HERS if voice == "caregiver" else CONTENT), **said}
    return act(app, by, lambda who: answers.record_answer(who, side, voice, values, channel))


def heard(app, people, person="mme_durand", hers=None, **said) -> int:
    """A round whose two sides have answered."""
    round_id = opened(app, people, person)
    speaks(app, round_id, **said)
    speaks(app, round_id, "caregiver", **(hers or {}))
    return round_id


def run_due(app) -> int:
    with writing(app):
        return rounds.open_due(None, now())
