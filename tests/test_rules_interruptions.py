"""Which visits stop with an interruption, which start again, who hears of it by voice first."""

from datetime import UTC, date, datetime

import pytest

from rules.interruptions import (
    ask_again_on,
    by_voice_only,
    keeps_her,
    lost_minutes,
    opening_fault,
    resumes,
    resuming_fault,
    suspends,
)
from rules.vocabulary import INTERRUPTIONS

NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (date(2026, 11, d) for d in (2, 3, 4, 6))


def at(day, hour):
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(("day", "starts_at", "starts_on", "ends_on", "stops"), [
    (WEDNESDAY, at(4, 8), TUESDAY, None, True),        # to come, end unknown
    (TUESDAY, at(3, 18), TUESDAY, None, True),         # this evening
    (TUESDAY, at(3, 8), TUESDAY, None, False),         # this morning, on the first day: it may have taken place
    (TUESDAY, at(3, 8), MONDAY, None, True),           # in hospital since yesterday, learnt only now
    (MONDAY, at(2, 8), MONDAY, None, False),           # yesterday, on the first day
    (MONDAY, at(2, 8), TUESDAY, None, False),          # before
    (FRIDAY, at(6, 8), TUESDAY, FRIDAY, True),         # the last day counts
    (FRIDAY, at(6, 8), TUESDAY, WEDNESDAY, False),     # after the end foreseen
])
def test_a_visit_stops_when_nobody_is_home(day, starts_at, starts_on, ends_on, stops):
    assert suspends(day, starts_at, starts_on, ends_on, NOW) is stops


@pytest.mark.parametrize(("day", "starts_at", "again"), [
    (TUESDAY, at(3, 18), False), (WEDNESDAY, at(4, 8), True), (FRIDAY, at(6, 8), True)])
def test_visits_start_again_from_the_day_the_help_resumes(day, starts_at, again):
    assert resumes(day, starts_at, WEDNESDAY, NOW) is again


def test_a_visit_already_past_never_starts_again():
    assert resumes(TUESDAY, at(3, 8), MONDAY, NOW) is False


def test_a_death_is_told_by_voice_whatever_the_hour_of_her_next_visit():
    assert [kind for kind in INTERRUPTIONS if by_voice_only(kind)] == ["death"]


def test_each_caregiver_sees_her_own_lost_hours_and_uncovered_visits_cost_nobody():
    assert lost_minutes([(7, 60), (8, 30), (7, 45), (None, 90)]) == {7: 105, 8: 30}


@pytest.mark.parametrize(("kind", "ends_on", "asked"), [
    ("hospital", None, date(2026, 11, 6)), ("care_home", None, date(2026, 12, 3)),
    ("family", FRIDAY, date(2026, 11, 5)), ("family", TUESDAY, TUESDAY), ("death", None, None)])
def test_the_office_is_reminded_to_ask_again(kind, ends_on, asked):
    assert ask_again_on(kind, ends_on, TUESDAY) == asked


@pytest.mark.parametrize(("kind", "starts_on", "ends_on", "confirmed", "field"), [
    ("hospital", TUESDAY, None, False, None), ("hospital", TUESDAY, MONDAY, False, "ends_on"),
    ("death", TUESDAY, None, True, None), ("death", TUESDAY, None, False, "confirmed"),
    ("death", WEDNESDAY, None, True, "starts_on"), ("death", MONDAY, TUESDAY, True, "ends_on")])
def test_what_the_office_is_asked_to_correct(kind, starts_on, ends_on, confirmed, field):
    fault = opening_fault(kind, starts_on, ends_on, confirmed, TUESDAY)
    assert (fault and fault[0]) == field


def test_a_return_comes_after_the_departure():
    assert "après le début" in resuming_fault(WEDNESDAY, TUESDAY)
    assert resuming_fault(TUESDAY, TUESDAY) is None


@pytest.mark.parametrize(("hers", "free"), [
    ([], True), ([(600, 60)], True), ([(540, 60)], False), ([(570, 10)], False), ([(480, 60), (600, 30)], True),
    ([(480, 61)], False)])
def test_a_caregiver_keeps_a_visit_when_nothing_else_was_given_to_her_at_that_hour(hers, free):
    assert keeps_her(540, 60, hers) is free
