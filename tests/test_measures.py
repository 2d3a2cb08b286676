"""A measure on a pair: its author and the direction read it; for everybody else it is "mesure d'organisation"."""

import pytest

from database import now
from models import JournalLine, PairMeasure, Visit, VisitChange
from queries import measures
from tests import pair_scenes as scenes
from tests.reader import reader
from tests.world import count, reading, writing

SET = {"kind": "do_not_assign", "reason": "Ce que seules deux personnes lisent", "starts_on": "2026-03-09"}


def url(people):
    return f"/relations/{people['mme_durand_pairing']}"


def set_by(app, people, name, **values):
    return reader(app, name).post(f"{url(people)}/mesure", {**SET, **values})


def test_claire_sets_a_measure_and_reads_her_own_reason_while_malika_does_not(app, people):
    set_by(app, people, "claire")
    claire, malika = reader(app, "claire"), reader(app, "malika")
    with reading(app) as session:
        id = session.query(PairMeasure).one().id
    assert SET["reason"] in claire.get(f"/mesures/{id}").text
    malika.get(f"/mesures/{id}", 404)
    assert SET["reason"] in reader(app, "helene").get(f"/mesures/{id}").text


def test_each_reading_of_a_reason_is_journaled(app, people):
    id = scenes.measure(app, people)
    reader(app, "helene").get(f"/mesures/{id}")
    assert count(app, JournalLine, JournalLine.action == "measure.read", JournalLine.subject == f"measure:{id}") == 1


def test_two_measures_of_any_kind_read_like_one_to_who_is_outside(app, people):
    scenes.measure(app, people, kind="only_accompanied")
    alone = reader(app, "claire").get(url(people))
    scenes.measure(app, people, kind="do_not_assign")
    both = reader(app, "claire").get(url(people))
    assert alone.text == both.text
    assert alone.text.lower().count("mesure d'organisation") == 3  # the notice, the story, the door to set one
    for word in ("Ne pas affecter", "accompagnée", "Une raison tue", "/mesures/"):
        assert word not in both.html


def test_do_not_assign_frees_the_visits_of_the_period_and_only_accompanied_does_not(app, people):
    set_by(app, people, "claire", kind="only_accompanied")
    with reading(app) as session:
        assert session.get(Visit, people["mme_durand_visit"]).caregiver_id == people["aicha_caregiver"]
    set_by(app, people, "claire", ends_on="2026-03-12")
    with reading(app) as session:
        assert session.get(Visit, people["mme_durand_visit"]).caregiver_id is None
        assert session.get(Visit, people["mme_durand_next_visit"]).caregiver_id == people["aicha_caregiver"]
        assert session.query(VisitChange).one().kind == "uncovered"


@pytest.mark.parametrize("kind", ["do_not_assign", "only_accompanied"])
def test_under_any_measure_nothing_new_is_given_to_her_there_in_the_same_words(app, people, kind):
    scenes.measure(app, people, kind=kind)
    with writing(app) as session:
        visit = session.get(Visit, people["mme_durand_next_visit"])
        visit.caregiver_id = visit.pairing_id = visit.given_at = None
    page = reader(app, "claire").post(f"/interventions/{people['mme_durand_next_visit']}/intervenante", {
        "caregiver_id": people["aicha_caregiver"], "version": 1, "extent": "one"}, 422)
    assert "Affectation refusée : mesure d'organisation." in page.text.replace("\u00a0", " ")
    assert "accompagnée" not in page.text


def test_only_accompanied_leaves_her_the_visits_she_has_when_the_person_takes_her_word_back(app, people):
    scenes.measure(app, people, kind="only_accompanied")
    with writing(app) as session:
        session.get(Visit, people["mme_durand_next_visit"]).state = "cancelled_by_person"
    reader(app, "claire").post(f"/interventions/{people['mme_durand_next_visit']}/retablissement", {"version": 1})
    with reading(app) as session:
        assert session.get(Visit, people["mme_durand_next_visit"]).caregiver_id == people["aicha_caregiver"]


def test_a_second_measure_is_taken_without_a_word_on_the_first(app, people):
    scenes.measure(app, people, by="helene")
    page = reader(app, "claire").post(f"{url(people)}/mesure", SET)
    assert count(app, PairMeasure) == 2 and page.status == 303


def test_only_the_direction_lifts_it_and_asks_her_first(app, people):
    id = scenes.measure(app, people, by="claire")
    lift = {"her_opinion": "Elle veut bien revenir", "lift_reason": "La situation a changé",
            "lift_told": "On en reparle vendredi."}
    reader(app, "claire").post(f"/mesures/{id}/levee", lift, 403)
    helene = reader(app, "helene")
    page = helene.post(f"/mesures/{id}/levee", {"lift_reason": "La situation a changé"}, 422)
    assert "Demandez d'abord son avis" in page.text and "La situation a changé" in page.text
    page = helene.follow(helene.post(f"/mesures/{id}/levee", lift))
    assert "Elle veut bien revenir" in page.text and "par Hélène Faure" in page.text
    page = reader(app, "paul").post(f"/mesures/{id}/levee", lift, 409)
    assert "Hélène Faure a déjà levé cette mesure." in page.text


def test_a_measure_stands_from_its_first_day_to_its_last_or_until_lifted(app, people, clock):
    pair = people["mme_durand"], people["aicha_caregiver"]
    id = scenes.measure(app, people)
    with app.app_context():
        today = now().date()
        assert measures.standing(*pair, today).id == id
        assert measures.standing(*pair, today.replace(day=8)) is None
        assert measures.is_held_back(*pair, today.replace(day=1)), "it begins later in the period"
        assert not measures.is_held_back(people["m_petit"], pair[1], today)
    with writing(app) as session:
        session.get(PairMeasure, id).ends_on = today.replace(day=10)
    with app.app_context():
        assert measures.standing(*pair, today.replace(day=10)).id == id
        assert not measures.is_held_back(*pair, today.replace(day=11))
    with writing(app) as session:
        session.get(PairMeasure, id).lifted_at = now()
    with app.app_context():
        assert measures.standing(*pair, today) is None


def test_a_measure_says_what_is_missing(app, people):
    page = reader(app, "claire").post(f"{url(people)}/mesure", {"starts_on": "2026-03-09", "ends_on": "2026-03-01"}, 422)
    assert "Choisissez une mesure." in page.text and "Dites pourquoi." in page.text
    assert "Indiquez une fin qui vient après le début." in page.text
