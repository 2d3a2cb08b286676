"""A mediation: each version is read by its mediator alone; points are agreed, checked, and it ends in words."""

import pytest
from sqlalchemy.exc import IntegrityError

from database import now
from models import JournalLine, Mediation, MediationPoint, MediationVersion, Pairing, Replacement
from tests import pair_scenes as scenes
from tests.pair_scenes import CANARY
from tests.reader import reader
from tests.world import count, reading, writing

OPEN = {"subject": "L'heure du repas", "check_on": "2026-03-30"}
AGREED = {"first_who": "Aïcha", "first_what": "Arriver à midi", "first_by": "2026-03-16", "check_on": "2026-03-30",
          "known_check": "2026-03-30"}


def pair(people):
    return f"/relations/{people['mme_durand_pairing']}"


def state(app, model, id):
    with reading(app) as session:
        return session.get(model, id).state


def opened(app, people):
    page = reader(app, "claire").post(f"{pair(people)}/mediation", {**OPEN, "owner_id": people["claire"]})
    return int(page.location.rsplit("/", 1)[1])


def test_claire_opens_a_mediation_and_the_relation_is_in_mediation(app, people):
    form = reader(app, "claire").get(f"{pair(people)}/mediation")
    assert "2026-03-30" in form.html, "three weeks, as the settings say"
    id = opened(app, people)
    page = reader(app, "claire").get(f"/mediations/{id}")
    assert page.h1 == "Médiation : Mme Jeanne Durand et Aïcha Diallo" and "L'heure du repas" in page.text
    assert state(app, Pairing, people["mme_durand_pairing"]) == "in_mediation"
    assert "Médiation en cours" in reader(app, "claire").get(pair(people)).text


def test_a_mediation_is_refused_under_a_measure_with_no_more_said(app, people):
    for kind in ("do_not_assign", "only_accompanied"):
        scenes.measure(app, people, kind=kind)
        page = reader(app, "claire").post(f"{pair(people)}/mediation", {**OPEN, "owner_id": people["claire"]}, 409)
        assert "mesure d'organisation" in page.text and OPEN["subject"] in page.text
        assert "Une raison tue" not in page.text
    assert count(app, Mediation) == 0


def test_one_mediation_at_a_time(app, people):
    opened(app, people)
    page = reader(app, "malika").post(f"{pair(people)}/mediation", {**OPEN, "owner_id": people["malika"]}, 409)
    assert "déjà ouverte" in page.text


def test_a_mediation_says_what_is_missing(app, people):
    page = reader(app, "claire").post(f"{pair(people)}/mediation", {"check_on": "2026-03-01"}, 422)
    for sentence in ("Écrivez ce qui est à régler.", "Choisissez un jour à venir.", "Choisissez qui mène la médiation."):
        assert sentence in page.text


def test_the_mediator_reads_the_words_a_colleague_reads_only_that_they_were_collected(app, people):
    id = scenes.mediation(app, people)
    mine, hers = reader(app, "claire").get(f"/mediations/{id}"), reader(app, "malika").get(f"/mediations/{id}")
    assert mine.html.count(CANARY) == 8
    assert CANARY not in hers.html and "version recueillie" in hers.text and "par Claire Martin" in hers.text
    assert CANARY not in reader(app, "helene").get(f"/mediations/{id}").html


def test_each_reading_of_versions_is_journaled_and_looking_without_reading_is_not(app, people):
    id = scenes.mediation(app, people)
    reader(app, "malika").get(f"/mediations/{id}")
    assert count(app, JournalLine, JournalLine.action == "mediation.versions") == 0
    reader(app, "claire").get(f"/mediations/{id}")
    assert count(app, JournalLine, JournalLine.action == "mediation.versions",
                 JournalLine.subject == f"mediation:{id}", JournalLine.account_id == people["claire"]) == 1


def test_the_mediator_adds_a_version_and_nobody_else_does(app, people):
    id = scenes.mediation(app, people, versions=False)
    said = {"side": "beneficiary", "facts": "Le repas est servi à 13 h", "quoted": "J'ai faim"}
    reader(app, "malika").post(f"/mediations/{id}/versions", said, 403)
    reader(app, "helene").post(f"/mediations/{id}/versions", said, 403)
    claire = reader(app, "claire")
    page = claire.follow(claire.post(f"/mediations/{id}/versions", said))
    assert "Le repas est servi à 13 h" in page.text and "« J'ai faim »" in page.text
    assert count(app, MediationVersion) == 1


def test_an_empty_version_is_asked_again_with_what_was_typed(app, people):
    id = scenes.mediation(app, people, versions=False)
    page = reader(app, "claire").post(f"/mediations/{id}/versions", {"side": "caregiver", "spoken_by": "Aïcha"}, 422)
    assert "Écrivez au moins une ligne" in page.text and "Aïcha" in page.html
    assert count(app, MediationVersion) == 0


def test_points_are_agreed_added_to_and_checked_and_the_relation_goes_on(app, people):
    id = opened(app, people)
    claire = reader(app, "claire")
    claire.post(f"/mediations/{id}/points", AGREED)
    claire.post(f"/mediations/{id}/points", {**AGREED, "first_who": "Mme Durand", "first_what": "Appeler si retard",
                                             "accompanied_by": "sa fille"})
    assert state(app, Mediation, id) == "agreed" and "sa fille" in claire.get(f"/mediations/{id}").text
    with reading(app) as session:
        first = session.query(MediationPoint).order_by(MediationPoint.id).first().id
    page = claire.follow(claire.post(f"/mediations/{id}/verification", {
        "kept": [first], "outcome": "resolved", "outcome_words": "Le repas est à l'heure."}))
    assert "Oui, vu" in page.text and "Résolue" in page.text
    assert state(app, Pairing, people["mme_durand_pairing"]) == "settled"
    with reading(app) as session:
        assert [bool(point.kept_at) for point in session.query(MediationPoint).order_by(MediationPoint.id)] == [True, False]


def test_a_point_begun_is_complete(app, people):
    id = opened(app, people)
    page = reader(app, "claire").post(f"/mediations/{id}/points", {**AGREED, "second_who": "Sa fille"}, 422)
    assert "Complétez ce point" in page.text and count(app, MediationPoint) == 0
    page = reader(app, "claire").post(f"/mediations/{id}/points", {"check_on": "2026-03-30"}, 422)
    assert "Indiquez qui s'engage." in page.text


def test_points_agreed_meanwhile_by_a_colleague_are_not_overwritten(app, people):
    id = opened(app, people)
    form = reader(app, "claire").get(f"/mediations/{id}")
    assert form.select("input", name="known_check")[0]["value"] == "2026-03-30"
    reader(app, "malika").post(f"/mediations/{id}/points", {**AGREED, "check_on": "2026-04-13", "accompanied_by": "son fils"})
    late = {**AGREED, "first_what": "Mes mots gardés", "check_on": "2026-03-23"}
    page = reader(app, "claire").post(f"/mediations/{id}/points", late, 409)
    assert "13/04/2026, avec son fils" in page.text and "Mes mots gardés" in page.text
    with reading(app) as session:
        assert str(session.get(Mediation, id).check_on) == "2026-04-13"
    reader(app, "claire").post(f"/mediations/{id}/points", {**late, "known_check": "2026-04-13",
                                                            "known_company": "son fils"})


def test_a_measure_put_meanwhile_stops_the_mediation_which_can_only_be_closed(app, people):
    id = opened(app, people)
    scenes.measure(app, people, kind="only_accompanied")
    claire = reader(app, "claire")
    page = claire.get(f"/mediations/{id}")
    assert "la médiation s'arrête" in page.text and "Une raison tue" not in page.text
    assert "Recueillir une version" not in page.text and "Noter l'accord" not in page.text
    page = claire.post(f"/mediations/{id}/versions", {"side": "caregiver", "facts": "Mes mots gardés"}, 409)
    assert "mesure d'organisation" in page.text and "Mes mots gardés" in page.text
    claire.post(f"/mediations/{id}/points", AGREED, 409)
    assert count(app, MediationVersion) == count(app, MediationPoint) == 0
    claire.post(f"/mediations/{id}/verification", {"outcome": "resolved", "outcome_words": "Arrêtée."})


def test_a_mediation_closes_by_itself_when_the_relation_ends(app, people):
    id = opened(app, people)
    claire = reader(app, "claire")
    claire.post(f"{pair(people)}/fin", {"reason": "end_of_help", "on": "2026-03-12"})
    assert state(app, Mediation, id) == "no_longer_needed"
    assert "Sans objet" in claire.get(f"/mediations/{id}").text
    assert "Médiation" not in claire.get("/a-traiter").select("main")[0].text
    assert "Médiation sans objet" in claire.get(pair(people)).text
    page = reader(app, "aicha").get(f"/mes-mediations/{id}")
    assert "Terminée." in page.text and "Le bureau vérifie avec vous" not in page.text


def test_a_complaint_closes_it_in_words(app, people):
    id = opened(app, people)
    claire = reader(app, "claire")
    page = claire.follow(claire.post(f"/mediations/{id}/verification", {
        "outcome": "complaint", "outcome_words": "Elle souhaite écrire au président."}))
    assert "Suivie d'une réclamation" in page.text and "Elle souhaite écrire" in page.text


def test_who_comes_second_learns_who_closed_it_and_keeps_her_text(app, people):
    id = opened(app, people)
    done = {"outcome": "resolved", "outcome_words": "Tout est réglé entre eux."}
    reader(app, "malika").post(f"/mediations/{id}/verification", done)
    page = reader(app, "claire").post(f"/mediations/{id}/verification", {**done, "outcome_words": "Mes mots à moi"}, 409)
    assert "Malika Benali a déjà clos cette médiation" in page.text and "Mes mots à moi" in page.text


def test_it_may_end_in_a_request_to_replace_in_one_act(app, people):
    id = opened(app, people)
    claire = reader(app, "claire")
    assert f"mediation={id}" in claire.get(f"/mediations/{id}").html
    claire.post(f"{pair(people)}/remplacement?par=caregiver&mediation={id}", {"reason": "misfit_caregiver", "length": "for_good"})
    assert state(app, Mediation, id) == "replacement"
    with reading(app) as session:
        assert session.query(Replacement).one().mediation_id == id
    assert state(app, Pairing, people["mme_durand_pairing"]) == "in_mediation"


@pytest.mark.parametrize("name", ["claire", "helene"])
def test_it_is_handed_over_by_its_mediator_or_the_direction_and_the_new_one_reads(app, people, name):
    id = scenes.mediation(app, people)
    given = {"owner_id": people["claire"], "new_owner_id": people["malika"]}
    reader(app, name).post(f"/mediations/{id}/mediatrice", given)
    assert CANARY in reader(app, "malika").get(f"/mediations/{id}").html
    assert CANARY not in reader(app, "claire").get(f"/mediations/{id}").html


def test_nobody_takes_a_mediation_to_read_it(app, people):
    id = scenes.mediation(app, people)
    malika = reader(app, "malika")
    malika.post(f"/mediations/{id}/mediatrice", {"owner_id": people["claire"], "new_owner_id": people["malika"]}, 403)
    malika.post(f"/mediations/{id}/mediatrice", {"owner_id": people["malika"], "new_owner_id": people["malika"]}, 409)
    assert CANARY not in malika.get(f"/mediations/{id}").html


def test_the_versions_words_appear_nowhere_else(app, people):
    """The canary: every page of the office, as everybody, its search, its journal; only the mediator's page has it."""
    id = scenes.mediation(app, people)
    opened_on = pair(people)
    pages = ["/mediations", "/mediations?etat=closes", opened_on, "/a-traiter", "/beneficiaires", "/remplacements",
             f"/beneficiaires/{people['mme_durand']}", f"/intervenantes/{people['aicha_caregiver']}",
             f"/beneficiaires?q={CANARY}", f"/appels?q={CANARY}", f"/interventions?q={CANARY}"]
    for name in ("claire", "malika", "helene"):
        client = reader(app, name)
        if name != "claire":
            pages.append(f"/mediations/{id}")
        for page in pages:
            html = client.get(page).html.replace(f"q={CANARY}", "").replace(f'value="{CANARY}"', "")
            assert f"{CANARY} " not in html, f"{page} tells {name}"
    assert CANARY not in reader(app, "claire").get(f"/mediations/{id}").title
    assert CANARY not in reader(app, "helene").get("/journal").html


def test_a_fault_of_the_database_prints_no_words(app, people):
    id = scenes.mediation(app, people, versions=False)
    with pytest.raises(IntegrityError) as fault, writing(app) as session:
        session.add(MediationVersion(mediation_id=id, side="nobody", facts=CANARY, at=now(), by_id=people["claire"]))
        session.flush()
    assert "mediation_version" in str(fault.value) and CANARY not in str(fault.value)


def test_the_list_says_why_it_is_empty_and_pages_what_is_closed(app, people):
    claire = reader(app, "claire")
    assert "Aucune médiation n'est en cours." in claire.get("/mediations").text
    assert "Aucune médiation n'est close." in claire.get("/mediations?etat=closes").text
    for _ in range(27):
        scenes.mediation(app, people, versions=False, state="resolved")
    page = claire.get("/mediations?etat=closes")
    assert page.html.count('id="mediation-') == 25
    following = page.select("a", rel="next")[0]["href"]
    assert claire.get(following).html.count('id="mediation-') == 2
