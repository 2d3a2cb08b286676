"""A visit of an absence that was gone, or somebody's, and has nobody all the same: its request asks for somebody again."""

from datetime import date

import pytest
from sqlalchemy import select

from acts import absences, beneficiaries, caregivers, held_visits, measures, offers, pairings, replacements, visits
from database import now
from models import Beneficiary, Caregiver, Pairing, Replacement, Visit, VisitChange
from tests import pair_scenes
from tests.absence_scenes import MONDAY, a_third, declare, do, held, line_of, request_of, row, tick, version, visit
from tests.reader import reader
from tests.world import reading, writing


@pytest.fixture
def request_id(app, people):
    """Aïcha is away; Rosa could come. The request of Mme Durand."""
    a_third(app, people)
    people["absence"] = declare(app, people)
    return request_of(app, people["absence"], people["mme_durand"]).id


def settled(app, people, state) -> None:
    one = visit(app, people)
    do(app, people, "claire", visits.settle, one.id, one.version, state, "")
    tick(app)


def restored(app, people) -> None:
    one = visit(app, people)
    do(app, people, "claire", visits.restore, one.id, one.version)
    tick(app)


def called(app, people, request_id) -> None:
    do(app, people, "claire", offers.called, request_id, people["rosa_caregiver"])


def asks(app, people) -> bool:
    """The visit waits in the request of the absence, which is open, and in the plan of the absence."""
    plan = reader(app, "claire").get(f"/absences/{people['absence']}/plan").text
    return (held(app, people["mme_durand_visit"])[-1][1], request_of(app, people["absence"], people["mme_durand"]).state,
            "mer. 11 mars" in plan) == ("open", "open", True)


def test_called_off_then_planned_again_it_asks_again(app, people, request_id):
    settled(app, people, "cancelled_by_person")
    assert not asks(app, people)
    restored(app, people)
    assert asks(app, people)
    assert "Aïcha Diallo absente : une intervention à couvrir" in reader(app, "claire").get("/a-traiter").text


def test_left_to_the_family_then_planned_again_it_asks_again(app, people, request_id):
    do(app, people, "claire", held_visits.do_without, line_of(app, people["mme_durand_visit"]), "family", "Sa fille", MONDAY)
    assert not asks(app, people)
    restored(app, people)
    assert asks(app, people)


def test_taken_off_whoever_had_agreed_it_asks_again(app, people, request_id):
    called(app, people, request_id)
    one = visit(app, people)
    do(app, people, "claire", visits.uncover, one.id, one.version)
    tick(app)
    assert asks(app, people)
    called(app, people, request_id)
    assert visit(app, people).caregiver_id == people["rosa_caregiver"]


def test_taken_off_whoever_had_agreed_after_the_return_it_is_hers_at_once_and_the_page_says_so(app, people, request_id):
    called(app, people, request_id)
    do(app, people, "claire", absences.come_back, people["absence"], version(app, people["absence"]), date(2026, 3, 11))
    one, claire = visit(app, people), reader(app, "claire")
    assert one.caregiver_id == people["rosa_caregiver"], "what somebody agreed to stays with her"
    page = claire.follow(claire.post(f"/interventions/{one.id}/sans-intervenante", {"version": str(one.version)}))
    assert "Celle qu'on remplaçait est revenue" in page.text and "Personne ne couvre plus" not in page.text
    assert visit(app, people).caregiver_id == people["aicha_caregiver"]
    assert "reprise par l'intervenante habituelle" in claire.get(f"/absences/{people['absence']}").text


@pytest.mark.parametrize(("reported", "line"), [
    ((), None),  # the planning never knew of anything
    (("uncovered",), ("aicha_caregiver", None)),  # it has nobody
    (("uncovered", "reassigned"), ("aicha_caregiver", "rosa_caregiver")),  # it has Rosa
    (("reassigned",), ("aicha_caregiver", "rosa_caregiver")),
])
def test_hers_again_the_planning_is_told_unless_it_has_her_already(app, people, request_id, reported, line):
    """What was reported before decides: two plannings never contradict each other in silence."""
    if "uncovered" in reported:
        ticked(app)
    called(app, people, request_id)
    if "reassigned" in reported:
        ticked(app)
    do(app, people, "claire", absences.come_back, people["absence"], version(app, people["absence"]), date(2026, 3, 11))
    one = visit(app, people)
    do(app, people, "claire", visits.uncover, one.id, one.version)
    assert visit(app, people).caregiver_id == people["aicha_caregiver"]
    assert to_report(app, one.id) == ([(people[line[0]], line[1] and people[line[1]])] if line else [])


def ticked(app) -> None:
    with writing(app) as session:
        for change in session.scalars(select(VisitChange).where(VisitChange.reported_at.is_(None), VisitChange.folded_into_id.is_(None))):
            change.reported_at = now()


def to_report(app, visit_id) -> list[tuple]:
    """(who comes, instead of whom) of each line of this visit still to report."""
    with reading(app) as session:
        return [tuple(one) for one in session.execute(
            select(VisitChange.other_caregiver_id, VisitChange.instead_of_id).where(
                VisitChange.visit_id == visit_id, VisitChange.reported_at.is_(None), VisitChange.folded_into_id.is_(None)))]


def test_taken_off_while_she_is_still_away_it_asks_again_at_once(app, people, request_id):
    called(app, people, request_id)
    one, claire = visit(app, people), reader(app, "claire")
    page = claire.follow(claire.post(f"/interventions/{one.id}/sans-intervenante", {"version": str(one.version)}))
    assert "Personne ne couvre plus cette intervention." in page.text and asks(app, people)


def test_a_measure_on_whoever_had_agreed_makes_it_ask_again(app, people, request_id):
    called(app, people, request_id)
    do(app, people, "helene", measures.set, people["mme_durand"], people["rosa_caregiver"], "do_not_assign", "", MONDAY)
    tick(app)
    assert visit(app, people).caregiver_id is None and asks(app, people)


def test_planned_again_after_her_return_it_is_hers(app, people, request_id):
    """Nobody else is asked for what she can do herself."""
    settled(app, people, "cancelled_by_person")
    do(app, people, "claire", absences.come_back, people["absence"], version(app, people["absence"]), date(2026, 3, 10))
    restored(app, people)
    tick(app)
    assert visit(app, people).caregiver_id == people["aicha_caregiver"]
    assert held(app, people["mme_durand_visit"])[-1][1] == "returned"


def test_a_request_closed_by_hand_stays_closed(app, people):
    a_third(app, people)
    id = int(do(app, people, "claire", replacements.open, people["mme_durand_pairing"], "office", "training", "", None, "", False,
                date(2026, 3, 10), date(2026, 3, 20)))
    called(app, people, id)
    do(app, people, "claire", replacements.tell_requester, id, "C'est organisé.")
    one = visit(app, people)
    do(app, people, "claire", visits.uncover, one.id, one.version)
    tick(app)
    assert held(app, one.id)[-1][1] == "covered"
    assert "une intervention sans intervenante" in reader(app, "claire").get("/a-traiter").text


def test_a_visit_the_home_shut_to_whoever_came_asks_for_nobody(app, people, request_id):
    """For what she is: planned again for her, then taken off her, no colleague is sent in her place."""
    called(app, people, request_id)
    settled(app, people, "refused_by_person")
    with writing(app) as session:
        pairing = session.query(Pairing).filter_by(caregiver_id=people["rosa_caregiver"]).one().id
    restored(app, people)
    shut = pair_scenes.request(app, people, state="not_grantable", discriminatory="yes")
    with writing(app) as session:
        asked = session.get(Replacement, shut)
        asked.pairing_id, asked.caregiver_id = pairing, people["rosa_caregiver"]
    one = visit(app, people)
    do(app, people, "claire", visits.uncover, one.id, one.version)
    tick(app)
    assert row(app, Visit, one.id).caregiver_id is None and held(app, one.id)[-1][1] != "open"


def her_contract_ends(app, people):
    her = row(app, Caregiver, people["aicha_caregiver"])
    do(app, people, "helene", caregivers.end, her.id, her.version, date(2026, 3, 10))


def their_relation_ends(app, people):
    do(app, people, "claire", pairings.end, people["mme_durand_pairing"], "end_of_help", MONDAY)


@pytest.mark.parametrize("ends", [her_contract_ends, their_relation_ends])
def test_she_leaves_during_her_absence_and_what_nobody_took_is_still_asked_for(app, people, request_id, ends):
    ends(app, people)
    tick(app)
    assert asks(app, people)
    reader(app, "claire").post(f"/remplacements/{request_id}/questions", {"caregiver_id": people["rosa_caregiver"]})
    called(app, people, request_id)
    tick(app)
    assert visit(app, people).caregiver_id == people["rosa_caregiver"]
    assert request_of(app, people["absence"], people["mme_durand"]).state == "done"


def test_the_help_of_the_person_ends_and_nothing_is_asked_for(app, people, request_id):
    person = row(app, Beneficiary, people["mme_durand"])
    do(app, people, "helene", beneficiaries.end, person.id, person.version, MONDAY, "other")
    tick(app)
    assert request_of(app, people["absence"], people["mme_durand"]).state == "cancelled" and not asks(app, people)
