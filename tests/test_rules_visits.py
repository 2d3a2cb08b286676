"""What counts as held, uncovered, changeable, phoned: tables, no application."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rules import hours
from rules.series import first_day, horizon, last_day, weekly_days
from rules.steps import may_step
from rules.visits import (
    may_change,
    may_report_door,
    may_restore,
    missed,
    must_be_phoned,
    outcomes,
    took_place,
    uncovered,
)
from rules.vocabulary import VISIT_STATES

START = datetime(2026, 3, 11, 7, tzinfo=UTC)
END = START + timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("state, covered, now, held, uncovered_, missed_", [
    ("planned", True, START, False, False, False),
    ("planned", True, END - SECOND, False, False, False),
    ("planned", True, END, True, False, False),
    ("planned", False, START, False, True, False),
    ("planned", False, END, False, False, True),
    ("done", True, START, True, False, False),
    ("done", False, END, True, False, False),
    ("not_covered", True, END, False, False, True),
    ("cancelled_by_person", True, END, False, False, False),
    ("refused_by_person", True, END, False, False, False),
    ("door_closed", True, END, False, False, False),
    ("suspended", True, END, False, False, False),
    ("withdrawn", False, END, False, False, False),
])
def test_a_planned_visit_past_was_held_and_what_the_person_cancelled_is_never_uncovered(
        state, covered, now, held, uncovered_, missed_):
    assert took_place(state, END, now, covered) is held
    assert uncovered(state, END, now, covered) is uncovered_
    assert missed(state, END, now, covered) is missed_


def test_a_visit_is_never_held_and_missed_at_once():
    for state in VISIT_STATES:
        for covered in (True, False):
            for now in (START, END):
                seen = (took_place(state, END, now, covered), uncovered(state, END, now, covered),
                        missed(state, END, now, covered))
                assert sum(seen) <= (2 if state == "done" else 1)


@pytest.mark.parametrize("state, now, possible", [
    ("planned", START - SECOND, ["cancelled_by_person", "refused_by_person", "withdrawn"]),
    ("planned", START, ["done", "cancelled_by_person", "refused_by_person", "not_covered", "withdrawn"]),
    ("done", END, []),
    ("door_closed", END, []),
    ("suspended", END, []),
])
def test_nothing_is_said_done_or_not_covered_before_its_hour(state, now, possible):
    assert outcomes(state, START, now) == possible


@pytest.mark.parametrize("before, after", [
    ("done", "planned"), ("not_covered", "planned"), ("withdrawn", "planned"), ("suspended", "done"),
    ("cancelled_by_person", "done"), ("planned", "planned"), ("unknown", "planned"), ("planned", "unknown"),
])
def test_what_is_over_does_not_come_back(before, after):
    assert not may_step("visit", before, after)


def test_only_a_planned_visit_not_over_changes_day_or_caregiver():
    assert may_change("planned", END, END - SECOND)
    assert not may_change("planned", END, END)
    assert not any(may_change(state, END, START) for state in VISIT_STATES if state != "planned")


def test_the_person_takes_her_word_back_while_there_is_time():
    assert may_restore("cancelled_by_person", END, START)
    assert may_restore("refused_by_person", END, START)
    assert not may_restore("cancelled_by_person", END, END)
    assert not may_restore("suspended", END, START)


@pytest.mark.parametrize("state, now, possible", [
    ("planned", START - timedelta(hours=1) - SECOND, False),
    ("planned", START - timedelta(hours=1), True),
    ("planned", END + timedelta(hours=12), True),
    ("planned", END + timedelta(hours=12) + SECOND, False),
    ("door_closed", START, False),
    ("suspended", START, False),
])
def test_a_door_stays_closed_around_the_hour_of_the_visit(state, now, possible):
    assert may_report_door(state, START, END, now) is possible


@pytest.mark.parametrize("now, phoned", [
    (START - timedelta(hours=24), False),
    (START - timedelta(hours=24) + SECOND, True),
    (END - SECOND, True),
    (END, False),
])
def test_a_change_less_than_a_day_ahead_is_phoned(now, phoned):
    assert must_be_phoned(START, END, now) is phoned


MONDAY = date(2026, 3, 9)


@pytest.mark.parametrize("weekday, start, end, skipped, days", [
    (0, MONDAY, date(2026, 3, 23), (), [9, 16, 23]),
    (2, MONDAY, date(2026, 3, 23), (), [11, 18]),
    (6, MONDAY, MONDAY, (), []),
    (0, date(2026, 3, 10), date(2026, 3, 16), (), [16]),
    (0, MONDAY, date(2026, 3, 23), {date(2026, 3, 16)}, [9, 23]),
    (0, date(2026, 3, 23), MONDAY, (), []),
])
def test_a_weekly_series_has_these_days(weekday, start, end, skipped, days):
    assert [day.day for day in weekly_days(weekday, start, end, skipped)] == days


def test_a_series_is_written_as_far_as_its_end_or_twelve_weeks():
    assert first_day(0, MONDAY) == MONDAY
    assert first_day(1, MONDAY) == date(2026, 3, 10)
    assert horizon(MONDAY) == date(2026, 6, 1)
    assert last_day(None, MONDAY) == date(2026, 6, 1)
    assert last_day(date(2026, 4, 1), MONDAY) == date(2026, 4, 1)
    assert last_day(date(2027, 4, 1), MONDAY, weeks=2) == date(2026, 3, 23)


@pytest.mark.parametrize("words, expected", [
    (hours.slot(date(2026, 3, 11), 545, 90), "mer. 11 mars, 9\u00a0h\u00a005, 1\u00a0h\u00a030"),
    (hours.slot(date(2026, 8, 1), 480, 45), "sam. 1er août, 8\u00a0h, 45\u00a0min"),
    (hours.weekly(0, 480, 60, MONDAY), "chaque lundi, 8\u00a0h, 1\u00a0h, dès le lun. 9 mars"),
])
def test_a_slot_reads_in_french(words, expected):
    assert words == expected
