"""The home sheet: opened with the person's agreement, kept by its usual caregivers and the office, nobody overwritten."""

from datetime import date

import pytest

from models import Beneficiary, HomeSheetAgreement, HomeSheetCopy, HomeSheetEntry, HomeSheetReading, Pairing, Visit
from tests.handover_scenes import written
from tests.phone_scenes import furnish
from tests.reader import reader
from tests.world import count, writing


def at(people, person="mme_durand"):
    return f"/beneficiaires/{people[person]}/fiche-intervention"


def on_phone(people, person="mme_durand"):
    return f"/mes-fiches/{people[person]}"


def line(app, people, section="habits", name="claire", **values):
    """Sent as the form of the section is drawn now."""
    her = reader(app, name)
    url = f"{at(people) if name != 'aicha' else on_phone(people)}/{section}"
    known = her.get(url).select("input", name="known")[0].attrs.get("value", "")
    return her, url, {"known": known, **values}


def test_the_file_leads_to_an_empty_sheet_that_asks_first_for_the_person_s_agreement(app, people):
    claire = reader(app, "claire")
    assert at(people) in claire.get(f"/beneficiaires/{people['mme_durand']}").links
    page = claire.get(at(people))
    assert page.h1 == "Fiche d'intervention : Mme Jeanne Durand" and "Demandez-lui d'abord." in page.text
    assert "Personne ne lui a encore demandé." in page.text and "Aucune copie remise." in page.text


def test_the_first_line_is_written_with_the_agreement_and_the_next_ones_do_not_ask_again(app, people):
    her, url, data = line(app, people)
    page = her.post(url, {**data, "words": "Le café avant tout."}, status=422)
    assert "Demandez l'accord de la personne, puis indiquez le jour." in page.text and "Le café avant tout." in page.html
    assert count(app, HomeSheetEntry) == 0
    her.post(url, {**data, "words": "Le café avant tout.", "agreed_on": "2026-03-09"})
    assert count(app, HomeSheetAgreement, HomeSheetAgreement.answer == "yes") == 1
    her, url, data = line(app, people, "calms")
    assert not her.get(url).select("input", name="agreed_on")
    her.post(url, {**data, "words": "La radio, doucement."})
    page = her.get(at(people))
    assert "Le café avant tout." in page.text and "La radio, doucement." in page.text and "Écrit le 9 mars" in page.text


@pytest.mark.parametrize(("data", "message"), [
    ({"words": "", "agreed_on": "2026-03-09"}, "Écrivez au moins une ligne."),
    ({"words": "x" * 4001, "agreed_on": "2026-03-09"}, "Écrivez au plus 4000 signes."),
    ({"words": "Le café", "agreed_on": "2026-03-10"}, "Indiquez un jour passé, ou aujourd'hui.")])
def test_a_line_that_cannot_be_kept_says_what_to_do_on_the_desk_and_on_the_phone(app, people, data, message):
    for name in ("claire", "aicha"):
        her, url, known = line(app, people, name=name)
        page = her.post(url, {**known, **data}, status=422)
        assert message in page.text and page.title.startswith("Erreur")
    assert count(app, HomeSheetEntry) == count(app, HomeSheetAgreement) == 0


def test_a_new_version_keeps_the_former_with_who_wrote_it_and_when(app, people, clock):
    written(app, people, words="Le café avant tout.")
    clock.move(days=1)
    her, url, data = line(app, people)
    her.post(url, {**data, "words": "Le thé avant tout."})
    page = her.get(at(people))
    assert "Ce qui était écrit avant (1)" in page.text
    assert "Le café avant tout.Écrit le 9 mars à 9 h par Claire Martin, remplacé le 10 mars à 9 h" in page.text.replace("\u00a0", " ")


def test_two_at_once_the_second_learns_it_and_loses_nothing(app, people):
    written(app, people)
    her, url, data = line(app, people)
    reader(app, "malika").post(url, {**data, "words": "Version de Malika"})
    page = her.post(url, {**data, "words": "Version de Claire"}, status=409)
    assert "Quelqu'un a changé ces lignes entre-temps." in page.text and "Version de Claire" in page.html
    assert "Version de Malika" in her.get(at(people)).text


def test_the_part_is_what_the_reload_shows(app, people):
    written(app, people)
    her, url, data = line(app, people)
    form = her.part(url)
    assert not form.is_page and form.select("section", id="habits")
    part = her.post(url, {**data, "words": "Le thé avant tout."}, status=200, part=True)
    [whole] = her.get(at(people)).select("section", id="habits")
    assert part.select("section", id="habits")[0].text == whole.text
    wrong = her.post(url, {"known": "", "words": ""}, status=422, part=True)
    assert not wrong.is_page and "Écrivez au moins une ligne." in wrong.text


def test_who_does_not_want_a_sheet_has_none_on_any_phone_and_nothing_is_written_any_more(app, people):
    furnish(app, people)
    written(app, people)
    her, url, data = line(app, people)
    her.post(f"{at(people)}/accord", {"answer": "", "said_on": "2026-03-09"}, status=422)
    page = her.follow(her.post(f"{at(people)}/accord", {"answer": "no", "said_on": "2026-03-09"}))
    assert "La personne ne souhaite pas de fiche d'intervention." in page.text and url not in page.links
    her.post(url, {**data, "words": "Quand même"}, status=409)
    aicha = reader(app, "aicha").get(on_phone(people))
    assert "Le café avant tout." not in aicha.html and "Risque de chute" in aicha.text
    reader(app, "aicha").post(f"{on_phone(people)}/habits", {"known": data["known"], "words": "Quand même"}, status=409)
    her.post(f"{at(people)}/accord", {"answer": "yes", "said_on": "2026-03-09"})
    assert "Le café avant tout." in reader(app, "aicha").get(on_phone(people)).text
    assert count(app, HomeSheetAgreement) == 3, "what she said before is kept"


def test_a_copy_is_handed_over_on_a_day_by_somebody(app, people):
    claire = reader(app, "claire")
    claire.post(f"{at(people)}/copie", {"handed_on": "2026-03-12"}, status=422)
    page = claire.follow(claire.post(f"{at(people)}/copie", {"handed_on": "2026-03-06"}))
    assert "Remise à la personne le 6 mars 2026 par Claire Martin" in page.text
    assert count(app, HomeSheetCopy) == 1


def test_a_home_is_flagged_each_time_and_back_again_with_its_author(app, people):
    claire = reader(app, "claire")
    page = claire.follow(claire.post(f"{at(people)}/relais/toujours"))
    assert "À chaque fois, même pour qui connaît le domicile. Noté par Claire Martin" in page.text
    claire.post(f"{at(people)}/relais/toujours", status=409)
    claire.post(f"{at(people)}/relais/parfois", status=404)
    assert "À la première venue" in claire.follow(claire.post(f"{at(people)}/relais/premiere-fois")).text


def test_the_usual_caregiver_keeps_the_sheet_from_her_phone(app, people):
    her, url, data = line(app, people, name="aicha")
    page = her.follow(her.post(url, {**data, "words": "Le café avant tout.", "agreed_on": "2026-03-09"}))
    assert "La fiche est à jour." in page.text and "Le café avant tout." in page.text
    assert "par Aïcha Diallo" in reader(app, "claire").get(at(people)).text


def test_a_replacement_reads_the_sheet_and_does_not_write_it(app, people):
    with writing(app) as session:
        session.get(Pairing, people["mme_durand_pairing"]).kind = "replacement"
    written(app, people)
    aicha = reader(app, "aicha")
    assert "Le café avant tout." in aicha.get(on_phone(people)).text
    assert "Vous tenez cette fiche" not in aicha.get(on_phone(people)).text
    aicha.get(f"{on_phone(people)}/habits", 404)
    aicha.post(f"{on_phone(people)}/habits", {"words": "Non"}, status=404)


def test_what_changed_since_her_last_visit_is_marked_until_she_says_she_read_it(app, people, clock):
    with writing(app) as session:
        assert session.get(Visit, people["mme_durand_past_visit"]).day == date(2026, 3, 4)
    furnish(app, people)
    written(app, people)
    aicha = reader(app, "aicha")
    page = aicha.get(on_phone(people))
    assert "Relire : ce qui a changé" in page.text and "Les codes ou les clés ont changé" in page.text
    assert "A4471B" not in page.html
    clock.move(hours=1)
    page = aicha.follow(aicha.post(f"{on_phone(people)}/lu"))
    assert "Nouveau" not in page.text and "Relire" not in page.text
    assert count(app, HomeSheetReading) == 1


def test_nobody_reads_the_sheet_of_a_home_where_she_does_not_go(app, people):
    written(app, people)
    lucie = reader(app, "lucie")
    for url in (on_phone(people), f"{on_phone(people)}/habits"):
        lucie.get(url, 404)
    for what in ("lu", "habits"):
        lucie.post(f"{on_phone(people)}/{what}", {"words": "Non"}, status=404)
    for name in ("aicha", "sam", "odile"):
        reader(app, name).get(at(people), 403)


def test_a_former_caregiver_reads_nothing_of_the_sheet(app, people, clock):
    written(app, people)
    clock.move(days=10)
    aicha = reader(app, "aicha")
    for url in (on_phone(people), f"{on_phone(people)}/habits"):
        aicha.get(url, 404)


def test_an_ended_file_is_read_and_no_longer_written(app, people):
    written(app, people)
    with writing(app) as session:
        session.get(Beneficiary, people["mme_durand"]).ended_on = date(2026, 3, 8)
    claire = reader(app, "claire")
    assert "Le café avant tout." in claire.get(at(people)).text
    claire.get(f"{at(people)}/habits", 404)
    for what in ("habits", "accord", "copie", "relais/toujours"):
        claire.post(f"{at(people)}/{what}", {"words": "Non"}, status=404)


def test_a_section_of_no_list_does_not_exist(app, people):
    reader(app, "claire").get(f"{at(people)}/opinion", 404)
    reader(app, "aicha").get(f"{on_phone(people)}/opinion", 404)
