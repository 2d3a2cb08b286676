"""A question on her phone: day, hours, district, acts; all, some, or not this time; no name, no address."""

import pytest

from models import Caregiver, Visit
from tests.absence_scenes import row
from tests.offer_scenes import asked_of, open_visits, rosa_is_free
from tests.reader import reader
from tests.world import writing


@pytest.fixture
def request_id(app, people):
    return rosa_is_free(app, people)


def test_she_reads_when_and_where_and_no_name(app, people, request_id):
    offer = asked_of(app, people, request_id)
    rosa = reader(app, "rosa")
    week = rosa.get("/ma-semaine")
    assert "Un remplacement ?" in week.text
    page = rosa.get(f"/mes-remplacements/{offer}")
    assert "Les Lilas" in page.text and "Pas cette fois" in page.text
    for hidden in ("Durand", "Jeanne", "12 rue", "33 33", "Diallo"):
        assert hidden not in page.text and hidden not in week.text
    reader(app, "lucie").get(f"/mes-remplacements/{offer}", 404)
    reader(app, "claire").get(f"/mes-remplacements/{offer}", 403)


def test_she_takes_those_she_ticked_and_reads_whose_they_are(app, people, request_id):
    offer, (first, *rest) = asked_of(app, people, request_id), open_visits(app, request_id)
    rosa = reader(app, "rosa")
    page = rosa.follow(rosa.post(f"/mes-remplacements/{offer}/reponse", {"said": "yes", "visits": [str(first)]}))
    assert "Vous y allez" in page.text
    assert row(app, Visit, first).caregiver_id == people["rosa_caregiver"]
    assert all(row(app, Visit, id).caregiver_id is None for id in rest)


def test_yes_to_nothing_is_told_off_in_plain_words(app, people, request_id):
    offer = asked_of(app, people, request_id)
    rosa = reader(app, "rosa")
    assert "Cochez au moins une intervention" in rosa.post(f"/mes-remplacements/{offer}/reponse", {"said": "yes"}, 422).text
    assert "Répondez oui" in rosa.post(f"/mes-remplacements/{offer}/reponse", {}, 422).text


def test_her_yes_pressed_twice_is_one_yes(app, people, request_id):
    offer, visits = asked_of(app, people, request_id), [str(id) for id in open_visits(app, request_id)]
    rosa = reader(app, "rosa")
    said = {"said": "yes", "visits": visits, "key": "a" * 32}
    first, again = (rosa.post(f"/mes-remplacements/{offer}/reponse", said) for _ in range(2))
    assert first.location == again.location
    assert "Vous y allez" in rosa.follow(again).text


def test_yes_to_what_a_colleague_took_meanwhile_is_no_mistake_of_hers(app, people, request_id):
    offer, (first, *rest) = asked_of(app, people, request_id), open_visits(app, request_id)
    with writing(app) as session:
        session.get(Visit, first).caregiver_id = people["lucie_caregiver"]
    rosa = reader(app, "rosa")
    page = rosa.follow(rosa.post(f"/mes-remplacements/{offer}/reponse", {"said": "yes", "visits": [str(first)]}))
    assert "n'attendent plus personne" in page.text and "Cochez" not in page.text
    rosa.post(f"/mes-remplacements/{offer}/reponse", {"said": "yes", "visits": [str(id) for id in rest]}, 409)


def test_a_visit_she_was_never_asked_about_is_not_given(app, people, request_id):
    offer = asked_of(app, people, request_id, "rosa", open_visits(app, request_id)[:1])
    reader(app, "rosa").post(f"/mes-remplacements/{offer}/reponse", {"said": "yes", "visits": [str(people["m_petit_visit"])]}, 422)
    assert row(app, Visit, people["m_petit_visit"]).caregiver_id == people["lucie_caregiver"]


def test_not_this_time_is_one_press_and_asks_nothing(app, people, request_id):
    offer = asked_of(app, people, request_id)
    rosa = reader(app, "rosa")
    page = rosa.follow(rosa.post(f"/mes-remplacements/{offer}/reponse", {"said": "no"}))
    assert "pas cette fois" in page.text and "pourquoi" not in page.text.lower()
    assert "Pas cette fois" not in reader(app, "claire").get(f"/intervenantes/{people['rosa_caregiver']}").text


def test_the_time_is_over_and_the_page_says_so_kindly(app, people, request_id, clock):
    offer = asked_of(app, people, request_id)
    clock.move(hours=25)
    rosa = reader(app, "rosa")
    page = rosa.get(f"/mes-remplacements/{offer}")
    assert "Le délai pour répondre est passé" in page.text and "Oui, " not in page.text
    assert "Un remplacement ?" not in rosa.get("/ma-semaine").text


def test_a_visit_that_changed_is_not_asked_any_more(app, people, request_id):
    offer, (first, *_) = asked_of(app, people, request_id), open_visits(app, request_id)
    with writing(app) as session:
        session.get(Visit, first).minutes = 30
    assert "Cette intervention a changé" in reader(app, "rosa").get(f"/mes-remplacements/{offer}").text


def test_she_asks_to_be_told_and_changes_her_mind(app, people, request_id):
    rosa = reader(app, "rosa")
    rosa.post("/mes-remplacements/prevenez-moi", {"wanted": "yes"})
    assert row(app, Caregiver, people["rosa_caregiver"]).wants_offers_since
    page = rosa.get("/mes-remplacements")
    assert "Ne plus me prévenir" in page.text
    rosa.post("/mes-remplacements/prevenez-moi", {"wanted": "no"})
    assert row(app, Caregiver, people["rosa_caregiver"]).wants_offers_since is None


def test_her_count_of_the_month_is_on_her_page(app, people, request_id):
    offer, visits = asked_of(app, people, request_id), open_visits(app, request_id)
    rosa = reader(app, "rosa")
    rosa.post(f"/mes-remplacements/{offer}/reponse", {"said": "yes", "visits": [str(id) for id in visits]})
    page = rosa.get("/mes-remplacements").text.replace("\u00a0", " ")
    assert "Vous avez pris 1 remplacement, annoncé à l'avance de : moins de quatre jours : 1" in page


def test_she_reads_which_part_of_her_count_the_office_reads_and_that_a_no_is_counted_nowhere(app, people, request_id):
    """What the office reads among the facts of those who could come (`rules/candidate_facts.py`), and no more."""
    declined, visits = asked_of(app, people, request_id, visit_ids=open_visits(app, request_id)[1:]), open_visits(app, request_id)
    rosa, claire = reader(app, "rosa"), reader(app, "claire")
    rosa.post(f"/mes-remplacements/{declined}/reponse", {"said": "no"})
    offer = asked_of(app, people, request_id, visit_ids=visits[:1])
    rosa.post(f"/mes-remplacements/{offer}/reponse", {"said": "yes", "visits": [str(visits[0])]})
    page = rosa.get("/mes-remplacements").text.replace("\u00a0", " ")
    assert "Le bureau lit seulement combien étaient annoncés moins de sept jours avant" in page
    assert "Vos « Pas cette fois » ne sont comptés nulle part." in page
    facts = claire.get(f"/remplacements/{request_id}?toutes=1").select("ul", id=f"facts-{people['rosa_caregiver']}")[0].text
    assert "1 remplacement à délai court ce mois-ci" in facts and "pas cette fois" not in facts.lower()
