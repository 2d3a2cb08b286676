"""À appeler: one line per person, one call for all her caregivers; the sheet, its drafts, tries and visits."""

from datetime import UTC, date, datetime
from threading import Thread

import pytest
from sqlalchemy import select

from acts import answers, links, rounds
from database import now
from models import Answer, AnswerDraft, CallTry, Interruption, JournalLine, Pairing
from tests.reader import reader
from tests.rounds_scene import CONTENT, HERS, act, more_relations, opened, run_due, sides, speaks
from tests.world import count, reading, statements, writing

SHEET = {**CONTENT, "voice": "person", "channel": "call", "caregiver_present": "no"}


def sheet_url(app, people, round_id, side="beneficiary", person="mme_durand"):
    return f"/a-appeler/{people[person]}/cotes/{sides(app, round_id)[side].id}"


def second_caregiver(app, people) -> int:
    """Lucie also comes to Mme Durand, as a usual caregiver; her own round is open too."""
    with writing(app) as session:
        pairing = Pairing(beneficiary_id=people["mme_durand"], caregiver_id=people["lucie_caregiver"], kind="usual",
                          state="first_visits", chosen_why="skills", starts_on=date(2026, 3, 2), created_at=now())
        session.add(pairing)
        session.flush()
        id = pairing.id
    return act(app, "claire", lambda by: rounds.open_on_demand(by, id))


def test_an_empty_list_says_when_somebody_comes_on_it(app):
    assert "Personne à appeler maintenant." in reader(app, "claire").get("/a-appeler").text


def test_one_line_per_person_with_all_her_caregivers(app, people):
    opened(app, people)
    second_caregiver(app, people)
    page = reader(app, "claire").get("/a-appeler")
    [line] = page.select("li", id=f"personne-{people['mme_durand']}")
    assert "À propos d'Aïcha Diallo, de Lucie Moreau" in line.text
    assert "tel:0133333333" in page.links


@pytest.mark.parametrize(("kind", "words"), [
    ("sheet", "Feuille n° 1007 imprimée aujourd'hui à 9 h, pas encore revenue."),
    ("link", "Lien fait aujourd'hui à 9 h, pas encore de réponse.")])
def test_who_already_holds_a_sheet_or_a_link_is_not_called_for_nothing(app, people, clock, kind, words):
    opened(app, people)
    opened(app, people, "m_petit")
    claire = reader(app, "claire")

    def said(url) -> bool:
        return words in claire.get(url).text.replace("\u00a0", " ")
    pages = "/a-appeler", f"/a-appeler/{people['mme_durand']}"
    assert not any(map(said, pages))
    act(app, "claire", lambda by: links.make(by, people["mme_durand"], "person", kind))
    assert all(map(said, pages)) and not said(f"/a-appeler/{people['m_petit']}")
    act(app, "claire", lambda by: links.revoke(by, links.waiting_link(people["mme_durand"], "person")))
    act(app, "claire", lambda by: links.make(by, people["mme_durand"], "relative", kind))
    assert not any("pas encore re" in claire.get(page).text for page in pages), "her own word is still to be asked"


def test_a_link_out_of_date_is_no_reason_not_to_call_and_a_sheet_may_still_come_back(app, people, clock):
    opened(app, people)
    opened(app, people, "m_petit")
    act(app, "claire", lambda by: links.make(by, people["mme_durand"], "person", "sheet"))
    act(app, "claire", lambda by: links.make(by, people["m_petit"], "person", "link"))
    clock.move(days=30)
    page = reader(app, "claire").get("/a-appeler")
    durand, petit = (page.select("li", id=f"personne-{people[name]}")[0].text for name in ("mme_durand", "m_petit"))
    assert "pas encore revenue" in durand and "Lien fait" not in petit


def test_filters_are_kept_in_the_address(app, people):
    opened(app, people)
    claire = reader(app, "claire")
    assert "Mme Jeanne Durand" in claire.get("/a-appeler", secteur=people["sector_nord"]).text
    assert "Personne à appeler avec ce filtre." in claire.get("/a-appeler", secteur=people["sector_sud"]).text
    assert "Personne à appeler avec ce filtre." in reader(app, "malika").get("/a-appeler", miens="1").text


def test_nobody_is_called_while_the_help_is_interrupted(app, people):
    opened(app, people)
    with writing(app) as session:
        session.add(Interruption(beneficiary_id=people["mme_durand"], kind="hospital", starts_on=date(2026, 3, 9),
                                 opened_at=now()))
    claire = reader(app, "claire")
    assert "Mme Jeanne Durand" not in claire.get("/a-appeler").text
    assert "est interrompue" in claire.get(f"/a-appeler/{people['mme_durand']}").text


def test_one_call_asks_about_each_caregiver_apart(app, people):
    first, second = opened(app, people), second_caregiver(app, people)
    claire, url = reader(app, "claire"), f"/a-appeler/{people['mme_durand']}"
    page = claire.get(url)
    assert page.h1 == "Appel à Mme Jeanne Durand"
    assert "Les horaires vous conviennent-ils ?" in page.text
    page = claire.follow(claire.post(sheet_url(app, people, first), SHEET))
    assert "La réponse est enregistrée." in page.text
    assert page.form(sheet_url(app, people, second))
    page = claire.follow(claire.post(sheet_url(app, people, second), {**SHEET, "wish": "talk"}))
    assert "Il n'y a plus rien à demander à Mme Jeanne Durand." in page.text
    with reading(app) as session:
        assert [answer.wish for answer in session.scalars(select(Answer).order_by(Answer.id))] == ["go_on", "talk"]


def test_what_is_kept_with_an_answer(app, people):
    round_id = opened(app, people)
    reader(app, "claire").post(sheet_url(app, people, round_id), {
        **SHEET, "voice": "relative", "spoken_by": "Sa fille Anne", "channel": "visit", "caregiver_present": "yes",
        "goes_well": "Elle chante", "may_pass_on": "y"})
    with reading(app) as session:
        said = session.scalars(select(Answer)).one()
    assert (said.voice, said.spoken_by, said.channel, said.caregiver_present, said.collected_by_id, said.may_pass_on) == (
        "relative", "Sa fille Anne", "visit", True, people["claire"], True)


def test_a_sheet_left_incomplete_comes_back_with_what_was_typed(app, people):
    round_id = opened(app, people)
    page = reader(app, "claire").post(sheet_url(app, people, round_id), {
        "voice": "person", "channel": "call", "hours_fit": "little", "goes_well": "Le café du matin"}, 422)
    assert page.title.startswith("Erreur")
    assert "Indiquez si l'intervenante est présente." in page.text and "Choisissez une réponse : tâches claires." in page.text
    assert "Le café du matin" in page.text
    assert page.select("input", name="hours_fit", value="little", checked="")


@pytest.mark.parametrize("field", ["hours_fit", "wish", "voice", "channel"])
def test_only_the_answers_of_the_lists_are_taken(app, people, field):
    reader(app, "claire").post(sheet_url(app, people, opened(app, people)), {**SHEET, field: "caregiver"}, 422)
    assert count(app, Answer) == 0


def test_twelve_identical_sheets_make_one_answer(app, people):
    round_id = opened(app, people)
    url, places = sheet_url(app, people, round_id), []
    readers = [reader(app, "claire") for _ in range(12)]
    threads = [Thread(target=lambda one=one: places.append(one.post(url, SHEET, key="une-seule-et-meme-cle").location))
               for one in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert places == [places[0]] * 12
    assert count(app, Answer) == 1


def test_a_colleague_who_answered_first_is_named_and_my_text_is_kept(app, people):
    round_id = opened(app, people)
    url = sheet_url(app, people, round_id)
    reader(app, "claire").post(url, SHEET)
    page = reader(app, "malika").post(url, {**SHEET, "should_change": "Elle voudrait venir plus tôt"}, 409)
    assert "Claire Martin a déjà noté cette réponse" in page.text
    assert "Elle voudrait venir plus tôt" in page.text


def test_another_voice_is_added_apart(app, people):
    round_id = opened(app, people)
    speaks(app, round_id)
    claire, side = reader(app, "claire"), sides(app, round_id)["beneficiary"].id
    page = claire.get(f"/a-appeler/{people['mme_durand']}", cote=side)
    assert "Déjà entendu : la personne elle-même." in page.text
    assert page.select("input", name="voice", value="relative", checked="")
    claire.post(sheet_url(app, people, round_id), {**SHEET, "voice": "relative"})
    assert count(app, Answer) == 2


def test_a_draft_is_kept_at_every_field_and_found_again(app, people):
    round_id = opened(app, people)
    url, claire = sheet_url(app, people, round_id), reader(app, "claire")
    part = claire.post(url, {"draft": "1", "voice": "person", "hours_fit": "no"}, 200, part=True)
    assert "Brouillon gardé à 9 h." in part.text
    assert "<html" not in part.html
    claire.post(url, {"draft": "1", "voice": "person", "hours_fit": "no", "should_change": "Venir plus tard"})
    assert count(app, AnswerDraft) == 1
    page = reader(app, "malika").get(f"/a-appeler/{people['mme_durand']}")
    assert "Claire Martin a commencé cette feuille" in page.text
    assert "Venir plus tard" in page.text and page.select("input", name="hours_fit", value="no", checked="")
    claire.post(url, SHEET)
    assert count(app, AnswerDraft) == 0


def test_a_draft_does_not_use_up_the_form(app, people):
    round_id = opened(app, people)
    url, claire = sheet_url(app, people, round_id), reader(app, "claire")
    for _ in range(2):
        claire.post(url, {**SHEET, "draft": "1"}, 200, key="la-cle-de-la-feuille", part=True)
    claire.post(url, SHEET, key="la-cle-de-la-feuille")
    assert count(app, Answer) == 1


def test_without_an_answer_a_try_is_noted_and_the_person_waits(app, people, clock):
    opened(app, people)
    second_caregiver(app, people)
    claire, url = reader(app, "claire"), f"/a-appeler/{people['mme_durand']}/essais"
    assert "Indiquez quand rappeler." in claire.post(url, {"call_again_on": ""}, 422).text
    assert "à venir" in claire.post(url, {"call_again_on": "2026-03-08"}, 422).text
    claire.post(url, {"call_again_on": "2026-03-12", "note": "Messagerie"})
    assert count(app, CallTry) == 2
    assert "Mme Jeanne Durand" not in claire.get("/a-appeler").text
    assert "1 appel sans réponse" in claire.get("/a-appeler", quand="plus-tard").text
    clock.set(datetime(2026, 3, 12, 8, 0, tzinfo=UTC))
    assert "Mme Jeanne Durand" in reader(app, "claire").get("/a-appeler").text


def test_a_person_who_cannot_answer_by_phone_is_visited(app, people):
    round_id = opened(app, people)
    claire = reader(app, "claire")
    claire.post(f"/a-appeler/{people['mme_durand']}/visite")
    page = claire.get("/a-appeler")
    assert "À voir à domicile" in page.text and "Mme Jeanne Durand" in page.text
    assert "une visite est à faire" in claire.get(f"/points/{round_id}").text
    claire.post(sheet_url(app, people, round_id), {**SHEET, "channel": "visit"})
    assert sides(app, round_id)["beneficiary"].state == "answered"


def test_a_side_is_closed_when_the_house_allows_it(app, people, clock):
    round_id = opened(app, people)
    side = sides(app, round_id)["beneficiary"].id
    claire = reader(app, "claire")
    assert "Fermer" not in claire.get(f"/points/{round_id}").text
    assert "peut être fermé après" in claire.post(f"/points/cotes/{side}/sans-reponse", status=409).text
    clock.move(days=10)
    claire = reader(app, "claire")
    assert "Fermer sans réponse" in claire.get(f"/points/{round_id}").text
    claire.follow(claire.post(f"/points/cotes/{side}/sans-reponse"))
    assert sides(app, round_id)["beneficiary"].state == "no_answer"


def test_a_caregiver_who_prefers_to_be_called_is_on_the_list_and_the_office_writes_for_her(app, people):
    round_id = opened(app, people)
    side = sides(app, round_id)["caregiver"].id
    act(app, "aicha", lambda by: answers.prefer_call(by, side))
    claire = reader(app, "claire")
    assert "qui préfèrent qu'on les appelle" in claire.get("/a-appeler").text
    page = claire.get(f"/a-appeler/{people['mme_durand']}", cote=side)
    assert page.h1 == "Appel à Aïcha Diallo" and "Vous sentez-vous en sécurité ?" in page.text
    url, said = sheet_url(app, people, round_id, "caregiver"), {**HERS, "voice": "caregiver", "channel": "call"}
    assert "Demandez-lui son accord, puis cochez." in claire.post(url, said, 422).text
    claire.post(f"/points/cotes/{side}/essais", {"call_again_on": "2026-03-10"})
    claire.post(url, {**said, "agreed": "y"})
    assert sides(app, round_id)["caregiver"].state == "answered"


def test_whoever_reads_the_draft_of_a_colleague_is_noted_once_in_five_minutes(app, people, clock):
    round_id = opened(app, people)
    claire, malika = reader(app, "claire"), reader(app, "malika")
    claire.post(sheet_url(app, people, round_id), {**SHEET, "draft": "1"})
    page = f"/a-appeler/{people['mme_durand']}"
    claire.get(page)
    assert count(app, JournalLine, JournalLine.action == "draft.read") == 0
    for minutes, lines in ((0, 1), (2, 1), (4, 2)):
        clock.move(minutes=minutes)
        malika.get(page)
        assert count(app, JournalLine, JournalLine.action == "draft.read", JournalLine.subject == f"round:{round_id}",
                     JournalLine.account_id == people["malika"]) == lines


def test_a_side_of_another_person_is_not_found(app, people):
    round_id = opened(app, people)
    reader(app, "claire").post(sheet_url(app, people, round_id, person="m_petit"), SHEET, 404)


def test_a_closed_round_receives_no_answer(app, people):
    round_id = opened(app, people)
    act(app, "claire", lambda by: rounds.cancel_open(by, people["mme_durand_pairing"]))
    page = reader(app, "claire").post(sheet_url(app, people, round_id), {**SHEET, "goes_well": "Le jardin fleuri"}, 409)
    assert "clos" in page.text and "Le jardin fleuri" in page.text


def test_the_list_costs_the_same_however_many_people(app, people):
    claire = reader(app, "claire")
    opened(app, people)
    with statements(app) as few:
        claire.get("/a-appeler")
    more_relations(app, people, 40)
    run_due(app)
    with statements(app) as many:
        page = claire.get("/a-appeler")
    assert len(many) <= len(few) <= 8
    following = [link for link in page.links if "apres=" in link][0]
    names = [line.text for line in claire.get(following).select("ol", id="personnes")[0].select("li")]
    assert len(names) == 41 - 25


def test_the_sheet_costs_the_same_however_many_caregivers(app, people):
    claire, url = reader(app, "claire"), f"/a-appeler/{people['mme_durand']}"
    opened(app, people)
    with statements(app) as few:
        claire.get(url)
    second_caregiver(app, people)
    with statements(app) as many:
        claire.get(url)
    assert len(many) <= len(few) <= 10
