"""What was decided of two people together, a measure, a relation's end, a home that refused, holds against any planning."""

from datetime import date

import pytest
from sqlalchemy import select

from acts import gaps, measures, pairings
from database import Overtaken
from models import Visit, VisitChange
from tests import pair_scenes as scenes
from tests.import_files import send
from tests.reader import reader
from tests.test_imports import AICHA, LUCIE, act, gap_of, line, planning, visit_of
from tests.world import reading

TWELFTH, MONDAY = date(2026, 3, 12), date(2026, 3, 16)
BY_LUCIE = planning(line(caregiver=LUCIE))


def measure(app, people, caregiver: str, first: date, kind="do_not_assign"):
    act(app, people["helene"], measures.set, people["mme_durand"], people[f"{caregiver}_caregiver"], kind, "secret", first)


def relation(app, people, caregiver: str, first: date) -> int:
    return int(act(app, people["claire"], pairings.create, people["mme_durand"], people[f"{caregiver}_caregiver"], "usual",
                   "hours", first))


def end(app, people, last: date, reason="schedule") -> None:
    act(app, people["claire"], pairings.end, people["mme_durand_pairing"], reason, last)


def lines_of(app, caregiver_id: int) -> list[str]:
    with reading(app) as session:
        return list(session.scalars(select(VisitChange.kind).where(VisitChange.caregiver_id == caregiver_id)
                                    .order_by(VisitChange.id)))


# --- visits that came in before anybody opened the relation -------------------------------------------------------------

def test_a_measure_frees_the_visits_that_came_in_before_their_relation(app, people):
    send(app, "visits", BY_LUCIE)
    relation(app, people, "lucie", MONDAY)
    measure(app, people, "lucie", date(2026, 3, 9))
    assert visit_of(app).caregiver_id is None
    assert lines_of(app, people["lucie_caregiver"]) == ["uncovered"]
    assert send(app, "visits", BY_LUCIE).counts == {"gaps": 1, "left": 6}
    assert visit_of(app).caregiver_id is None


def test_a_measure_frees_them_when_nobody_ever_opened_a_relation(app, people):
    send(app, "visits", BY_LUCIE)
    measure(app, people, "lucie", date(2026, 3, 9))
    assert visit_of(app).caregiver_id is None


def test_only_accompanied_leaves_her_visits_to_her(app, people):
    send(app, "visits", BY_LUCIE)
    measure(app, people, "lucie", date(2026, 3, 9), "only_accompanied")
    assert visit_of(app).caregiver_id == people["lucie_caregiver"]


def test_a_relation_that_ends_frees_the_visits_that_stood_outside_its_days(app, people):
    send(app, "visits", BY_LUCIE)
    made = relation(app, people, "lucie", MONDAY)
    act(app, people["claire"], pairings.end, made, "schedule", date(2026, 3, 10))
    assert visit_of(app).caregiver_id is None


# --- a relation ended here ----------------------------------------------------------------------------------------------

def test_new_weeks_of_a_stale_planning_do_not_bring_her_back(app, people):
    send(app, "visits", planning(line()))
    end(app, people, date(2026, 3, 10))
    made = send(app, "visits", planning(line(), line("V2", "19/03/2026")))
    assert made.counts == {"created": 1, "gaps": 2, "left": 6}
    assert visit_of(app, "V2").caregiver_id is None
    assert any("relation terminée ici" in words for _, words, _ in made.lines["gap"])
    assert not any("sans relation ouverte" in words for _, words, _ in made.lines.get("noted", ()))
    page = reader(app, "claire").get("/ecarts")
    assert page.text.count("Relation terminée ici") == 2 and "Horaires" not in page.text
    reader(app, "aicha").get(f"/ma-semaine/{visit_of(app, 'V2').id}", 404)


def test_somebody_may_still_send_her_back_and_an_opened_relation_says_it_for_good(app, people):
    end(app, people, date(2026, 3, 10))
    send(app, "visits", planning(line()))
    act(app, people["claire"], gaps.decide, gap_of(app).id, "taken")
    assert visit_of(app).caregiver_id == people["aicha_caregiver"]
    # another hour of what somebody gave her back is hers
    assert send(app, "visits", planning(line(start="11h", end="12h"))).counts == {"changed": 1, "left": 6}
    relation(app, people, "aicha", date(2026, 3, 12))
    made = send(app, "visits", planning(line(start="11h", end="12h"), line("V2", "19/03/2026")))
    assert made.counts == {"created": 1, "left": 7} and visit_of(app, "V2").caregiver_id == people["aicha_caregiver"]


def test_the_days_before_its_last_one_are_still_hers(app, people):
    end(app, people, MONDAY)
    send(app, "visits", planning(line()))
    assert visit_of(app).caregiver_id == people["aicha_caregiver"]


def test_a_visit_given_by_the_planning_to_one_whose_relation_ended_waits(app, people):
    send(app, "visits", BY_LUCIE)
    end(app, people, date(2026, 3, 10))
    assert send(app, "visits", planning(line())).counts == {"gaps": 1, "left": 6}
    assert visit_of(app).caregiver_id == people["lucie_caregiver"]


def test_two_who_never_had_a_relation_meet_by_the_planning(app, people):
    made = send(app, "visits", BY_LUCIE)
    assert made.counts == {"created": 7} and visit_of(app).caregiver_id == people["lucie_caregiver"]


# --- her own visit, moved under a measure -------------------------------------------------------------------------------

def test_a_file_does_not_move_her_visit_into_days_kept_from_her(app, people):
    send(app, "visits", planning(line(day="10/03/2026")))
    measure(app, people, "aicha", date(2026, 3, 11))
    made = send(app, "visits", planning(line(day="12/03/2026")))
    assert made.counts == {"gaps": 1, "left": 6}
    assert visit_of(app).day == date(2026, 3, 10) and gap_of(app).under_measure
    with pytest.raises(Overtaken, match="mesure d'organisation"):
        act(app, people["claire"], gaps.decide, gap_of(app).id, "taken")


def test_a_coordinator_does_not_either(app, people):
    measure(app, people, "aicha", date(2026, 3, 13))
    with reading(app) as session:
        visit = session.get(Visit, people["mme_durand_visit"])
    moved = {"version": visit.version, "start": "9:00", "minutes": "60"}
    claire, url = reader(app, "claire"), f"/interventions/{visit.id}/deplacement"
    page = claire.post(url, {**moved, "day": "2026-03-13"}, 409)
    assert "mesure d'organisation" in page.text and "Ne pas affecter" not in page.text and "secret" not in page.text
    claire.post(url, {**moved, "day": "2026-03-12"}, 303)


# --- a home that refused ------------------------------------------------------------------------------------------------

def refused(app, people) -> None:
    """Refused at the door after a request that cannot be granted, then the person takes her word back."""
    send(app, "visits", planning(line()))
    scenes.request(app, people, state="not_grantable", discriminatory="yes")
    claire = reader(app, "claire")
    claire.post(f"/interventions/{visit_of(app).id}/issue", {"version": visit_of(app).version, "state": "refused_by_person",
                                                             "note": "n"})


def test_a_file_sends_nobody_else_to_a_home_that_refused(app, people):
    refused(app, people)
    visit = visit_of(app)
    reader(app, "claire").post(f"/interventions/{visit.id}/retablissement", {"version": visit.version})
    made = send(app, "visits", BY_LUCIE)
    assert made.counts == {"gaps": 1, "left": 6}
    assert visit_of(app).caregiver_id == people["aicha_caregiver"]
    with pytest.raises(Overtaken, match="La direction décide"):
        act(app, people["claire"], gaps.decide, gap_of(app).id, "taken")


def test_nor_by_another_visit_at_the_same_hour(app, people):
    refused(app, people)
    made = send(app, "visits", planning(line(status="annulée"), line("V9", caregiver=LUCIE)))
    assert made.counts["gaps"] == 1 and visit_of(app, "V9").caregiver_id is None
    assert AICHA.split()[0] not in made.lines["gap"][0][1] and "refusée par la personne" in made.lines["gap"][0][1]
