"""The decision at the office: its form, what each outcome asks, the second decider, what the caregiver reads."""

from datetime import date
from threading import Thread

import pytest
from sqlalchemy import select

from database import now
from models import Decision, Mediation, PairMeasure, Replacement
from tests import pair_scenes as scenes
from tests.reader import reader
from tests.rounds_scene import heard, opened
from tests.test_call_list import SHEET
from tests.world import count, counts, reading, writing

FIT = {"outcome": "fit", "reason": "Chacune est contente.", "told_words": "Vous continuez ensemble.",
       "next_milestone": "month_two", "next_round_on": "2026-05-04"}
TALK = {**FIT, "outcome": "mediation", "subject": "L'heure du repas", "check_on": "2026-04-01"}
CHANGE = {**FIT, "outcome": "replacement", "requested_by": "beneficiary", "request_reason": "misfit_beneficiary",
          "discriminatory": "no"}


def one(app, model):
    with reading(app) as session:
        return session.scalars(select(model).order_by(model.id)).first()


def test_the_form_proposes_the_next_moment_and_no_outcome(app, people):
    page = reader(app, "claire").get(f"/points/{heard(app, people)}")
    assert page.select("input", name="next_round_on", value="2026-05-02")
    assert page.select("option", value="month_two", selected="")
    assert not page.select("input", name="outcome", checked="")
    assert "Proposé : Entente." in page.text and "C'est vous qui décidez." in page.text


def test_an_entente_is_decided_and_told(app, people):
    round_id = heard(app, people)
    claire = reader(app, "claire")
    page = claire.follow(claire.post(f"/points/{round_id}/decision", FIT))
    assert "Décision : Entente" in page.text and "Pas encore lu." in page.text
    assert "Après les premiers mois, le 4 mai 2026" in page.text
    assert "Vous continuez ensemble." in reader(app, "aicha").get("/mes-mots").text


@pytest.mark.parametrize(("data", "sentence"), [
    ({**FIT, "outcome": ""}, "Choisissez une décision."),
    ({**FIT, "reason": ""}, "Dites pourquoi."),
    ({**FIT, "told_words": ""}, "Écrivez ce que vous dites à l'intervenante."),
    ({**FIT, "next_round_on": ""}, "Indiquez la date du prochain point."),
    ({**FIT, "next_round_on": "2026-03-09"}, "Choisissez un jour à venir."),
    ({**TALK, "subject": ""}, "Écrivez ce qui est à régler."),
    ({**TALK, "check_on": ""}, "Indiquez quand vérifier."),
    ({**TALK, "owner_id": "999"}, "Choisissez dans la liste."),
    ({**CHANGE, "requested_by": ""}, "Choisissez qui demande."),
    ({**CHANGE, "request_reason": ""}, "Choisissez une raison."),
    ({**CHANGE, "request_reason": "facts_for_direction"}, "Choisissez dans la liste."),
    ({**CHANGE, "discriminatory": ""}, "Répondez à la question : Oui, Non ou Doute."),
    ({**CHANGE, "discriminatory": "yes"}, "Laissez vide : l'intervenante est d'abord prévenue de vive voix."),
    ({**CHANGE, "requested_by": "caregiver", "request_reason": "misfit_caregiver"},
     "Laissez vide : la question n'est pas posée pour cette demande."),
    ({**CHANGE, "requested_by": "caregiver", "discriminatory": ""}, "Cette raison est celle de l'autre côté"),
])
def test_a_decision_says_what_is_missing_and_keeps_what_was_typed(app, people, data, sentence):
    round_id = heard(app, people)
    data = {"owner_id": people["malika"], **data} if data.get("outcome") == "mediation" else data
    page = reader(app, "claire").post(f"/points/{round_id}/decision", data, 422)
    assert page.title.startswith("Erreur") and sentence in page.text
    assert data["reason"] in page.text
    assert count(app, Decision) == 0


def test_a_mediation_is_opened_and_the_caregiver_finds_it(app, people):
    round_id = heard(app, people, wish="talk")
    claire = reader(app, "claire")
    page = claire.follow(claire.post(f"/points/{round_id}/decision", {**TALK, "owner_id": people["malika"]}))
    assert f"/mediations/{one(app, Mediation).id}" in page.links
    assert "L'heure du repas" in reader(app, "aicha").get("/mes-mots").text


def test_no_mediation_while_a_measure_stands_and_no_more_is_said(app, people):
    round_id = heard(app, people, wish="talk")
    with writing(app) as session:
        session.add(PairMeasure(beneficiary_id=people["mme_durand"], caregiver_id=people["aicha_caregiver"],
                                kind="do_not_assign", reason="CANARI", starts_on=date(2026, 3, 1), set_at=now(),
                                set_by_id=people["helene"]))
    page = reader(app, "claire").post(f"/points/{round_id}/decision", {**TALK, "owner_id": people["malika"]}, 422)
    assert "mesure d'organisation" in page.text and "CANARI" not in page.text
    assert count(app, Mediation) == 0


def test_a_replacement_is_requested_with_the_decision(app, people):
    round_id = heard(app, people, wish="change", hers={"wish": "talk"})
    claire = reader(app, "claire")
    page = claire.follow(claire.post(f"/points/{round_id}/decision", CHANGE))
    request = one(app, Replacement)
    assert f"/remplacements/{request.id}" in page.links
    assert (request.state, request.discriminatory, request.details) == ("open", "no", "Chacune est contente.")


@pytest.mark.parametrize(("answer", "state"), [("yes", "not_grantable"), ("doubt", "with_direction")])
def test_a_request_on_a_discriminatory_ground_is_never_granted_nor_shown_to_her(app, people, answer, state):
    round_id = heard(app, people, wish="change")
    claire = reader(app, "claire")
    data = {**CHANGE, "discriminatory": answer, "told_words": "", "reason": "CANARI des mots dits"}
    page = claire.follow(claire.post(f"/points/{round_id}/decision", data))
    assert "Voir la demande de remplacement." in page.text and "CANARI" not in page.text
    assert one(app, Replacement).state == state
    said = reader(app, "aicha").get("/mes-mots").text
    assert "CANARI" not in said and "Remplacement" not in said


def test_once_told_by_voice_the_office_writes_once_what_she_reads(app, people):
    round_id = heard(app, people)
    claire = reader(app, "claire")
    claire.post(f"/points/{round_id}/decision", {**CHANGE, "discriminatory": "yes", "told_words": ""})
    words = {"words_to_her": "Nous restons à vos côtés."}
    assert "Lui écrire ces mots" not in claire.get(f"/points/{round_id}").text
    page = claire.post(f"/points/{round_id}/paroles", words, 409)
    assert "Prévenez-la d'abord de vive voix" in page.text and words["words_to_her"] in page.text
    claire.post(f"/remplacements/{one(app, Replacement).id}/prevenue")
    assert "Lui écrire ces mots" in claire.get(f"/points/{round_id}").text
    page = claire.post(f"/points/{round_id}/paroles", {"words_to_her": ""}, 422)
    assert "Écrivez ce que vous dites" in page.text
    claire.post(f"/points/{round_id}/paroles", words)
    assert words["words_to_her"] in reader(app, "aicha").get("/mes-mots").text
    reader(app, "malika").post(f"/points/{round_id}/paroles", {"words_to_her": "Autre chose"}, 409)
    assert one(app, Decision).told_words == words["words_to_her"]


def test_nothing_is_written_to_her_while_the_direction_has_not_answered_a_doubt(app, people):
    round_id = heard(app, people)
    claire = reader(app, "claire")
    claire.post(f"/points/{round_id}/decision", {**CHANGE, "discriminatory": "doubt", "told_words": ""})
    claire.post(f"/points/{round_id}/paroles", {"words_to_her": "Trop tôt"}, 409)
    reader(app, "helene").post(f"/remplacements/{one(app, Replacement).id}/avis",
                               {"verdict": "grantable", "judged_words": "Il s'agit du ménage"})
    claire.post(f"/points/{round_id}/paroles", {"words_to_her": "Une collègue vous remplace."})
    assert "Une collègue vous remplace." in reader(app, "aicha").get("/mes-mots").text


def test_a_request_already_open_goes_on_under_the_decision(app, people):
    round_id = heard(app, people)
    request_id = scenes.request(app, people, reason="misfit_beneficiary")
    claire = reader(app, "claire")
    page = claire.follow(claire.post(f"/points/{round_id}/decision", CHANGE))
    assert f"/remplacements/{request_id}" in page.links
    assert count(app, Replacement) == 1 and one(app, Replacement).round_id == round_id


def test_a_yes_said_in_the_round_stops_the_request_already_open(app, people):
    round_id = heard(app, people)
    scenes.request(app, people, reason="misfit_beneficiary", details="Des mots d'avant")
    reader(app, "claire").post(f"/points/{round_id}/decision", {
        **CHANGE, "discriminatory": "yes", "told_words": "", "reason": "CANARI"})
    held = one(app, Replacement)
    assert (held.state, held.discriminatory, held.details) == ("not_grantable", "yes", "")
    assert held.direction_facts == "Des mots d'avant\nCANARI"
    assert "CANARI" not in reader(app, "claire").get(f"/points/{round_id}").text


def test_a_refused_request_decided_again_with_no_waits_for_the_direction_without_a_word_to_her(app, people):
    scenes.request(app, people, state="not_grantable", discriminatory="yes")
    round_id = heard(app, people)
    claire = reader(app, "claire")
    page = claire.post(f"/points/{round_id}/decision", CHANGE, 422)
    assert "prévenue de vive voix" in page.text
    claire.post(f"/points/{round_id}/decision", {**CHANGE, "told_words": ""})
    with reading(app) as session:
        assert session.scalars(select(Replacement).order_by(Replacement.id.desc())).first().state == "with_direction"


def test_facts_to_examine_are_the_directors(app, people):
    round_id = heard(app, people)
    data = {**CHANGE, "requested_by": "office", "request_reason": "facts_for_direction", "discriminatory": "",
            "told_words": "La direction vous reçoit.", "reason": "CANARI des faits"}
    reader(app, "helene").post(f"/points/{round_id}/decision", data)
    assert "CANARI" not in reader(app, "claire").get(f"/points/{round_id}").text
    assert "CANARI" in one(app, Replacement).direction_facts


def test_the_second_to_decide_reads_what_her_colleague_did_and_keeps_her_text(app, people):
    round_id = heard(app, people)
    claire, malika = reader(app, "claire"), reader(app, "malika")
    malika.get(f"/points/{round_id}")
    claire.post(f"/points/{round_id}/decision", FIT)
    before = counts(app)
    page = malika.post(f"/points/{round_id}/decision", {**FIT, "reason": "Je pensais à autre chose de long"}, 409)
    assert "Claire Martin a déjà décidé : Entente" in page.text
    assert "Chacune est contente." in page.text
    assert "Je pensais à autre chose de long" in page.text
    after = counts(app)
    assert {name for name in after if after[name] != before[name]} <= {"journal"}


def test_twelve_identical_decisions_make_one(app, people):
    round_id = heard(app, people)
    readers, places = [reader(app, "claire") for _ in range(12)], []
    threads = [Thread(target=lambda one=one: places.append(
        one.post(f"/points/{round_id}/decision", FIT, key="la-meme-cle-douze-fois").location)) for one in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert places == [f"/points/{round_id}"] * 12
    assert count(app, Decision) == 1


def test_nothing_is_decided_from_one_side_alone(app, people):
    round_id = opened(app, people)
    page = reader(app, "claire").post(f"/points/{round_id}/decision", FIT, 409)
    assert "pas encore entendus" in page.text


@pytest.mark.parametrize("who", ["aicha", "odile", "sam"])
def test_only_the_office_decides(app, people, who):
    round_id = heard(app, people)
    before = counts(app)
    reader(app, who).post(f"/points/{round_id}/decision", FIT, 403)
    after = counts(app)
    assert {name for name in after if after[name] != before[name]} <= {"journal", "session"}


def test_from_the_call_to_the_decision(app, people):
    """The heart, end to end: one side by phone entry, the other on a phone, then the decision."""
    round_id = opened(app, people)
    claire, aicha = reader(app, "claire"), reader(app, "aicha")
    [link] = [link for link in claire.get(f"/points/{round_id}").links if "cote=" in link][:1]
    page = claire.get(link)
    form = [form for form in page.select("form") if form.attrs.get("class") == "call"][0]
    claire.post(form["action"], {**SHEET, "hours_fit": "no"})
    [question] = {link for link in aicha.get("/ma-semaine").links if "/mes-questions/" in link}
    aicha.post(question, {**SHEET, "feels_safe": "yes", "too_heavy": "no", "outside_plan": "no"})
    page = claire.get("/points", etat="a-decider")
    assert "Réponses opposées" in page.text
    page = claire.get(f"/points/{round_id}")
    assert "Horaires : la personne dit « Non », l'intervenante dit « Oui »." in page.text
    claire.post(f"/points/{round_id}/decision", {**TALK, "owner_id": people["claire"]})
    assert "Médiation" in claire.get("/a-traiter").text
    assert "L'heure du repas" in aicha.get("/mes-mots").text
