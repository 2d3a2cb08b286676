"""Scenes of points à deux voix, written as the house writes them."""

from datetime import date

from sqlalchemy import insert, select

from acts import answers, rounds
from database import db, instant_at, now
from models import Account, Beneficiary, Pairing, RoundSide, Visit
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


def more_relations(app, people, number: int) -> None:
    """Other persons whose usual caregiver is Aïcha, each visited twice last week."""
    with writing(app) as session:
        for place in range(number):
            person = session.get(Beneficiary, people["mme_durand"])
            copy = Beneficiary(civility="M.", first_name="Paul", last_name=f"Voisin {place}", search_name=" voisin",
                               sector_id=person.sector_id, created_at=now(), cannot_answer_by_phone=False)
            session.add(copy)
            session.flush()
            pairing = Pairing(beneficiary_id=copy.id, caregiver_id=people["aicha_caregiver"], kind="usual",
                              state="first_visits", chosen_why="skills", starts_on=date(2026, 3, 1), created_at=now())
            session.add(pairing)
            session.flush()
            session.execute(insert(Visit), [
                {"beneficiary_id": copy.id, "caregiver_id": people["aicha_caregiver"], "pairing_id": pairing.id,
                 "series_id": people["mme_durand_series"], "day": date(2026, 3, day), "start_minute": 480,
                 "minutes": 60, "starts_at": instant_at(date(2026, 3, day), 480),
                 "ends_at": instant_at(date(2026, 3, day), 540), "state": "planned", "version": 1} for day in (3, 5)])
