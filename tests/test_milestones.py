"""When a relation is due to be asked about: table tests, no application."""

from datetime import date

import pytest

from rules.milestones import Pace, add_months, first_due, milestone_key, next_after

PACE = Pace()


@pytest.mark.parametrize(("day", "months", "later"), [
    (date(2026, 11, 22), 2, date(2027, 1, 22)),
    (date(2025, 12, 31), 2, date(2026, 2, 28)),
    (date(2027, 12, 31), 2, date(2028, 2, 29)),
    (date(2026, 1, 31), 12, date(2027, 1, 31)),
    (date(2026, 12, 5), 1, date(2027, 1, 5)),
])
def test_months_are_added_on_the_calendar(day, months, later):
    assert add_months(day, months) == later


@pytest.mark.parametrize(("first", "second", "today", "due"), [
    (date(2026, 11, 2), None, date(2026, 11, 3), None),
    (date(2026, 11, 2), date(2026, 11, 5), date(2026, 11, 5), ("second_visit", date(2026, 11, 5))),
    (date(2026, 11, 2), date(2026, 11, 5), date(2026, 12, 31), ("second_visit", date(2026, 11, 5))),
    (date(2026, 11, 2), date(2026, 11, 5), date(2027, 1, 2), ("month_two", date(2027, 1, 2))),
    (date(2026, 11, 2), None, date(2027, 1, 2), ("month_two", date(2027, 1, 2))),
    (date(2026, 11, 2), date(2026, 11, 5), date(2027, 11, 1), ("month_two", date(2027, 1, 2))),
    (date(2026, 11, 2), date(2026, 11, 5), date(2027, 11, 2), ("yearly", date(2027, 11, 2))),
    (date(2020, 11, 30), date(2020, 12, 1), date(2026, 11, 22), ("yearly", date(2025, 11, 30))),
])
def test_a_relation_never_asked_is_due_at_the_latest_moment_it_reached(first, second, today, due):
    assert first_due(first, second, today, PACE) == due


def test_the_settings_change_the_moments():
    pace = Pace(after_visits=3, month=1, yearly_months=6)
    assert first_due(date(2026, 1, 10), None, date(2026, 2, 10), pace) == ("month_two", date(2026, 2, 10))
    assert first_due(date(2026, 1, 10), None, date(2026, 7, 10), pace) == ("yearly", date(2026, 7, 10))
    assert first_due(date(2026, 1, 10), None, date(2027, 2, 1), pace) == ("yearly", date(2027, 1, 10))


@pytest.mark.parametrize(("outcome", "done", "today", "proposed"), [
    ("fit", {"second_visit"}, date(2026, 11, 20), ("month_two", date(2027, 1, 2))),
    ("fit", {"second_visit"}, date(2027, 1, 2), ("yearly", date(2028, 1, 2))),
    ("fit", {"second_visit", "month_two"}, date(2027, 1, 15), ("yearly", date(2028, 1, 15))),
    ("fit", {"yearly"}, date(2028, 1, 15), ("yearly", date(2029, 1, 15))),
    ("mediation", {"second_visit"}, date(2026, 11, 20), ("month_two", date(2027, 1, 2))),
    ("mediation", {"yearly"}, date(2028, 1, 15), ("on_demand", date(2028, 3, 15))),
    ("replacement", {"second_visit"}, date(2026, 11, 20), ("month_two", date(2027, 1, 2))),
    ("replacement", {"second_visit", "month_two"}, date(2027, 2, 1), ("on_demand", date(2027, 4, 1))),
])
def test_the_next_moment_is_proposed_with_the_decision(outcome, done, today, proposed):
    assert next_after(outcome, done, date(2026, 11, 2), today, PACE) == proposed


@pytest.mark.parametrize(("milestone", "taken", "key"), [
    ("second_visit", [], "second_visit"),
    ("second_visit", ["second_visit"], "second_visit-2"),
    ("month_two", ["second_visit"], "month_two"),
    ("yearly", ["second_visit", "month_two"], "yearly-1"),
    ("yearly", ["yearly-1", "yearly-3"], "yearly-4"),
    ("on_demand", ["yearly-1", "on_demand-1"], "on_demand-2"),
])
def test_each_moment_of_a_relation_has_a_name_of_its_own(milestone, taken, key):
    assert milestone_key(milestone, taken) == key
