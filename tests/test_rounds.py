"""Points à deux voix at the office: the list, the two sides, on demand, the outsider and the reader."""

import re

import pytest

from models import JournalLine, Round
from tests.reader import reader
from tests.rounds_scene import heard, more_relations, opened, run_due, speaks
from tests.world import count, counts, statements


def test_an_empty_list_says_what_comes_first(app):
    page = reader(app, "claire").get("/points")
    assert "Aucun point en cours." in page.text
    assert "moins d'un appel par semaine" in page.text


def test_what_is_open_is_listed_with_the_state_of_each_side(app, people):
    opened(app, people)
    page = reader(app, "claire").get("/points")
    assert "Mme Jeanne Durand et Aïcha Diallo" in page.text
    assert "la personne : en attente ; l'intervenante : en attente" in page.text


@pytest.mark.parametrize(("query", "there"), [
    ({"etat": "a-faire"}, True), ({"etat": "a-decider"}, True), ({"etat": "a-lire"}, False),
    ({"etat": "decides"}, False), ({"etat": "annules"}, False), ({"secteur": "nord"}, True), ({"secteur": "sud"}, False),
    ({"miens": "1"}, True)])
def test_the_list_keeps_what_its_address_says(app, people, query, there):
    heard(app, people)
    if "secteur" in query:
        query = {"secteur": str(people[f"sector_{query['secteur']}"])}
    assert ("Mme Jeanne Durand" in reader(app, "claire").get("/points", **query).text) is there


def test_mine_are_the_persons_i_follow(app, people):
    opened(app, people)
    assert "Aucun point avec ce filtre." in reader(app, "malika").get("/points", miens="1").text


def test_each_answer_is_read_on_arrival_and_the_reading_is_journaled(app, people):
    round_id = opened(app, people)
    claire = reader(app, "claire")
    assert "Personne n'a encore répondu." in claire.get(f"/points/{round_id}").text
    read = (JournalLine.action == "round.read", JournalLine.subject == f"round:{round_id}")
    assert count(app, JournalLine, *read) == 0
    speaks(app, round_id, goes_well="Elle chante en cuisinant")
    page = claire.get(f"/points/{round_id}")
    assert "Elle chante en cuisinant" in page.text
    assert "L'intervenante n'a pas encore répondu." in page.text
    assert "Enregistrer la décision" not in page.text
    assert count(app, JournalLine, *read) == 1


def test_the_two_sides_stand_side_by_side_and_part_in_words(app, people):
    round_id = heard(app, people, hours_fit="no", wish="change")
    page = reader(app, "claire").get(f"/points/{round_id}")
    assert "Horaires : la personne dit « Non », l'intervenante dit « Oui »." in page.text
    assert "Souhait : la personne dit « Changer », l'intervenante dit « Continuer »." in page.text
    assert "Proposé : Médiation." in page.text
    assert "Appel, saisi par le bureau. Par Claire Martin. L'intervenante n'était pas présente." in page.text


def test_a_split_family_is_said(app, people):
    round_id = opened(app, people)
    speaks(app, round_id)
    speaks(app, round_id, "relative", wish="change")
    page = reader(app, "claire").get(f"/points/{round_id}")
    assert "Du côté de la personne, les voix diffèrent." in page.text


def test_a_worrying_answer_is_taken_in_charge_with_a_note(app, people):
    round_id = opened(app, people)
    speaks(app, round_id, respected="no")
    claire = reader(app, "claire")
    assert "Dites ce que vous faites." in claire.post(f"/points/{round_id}/prise-en-charge", {"note": ""}, 422).text
    claire.follow(claire.post(f"/points/{round_id}/prise-en-charge", {"note": "J'appelle sa fille."}))
    assert "Prise en charge par Claire Martin" in claire.get(f"/points/{round_id}").text
    late = reader(app, "malika").post(f"/points/{round_id}/prise-en-charge", {"note": "Je passe la voir demain."}, 409)
    assert "Claire Martin l'a déjà prise en charge" in late.text
    assert "Je passe la voir demain." in late.text


def test_a_complement_stands_beside_the_answer(app, people):
    round_id = opened(app, people)
    answer_id = speaks(app, round_id)
    url = f"/points/{round_id}/reponses/{answer_id}/complements"
    claire = reader(app, "claire")
    assert "Écrivez le complément." in claire.post(url, {"words": ""}, 422).text
    claire.post(url, {"words": "Elle parlait du mardi."})
    assert "« Elle parlait du mardi. »" in claire.get(f"/points/{round_id}").text


def test_a_round_is_opened_on_demand_once(app, people):
    claire = reader(app, "claire")
    page = claire.get("/points/nouveau", q="durand")
    assert "Mme Jeanne Durand" in page.text and "M. Henri Petit" not in page.text
    assert "Aucune relation habituelle en cours pour « zzz »." in claire.get("/points/nouveau", q="zzz").text
    made = claire.post(f"/points/nouveau/{people['mme_durand_pairing']}", key="une-cle-pour-deux-envois")
    again = claire.post(f"/points/nouveau/{people['mme_durand_pairing']}", key="une-cle-pour-deux-envois")
    assert made.location == again.location
    assert count(app, Round) == 1
    assert "déjà ouvert un point" in claire.post(f"/points/nouveau/{people['mme_durand_pairing']}", status=409).text
    assert "Voir le point en cours" in claire.get("/points/nouveau", relation=people["mme_durand_pairing"]).text


def test_a_part_equals_the_reload(app, people):
    opened(app, people)
    claire = reader(app, "claire")
    part = claire.part("/points").html.strip()
    assert part in claire.get("/points").html


@pytest.mark.parametrize("who", ["aicha", "lucie", "odile", "sam"])
def test_whoever_is_not_the_office_reads_no_round(app, people, who):
    round_id = heard(app, people, should_change="CANARI DE LA PERSONNE")
    before = counts(app)
    for url in ("/points", f"/points/{round_id}", "/points/nouveau", "/a-appeler", f"/a-appeler/{people['mme_durand']}"):
        assert "CANARI" not in reader(app, who).get(url, 403).text
    after = counts(app)
    assert {name for name in after if after[name] != before[name]} <= {"journal", "session"}


def test_a_round_that_does_not_exist_is_not_found(app):
    claire = reader(app, "claire")
    claire.get("/points/999", 404)
    claire.post("/points/999/decision", status=404)
    claire.post("/points/nouveau/999", status=404)


def test_the_caregiver_never_reads_the_other_side_anywhere(app, people):
    round_id = opened(app, people)
    speaks(app, round_id, should_change="CANARI DE LA PERSONNE", goes_well="CANARI SECRET", respected="no")
    speaks(app, round_id, "caregiver", by="aicha", channel="own_phone", should_change="CANARI D'AICHA")
    aicha, visited, todo, own = reader(app, "aicha"), set(), ["/"], False
    while todo:
        url = todo.pop()
        visited.add(url)
        page = aicha.client.get(url, follow_redirects=True)
        text = page.get_data(as_text=True)
        assert "CANARI DE LA PERSONNE" not in text and "CANARI SECRET" not in text, url
        own = own or "CANARI D&#39;AICHA" in text
        todo += [link for link in _inside(text) if link not in visited]
    assert own, "her own words are hers to read"


def _inside(html):
    return [url.split("#")[0] for url in re.findall(r'href="(/[^"]*)"', html)
            if not url.startswith(("/static", "/favicon"))]


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_costs_the_same_however_many_rounds(app, people, number):
    more_relations(app, people, number)
    run_due(app)
    claire = reader(app, "claire")
    claire.get("/points")
    with statements(app) as seen:
        claire.get("/points")
    assert len(seen) <= 6, seen


def test_a_round_costs_the_same_however_many_voices(app, people):
    round_id = heard(app, people)
    claire = reader(app, "claire")
    with statements(app) as few:
        claire.get(f"/points/{round_id}")
    for voice in ("relative", "guardian"):
        speaks(app, round_id, voice)
    with statements(app) as many:
        claire.get(f"/points/{round_id}")
    assert len(many) <= len(few)
