"""Scenes of who could come: visits held by a request, and what is known of a caregiver, written straight in the tables."""

from datetime import date, timedelta

from database import now, today
from models import (
    Absence,
    Caregiver,
    CaregiverSector,
    CaregiverSkill,
    Decision,
    Offer,
    ReplacementVisit,
    Round,
    Visit,
)
from rules.names import search_key
from tests import pair_scenes
from tests.world import writing


def caregiver(app, people, first="Rose", last="Aubry", sector="nord", **values) -> int:
    """One more caregiver of this sector."""
    with writing(app) as session:
        one = Caregiver(**{"first_name": first, "last_name": last, "search_name": search_key(last, first), "phone": "",
                           "district": "", "qualification": "care_assistant", "weekly_minutes": 28 * 60, "gender": "woman",
                           "has_vehicle": False, "created_at": now(), "version": 1, **values})
        session.add(one)
        session.flush()
        session.add(CaregiverSector(caregiver_id=one.id, sector_id=people[f"sector_{sector}"]))
        return one.id


def add(app, make) -> None:
    """The records `make` returns, made where the clock is."""
    with writing(app) as session:
        session.add_all(make())


def held_request(app, people, person="mme_durand", suffixes=("_visit", "_next_visit")) -> int:
    """A request that holds these visits of the person, her caregiver away: nobody has them any more."""
    id = pair_scenes.request(app, people, person=person, requested_by="office", reason="sick_leave", for_good=False,
                             discriminatory=None, starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 23))
    with writing(app) as session:
        for suffix in suffixes:
            visit = session.get(Visit, people[person + suffix])
            session.add(ReplacementVisit(replacement_id=id, visit_id=visit.id, former_caregiver_id=visit.caregiver_id,
                                         former_pairing_id=visit.pairing_id, held_at=now()))
            visit.caregiver_id = visit.pairing_id = visit.given_at = None
    return id


def away(people, caregiver="lucie", first=0, last=30, kind="sick_leave") -> Absence:
    return Absence(caregiver_id=people[f"{caregiver}_caregiver"], kind=kind, starts_on=today() + timedelta(days=first),
                   ends_on=None if last is None else today() + timedelta(days=last), received_on=today(), state="open",
                   declared_at=now(), declared_by_id=people["claire"])


def agreed(people, replacement_id: int, caregiver="lucie", notice="urgent", ago=1, state="agreed") -> Offer:
    at = now() - timedelta(days=ago)
    return Offer(replacement_id=replacement_id, caregiver_id=people[f"{caregiver}_caregiver"], kind="direct", notice=notice,
                 state=state, asked_at=at, asked_by_id=people["claire"], expires_at=at + timedelta(hours=1), answered_at=at)


def speaks(people, code, caregiver="lucie") -> CaregiverSkill:
    return CaregiverSkill(caregiver_id=people[f"{caregiver}_caregiver"], kind="language", code=code)


def decided(app, people, outcome="fit", person="mme_durand", caregiver="aicha") -> None:
    """Their last point ended so, with a reason and words that nobody reads on the page of a request."""
    with writing(app) as session:
        one = Round(pairing_id=people[f"{person}_pairing"], beneficiary_id=people[person],
                    caregiver_id=people[f"{caregiver}_caregiver"], milestone="on_demand", milestone_key=f"on_demand-{outcome}",
                    opened_at=now(), due_on=today(), state="decided", closed_at=now())
        session.add(one)
        session.flush()
        session.add(Decision(round_id=one.id, outcome=outcome, reason=f"{pair_scenes.CANARY} raison", proposed=outcome,
                             told_words=f"{pair_scenes.CANARY} mots", at=now(), by_id=people["claire"]))
