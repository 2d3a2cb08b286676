"""Scenes of the phone tests: a round, a change, codes, words, written straight in the tables."""

from datetime import timedelta

from database import instant_at, now, today
from models import (
    Answer,
    HomeAccess,
    HomeInstruction,
    Mediation,
    MediationPoint,
    MediationVersion,
    Round,
    RoundSide,
    SeriesAct,
    Visit,
    VisitChange,
    Word,
)
from tests.world import writing

HERS = {"hours_fit": "yes", "tasks_clear": "yes", "respected": "yes", "feels_safe": "yes", "too_heavy": "no",
        "outside_plan": "no", "wish": "go_on"}


def furnish(app, people, person="mme_durand") -> None:
    """A home with everything a phone may show."""
    with writing(app) as session:
        home = people[person]
        session.add_all([
            HomeAccess(beneficiary_id=home, codes="A4471B", keys="Chez la gardienne, loge B", changed_at=now()),
            HomeInstruction(beneficiary_id=home, code="fall", detail="tapis du couloir", since=now()),
            HomeInstruction(beneficiary_id=home, code="gloves", detail="", since=now()),
            SeriesAct(series_id=people[f"{person}_series"], act="wash", cannot_wait=True),
            SeriesAct(series_id=people[f"{person}_series"], act="housework", cannot_wait=False),
        ])


def ask(app, people, person="mme_durand", caregiver="aicha") -> tuple[int, int]:
    """A round open for this relation. Returns the ids of the person's side and of the caregiver's."""
    with writing(app) as session:
        opened = Round(pairing_id=people[f"{person}_pairing"], beneficiary_id=people[person],
                       caregiver_id=people[f"{caregiver}_caregiver"], milestone="second_visit",
                       milestone_key="second_visit", opened_at=now(), due_on=today())
        session.add(opened)
        session.flush()
        sides = [RoundSide(round_id=opened.id, side=side, closes_on=today() + timedelta(days=10), call_on=today())
                 for side in ("beneficiary", "caregiver")]
        session.add_all(sides)
        session.flush()
        return sides[0].id, sides[1].id


def answer(app, side_id: int, voice: str, by: int, close=True, **values) -> int:
    with writing(app) as session:
        said = Answer(side_id=side_id, voice=voice, channel="call", at=now(), collected_by_id=by,
                      **{"hours_fit": "yes", "tasks_clear": "yes", "respected": "yes", "wish": "go_on", **values})
        session.add(said)
        if close:
            side = session.get(RoundSide, side_id)
            side.state, side.closed_at = "answered", now()
        session.flush()
        return said.id


def change(app, people, kind="moved", person="mme_durand", caregiver="aicha", **values) -> int:
    with writing(app) as session:
        line = VisitChange(visit_id=people[f"{person}_visit"], beneficiary_id=people[person], kind=kind, made_at=now(),
                           caregiver_id=people[f"{caregiver}_caregiver"], starts_at=instant_at(today(), 1440), **values)
        session.add(line)
        session.flush()
        return line.id


def mediate(app, people, person="mme_durand") -> int:
    with writing(app) as session:
        opened = Mediation(pairing_id=people[f"{person}_pairing"], subject="L'heure d'arrivée le mercredi",
                           owner_id=people["claire"], state="agreed", check_on=today() + timedelta(days=20),
                           opened_at=now(), opened_by_id=people["claire"])
        session.add(opened)
        session.flush()
        versions = [MediationVersion(mediation_id=opened.id, side=side, facts=facts, at=now(), by_id=people["claire"])
                    for side, facts in (("caregiver", "Le bus de 7 h 40 manque souvent."),
                                        ("beneficiary", "CANARI elle regarde son téléphone."))]
        point = MediationPoint(mediation_id=opened.id, who="Aïcha", what="Arrive à 8 h 10", at=now(),
                               by_id=people["claire"])
        session.add_all([*versions, point])
        return opened.id


def word(app, people, caregiver="aicha", person="mme_durand", **values) -> int:
    with writing(app) as session:
        said = Word(beneficiary_id=people[person], caregiver_id=people[f"{caregiver}_caregiver"], by_id=people[caregiver],
                    at=now(), **{"kind": "to_know", "words": "Le radiateur de la chambre est froid.",
                                 "visit_id": people[f"{person}_past_visit"], **values})
        session.add(said)
        session.flush()
        return said.id


def give_visit(app, people, day, minute=600, person="mme_durand", caregiver="aicha", **values) -> int:
    with writing(app) as session:
        usual = {"pairing_id": people[f"{person}_pairing"], "minutes": 60, "ends_at": instant_at(day, minute + 60),
                 "state": "planned"}
        visit = Visit(beneficiary_id=people[person], caregiver_id=people[f"{caregiver}_caregiver"],
                      series_id=people[f"{person}_series"], day=day, start_minute=minute, starts_at=instant_at(day, minute),
                      given_at=now(), **{**usual, **values})
        session.add(visit)
        session.flush()
        return visit.id
