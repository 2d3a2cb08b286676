"""One voice, once: who may write it, what closes its side, what triage keeps of it."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from acts import answers, rounds
from database import Overtaken
from models import Answer, AnswerAddendum, AnswerDraft, Beneficiary, Round
from tests.rounds_scene import CONTENT, act, opened, sides, speaks
from tests.world import count, reading, writing


def kept(app, model=Round, id=1):
    with reading(app) as session:
        return session.scalars(select(model).order_by(model.id)).first()


def test_the_person_then_the_caregiver_answer_and_the_round_is_ready(app, people):
    round_id = opened(app, people)
    speaks(app, round_id)
    assert sides(app, round_id)["beneficiary"].state == "answered"
    assert kept(app).ready_at is None
    speaks(app, round_id, "caregiver", by="aicha", channel="own_phone")
    assert kept(app).ready_at is not None
    with reading(app) as session:
        assert session.get(Beneficiary, people["mme_durand"]).last_contact_on == date(2026, 3, 9)


def test_a_voice_speaks_once_and_the_second_one_learns_who_wrote_it(app, people):
    round_id = opened(app, people)
    speaks(app, round_id)
    with pytest.raises(Overtaken, match="Claire Martin a déjà noté cette réponse"):
        speaks(app, round_id, by="malika")
    assert count(app, Answer) == 1


def test_three_voices_speak_apart_on_the_persons_side(app, people):
    round_id = opened(app, people)
    for voice in ("relative", "person", "guardian"):
        speaks(app, round_id, voice)
    assert count(app, Answer) == 3


@pytest.mark.parametrize(("who", "voice"), [("aicha", "person"), ("aicha", "relative"), ("lucie", "person"),
                                            ("lucie", "caregiver"), ("odile", "person"), ("sam", "person")])
def test_neither_the_caregiver_concerned_nor_an_outsider_collects(app, people, who, voice):
    round_id = opened(app, people)
    with pytest.raises(PermissionError):
        speaks(app, round_id, voice, by=who)
    assert count(app, Answer) == 0


def test_a_voice_does_not_speak_on_the_other_side(app, people):
    side = sides(app, opened(app, people))["caregiver"].id
    with pytest.raises(PermissionError):
        act(app, "claire", lambda by: answers.record_answer(by, side, "person", CONTENT, "call"))


def test_a_no_on_respect_is_kept_with_its_sentence(app, people):
    speaks(app, opened(app, people), respected="no")
    round_ = kept(app)
    assert (round_.attention, round_.attention_words.replace("\u00a0", " ")) == (
        "worrying", "La personne répond « Non » : respect.")
    assert round_.attention_at is not None


def test_a_new_worrying_word_wakes_up_what_was_taken_in_charge(app, people):
    round_id = opened(app, people)
    speaks(app, round_id, respected="no")
    act(app, "claire", lambda by: rounds.take_up(by, round_id, "J'appelle sa fille."))
    assert kept(app).taken_up_note == "J'appelle sa fille."
    with pytest.raises(Overtaken, match="Claire Martin l'a déjà prise en charge"):
        act(app, "malika", lambda by: rounds.take_up(by, round_id, "Moi aussi."))
    speaks(app, round_id, "caregiver", feels_safe="no")
    assert (kept(app).attention, kept(app).taken_up_at) == ("split", None)


def test_only_what_the_person_allows_is_passed_on_and_hers_never_is(app, people):
    round_id = opened(app, people)
    speaks(app, round_id, goes_well="Elle chante.", may_pass_on=True)
    speaks(app, round_id, "caregiver", goes_well="Elle m'attend.", may_pass_on=True)
    with reading(app) as session:
        said = {answer.voice: answer.may_pass_on for answer in session.scalars(select(Answer).order_by(Answer.id))}
    assert said == {"person": True, "caregiver": False}


def test_she_prefers_to_be_called(app, people):
    side = sides(app, opened(app, people))["caregiver"].id
    act(app, "aicha", lambda by: answers.prefer_call(by, side))
    found = sides(app, 1)["caregiver"]
    assert (found.wants_call, found.call_on) == (True, date(2026, 3, 9))


def test_a_correction_stands_beside_the_words(app, people):
    answer_id = speaks(app, opened(app, people), should_change="Le mardi.")
    act(app, "claire", lambda by: answers.add_addendum(by, answer_id, "Elle voulait dire le jeudi."))
    assert kept(app, Answer).should_change == "Le mardi."
    assert count(app, AnswerAddendum) == 1


def test_a_draft_is_kept_until_its_answer_and_not_after(app, people):
    round_id = opened(app, people)
    side = sides(app, round_id)["beneficiary"].id
    for typed in ({"hours_fit": "no"}, {"hours_fit": "no", "goes_well": "Le café"}):
        assert act(app, "claire", lambda by, typed=typed: answers.save_draft(by, side, "person", typed)) == "kept"
    assert json.loads(kept(app, AnswerDraft).typed)["goes_well"] == "Le café"
    speaks(app, round_id)
    assert count(app, AnswerDraft) == 0
    assert act(app, "claire", lambda by: answers.save_draft(by, side, "person", {})) == "answered"
    assert count(app, AnswerDraft) == 0


def test_a_draft_does_not_cover_what_a_colleague_is_typing(app, people, clock):
    side = sides(app, opened(app, people))["beneficiary"].id
    act(app, "claire", lambda by: answers.save_draft(by, side, "person", {"goes_well": "à Claire"}))
    assert act(app, "malika", lambda by: answers.save_draft(by, side, "person", {"goes_well": "à Malika"})) == "colleague"
    clock.at += timedelta(minutes=31)
    assert act(app, "malika", lambda by: answers.save_draft(by, side, "person", {"goes_well": "à Malika"})) == "kept"


def test_one_call_without_an_answer_is_a_try_for_all_her_caregivers(app, people):
    round_id = opened(app, people)
    again = date(2026, 3, 12)
    assert act(app, "claire", lambda by: rounds.note_tries(by, people["mme_durand"], again, "Messagerie")) == 1
    side = sides(app, round_id)["beneficiary"]
    assert (side.tries, side.call_on) == (1, again)


def test_a_side_closes_without_an_answer_after_three_tries_not_before(app, people):
    round_id = opened(app, people)
    side = sides(app, round_id)["beneficiary"].id
    for number in range(3):
        with pytest.raises(Overtaken, match="peut être fermé après"):
            act(app, "claire", lambda by: rounds.close_side(by, side, "no_answer"))
        act(app, "claire", lambda by, n=number: rounds.note_tries(by, people["mme_durand"], date(2026, 3, 10 + n)))
    act(app, "claire", lambda by: rounds.close_side(by, side, "no_answer"))
    assert sides(app, round_id)["beneficiary"].state == "no_answer"


def test_a_side_closes_without_an_answer_after_ten_days(app, people, clock):
    round_id = opened(app, people)
    side = sides(app, round_id)["caregiver"].id
    clock.move(days=10)
    act(app, "claire", lambda by: rounds.close_side(by, side, "no_answer"))
    with pytest.raises(Overtaken, match="déjà reçu ou fermé"):
        act(app, "malika", lambda by: rounds.close_side(by, side, "no_answer"))


def test_who_cannot_answer_by_phone_is_visited_and_nothing_is_decided_meanwhile(app, people):
    round_id = opened(app, people)
    speaks(app, round_id, "caregiver")
    assert act(app, "claire", lambda by: rounds.send_to_visit(by, people["mme_durand"])) == 1
    assert kept(app).ready_at is None
    speaks(app, round_id, channel="visit")
    assert kept(app).ready_at is not None
