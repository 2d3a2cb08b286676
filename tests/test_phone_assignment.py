"""When an assignment is open, when codes show, what remains afterwards: tables, no application."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.access import CATEGORIES
from rules.assignment import Assignment, codes_show, is_open, may_write, readable, shows_home

GIVEN = datetime(2026, 3, 2, 9, tzinfo=UTC)
FIRST = datetime(2026, 3, 9, 8, tzinfo=UTC)
LAST_END = datetime(2026, 3, 20, 10, tzinfo=UTC)
WHOLE = Assignment(GIVEN, FIRST, LAST_END)
SECOND = timedelta(seconds=1)
DAY = timedelta(hours=24)


@pytest.mark.parametrize("now, open_, codes", [
    (GIVEN - SECOND, False, False),
    (GIVEN, True, False),
    (FIRST - DAY - SECOND, True, False),
    (FIRST - DAY, True, True),
    (FIRST, True, True),
    (LAST_END - SECOND, True, True),
    (LAST_END, False, False),
    (LAST_END + DAY, False, False),
])
def test_an_assignment_opens_when_given_shows_codes_a_day_before_and_closes_after_its_last_visit(now, open_, codes):
    assert is_open(WHOLE, now) is open_
    assert codes_show(WHOLE, now) is codes


@pytest.mark.parametrize("assignment", [
    Assignment(None, FIRST, LAST_END),
    Assignment(GIVEN, FIRST, None),
    Assignment(None, None, None),
])
def test_never_given_or_nothing_planned_any_more_is_closed(assignment):
    assert not is_open(assignment, FIRST)
    assert not codes_show(assignment, FIRST)


def test_an_assignment_given_on_the_day_shows_its_codes_at_once():
    assert codes_show(Assignment(FIRST, FIRST, LAST_END), FIRST)


def test_while_open_she_reads_the_home_and_never_the_office_s_notes():
    assert readable(CATEGORIES, WHOLE, FIRST) >= {"identity", "contact_details", "vigilance", "safety", "care_needs",
                                                  "home_access"}
    assert not readable(CATEGORIES, WHOLE, FIRST) & {"entourage", "case_notes", "decision_reason", "request_reason",
                                                     "direction_facts"}
    assert "home_access" not in readable(CATEGORIES, WHOLE, GIVEN)


def test_afterwards_the_name_and_her_own_words_remain():
    left = readable(CATEGORIES, WHOLE, LAST_END)
    assert left >= {"identity", "word_to_office", "feedback_words"}
    assert not left & {"contact_details", "vigilance", "safety", "care_needs", "home_access"}


@pytest.mark.parametrize("state, before_end, shown", [
    ("planned", True, True),
    ("door_closed", True, True),
    ("planned", False, False),
    ("done", True, False),
    ("cancelled_by_person", True, False),
    ("suspended", True, False),
    ("withdrawn", True, False),
])
def test_a_visit_shows_the_home_while_it_is_to_come(state, before_end, shown):
    assert shows_home(state, LAST_END, LAST_END - SECOND if before_end else LAST_END) is shown


def test_a_word_waits_for_the_visit_to_begin():
    assert not may_write(FIRST, FIRST - SECOND)
    assert may_write(FIRST, FIRST)
