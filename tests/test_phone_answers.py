"""Her side of a round: asked apart, answered once, never overwritten."""

import pytest

from models import Answer, AnswerAddendum, Round, RoundSide, Word
from tests.phone_scenes import HERS, answer, ask
from tests.reader import reader
from tests.world import count, counts, statements, writing

NOT_A_SCORE = "Vos réponses ne servent ni à vous noter ni à vous sanctionner."


def url(side):
    return f"/mes-questions/{side}"


def test_all_questions_stand_on_one_page_that_works_without_script(app, people):
    _, hers = ask(app, people)
    page = reader(app, "aicha").get(url(hers))
    form = page.form(url(hers))
    assert len(form.select("", class_="step")) == 8
    assert {field["name"] for field in form.select("input", type_="radio")} == {
        "hours_fit", "tasks_clear", "respected", "feels_safe", "too_heavy", "outside_plan", "wish"}
    assert len(form.select("textarea")) == 2
    assert [button.text for button in form.select("button") if "form" not in button.attrs] == ["Envoyer mes réponses"]
    assert form.select("button", form="appel") and page.select("form", id="appel")
    assert not form.select("input", name="may_pass_on"), "thanks go from the person to her"
    assert NOT_A_SCORE in page.text and "Le bureau lit vos réponses" in page.text
    assert "avant le jeudi 19 mars" in page.text


def test_a_round_answered_says_so_and_shows_her_words(app, people):
    _, hers = ask(app, people)
    aicha = reader(app, "aicha")
    page = aicha.follow(aicha.post(url(hers), {**HERS, "goes_well": "On rit bien."}))
    assert "C'est envoyé." in page.text and "« On rit bien. »" in page.text
    assert count(app, Answer, Answer.side_id == hers, Answer.voice == "caregiver", Answer.channel == "own_phone") == 1
    assert count(app, RoundSide, RoundSide.id == hers, RoundSide.state == "answered") == 1
    assert "Une question pour vous" not in aicha.get("/ma-semaine").text


def test_a_double_tap_a_retry_and_another_tab_never_make_two_answers(app, people):
    _, hers = ask(app, people)
    aicha = reader(app, "aicha")
    for key in ("d" * 32, "d" * 32, "e" * 32):
        assert aicha.post(url(hers), HERS, key=key).location.endswith(url(hers))
    assert count(app, Answer) == 1


def test_words_typed_after_the_answer_stand_ready_to_be_added(app, people):
    _, hers = ask(app, people)
    aicha = reader(app, "aicha")
    aicha.post(url(hers), {**HERS, "goes_well": "On rit bien."})
    page = aicha.post(url(hers), {**HERS, "goes_well": "On rit bien.", "should_change": "Le lit est trop bas."}, status=409)
    assert page.form(url(hers) + "/ajouts").select("textarea")[0].text == "Le lit est trop bas."
    assert count(app, Answer) == 1


def test_a_correction_is_an_addendum_and_the_first_words_stay(app, people):
    _, hers = ask(app, people)
    aicha = reader(app, "aicha")
    aicha.post(url(hers), {**HERS, "should_change": "Le lit est trop bas."})
    page = aicha.follow(aicha.post(url(hers) + "/ajouts", {"words": "En fait, c'est le fauteuil."}))
    assert "« Le lit est trop bas. »" in page.text and "« En fait, c'est le fauteuil. »" in page.text
    page = aicha.post(url(hers) + "/ajouts", {"words": " "}, status=422)
    assert "Écrivez ce que vous voulez ajouter." in page.text
    assert count(app, AnswerAddendum) == 1


def test_a_missing_answer_keeps_everything_else(app, people):
    _, hers = ask(app, people)
    half = {name: value for name, value in HERS.items() if name != "feels_safe"}
    page = reader(app, "aicha").post(url(hers), {**half, "goes_well": "Texte gardé"}, status=422)
    assert "Choisissez une réponse : la sécurité." in page.text and "Texte gardé" in page.html
    assert len([field for field in page.select("input", type_="radio") if "checked" in field.attrs]) == 6
    assert "#feels_safe" in page.links and page.title.startswith("Erreur : ")
    assert count(app, Answer) == 0


@pytest.mark.parametrize("answers, offered", [({}, False), ({"feels_safe": "no"}, True), ({"respected": "no"}, True),
                                              ({"too_heavy": "yes"}, False)])
def test_a_no_on_safety_or_respect_offers_whom_to_call_now(app, people, answers, offered):
    _, hers = ask(app, people)
    aicha = reader(app, "aicha")
    page = aicha.follow(aicha.post(url(hers), {**HERS, **answers}))
    assert ("Vous voulez en parler maintenant" in page.text) is offered
    assert ("tel:112" in page.links) is offered


def test_rappelez_moi_from_that_page_is_a_word_to_the_office(app, people):
    _, hers = ask(app, people)
    aicha = reader(app, "aicha")
    aicha.post(url(hers), {**HERS, "feels_safe": "no"})
    for _ in range(2):
        aicha.post(url(hers) + "/rappel", key="f" * 32)
    assert count(app, Word, Word.kind == "call_me", Word.beneficiary_id == people["mme_durand"]) == 1


def test_she_may_prefer_to_be_called(app, people):
    _, hers = ask(app, people)
    aicha = reader(app, "aicha")
    page = aicha.follow(aicha.post(url(hers) + "/appel"))
    assert "Le bureau vous appelle" in page.text
    assert count(app, RoundSide, RoundSide.id == hers, RoundSide.wants_call) == 1
    assert "Vous avez demandé qu'on vous appelle" in aicha.get(url(hers)).text


def test_a_round_that_is_over_asks_nothing_any_more(app, people):
    _, hers = ask(app, people)
    with writing(app) as session:
        side = session.get(RoundSide, hers)
        side.round_open = False
        session.get(Round, side.round_id).state = "cancelled"
    aicha = reader(app, "aicha")
    page = aicha.get(url(hers))
    assert "Ce point est terminé" in page.text and not page.select("", class_="steps")
    aicha.post(url(hers), HERS, status=409)
    assert "Une question pour vous" not in aicha.get("/ma-semaine").text


def test_nobody_else_answers_for_her_on_her_phone(app, people):
    theirs, hers = ask(app, people)
    before = counts(app)
    lucie = reader(app, "lucie")
    for side in (hers, theirs):
        lucie.get(url(side), 404)
        lucie.post(url(side), HERS, status=404)
        for what in ("/appel", "/ajouts", "/rappel"):
            lucie.post(url(side) + what, {"words": "x"}, status=404)
    assert counts(app) == before | {"session": before["session"] + 1}


def test_she_does_not_reach_the_person_s_side(app, people):
    theirs, _ = ask(app, people)
    aicha = reader(app, "aicha")
    aicha.get(url(theirs), 404)
    aicha.post(url(theirs), HERS, status=404)
    assert count(app, Answer) == 0


def test_the_office_is_told_that_this_is_the_caregiver_s_page(app, people):
    _, hers = ask(app, people)
    for name in ("claire", "helene", "sam", "odile"):
        reader(app, name).get(url(hers), 403)


def test_the_person_s_answers_are_never_on_her_pages(app, people):
    theirs, hers = ask(app, people)
    answer(app, theirs, "person", people["claire"], respected="no", goes_well="CANARI bien", should_change="CANARI mal",
           spoken_by="CANARI fille", wish="change")
    aicha = reader(app, "aicha")
    for page in (aicha.get(url(hers)), aicha.follow(aicha.post(url(hers), HERS)), aicha.get("/mes-mots"),
                 aicha.get("/ma-semaine")):
        assert "CANARI" not in page.html


def test_the_page_of_questions_asks_few_questions_of_the_database(app, people):
    _, hers = ask(app, people)
    aicha = reader(app, "aicha")
    with statements(app) as seen:
        aicha.get(url(hers))
    assert len(seen) <= 6, seen


def test_a_session_that_ended_meanwhile_gives_her_text_back(app, people, clock):
    _, hers = ask(app, people)
    aicha = reader(app, "aicha")
    aicha.get(url(hers))
    clock.move(days=31)
    page = aicha.post(url(hers), {**HERS, "goes_well": "Texte écrit dans le bus."}, status=401)
    assert "Texte écrit dans le bus." in page.text and page.form("/connexion")
    assert count(app, Answer) == 0
