"""An accident at work: declared in time by whoever follows it, told to her, written in the register when it is minor."""

import re

from tests.alert_sent import alert
from tests.reader import reader

DECLARED = {"end": "declared", "done_on": "2026-03-09", "words": ""}


def test_an_accident_is_to_be_declared_and_the_board_of_its_readers_says_so(app, people, clock):
    id = alert(app, people, "work_accident")
    nadia, claire = reader(app, "nadia"), reader(app, "claire")
    assert "il reste 48 heures" in nadia.get(f"/suivis/{id}").text
    assert "Le suivi d'Aïcha Diallo a une échéance." in nadia.get("/a-traiter").text
    assert "échéance" not in claire.get("/a-traiter").text
    clock.move(days=3)
    nadia = reader(app, "nadia")
    assert "Le suivi d'Aïcha Diallo a une échéance passée." in nadia.get("/a-traiter").text
    assert "en retard de" in nadia.get(f"/suivis/{id}").text


def test_declared_with_its_reserves_then_the_care_form_and_she_reads_both(app, people):
    id = alert(app, people, "work_accident")
    nadia = reader(app, "nadia")
    nadia.post(f"/suivis/{id}/accident", {**DECLARED, "words": "Lieu à préciser."})
    page = nadia.get(f"/suivis/{id}")
    assert "Déclaré le" in page.text and "par Nadia Roussel" in page.text and "Lieu à préciser." in page.text
    assert "Remettre la feuille de soins" in page.text
    nadia.post(re.search(r"/suivis/\d+/suites/\d+/fait", page.html)[0], {})
    assert "Fait le" in nadia.get(f"/suivis/{id}").text
    hers = reader(app, "aicha").get(f"/mes-nouvelles/{id}").text
    assert "Déclaré le" in hers and "Remettre la feuille de soins" in hers and "Lieu à préciser" not in hers


def test_a_declaration_is_noted_once_and_the_second_reads_by_whom(app, people):
    id = alert(app, people, "work_accident")
    reader(app, "nadia").post(f"/suivis/{id}/accident", DECLARED)
    assert "Nadia Roussel l'a déjà noté" in reader(app, "helene").post(f"/suivis/{id}/accident", DECLARED, 409).text


def test_what_is_missing_is_asked_for(app, people):
    id = alert(app, people, "work_accident")
    nadia = reader(app, "nadia")
    assert "Choisissez ce qui a été fait." in nadia.post(f"/suivis/{id}/accident", {}, 422).text
    assert "Écrivez la ligne du registre" in nadia.post(f"/suivis/{id}/accident", {**DECLARED, "end": "minor"}, 422).text
    assert "un jour passé" in nadia.post(f"/suivis/{id}/accident", {**DECLARED, "done_on": "2026-03-20"}, 422).text


def test_the_register_of_minor_accidents_is_the_direction_s(app, people):
    id = alert(app, people, "work_accident")
    nadia, helene = reader(app, "nadia"), reader(app, "helene")
    nadia.post(f"/suivis/{id}/accident", {**DECLARED, "end": "minor", "words": "Une écharde, désinfectée sur place."})
    assert "Remettre la feuille de soins" not in nadia.get(f"/suivis/{id}").text
    page = helene.get("/accidents/registre", annee=2026)
    assert "Une écharde" in page.text and "Aïcha Diallo" in page.text and "Nadia Roussel" in page.text
    assert "Hélène Faure" in reader(app, "aicha").get(f"/mes-nouvelles/{id}").text, "she sees who read the line"
    assert "Aucun accident bénin" in helene.get("/accidents/registre", annee=2025).text
    nadia.get("/accidents/registre", 403)


def test_after_an_aggression_the_office_is_reminded_that_an_injury_nobody_sees_counts(app, people):
    id = alert(app, people, "violence")
    nadia = reader(app, "nadia")
    page = nadia.get(f"/suivis/{id}")
    assert "Une blessure qui ne se voit pas compte aussi" in page.text
    nadia.post(f"/suivis/{id}/accident/nouveau", {})
    after = nadia.get(f"/suivis/{id}").text
    assert "Noter la déclaration" in after and "ne se voit pas" not in after
    assert "déjà noté" in nadia.post(f"/suivis/{id}/accident/nouveau", {}, 409).text


def test_a_geste_that_hurts_is_no_accident_by_itself(app, people):
    id = alert(app, people, "painful_gesture")
    nadia = reader(app, "nadia")
    page = nadia.get(f"/suivis/{id}")
    section, = page.select("section", aria_labelledby="suites")
    assert section.text == "Suites Noter ce qui est à faire, par qui", "nothing to declare, no accident proposed"
    nadia.get(f"/suivis/{id}/accident", 404)
