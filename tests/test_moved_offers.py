"""A visit moves while its question is out: by a planning, by an écart taken from it, by hand. Nobody answers to another hour."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from acts import beneficiaries, gaps, held_visits, interruptions, offer_answers, offers, visits
from database import local
from models import Beneficiary, ImportGap, Offer, ReplacementVisit, Visit, VisitChange
from tests.absence_scenes import MONDAY, declare, do, line_of, request_of, row
from tests.import_files import send
from tests.offer_scenes import asked_of, open_visits, rosa_is_free
from tests.reader import reader
from tests.test_imports import gap_of, line, planning, visit_of
from tests.world import reading, writing

MOVED = "L'intervention a changé d'heure"


@pytest.fixture
def asked(app, people):
    """The planning has Aïcha on the 12th at ten; she is away, and Rosa is asked about that visit alone. The question."""
    send(app, "visits", planning(line()))
    request_id = rosa_is_free(app, people)
    people["request"] = request_id
    return asked_of(app, people, request_id, "rosa", [visit_of(app).id])


def state(app, offer) -> str:
    return row(app, Offer, offer).state


def hour(app) -> int:
    return local(visit_of(app).starts_at).hour


def gap_taken(app, people, by="claire"):
    do(app, people, by, gaps.decide, gap_of(app).id, "taken")


def test_a_newer_file_with_another_hour_undoes_nothing_and_the_question_stays_as_it_was_asked(app, people, asked):
    made = send(app, "visits", planning(line(start="11h", end="12h")))
    assert made.counts == {"gaps": 1, "left": 6}
    assert (hour(app), visit_of(app).caregiver_id, state(app, asked)) == (10, None, "waiting")
    assert "à 11 h" in reader(app, "claire").get("/ecarts").text
    assert do(app, people, "rosa", offer_answers.answer, asked, [visit_of(app).id], "own_phone") == "agreed"
    assert (hour(app), visit_of(app).caregiver_id) == (10, people["rosa_caregiver"])


def test_taken_from_the_planning_the_hour_is_followed_and_the_question_is_withdrawn_at_once(app, people, asked):
    """The planning still names the one who is away: it is followed for the hour alone, and the visit waits for somebody."""
    send(app, "visits", planning(line(start="11h", end="12h")))
    claire = reader(app, "claire")
    page = claire.get("/ecarts")
    take = next(form["action"] for form in page.select("form") if form.select("button") and "Reprendre" in form.text)
    assert "L'intervention reste à couvrir." in claire.follow(claire.post(take)).text
    assert (hour(app), visit_of(app).caregiver_id, state(app, asked)) == (11, None, "withdrawn")
    assert visit_of(app).id in open_visits(app, people["request"]), "the request holds it still"
    with reading(app) as session:
        left = session.scalars(select(VisitChange.kind).where(VisitChange.visit_id == visit_of(app).id,
                                                              VisitChange.reported_at.is_(None))).all()
    assert list(left) == ["uncovered"], "the hour comes from the planning; that nobody comes is still to be reported there"


@pytest.fixture
def followed(app, people):
    """The same, but the planning knows that nobody comes at ten, as the office took from it: it is followed again."""
    send(app, "visits", planning(line(start="9h", end="10h")))
    people["request"] = rosa_is_free(app, people)
    send(app, "visits", planning(line(caregiver="")))
    gap_taken(app, people)
    return asked_of(app, people, people["request"], "rosa", [visit_of(app).id])


def moves(app) -> None:
    assert send(app, "visits", planning(line(start="11h", end="12h", caregiver=""))).counts == {"changed": 1, "left": 6}


def test_a_planning_that_moves_the_visit_withdraws_the_question_in_the_same_gesture(app, people, followed):
    assert (hour(app), state(app, followed)) == (10, "waiting")
    assert send(app, "visits", planning(line(caregiver=""))).counts == {"left": 7}
    assert state(app, followed) == "waiting", "the same file again withdraws nothing"
    moves(app)
    one = row(app, Offer, followed)
    assert (hour(app), one.state, one.answered_at) == (11, "withdrawn", None) and one.closed_at


@pytest.fixture
def moved(app, followed):
    """The same, moved by the planning."""
    moves(app)
    return followed


def test_her_phone_says_that_the_hour_changed_and_asks_for_nothing(app, people, moved):
    rosa = reader(app, "rosa")
    assert "Un remplacement ?" not in rosa.get("/ma-semaine").text
    page = rosa.get(f"/mes-remplacements/{moved}")
    assert f"{MOVED}. La question n'est plus posée, rien ne vous est demandé." in page.text
    assert "Oui, " not in page.text and "11 h" not in page.text
    assert f"{MOVED} : la question n'est plus posée" in rosa.get("/mes-remplacements").text


def test_the_page_she_had_open_answers_to_no_other_hour(app, people, followed):
    rosa, visit_id = reader(app, "rosa"), str(visit_of(app).id)
    rosa.get(f"/mes-remplacements/{followed}")
    moves(app)
    for said in ({"said": "yes", "visits": [visit_id]}, {"said": "no"}):
        page = rosa.post(f"/mes-remplacements/{followed}/reponse", said, 409)
        assert MOVED in page.text and "Rien ne vous est demandé" in page.text
        assert page.h1 == "Cela a changé entre-temps" and "Relisez la fiche" not in page.text, "no colleague was before her"
    assert visit_of(app).caregiver_id is None and state(app, followed) == "withdrawn"


def test_a_planning_that_calls_the_visit_off_withdraws_the_question_too(app, people, followed):
    send(app, "visits", planning(line(caregiver="", status="annulée")))
    assert (visit_of(app).state, state(app, followed)) == ("withdrawn", "withdrawn")
    page = reader(app, "rosa").get(f"/mes-remplacements/{followed}")
    assert "La question n'est plus posée" in page.text and MOVED not in page.text


def test_the_office_reads_which_question_was_withdrawn_until_it_asks_again(app, people, moved):
    claire = reader(app, "claire")
    page = claire.get("/questions")
    assert MOVED in page.text and "Rosa Lopez" in page.text and "Aucune question" not in page.text
    assert "Avant : le 12 mars à 10 h. Maintenant : le 12 mars à 11 h." in page.text
    asked_of(app, people, people["request"], "rosa", [visit_of(app).id])
    page = claire.get("/questions")
    assert "Questions retirées" not in page.text and "le 12 mars à 11 h" in page.text


def test_the_office_reads_it_no_more_once_somebody_comes(app, people, moved):
    do(app, people, "claire", offers.called, people["request"], people["rosa_caregiver"])
    assert "Aucune question" in reader(app, "claire").get("/questions").text


def test_a_yes_already_given_with_others_is_not_attributed_at_another_hour(app, people, followed):
    do(app, people, "rosa", offer_answers.answer, followed, [], "own_phone")
    willing = asked_of(app, people, people["request"], "rosa", [visit_of(app).id], kind="several")
    do(app, people, "rosa", offer_answers.answer, willing, [visit_of(app).id], "own_phone")
    moves(app)
    assert state(app, willing) == "withdrawn"
    reader(app, "claire").post(f"/questions/{willing}/attribution", status=409)
    assert visit_of(app).caregiver_id is None


def test_the_visits_that_did_not_move_are_still_asked(app, people, followed):
    do(app, people, "rosa", offer_answers.answer, followed, [], "own_phone")
    offer, visits = asked_of(app, people, people["request"]), open_visits(app, people["request"])
    moves(app)
    assert len(visits) > 1 and state(app, offer) == "waiting"
    assert "a changé d'heure : plus demandée" in reader(app, "claire").get("/questions").text
    page = reader(app, "rosa").get(f"/mes-remplacements/{offer}")
    assert "Cette intervention a changé d'heure" in page.text and "Pas cette fois" in page.text
    do(app, people, "claire", offer_answers.say_yes, offer)
    assert visit_of(app).caregiver_id is None, "a yes by voice is no yes to the new hour"


def test_moved_by_hand_the_question_is_withdrawn_in_the_same_gesture(app, people, asked):
    visit = visit_of(app)
    reader(app, "malika").post(f"/interventions/{visit.id}/deplacement", {
        "version": str(visit.version), "day": "2026-03-12", "start": "17:00", "minutes": "60"})
    assert (hour(app), state(app, asked)) == (17, "withdrawn")
    assert MOVED in reader(app, "claire").get("/questions").text


def test_a_planning_older_than_what_was_decided_gives_nothing_back_to_the_one_who_is_away(app, people, clock):
    """Exported before the absence, sent after somebody agreed: a difference to decide, and nothing moves by itself."""
    old = planning(line())
    send(app, "visits", old)
    visit_id = visit_of(app).id
    request_id = request_of(app, declare(app, people), people["mme_durand"]).id
    made = send(app, "visits", old)
    assert made.counts == {"gaps": 1, "left": 6}
    assert visit_of(app).caregiver_id is None and visit_id in open_visits(app, request_id)
    do(app, people, "claire", offers.called, request_id, people["lucie_caregiver"])
    clock.set(datetime(2026, 3, 9, 9, 30, tzinfo=UTC))
    assert send(app, "visits", old).counts == {"gaps": 1, "left": 6}
    assert visit_of(app).caregiver_id == people["lucie_caregiver"]
    with reading(app) as session:
        assert session.scalars(select(ReplacementVisit.state).where(ReplacementVisit.visit_id == visit_id)).all() == ["covered"]
        assert len(session.scalars(select(ImportGap)).all()) == 1
    page = reader(app, "claire").get("/ecarts")
    assert "avec Lucie Moreau" in page.text and "avec Aïcha Diallo" in page.text
    assert f"{local(visit_of(app).starts_at).hour} h" in page.text


def test_an_older_file_never_takes_back_what_the_person_agreed_to_do_without(app, people):
    """Called off here with the person's agreement; the planning still has it."""
    old = planning(line())
    send(app, "visits", old)
    declare(app, people)
    with writing(app) as session:
        visit = session.get(Visit, visit_of(app).id)
        visit.state = "cancelled_by_person"
    assert send(app, "visits", old).counts == {"gaps": 1, "left": 6}
    assert visit_of(app).state == "cancelled_by_person"


def test_her_week_counts_what_is_still_asked_alone(app, people, followed):
    do(app, people, "rosa", offer_answers.answer, followed, [], "own_phone")
    asked_of(app, people, people["request"])
    rosa, many = reader(app, "rosa"), len(open_visits(app, people["request"]))
    assert f"{many} interventions, la première le 11 mars à 8 h" in rosa.get("/ma-semaine").text
    first = row(app, Visit, people["mme_durand_visit"])
    do(app, people, "claire", visits.settle, first.id, first.version, "cancelled_by_person", "")
    assert f"{many - 1} interventions, la première le 12 mars à 10 h" in rosa.get("/ma-semaine").text


def cancelled(app, people, visit):
    do(app, people, "claire", visits.settle, visit.id, visit.version, "cancelled_by_person", "Elle a de la visite")


def cancelled_in_a_call(app, people, visit):
    do(app, people, "claire", visits.cancel_several, [visit.id], "Elle a de la visite")


def given_by_hand(app, people, visit):
    do(app, people, "claire", visits.reassign, visit.id, visit.version, people["lucie_caregiver"], "replacement", "hours")


def taken_by_the_family(app, people, visit):
    do(app, people, "claire", held_visits.do_without, line_of(app, visit.id), "family", "Sa fille", MONDAY)


def called_elsewhere(app, people, visit):
    do(app, people, "claire", offers.called, people["request"], people["lucie_caregiver"])


def in_hospital(app, people, visit):
    do(app, people, "claire", interruptions.open, people["mme_durand"], None, "hospital", MONDAY, None, None, "Paul", "")


def no_longer_helped(app, people, visit):
    do(app, people, "helene", beneficiaries.end, people["mme_durand"], row(app, Beneficiary, people["mme_durand"]).version,
       MONDAY, "other")


@pytest.mark.parametrize("gone", [cancelled, cancelled_in_a_call, given_by_hand, taken_by_the_family, called_elsewhere,
                                  in_hospital, no_longer_helped])
def test_a_visit_that_waits_for_nobody_any_more_is_asked_of_nobody_from_that_moment(app, people, asked, gone):
    """Not a minute later, when the clock passes: she may be reading it."""
    rosa = reader(app, "rosa")
    assert "Un remplacement ?" in rosa.get("/ma-semaine").text
    gone(app, people, visit_of(app))
    assert state(app, asked) == "withdrawn"
    assert "Un remplacement ?" not in rosa.get("/ma-semaine").text
    assert "Rien ne vous est demandé" in rosa.post(f"/mes-remplacements/{asked}/reponse", {"said": "no"}, 409).text
