"""Asking a caregiver whether she could go: one question, what refuses it, until when she may answer."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from acts import offers
from database import Overtaken, now
from models import Offer, OfferVisit, Visit
from rules.offers import expires_at, is_as_asked, standing
from tests.absence_scenes import declare, do
from tests.offer_scenes import asked_of, rosa_is_free
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


