"""Porte close: one tap, the calls tried, who has a key, how it ended."""

from datetime import datetime

import pytest
from sqlalchemy import text

from models import Contact, DoorReport, JournalLine, Visit, VisitChange
from tests.reader import reader
from tests.test_visits import one, visit_of
from tests.world import count, reading, statements, writing

DURING = datetime.fromisoformat("2026-03-11T07:10+00:00")


@pytest.fixture
def door(app, people, clock):
    """The address of a closed door, this Wednesday at 8:10."""
    clock.set(DURING)
    with writing(app) as session:
        session.add(Contact(beneficiary_id=people["mme_durand"], kind="relative", name="Anne Durand",
                            role_words="sa fille", phone="0655555555"))
    url = f"/interventions/{people['mme_durand_visit']}/porte-close"
    reader(app, "claire").post(url)
    return url


def test_one_tap_opens_the_page_with_everybody_to_phone(app, people, door):
    page = reader(app, "malika").get(door)
    assert page.h1 == "Porte close" and "par Claire Martin" in page.text
    phones = [link for link in page.links if link.startswith("tel:")]
    assert phones == ["tel:0133333333", "tel:0611111111", "tel:0655555555"]
    assert "Personne n'a encore été appelé" in page.text
    assert visit_of(app, people["mme_durand_visit"]).state == "door_closed"
    assert "Porte close" in reader(app, "claire").get("/interventions").text


def test_two_taps_at_once_make_one_report(app, people, door):
    page = reader(app, "malika").post(door, status=409)
    assert "Claire Martin a déjà signalé cette porte close à 08 h 10." in page.text
    assert count(app, DoorReport) == 1


def test_the_same_tap_sent_twice_is_one(app, people, clock):
    clock.set(DURING)
    claire, url = reader(app, "claire"), f"/interventions/{people['mme_durand_visit']}/porte-close"
    assert claire.post(url, key="t" * 32).location == claire.post(url, key="t" * 32).location
    assert count(app, DoorReport) == 1


def test_a_door_is_not_closed_two_days_ahead(app, people):
    claire, url = reader(app, "claire"), f"/interventions/{people['mme_durand_visit']}"
    assert "Porte close" not in claire.get(url).text
    page = claire.post(url + "/porte-close", status=422)
    assert "à partir d'une heure avant l'intervention" in page.text and count(app, DoorReport) == 0
    claire.get(url + "/porte-close", 404)


def test_each_call_tried_is_a_line_with_its_author(app, people, door):
    reader(app, "claire").post(door + "/appels", {"phoned": "Sa fille, pas de réponse.", "key_holder": "", "known_key": ""})
    malika = reader(app, "malika")
    page = malika.follow(malika.post(door + "/appels", {
        "phoned": "Le voisin, il a la clé.", "key_holder": "M. Roche, au 2e", "known_key": ""}))
    lines = [line.text for line in page.select("li") if " : " in line.text and "11/03" in line.text]
    assert [line.split(", ", 1)[1] for line in lines] == [
        "Claire Martin : Sa fille, pas de réponse.", "Malika Benali : Le voisin, il a la clé."]
    assert "Qui a une clé : M. Roche, au 2e" in page.text.replace("\u00a0", " ")


def test_a_key_holder_noted_meanwhile_is_not_overwritten(app, people, door):
    reader(app, "claire").post(door + "/appels", {"key_holder": "M. Roche", "known_key": ""})
    page = reader(app, "malika").post(door + "/appels", {"key_holder": "La gardienne du 14", "known_key": ""}, 409)
    assert "La gardienne du 14" in page.text
    assert one(app, DoorReport).key_holder == "M. Roche" and not one(app, DoorReport).phoned


def test_who_has_a_key_is_kept_encrypted_and_each_reading_of_it_is_journaled(app, people, door):
    claire = reader(app, "claire")
    read = (JournalLine.action == "home_access.read", JournalLine.subject == f"beneficiary:{people['mme_durand']}")
    claire.get(door)
    assert count(app, JournalLine, *read) == 0
    claire.post(door + "/appels", {"key_holder": "M. Roche, au 2e", "known_key": ""})
    with reading(app) as session:
        assert "Roche" not in session.scalar(text("SELECT key_holder FROM door_report"))
    assert "M. Roche" in claire.get(door).text and count(app, JournalLine, *read) == 1
    claire.post(door + "/fin", {"outcome": "Elle dormait.", "state": "done"})
    assert "Roche" not in claire.get(door).html


def test_who_has_a_key_is_forgotten_when_the_help_ends(app, people, door):
    claire = reader(app, "claire")
    claire.post(door + "/appels", {"key_holder": "M. Roche", "known_key": ""})
    reader(app, "helene").post(f"/beneficiaires/{people['mme_durand']}/fin", {
        "ended_on": "2026-03-11", "reason": "Déménagement", "version": 1})
    assert one(app, DoorReport).key_holder is None


@pytest.mark.parametrize("state, change", [
    ("door_closed", None), ("done", None), ("cancelled_by_person", "cancelled"), ("refused_by_person", "refused"),
])
def test_it_is_closed_with_how_it_ended(app, people, door, state, change):
    claire = reader(app, "claire")
    claire.post(door + "/fin", {"outcome": "Elle était chez sa sœur.", "state": state})
    report = one(app, DoorReport)
    assert (report.outcome, report.closed_by_id) == ("Elle était chez sa sœur.", people["claire"])
    assert one(app, Visit, Visit.id == people["mme_durand_visit"]).state == state
    assert [one(app, VisitChange).kind] == [change] if change else count(app, VisitChange) == 0
    page = claire.get(door)
    assert "Elle était chez sa sœur." in page.text and not page.select("textarea")
    reader(app, "malika").post(door + "/fin", {"outcome": "Autre chose.", "state": "done"}, 409)


@pytest.mark.parametrize("values, said", [
    ({"outcome": "", "state": "done"}, "Écrivez comment cela s'est terminé."),
    ({"outcome": "Rien.", "state": "withdrawn"}, "Choisissez une réponse de la liste."),
])
def test_an_end_with_a_fault_comes_back(app, people, door, values, said):
    assert said in reader(app, "claire").post(door + "/fin", values, 422).text


def test_the_page_asks_the_same_number_of_questions_whoever_is_around(app, people, door):
    claire = reader(app, "claire")
    claire.get(door)
    with statements(app) as few:
        claire.get(door)
    with writing(app) as session:
        session.add_all([Contact(beneficiary_id=people["mme_durand"], kind="relative", name=f"Proche {n}")
                         for n in range(9)])
    with statements(app) as many:
        claire.get(door)
    assert len(few) == len(many) <= 6
