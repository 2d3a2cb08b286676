"""Hours at work: which rule one more visit would break, on ordinary days and on the nights when the clock changes."""

from datetime import date, datetime, timedelta
from random import Random

import pytest

from rules.working_time import PARIS, Limits, Stay, broken, pair_rule, weekly_rest_kept

MONDAY = date(2026, 3, 9)


def stay(day, hour, minutes=60, place=1):
    starts = datetime(day.year, day.month, day.day, tzinfo=PARIS) + timedelta(minutes=round(hour * 60))
    # wall clock first, then real minutes: a night of the clock change is one hour shorter or longer
    starts = starts.astimezone(tz=None)
    return Stay(starts, starts + timedelta(minutes=minutes), place)


def days(ahead):
    return MONDAY + timedelta(days=ahead)


@pytest.mark.parametrize("held, new, rule", [
    (stay(MONDAY, 8), stay(MONDAY, 8.5), "overlap"),
    (stay(MONDAY, 8), stay(MONDAY, 9, place=2), "travel"),
    (stay(MONDAY, 8), stay(MONDAY, 9, place=1), None),
    (stay(MONDAY, 8), stay(MONDAY, 9 + 1 / 3, place=2), None),
    (stay(MONDAY, 20), stay(days(1), 7.5, place=2), "daily_rest"),
    (stay(MONDAY, 20), stay(days(1), 8, place=2), None),
    (stay(MONDAY, 23, 120), stay(days(1), 11.5), "daily_rest"),
    (stay(MONDAY, 23, 120), stay(days(1), 12), None),
])
def test_two_visits_of_one_caregiver(held, new, rule):
    assert pair_rule(held, new, Limits()) == pair_rule(new, held, Limits()) == rule


@pytest.mark.parametrize("evening, morning, rule", [
    # the night of 29 March 2026 is one hour short, that of 25 October one hour long
    (stay(date(2026, 3, 28), 20), stay(date(2026, 3, 29), 8, place=2), "daily_rest"),
    (stay(date(2026, 3, 28), 20), stay(date(2026, 3, 29), 9, place=2), None),
    (stay(date(2026, 10, 24), 20), stay(date(2026, 10, 25), 7, place=2), None),
])
def test_an_hour_of_rest_is_an_hour_whatever_the_clock_says(evening, morning, rule):
    assert pair_rule(evening, morning, Limits()) == rule


def test_ten_hours_a_day_and_forty_eight_a_week():
    assert broken(stay(MONDAY, 17), [stay(MONDAY, 7, 540)], Limits()) == []
    assert broken(stay(MONDAY, 17, 75), [stay(MONDAY, 7, 540)], Limits()) == ["day_most"]
    week = [stay(days(ahead), 8, 576) for ahead in range(4)]
    assert broken(stay(days(4), 8, 576), week, Limits()) == []
    assert broken(stay(days(4), 8, 600), week, Limits()) == ["week_most"]


def test_a_week_keeps_one_rest_of_thirty_five_hours():
    six = [stay(days(ahead), 9) for ahead in range(6)]
    assert weekly_rest_kept(six, MONDAY, Limits())
    assert broken(stay(days(6), 15), [*six, stay(days(7), 9)], Limits()) == ["weekly_rest"]
    # Sunday off counts together with the hours of Monday before work
    assert weekly_rest_kept([*six, stay(days(7), 9)], MONDAY, Limits())
    late = [*six[:5], stay(days(5), 20, 120)]
    assert not weekly_rest_kept([*late, stay(days(7), 8)], MONDAY, Limits())


SIX = [stay(days(ahead), 9) for ahead in range(6)]


def test_a_monday_may_end_the_rest_that_sunday_began():
    """Six days, then a whole Sunday: Saturday at ten in the morning to Sunday at nine in the evening is a rest of its own."""
    late = [*SIX[:5], stay(days(5), 20, 120)]
    assert broken(stay(days(7), 8), late, Limits()) == ["weekly_rest"]
    assert broken(stay(days(7), 9), late, Limits()) == []
    assert broken(stay(days(8), 8), late, Limits()) == []
    assert broken(stay(days(7), 8), late, Limits(weekly_rest=24)) == []


def test_a_week_left_without_rest_already_is_no_reason_against_the_visit_of_another():
    none = [stay(days(ahead), hour) for ahead in range(8) for hour in (9, 20)]
    assert not weekly_rest_kept(none, MONDAY, Limits())
    assert broken(stay(days(7), 12), none, Limits()) == []
    assert broken(stay(days(6), 12), none, Limits()) == ["weekly_rest"]


def test_two_visits_of_a_plan_that_each_end_the_rest_of_the_week_before_are_both_refused():
    late = [*SIX[:5], stay(days(5), 20, 120)]
    first, second = stay(days(7), 8), stay(days(7), 8.5, place=1)
    assert broken(first, late, Limits(daily_rest=0), [stay(days(7), 7)]) == ["weekly_rest"]
    assert broken(second, late, Limits(), [stay(days(7), 8, 30)]) == ["weekly_rest"]


def test_the_night_of_a_sunday_may_end_the_only_rest_of_the_week_after():
    """Her next week begins with a long Monday off, which the night of Sunday shortens."""
    full = [stay(days(ahead), hour) for ahead in range(8, 15) for hour in (12, 20)]
    night = stay(days(6), 23, 360)
    assert weekly_rest_kept(full, days(7), Limits())
    assert broken(night, full, Limits()) == ["weekly_rest"]
    assert broken(stay(days(6), 21, 60), full, Limits()) == []


def test_a_night_visit_belongs_to_the_day_on_which_it_begins():
    night = stay(MONDAY, 23, 240)
    assert night.day == MONDAY
    assert broken(stay(MONDAY, 8, 361), [night], Limits()) == ["day_most"]


def test_leaving_out_what_is_far_away_changes_no_answer():
    draw = Random(4)
    for _ in range(300):
        held = [stay(days(draw.randint(-1, 8)), draw.randint(0, 95) / 4, draw.choice([30, 60, 240]), draw.randint(1, 4))
                for _ in range(14)]
        new = stay(days(draw.randint(0, 6)), draw.randint(0, 95) / 4, draw.choice([30, 120]), draw.randint(1, 4))
        limits = Limits(travel=draw.choice([0, 20, 120]), daily_rest=draw.choice([8, 11, 16]))
        pairs = {rule for other in held if (rule := pair_rule(new, other, limits))}
        assert pairs == set(broken(new, held, limits)) & {"overlap", "travel", "daily_rest"}
