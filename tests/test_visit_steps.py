"""What changes a visit: each change leaves a line, and nobody undoes a colleague's without knowing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

import pytest

from models import Pairing, Series, Visit, VisitChange
from tests.reader import reader
from tests.test_visits import a_measure, one, visit_of
from tests.world import count, counts, writing

EVENING_BEFORE = datetime.fromisoformat("2026-03-10T17:00+00:00")
DURING = datetime.fromisoformat("2026-03-11T07:30+00:00")
AFTER = datetime.fromisoformat("2026-03-11T09:00+00:00")


def slot(**values):
    return {"version": "1", "day": "2026-03-12", "start": "10:00", "minutes": "45"} | values


def test_a_visit_moved_leaves_a_line_to_report(app, people):
    id, claire = people["mme_durand_visit"], reader(app, "claire")
    page = claire.follow(claire.post(f"/interventions/{id}/deplacement", slot()))
    assert page.h1 == "Intervention du jeudi 12 mars" and "À reporter dans votre planning" in page.text
    visit, change = visit_of(app, id), one(app, VisitChange)
    assert (visit.day, visit.start_minute, visit.minutes, visit.version) == (date(2026, 3, 12), 600, 45, 2)
    assert visit.ends_at == datetime.fromisoformat("2026-03-12T09:45+00:00")
    assert (change.kind, change.made_by_id, change.phone_first) == ("moved", people["claire"], False)
    assert (change.was, change.now) == ("mer. 11 mars, 8\u00a0h, 1\u00a0h", "jeu. 12 mars, 10\u00a0h, 45\u00a0min")


@pytest.mark.parametrize("day, phoned", [("2026-03-09", True), ("2026-03-20", False)])
def test_a_visit_moved_to_today_is_phoned_first(app, people, day, phoned):
    reader(app, "claire").post(f"/interventions/{people['mme_durand_visit']}/deplacement", slot(day=day, start="18:00"))
    assert one(app, VisitChange).phone_first is phoned


def test_a_change_the_evening_before_is_phoned_first(app, people, clock):
    clock.set(EVENING_BEFORE)
    reader(app, "claire").post(f"/interventions/{people['mme_durand_visit']}/sans-intervenante", {"version": "1"})
    assert one(app, VisitChange).phone_first


@pytest.mark.parametrize("values, said", [
    ({"day": "2026-03-01"}, "Indiquez aujourd'hui, ou un jour à venir."), ({"day": "x"}, "Indiquez une date"),
    ({"start": "abc"}, "Indiquez une heure"), ({"version": ""}, "Rechargez la page, puis recommencez."),
])
def test_a_move_with_a_fault_comes_back(app, people, values, said):
    page = reader(app, "claire").post(f"/interventions/{people['mme_durand_visit']}/deplacement", slot(**values), 422)
    assert said in page.text and count(app, VisitChange) == 0


def test_the_second_of_two_coordinators_learns_what_her_colleague_did(app, people):
    id = people["mme_durand_visit"]
    lucie = {"version": "1", "caregiver_id": str(people["lucie_caregiver"]), "kind": "replacement", "why": "hours",
             "extent": "one"}
    reader(app, "claire").post(f"/interventions/{id}/intervenante?partout=1", lucie)
    malika = reader(app, "malika")
    before = counts(app)
    page = malika.post(f"/interventions/{id}/deplacement", slot(), 409)
    assert "Claire Martin" in page.text and "changement d'intervenante" in page.text
    page = malika.post(f"/interventions/{id}/issue", {
        "version": "1", "state": "cancelled_by_person", "note": "Elle préfère jeudi, sa fille sera là."}, 409)
    assert "Elle préfère jeudi, sa fille sera là." in page.text
    assert counts(app) == before
    assert visit_of(app, id).caregiver_id == people["lucie_caregiver"]


def test_of_two_coordinators_at_the_same_instant_one_decides_and_the_other_is_told(app, people):
    id, names = people["mme_durand_visit"], ("claire", "malika")
    desks, ready = [reader(app, name) for name in names], Barrier(2)
    tokens = [desk.token() for desk in desks]

    def send(n):
        sent = {"csrf_token": tokens[n], "key": str(n) * 32, **slot(start=f"1{n}:00")}
        ready.wait()
        return desks[n].client.post(f"/interventions/{id}/deplacement", data=sent).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, range(2)))
    assert sorted(answers) == [303, 409]
    assert visit_of(app, id).start_minute == 600 + 60 * answers.index(303) and count(app, VisitChange) == 1


def test_a_replacement_opens_a_relation_and_says_instead_of_whom(app, people):
    id, claire = people["mme_durand_visit"], reader(app, "claire")
    sent = {"version": "1", "caregiver_id": str(people["lucie_caregiver"]), "kind": "replacement", "why": "hours",
            "extent": "one"}
    assert "Choisissez dans la liste." in claire.post(f"/interventions/{id}/intervenante", sent, 422).text
    page = claire.follow(claire.post(f"/interventions/{id}/intervenante?partout=1", sent))
    assert "Lucie Moreau au lieu d'Aïcha Diallo" in page.text
    pairing = one(app, Pairing, Pairing.caregiver_id == people["lucie_caregiver"],
                  Pairing.beneficiary_id == people["mme_durand"])
    assert (pairing.kind, pairing.ends_on) == ("replacement", date(2026, 3, 11))
    assert visit_of(app, id).pairing_id == pairing.id
    assert visit_of(app, people["mme_durand_next_visit"]).caregiver_id == people["aicha_caregiver"]
    change = one(app, VisitChange)
    assert (change.caregiver_id, change.other_caregiver_id) == (people["aicha_caregiver"], people["lucie_caregiver"])


def test_from_this_visit_on_the_series_has_somebody_else(app, people):
    id = people["mme_durand_visit"]
    sent = {"version": "1", "caregiver_id": str(people["lucie_caregiver"]), "kind": "usual", "why": "hours",
            "extent": "following"}
    reader(app, "claire").post(f"/interventions/{id}/intervenante?partout=1", sent)
    assert visit_of(app, people["mme_durand_next_visit"]).caregiver_id == people["lucie_caregiver"]
    assert visit_of(app, people["mme_durand_past_visit"]).caregiver_id == people["aicha_caregiver"]
    assert one(app, Series, Series.id == people["mme_durand_series"]).caregiver_id == people["lucie_caregiver"]
    assert one(app, VisitChange).now.startswith("chaque mercredi")


@pytest.mark.parametrize("values, said", [
    ({"caregiver_id": ""}, "Choisissez une intervenante."),
    ({"why": ""}, "Dites pourquoi elle est choisie."),
    ({"extent": "always"}, "Choisissez une réponse de la liste."),
])
def test_a_reassignment_with_a_fault_comes_back(app, people, values, said):
    sent = {"version": "1", "caregiver_id": str(people["lucie_caregiver"]), "kind": "usual", "why": "hours"} | values
    url = f"/interventions/{people['mme_durand_visit']}/intervenante?partout=1"
    assert said in reader(app, "claire").post(url, sent, 422).text


def test_a_measure_refuses_a_reassignment_without_saying_more(app, people):
    a_measure(app, people)
    sent = {"version": "1", "caregiver_id": str(people["lucie_caregiver"]), "kind": "replacement", "why": "hours"}
    url = f"/interventions/{people['mme_durand_visit']}/intervenante?partout=1"
    page = reader(app, "claire").post(url, sent, 422)
    assert "Affectation refusée : mesure d'organisation." in page.text and "sort pas" not in page.text


def test_a_caregiver_taken_off_leaves_the_visit_uncovered(app, people):
    id, claire = people["mme_durand_visit"], reader(app, "claire")
    page = claire.follow(claire.post(f"/interventions/{id}/sans-intervenante", {"version": "1"}))
    assert "Personne pour l'instant" in page.text and "Non couverte" in page.text
    visit = visit_of(app, id)
    assert (visit.caregiver_id, visit.pairing_id, visit.state) == (None, None, "planned")
    claire.post(f"/interventions/{id}/sans-intervenante", {"version": ""}, 422)


@pytest.mark.parametrize("state, kind, when", [
    ("cancelled_by_person", "cancelled", None), ("refused_by_person", "refused", None), ("withdrawn", "withdrawn", None),
    ("not_covered", "not_covered", DURING), ("done", None, AFTER),
])
def test_each_outcome_is_kept_apart(app, people, clock, state, kind, when):
    id = people["mme_durand_visit"]
    if when:
        clock.set(when)
    reader(app, "claire").post(f"/interventions/{id}/issue", {"version": "1", "state": state, "note": "Un mot."})
    visit = visit_of(app, id)
    assert (visit.state, visit.note, visit.state_by_id) == (state, "Un mot.", people["claire"])
    assert count(app, VisitChange) == (1 if kind else 0)
    assert not kind or one(app, VisitChange).kind == kind


@pytest.mark.parametrize("state", ["done", "not_covered", "suspended", "door_closed", "planned", ""])
def test_nothing_is_said_before_its_hour(app, people, state):
    page = reader(app, "claire").post(f"/interventions/{people['mme_durand_visit']}/issue",
                                      {"version": "1", "state": state}, 422)
    assert "Choisissez une réponse" in page.text and visit_of(app, people["mme_durand_visit"]).state == "planned"


def test_a_past_visit_is_not_moved_nor_given_to_another(app, people):
    id, claire = people["mme_durand_past_visit"], reader(app, "claire")
    assert not claire.get(f"/interventions/{id}").select("a", href=f"/interventions/{id}/deplacement")
    claire.post(f"/interventions/{id}/deplacement", slot(), 409)
    claire.post(f"/interventions/{id}/sans-intervenante", {"version": "1"}, 409)
    assert count(app, VisitChange) == 0


def test_the_person_takes_her_word_back(app, people):
    id, claire = people["mme_durand_visit"], reader(app, "claire")
    claire.post(f"/interventions/{id}/issue", {"version": "1", "state": "cancelled_by_person"})
    assert "La rétablir" in claire.get(f"/interventions/{id}").text
    claire.post(f"/interventions/{id}/retablissement", {"version": "2"})
    visit = visit_of(app, id)
    assert (visit.state, visit.caregiver_id) == ("planned", people["aicha_caregiver"])
    claire.post(f"/interventions/{id}/retablissement", {"version": "3"}, 409)


@pytest.mark.parametrize("what", ["measure", "ended"])
def test_a_visit_taken_back_has_nobody_when_she_may_no_longer_go(app, people, what):
    id, claire = people["mme_durand_visit"], reader(app, "claire")
    claire.post(f"/interventions/{id}/issue", {"version": "1", "state": "cancelled_by_person"})
    if what == "measure":
        a_measure(app, people, caregiver_id=people["aicha_caregiver"])
    else:
        with writing(app) as session:
            session.get(Pairing, people["mme_durand_pairing"]).state = "ended"
    claire.post(f"/interventions/{id}/retablissement", {"version": "2"})
    assert visit_of(app, id).caregiver_id is None and one(app, Visit, Visit.id == id).state == "planned"
