"""The steps of an alert: none skipped, none taken twice, closed with her view; and the measure that protects her at once."""

import pytest
from sqlalchemy import select

from models import Alert, AlertStep, PairMeasure, ReplacementVisit, Visit
from tests.alert_scenes import MARK, WHOLE_LIFE, alert, live, said, send, step
from tests.pair_scenes import measure
from tests.reader import reader
from tests.rounds_scene import heard
from tests.test_decisions import TALK
from tests.world import count, reading, writing


def kinds(app, id: int) -> list[str]:
    with reading(app) as session:
        return list(session.scalars(select(AlertStep.kind).where(AlertStep.alert_id == id).order_by(AlertStep.id)))


def test_the_whole_life_of_an_alert_is_read_by_its_author_step_by_step(app, people):
    id = send(app, people)
    for kind in WHOLE_LIFE:
        step(app, "helene" if kind == "decided" else "nadia", id, kind)
    assert [kind for kind in kinds(app, id) if kind != "called"] == list(WHOLE_LIFE)
    page = reader(app, "aicha").get(f"/mes-nouvelles/{id}").text
    for words in ("Votre message est lu", "Vous avez été entendue", "Une mesure vous protège",
                  "La personne ou ses proches ont été entendus", "Une décision est prise", "Vous serez deux",
                  "Le bureau a pris de vos nouvelles", "Le suivi est clos"):
        assert words in page
    # what the home said, and the office's own boxes, are not hers; the note of her hearing is
    assert "La fille répond" not in page and "Elle serait perdue" not in page and "Elle raconte" in page
    assert alert(app, id).state == "closed"


@pytest.mark.parametrize(("done", "kind", "words"), [
    ((), "heard", "Lisez d'abord cette alerte."),
    (("acknowledged",), "decided", "Entendez d'abord l'intervenante, seule."),
    (("acknowledged",), "closed", "Entendez d'abord l'intervenante, seule."),
    (("acknowledged", "heard"), "home_heard", "Dites d'abord si une mesure la protège"),
    (("acknowledged", "heard", "protected"), "decided", "Entendez d'abord la personne ou ses proches"),
    (("acknowledged", "heard", "not_protected", "home_not_heard"), "followed", "Prenez d'abord une décision."),
    (WHOLE_LIFE, "decided", "Ce suivi est clos. Rouvrez-le d'abord."),
])
def test_a_skipped_step_is_refused_and_says_what_comes_first(app, people, done, kind, words):
    id = send(app, people)
    live(app, "nadia", id, *done)
    before = kinds(app, id)
    assert words in step(app, "nadia", id, kind, 409).text
    assert kinds(app, id) == before
    reader(app, "nadia").get(f"/suivis/{id}/etapes/{kind}", 404)


def test_she_is_heard_alone_or_with_whom_she_chose(app, people):
    id = send(app, people)
    live(app, "nadia", id, "acknowledged")
    assert "Entendez-la seule" in step(app, "nadia", id, "heard", 422, alone="").text


@pytest.mark.parametrize(("boxes", "words"), [
    ({"choice": ""}, "Choisissez comment cela se termine."),
    ({"choice": "as_wished"}, "Elle a demandé une réponse."),
    ({"view": ""}, "Écrivez son avis, ou dites pourquoi il manque."),
    ({"early": ""}, "Le suivi dure jusqu'à 90 jours."),
])
def test_it_does_not_close_without_an_outcome_her_view_and_the_follow_ups(app, people, boxes, words):
    id = send(app, people)
    live(app, "nadia", id, *WHOLE_LIFE[:-1])
    assert words in step(app, "nadia", id, "closed", 422, **boxes).text
    assert alert(app, id).state == "decided"


def test_the_view_she_gave_on_her_phone_is_enough_to_close(app, people):
    id = send(app, people)
    live(app, "nadia", id, *WHOLE_LIFE[:-1])
    reader(app, "aicha").post(f"/mes-nouvelles/{id}/avis", {"words": "C'est mieux ainsi."})
    step(app, "nadia", id, "closed", view="")
    assert "C'est mieux ainsi." in reader(app, "nadia").get(f"/suivis/{id}").text


def test_or_the_reason_her_view_is_missing(app, people):
    id = send(app, people)
    live(app, "nadia", id, *WHOLE_LIFE[:-1])
    step(app, "nadia", id, "closed", view="", missing="left")
    assert "Son avis manque : elle ne travaille plus" in reader(app, "nadia").get(f"/suivis/{id}").text.replace("\u00a0", " ")


def test_a_formal_notice_is_the_direction_s_and_never_for_a_disoriented_person(app, people):
    id = send(app, people)
    live(app, "nadia", id, *WHOLE_LIFE[:4])
    assert "Mise en demeure" not in reader(app, "nadia").get(f"/suivis/{id}/etapes/decided").text
    step(app, "nadia", id, "decided", 422, choice="formal_notice")
    refused = step(app, "helene", id, "decided", 422, choice="formal_notice", disoriented="yes")
    assert "choisissez une mesure d'organisation" in refused.text
    step(app, "helene", id, "decided", choice="formal_notice")


def test_a_closed_one_is_opened_again_and_goes_on_from_its_decision(app, people):
    id = send(app, people)
    live(app, "nadia", id, *WHOLE_LIFE, "reopened")
    assert alert(app, id).state == "decided"
    assert "Le suivi est rouvert" in reader(app, "aicha").get(f"/mes-nouvelles/{id}").text
    live(app, "nadia", id, "decided", "closed")


def test_two_readers_take_the_same_step_and_the_second_sees_what_the_first_did(app, people):
    id = send(app, people)
    nadia, helene = reader(app, "nadia"), reader(app, "helene")
    nadia.post(f"/suivis/{id}/lecture")
    late = helene.post(f"/suivis/{id}/lecture", status=409)
    assert "déjà lu" in late.text and kinds(app, id) == ["acknowledged"]
    live(app, "nadia", id, "heard")
    assert "si une mesure la protège" in step(app, "helene", id, "heard", 409).text
    assert kinds(app, id) == ["acknowledged", "heard"]


def test_noted_without_follow_up_as_she_wished_it_closes_once_read(app, people):
    id = send(app, people, answer="no")
    page = reader(app, "aicha").get(f"/mes-nouvelles/{id}").text
    assert "Nadia Roussel le lit." in page and "répond avant" not in page
    live(app, "nadia", id, "acknowledged")
    step(app, "nadia", id, "closed", choice="as_wished", view="", missing="no_follow_up", early="")
    # she changes her mind: it waits for the office again
    reader(app, "aicha").post(f"/mes-nouvelles/{id}/answer_asked")
    assert alert(app, id).state == "acknowledged"
    live(app, "nadia", id, "heard")


@pytest.mark.parametrize("kind", ["racism", "violence", "sexual_harassment", "harassment"])
def test_these_hold_the_pair_the_same_minute_and_her_visits_there_wait_for_somebody_else(app, people, kind):
    id = send(app, people, kind=kind)
    with reading(app) as session:
        one = session.scalars(select(PairMeasure)).one()
        held = set(session.scalars(select(ReplacementVisit.visit_id)))
        coming = {session.get(Visit, people[name]).id for name in ("mme_durand_visit", "mme_durand_next_visit")}
    assert (one.kind, one.beneficiary_id, one.caregiver_id, one.ends_on) == (
        "do_not_assign", people["mme_durand"], people["aicha_caregiver"], None)
    assert coming <= held
    assert "Personne ne vous envoie chez cette personne" in reader(app, "aicha").get(f"/mes-nouvelles/{id}").text


@pytest.mark.parametrize("kind", ["painful_gesture", "overload", "work_accident", "unsafe_home", "other"])
def test_the_others_hold_it_only_as_she_wishes(app, people, kind):
    send(app, people, kind=kind, whom="nobody")
    assert count(app, PairMeasure) == 0
    send(app, people, kind=kind, whom="nobody", no_return="yes")
    assert count(app, PairMeasure) == 1


def test_the_office_confirms_or_sets_the_measure_and_it_stands_once(app, people):
    id = send(app, people, kind="unsafe_home", whom="nobody")
    live(app, "nadia", id, "acknowledged", "protected", "protected")
    assert count(app, PairMeasure) == 1 and alert(app, id).measure_id is not None


def test_a_mediation_is_refused_for_the_pair_in_the_sentence_of_any_measure(app, people):
    refused = {}
    for person, caregiver in (("mme_durand", "aicha"), ("m_petit", "lucie")):
        round_id = heard(app, people, person, wish="talk")
        if caregiver == "aicha":
            send(app, people, kind="racism")
        else:
            measure(app, people, caregiver=caregiver, person=person)
        page = reader(app, "claire").post(f"/points/{round_id}/decision", {**TALK, "owner_id": people["malika"]}, 422)
        assert MARK not in page.html and "/suivis/" not in page.html
        refused[person] = [said.text for said in page.select("li") if "mesure d'organisation" in said.text]
    assert refused["mme_durand"] == refused["m_petit"] != []


def test_where_she_has_no_relation_the_measure_stands_all_the_same(app, people):
    """She went there once, for a colleague: nobody sends her again."""
    with writing(app) as session:
        visit = session.get(Visit, people["m_petit_past_visit"])
        visit.caregiver_id, visit.pairing_id, visit.state = people["aicha_caregiver"], None, "done"
    send(app, people, person="m_petit")
    with reading(app) as session:
        one = session.scalars(select(PairMeasure)).one()
    assert (one.beneficiary_id, one.caregiver_id) == (people["m_petit"], people["aicha_caregiver"])


def test_where_she_never_went_is_not_hers_to_name(app, people):
    reader(app, "aicha").post("/mes-nouvelles/nouvelle", said(people, person="m_petit"), 422)
    assert count(app, Alert) == 0
