"""How many faces a person sees, and how often the same: the check values, the words, the page, the file."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from database import instant_at
from models import Beneficiary, Visit
from rules.continuity import Case, coc, coc_terms, first_day, in_words, lowest, upc, upc_terms
from tests import candidate_scenes
from tests.reader import reader
from tests.test_exports import exported
from tests.world import statements, writing


@pytest.mark.parametrize(("counts", "share", "index"), [
    ((3, 2, 1), Fraction(1, 2), Fraction(4, 15)), ((8, 2, 1, 1), Fraction(2, 3), Fraction(29, 66)),
    ((7,), Fraction(1), Fraction(1)), ((1, 1, 1, 1), Fraction(1, 4), Fraction(0)), ((1, 1), Fraction(1, 2), Fraction(0)),
    ((3, 0, 0), Fraction(1), Fraction(1)), ((1,), None, None), ((), None, None), ((0, 0), None, None)])
def test_the_check_values_of_the_field_are_exact(counts, share, index):
    assert upc(counts) == share and coc(counts) == index


def test_numerators_and_denominators_are_those_that_are_counted():
    assert upc_terms((8, 2, 1, 1)) == (8, 12) and coc_terms((8, 2, 1, 1)) == (58, 132) and coc_terms((1,)) is None


@pytest.mark.parametrize(("visits", "said"), [
    ([("Aïcha Diallo", 5), ("A", 1), ("B", 1), ("C", 1), ("D", 1), ("E", 1)], "6 visages en 30 jours ; Aïcha Diallo vient 5 fois sur 10."),
    ([("Aïcha Diallo", 4)], "1 visage en 30 jours ; Aïcha Diallo vient 4 fois sur 4."),
    ([("A", 3), ("B", 3), ("C", 1)], "3 visages en 30 jours ; A et B viennent chacune 3 fois sur 7."),
    ([("A", 1), ("B", 1), ("C", 1)], "3 visages en 30 jours ; jamais deux fois le même."),
    ([("A", 2), ("B", 2), ("C", 2)], "3 visages en 30 jours ; aucune ne vient plus de 2 fois sur 6."),
    ([], "Aucune intervention n'a eu lieu ces 30 derniers jours.")])
def test_plain_words_come_first(visits, said):
    assert in_words(visits).replace("\u00a0", " ") == said


def case(id, *counts):
    return Case(id, tuple(enumerate(counts)))


def test_the_ten_lowest_are_persons_with_enough_visits_and_the_others_are_counted():
    known = [case(1, 1, 1, 1), case(2, 4), case(3, 1, 1, 1, 1), case(4, 2, 2), case(5, 3, 1), case(6, 1, 1, 1, 1, 1)]
    found, compared, left_out = lowest(known)
    assert [one.beneficiary_id for one in found] == [6, 3, 4, 5] and (compared, left_out) == (5, 1)
    many = [case(id, 2, 2) for id in range(40, 0, -1)]
    assert [one.beneficiary_id for one in lowest(many)[0]] == list(range(1, 11)) and lowest(many)[1:] == (40, 0)


def test_thirty_days_count_today():
    assert first_day(date(2026, 3, 9)) == date(2026, 2, 8)


def held(app, people, *by, person="mme_durand", first=date(2026, 3, 8), **values):
    """As many visits held at this home, one a day going back from `first`, by these caregivers."""
    with writing(app) as session:
        for back, caregiver in enumerate(by):
            day = first - timedelta(days=back)
            session.add(Visit(**{
                "beneficiary_id": people[person], "caregiver_id": caregiver, "series_id": people[f"{person}_series"], "day": day,
                "start_minute": 840, "minutes": 60, "starts_at": instant_at(day, 840), "ends_at": instant_at(day, 900),
                "state": "planned", "version": 1, **values}))


def file_of(app, people, person="mme_durand"):
    return reader(app, "claire").get(f"/beneficiaires/{people[person]}").select("p", id="continuite")[0].text.replace("\u00a0", " ")


def test_the_file_of_a_person_says_it_in_plain_words(app, people):
    aicha, lucie = people["aicha_caregiver"], people["lucie_caregiver"]
    assert file_of(app, people) == "1 visage en 30 jours ; Aïcha Diallo vient 1 fois sur 1."
    held(app, people, aicha, aicha, lucie)
    # what did not take place, what is older and what is to come are not faces
    held(app, people, lucie, lucie, state="cancelled_by_person")
    held(app, people, lucie, lucie, first=date(2026, 2, 7))
    held(app, people, None)
    assert file_of(app, people) == "2 visages en 30 jours ; Aïcha Diallo vient 3 fois sur 4."


def test_the_page_shows_the_lowest_persons_and_says_who_was_left_out(app, people):
    page = reader(app, "claire").get("/continuite")
    assert "Personne n'a reçu assez d'interventions" in page.text and "2 bénéficiaires ont reçu moins de 4" in page.text
    rose = candidate_scenes.caregiver(app, people)
    held(app, people, rose, people["lucie_caregiver"], rose)
    page = reader(app, "claire").get("/continuite")
    assert f"/beneficiaires/{people['mme_durand']}" in page.links and "M. Henri Petit" not in page.text
    assert "3 visages en 30 jours ; Rose Aubry vient 2 fois sur 4." in page.text.replace("\u00a0", " ")
    assert "1 dossier comparé, avec au moins 4 interventions. 1 autre en a moins : trop peu pour le dire." in page.text.replace(
        "\u00a0", " ")


def test_one_face_alone_is_no_case_and_the_page_says_so(app, people):
    held(app, people, *[people["aicha_caregiver"]] * 4)
    page = reader(app, "claire").get("/continuite")
    assert "Chaque personne voit toujours le même visage." in page.text and "Durand" not in page.text


def test_whose_help_has_ended_is_no_case(app, people):
    held(app, people, *[people["lucie_caregiver"]] * 4)
    with writing(app) as session:
        session.get(Beneficiary, people["mme_durand"]).ended_on = date(2026, 3, 8)
    assert "Durand" not in reader(app, "claire").get("/continuite").text


def test_the_file_holds_everybody_with_numerators_and_denominators(app, people):
    held(app, people, people["lucie_caregiver"], people["aicha_caregiver"])
    head, *rows = exported(app, "/continuite.csv")
    assert head == ["Bénéficiaire", "Secteur", "Interventions en 30 jours", "Visages", "UPC, numérateur", "UPC, dénominateur",
                    "UPC", "COC, numérateur", "COC, dénominateur", "COC"]
    assert rows == [["Mme Jeanne Durand", "Nord", "3", "2", "2", "3", "0,67", "2", "6", "0,33"],
                    ["M. Henri Petit", "Sud", "1", "1", "", "", "", "", "", ""]]


def test_as_many_questions_for_forty_faces_as_for_one(app, people):
    claire = reader(app, "claire")
    held(app, people, *[people["lucie_caregiver"]] * 4)
    with statements(app) as few:
        claire.get("/continuite")
        claire.get(f"/beneficiaires/{people['mme_durand']}")
    held(app, people, *(candidate_scenes.caregiver(app, people, f"Rose {number}") for number in range(12)))
    held(app, people, *[people["aicha_caregiver"], people["lucie_caregiver"]] * 3, person="m_petit")
    with statements(app) as many:
        claire.get("/continuite")
        claire.get(f"/beneficiaires/{people['mme_durand']}")
    assert len(few) == len(many)
