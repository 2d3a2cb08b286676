"""The home refuses a caregiver after a request that can never be granted: the person is safe, nobody goes instead."""

from datetime import UTC, datetime

import pytest

from models import Contact, HomeRefusal, JournalLine, Visit
from tests import pair_scenes as scenes
from tests.reader import reader
from tests.world import count, reading, writing

SAID = {"safety": "Jointe par téléphone à 9 h, elle a déjeuné.", "decided": "Je la vois demain avec sa fille."}
INSTEAD = {"caregiver_id": "", "version": 3, "kind": "replacement", "why": "hours", "extent": "one"}


@pytest.fixture
def request_id(app, people):
    return scenes.request(app, people, state="not_grantable", discriminatory="yes")


def visit_of(people, rest=""):
    return f"/interventions/{people['mme_durand_visit']}{rest}"


def refuse(app, people):
    reader(app, "claire").post(visit_of(people, "/issue"), {"version": 1, "state": "refused_by_person",
                                                            "note": "Elle n'ouvre pas"})


def instead(people):
    return {**INSTEAD, "caregiver_id": people["lucie_caregiver"]}


def visit(app, people):
    with reading(app) as session:
        return session.get(Visit, people["mme_durand_visit"])


def test_the_direction_says_how_the_person_is_and_what_it_decides_and_the_line_goes(app, people, request_id):
    refuse(app, people)
    claire, helene = reader(app, "claire"), reader(app, "helene")
    assert "Elle n'ouvre pas" in claire.get(f"/remplacements/{request_id}").text
    claire.post(f"/remplacements/{request_id}/porte", SAID, 403)
    page = helene.post(f"/remplacements/{request_id}/porte", {"safety": SAID["safety"]}, 422)
    assert "Dites ce que vous décidez." in page.text and SAID["safety"] in page.text
    assert "À décider ce jour" in helene.get("/a-traiter").text
    helene.post(f"/remplacements/{request_id}/porte", SAID)
    assert "À décider ce jour" not in helene.get("/a-traiter").text
    assert SAID["decided"] in claire.get(f"/remplacements/{request_id}").text
    page = reader(app, "paul").post(f"/remplacements/{request_id}/porte", {**SAID, "decided": "Mes mots gardés"}, 409)
    assert "déjà répondu" in page.text and "Mes mots gardés" in page.text
    assert count(app, HomeRefusal) == 1


def test_nobody_is_sent_instead_by_planning_the_visit_again(app, people, request_id):
    refuse(app, people)
    claire = reader(app, "claire")
    claire.post(visit_of(people, "/retablissement"), {"version": 2})
    assert visit(app, people).caregiver_id == people["aicha_caregiver"]
    page = claire.post(visit_of(people, "/intervenante?partout=1"), instead(people), 409)
    assert "personne d'autre n'est envoyé" in page.text
    assert visit(app, people).caregiver_id == people["aicha_caregiver"]
    reader(app, "helene").post(visit_of(people, "/intervenante?partout=1"), instead(people))
    assert visit(app, people).caregiver_id == people["lucie_caregiver"]


def test_a_refused_visit_she_may_no_longer_make_is_not_planned_for_somebody_else(app, people, request_id):
    refuse(app, people)
    scenes.measure(app, people)
    page = reader(app, "claire").post(visit_of(people, "/retablissement"), {"version": 2}, 409)
    assert "La direction décide." in page.text
    assert visit(app, people).state == "refused_by_person"


def test_a_visit_refused_for_no_such_reason_changes_hands_as_any_other(app, people):
    refuse(app, people)
    claire = reader(app, "claire")
    claire.post(visit_of(people, "/retablissement"), {"version": 2})
    claire.post(visit_of(people, "/intervenante?partout=1"), instead(people))
    assert visit(app, people).caregiver_id == people["lucie_caregiver"]


def test_a_visit_refused_long_before_the_request_is_another_story(app, people, clock):
    refuse(app, people)
    clock.move(days=7)
    scenes.request(app, people, state="not_grantable", discriminatory="yes")
    assert "À décider ce jour" not in reader(app, "helene").get("/a-traiter").text


def ready(app, people, **values):
    return scenes.request(app, people, state="not_grantable", discriminatory="yes", details="", **{
        "caregiver_told_at": datetime(2026, 3, 9, 9, tzinfo=UTC), "caregiver_choice": "stay", **values})


@pytest.mark.parametrize("missing", ["caregiver_told_at", "caregiver_choice"])
def test_no_letter_is_prepared_before_she_was_told_by_voice_and_chose(app, people, missing):
    id = ready(app, people, **{missing: None})
    page = reader(app, "helene").get(f"/remplacements/{id}/lettre", 409)
    assert "prévenue de vive voix" in page.text
    assert f"/remplacements/{id}/lettre" not in reader(app, "helene").get(f"/remplacements/{id}").html


def test_the_letter_names_no_ground_and_no_caregiver_and_is_the_directions(app, people):
    id = ready(app, people, direction_facts="Ce qu'elle a dit ce jour-là.")
    claire, helene = reader(app, "claire"), reader(app, "helene")
    claire.get(f"/remplacements/{id}/lettre", 403)
    assert "Préparer la lettre" not in claire.get(f"/remplacements/{id}").text
    assert "Préparer la lettre" in helene.get(f"/remplacements/{id}").text
    page = helene.get(f"/remplacements/{id}/lettre")
    assert "Nous ne pouvons pas donner suite à cette demande." in page.text and "Durand" in page.text
    assert "Aïcha" not in page.text and "ce jour-là" not in page.text
    assert count(app, JournalLine, JournalLine.action == "replacement.letter") == 1


def test_the_letter_goes_to_the_legal_guardian_when_she_has_one(app, people):
    id = ready(app, people)
    with writing(app) as session:
        session.add_all([Contact(beneficiary_id=people["mme_durand"], kind="relative", name="Anne Durand"),
                         Contact(beneficiary_id=people["mme_durand"], kind="legal_guardian", name="Mme Tutrice"),
                         Contact(beneficiary_id=people["m_petit"], kind="legal_guardian", name="M. Autre")])
    page = reader(app, "helene").get(f"/remplacements/{id}/lettre")
    assert "Lettre pour Mme Tutrice" in page.text and "Anne Durand" not in page.text and "M. Autre" not in page.text


@pytest.mark.parametrize(("said", "state", "offered"), [
    ("no", "open", True), ("no", "done", True), ("no", "with_direction", False), ("doubt", "open", False),
    ("yes", "not_grantable", False)])
def test_a_wish_for_intimate_care_is_offered_to_be_noted_when_the_answer_is_no_and_not_otherwise(
        app, people, said, state, offered):
    id = scenes.request(app, people, state=state, discriminatory=said, reason="intimate_care_wish")
    page = reader(app, "claire").get(f"/remplacements/{id}").text
    words = "Accorder et noter le souhait" if state == "open" else "Noter ce souhait"
    assert (words in page) == offered
    assert offered or "souhait</" not in page and "la personne souhaite" not in page.lower()


def test_the_wish_to_note_comes_with_its_kind_chosen(app, people):
    page = reader(app, "claire").get(f"/beneficiaires/{people['mme_durand']}/souhaits/nouveau?soins=1")
    assert 'value="intimate_care" checked' in page.html or 'value="intimate_care" selected' in page.html \
        or 'selected value="intimate_care"' in page.html or 'checked value="intimate_care"' in page.html
