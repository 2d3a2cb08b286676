"""Asking a caregiver whether she could go: one question, what refuses it, until when she may answer."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from acts import offer_answers, offers
from database import Overtaken, now
from models import Offer, OfferVisit, Visit
from rules.offers import expires_at, is_as_asked, standing
from tests.absence_scenes import declare, do, row
from tests.offer_scenes import asked_of, open_visits, rosa_is_free
from tests.world import count, reading, writing

AT = datetime(2026, 3, 9, 8, tzinfo=UTC)


@pytest.mark.parametrize(("first", "last"), [
    (timedelta(days=9), timedelta(hours=24)), (timedelta(hours=10), timedelta(hours=8)),
    (timedelta(hours=2, minutes=1), timedelta(minutes=1)), (timedelta(hours=2), None), (timedelta(minutes=-5), None)])
def test_a_question_waits_a_day_and_at_the_latest_until_two_hours_before_the_first_visit(first, last):
    assert expires_at(AT + first, AT, 24, 2) == (last and AT + last)


def test_a_visit_that_moved_or_is_taken_is_not_the_one_that_was_asked():
    assert is_as_asked((AT, 60), (AT, 60), True)
    assert not is_as_asked((AT, 60), (AT, 60), False)
    assert not is_as_asked((AT, 60), (AT, 45), True)
    assert not is_as_asked((AT, 60), (AT + timedelta(hours=1), 60), True)


def test_the_time_is_over_before_the_clock_has_said_so():
    assert standing("waiting", AT, AT) == "expired"
    assert standing("waiting", AT, AT - timedelta(minutes=1)) == "waiting"
    assert standing("willing", AT, AT) == "willing", "she answered in time"


@pytest.fixture
def request_id(app, people):
    return rosa_is_free(app, people)


def test_she_is_asked_one_question_and_nothing_is_hers_yet(app, people, request_id):
    visit_id = people["mme_durand_next_visit"]
    offer = asked_of(app, people, request_id, "rosa", [visit_id])
    with reading(app) as session:
        one = session.get(Offer, offer)
        assert (one.state, one.kind, one.channel, one.asked_by_id) == ("waiting", "direct", None, people["claire"])
        assert one.expires_at == now() + timedelta(hours=24)
        line = session.scalars(select(OfferVisit)).one()
        visit = session.get(Visit, visit_id)
        assert (line.visit_id, line.starts_at, line.minutes, line.answer) == (visit_id, visit.starts_at, 60, None)
        assert visit.caregiver_id is None


def test_the_same_question_is_not_asked_twice(app, people, request_id):
    asked_of(app, people, request_id, "rosa", [people["mme_durand_next_visit"]])
    with pytest.raises(Overtaken, match="déjà"):
        asked_of(app, people, request_id, "rosa", [people["mme_durand_next_visit"]])
    assert count(app, Offer) == 1


def test_a_visit_already_taken_is_not_asked_for(app, people, request_id):
    do(app, people, "malika", offers.called, request_id, people["rosa_caregiver"])
    with pytest.raises(Overtaken, match="n'attend plus personne"):
        asked_of(app, people, request_id, "lucie", [people["mme_durand_next_visit"]])


def test_whoever_is_away_is_asked_nothing(app, people, request_id):
    declare(app, people, caregiver="rosa")
    with pytest.raises(Overtaken, match="absente"):
        asked_of(app, people, request_id, "rosa", [people["mme_durand_next_visit"]])


def test_whoever_may_not_take_it_is_not_asked(app, people, request_id):
    with writing(app) as session:
        visit = session.get(Visit, people["mme_durand_next_visit"])
        session.add(Visit(beneficiary_id=people["m_petit"], caregiver_id=people["rosa_caregiver"], day=visit.day,
                          series_id=people["m_petit_series"], start_minute=visit.start_minute, minutes=60,
                          starts_at=visit.starts_at, ends_at=visit.ends_at, state="planned", given_at=now()))
    with pytest.raises(Overtaken, match="ne peut pas prendre"):
        asked_of(app, people, request_id, "rosa", [people["mme_durand_next_visit"]])
    assert count(app, Offer) == 0


def test_a_visit_that_begins_in_less_than_two_hours_is_asked_for_by_voice(app, people, request_id, clock):
    with reading(app) as session:
        starts_at = session.get(Visit, people["mme_durand_next_visit"]).starts_at
    clock.set(starts_at - timedelta(minutes=90))
    with pytest.raises(Overtaken, match="Appelez-la.*moins de deux heures"):
        asked_of(app, people, request_id, "rosa", [people["mme_durand_next_visit"]])


def test_a_call_answers_the_question_that_waited(app, people, request_id):
    waited = asked_of(app, people, request_id, "rosa", [people["mme_durand_next_visit"]])
    by_voice = int(do(app, people, "claire", offers.called, request_id, people["rosa_caregiver"]))
    with reading(app) as session:
        assert (session.get(Offer, waited).state, session.get(Offer, by_voice).state) == ("withdrawn", "agreed")




def answer(app, people, offer, yes, by="rosa", channel="own_phone") -> str:
    return do(app, people, by, offer_answers.answer, offer, yes, channel)


def taken(app, people, name="rosa") -> set[int]:
    with reading(app) as session:
        return set(session.scalars(select(Visit.id).where(Visit.caregiver_id == people[f"{name}_caregiver"])))


def state(app, offer) -> str:
    return row(app, Offer, offer).state


def test_she_takes_one_of_the_two_and_the_other_is_still_to_be_covered(app, people, request_id):
    first, second = open_visits(app, request_id)[:2]
    offer = asked_of(app, people, request_id)
    assert answer(app, people, offer, [second]) == "partly"
    assert taken(app, people) == {second} and first in open_visits(app, request_id)
    with pytest.raises(Overtaken, match="déjà sa réponse"):
        answer(app, people, offer, [first])


def test_not_this_time_and_nothing_else_is_kept(app, people, request_id):
    offer = asked_of(app, people, request_id)
    assert answer(app, people, offer, []) == "declined" and not taken(app, people)


def test_an_answer_by_voice_is_noted_by_the_office(app, people, request_id):
    offer = asked_of(app, people, request_id)
    assert answer(app, people, offer, open_visits(app, request_id), "malika", "call") == "agreed"
    one = row(app, Offer, offer)
    assert (one.channel, one.answered_by_id) == ("call", people["malika"])


def test_a_question_nobody_answers_in_time_is_over_and_the_visit_still_uncovered(app, people, request_id, clock):
    offer = asked_of(app, people, request_id)
    clock.move(hours=24)
    with pytest.raises(Overtaken, match="délai"):
        answer(app, people, offer, open_visits(app, request_id))
    assert int(do(app, people, None, offer_answers.follow, clock())) == 1
    assert state(app, offer) == "expired" and not taken(app, people)


def test_a_visit_moved_while_its_question_is_out_is_not_given_and_the_question_closes(app, people, request_id, clock):
    visit_id = open_visits(app, request_id)[-1]
    offer = asked_of(app, people, request_id, "rosa", [visit_id])
    with writing(app) as session:
        visit = session.get(Visit, visit_id)
        visit.starts_at, visit.start_minute = visit.starts_at + timedelta(hours=1), visit.start_minute + 60
        visit.ends_at += timedelta(hours=1)
    assert int(do(app, people, None, offer_answers.follow, clock())) == 1
    assert state(app, offer) == "withdrawn" and not taken(app, people)
    assert asked_of(app, people, request_id, "rosa", [visit_id]), "it is asked again at its new hour"


def test_a_visit_moved_just_before_she_answers_is_not_hers(app, people, request_id):
    visit_id = open_visits(app, request_id)[-1]
    offer = asked_of(app, people, request_id, "rosa", [visit_id])
    with writing(app) as session:
        session.get(Visit, visit_id).minutes = 30
    assert answer(app, people, offer, [visit_id]) == "withdrawn" and not taken(app, people)


def test_asked_with_others_she_says_she_would_and_the_office_attributes(app, people, request_id):
    visits = open_visits(app, request_id)
    rosa, lucie = (asked_of(app, people, request_id, name, visits, kind="several") for name in ("rosa", "lucie"))
    assert answer(app, people, lucie, visits, "lucie") == "willing" and answer(app, people, rosa, visits) == "willing"
    assert not taken(app, people), "the first to answer has nothing"
    assert set(visits) == set(open_visits(app, request_id)), "uncovered until the office has attributed"
    do(app, people, "claire", offer_answers.attribute, rosa)
    assert set(visits) <= taken(app, people)
    assert (state(app, rosa), state(app, lucie)) == ("agreed", "withdrawn")
    with pytest.raises(Overtaken):
        do(app, people, "malika", offer_answers.attribute, lucie)


def test_who_falls_ill_is_asked_nothing_any_more(app, people, request_id):
    offer = asked_of(app, people, request_id)
    declare(app, people, caregiver="rosa")
    assert state(app, offer) == "withdrawn"


def test_several_are_asked_at_once_and_who_was_asked_already_is_left_out(app, people, request_id):
    visits = open_visits(app, request_id)
    asked_of(app, people, request_id)
    wanted = {people["rosa_caregiver"]: visits, people["lucie_caregiver"]: visits}
    assert int(do(app, people, "claire", offers.ask_several, request_id, wanted)) == 1
    with pytest.raises(Overtaken, match="Personne"):
        do(app, people, "claire", offers.ask_several, request_id, wanted)
