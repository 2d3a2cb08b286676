"""On her phone: not to go back to one home. Nobody asks why; she sees who read it and what was decided."""

import pytest

from acts import replacements
from models import Pairing, PairMeasure, Replacement, ReplacementVisit, Visit
from tests import absence_scenes as scenes
from tests.phone_scenes import give_visit
from tests.reader import reader
from tests.world import count, reading, writing

TELLING = ("caregiver_protection", "Protection", "ne veux plus")


def ask(app, people, reason="misfit_caregiver", name="aicha", status=303):
    return reader(app, name).post(f"/mes-demandes/nouvelle/{people['mme_durand_pairing']}", {"reason": reason},
                                  status=status)


def only(app) -> Replacement:
    with reading(app) as session:
        found = session.query(Replacement).one()
        session.expunge(found)
        return found


def test_she_chooses_a_home_of_hers_and_says_one_thing_without_a_why(app, people):
    aicha = reader(app, "aicha")
    homes = aicha.get("/mes-demandes/nouvelle")
    assert "Jeanne Durand" in homes.text and "Henri Petit" not in homes.text
    page = aicha.get(f"/mes-demandes/nouvelle/{people['mme_durand_pairing']}")
    assert "Aucune preuve ne vous est demandée." in page.text and not page.select("textarea")
    ask(app, people)
    assert (only(app).requested_by, only(app).reason, only(app).read_at) == ("caregiver", "misfit_caregiver", None)


def test_a_home_where_she_does_not_go_does_not_exist_for_her(app, people):
    ask(app, people, name="lucie", status=404)
    assert count(app, Replacement) == 0


def test_no_other_reason_enters_by_her_phone(app, people):
    ask(app, people, reason="facts_for_direction", status=422)
    assert count(app, Replacement) == 0


def test_she_sees_that_nobody_read_it_then_who_did(app, people):
    ask(app, people)
    page = f"/mes-demandes/{only(app).id}"
    assert "Personne ne l'a encore lue." in reader(app, "aicha").get(page).text
    reader(app, "claire").post(f"/remplacements/{only(app).id}/lue")
    assert "Lue par Claire Martin" in reader(app, "aicha").get(page).text
    reader(app, "malika").post(f"/remplacements/{only(app).id}/lue", status=409)
    reader(app, "lucie").get(page, status=404)


def test_what_the_office_answers_is_read_on_her_own_screen_and_nothing_before(app, people):
    ask(app, people)
    scenes.do(app, people, "claire", replacements.cancel, only(app).id, "CANARI du bureau")
    page = f"/mes-demandes/{only(app).id}"
    assert "CANARI" not in reader(app, "aicha").get(page).text
    scenes.do(app, people, "claire", replacements.tell_requester, only(app).id, "Vos horaires changent lundi.")
    assert "« Vos horaires changent lundi. »" in reader(app, "aicha").get(page).text


def test_not_to_go_back_is_granted_at_once_and_her_visits_there_are_held(app, people, clock):
    visit = give_visit(app, people, clock().date().replace(day=clock().day + 2))
    ask(app, people, "caregiver_protection")
    request = only(app)
    assert request.state == "open" and request.minutes_before is not None
    with reading(app) as session:
        kept = session.query(PairMeasure).one()
        assert (kept.kind, kept.ends_on) == ("do_not_assign", None)
        assert session.query(ReplacementVisit).filter_by(visit_id=visit, replacement_id=request.id).one().state == "open"
        assert session.get(Visit, visit).caregiver_id is None
    text = reader(app, "aicha").get(f"/mes-demandes/{request.id}").text
    assert "Accordée." in text and "par semaine avant" in text and "à vous redonner" in text


@pytest.mark.parametrize("page", ["/remplacements", "/remplacements/{id}", "/remplacements?etat=closes", "/a-traiter"])
def test_outside_the_direction_nothing_tells_a_protection(app, people, page):
    ask(app, people, "caregiver_protection")
    text = reader(app, "claire").get(page.format(id=only(app).id)).text
    assert not [word for word in TELLING if word in text]


def test_her_reason_is_not_in_the_address(app, people):
    sent = ask(app, people, "caregiver_protection")
    assert "protection" not in sent.location


def test_a_relation_that_has_ended_is_no_home_of_hers(app, people):
    with writing(app) as session:
        session.get(Pairing, people["mme_durand_pairing"]).state = "ended"
    ask(app, people, status=404)
