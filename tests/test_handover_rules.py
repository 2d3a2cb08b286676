"""The passage de relais as arithmetic: its kind, who is asked, when it is late, how it ends."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rules import handovers
from rules.absence_lists import ABSENCE_KINDS
from rules.steps import STEPS, may_step
from rules.vocabulary import HANDOVER_STATES, HOME_SHEET_HINTS, HOME_SHEET_SECTIONS, REPLACEMENT_REASONS

MONDAY = date(2026, 3, 9)
NOON = datetime(2026, 3, 9, 11, 0, tzinfo=UTC)


def days(n):
    return MONDAY + timedelta(days=n)


@pytest.mark.parametrize(("knows", "always", "kind", "state"), [
    (False, False, "full", "to_write"), (False, True, "full", "to_write"),
    (True, True, "full", "to_write"), (True, False, "reread", "sent")])
def test_a_first_time_or_a_flagged_home_opens_a_whole_relay_and_a_known_one_what_changed(knows, always, kind, state):
    assert handovers.kind_for(knows, always) == kind
    assert handovers.first_state(kind) == state


@pytest.mark.parametrize(("absence", "asked"), [
    (("leave", days(3), days(10)), True), (("leave", days(0), days(10)), False), (("leave", days(-9), days(-1)), True),
    (("training", days(-1), None), False), (("other", days(1), None), True),
    (("sick_leave", days(0), None), False), (("sick_leave", days(5), days(9)), False),
    (("sick_leave", days(-9), days(-1)), True), (("accident", days(0), days(0)), False)])
def test_nobody_on_sick_leave_is_asked_nor_anybody_already_away(absence, asked):
    assert absence[0] in ABSENCE_KINDS
    assert handovers.is_asked([absence], MONDAY) is asked


def test_who_is_at_work_is_asked_and_one_absence_in_several_is_enough_to_ask_nothing():
    assert handovers.is_asked([], MONDAY)
    assert not handovers.is_asked([("leave", days(3), days(4)), ("accident", days(20), None)], MONDAY)


def test_a_relay_is_asked_only_where_nothing_went_wrong():
    assert handovers.HANDED_OVER < set(REPLACEMENT_REASONS)
    assert {reason for reason in REPLACEMENT_REASONS if not handovers.hands_over(reason)} == {
        "misfit_beneficiary", "misfit_caregiver", "facts_for_direction", "caregiver_protection", "intimate_care_wish"}


@pytest.mark.parametrize(("state", "asks", "last", "due"), [
    ("read", True, NOON, True), ("sent", True, NOON, True), ("read", True, NOON + timedelta(minutes=1), False),
    ("read", False, NOON, False), ("to_write", True, NOON, False), ("returned", True, NOON, False), ("read", True, None, False)])
def test_the_return_note_comes_after_the_last_visit_of_one_who_does_not_stay(state, asks, last, due):
    assert handovers.return_due(state, asks, last, NOON) is due


def test_who_stays_for_good_has_read_and_that_is_all():
    assert handovers.after_reading(True) == "read" and handovers.after_reading(False) == "closed"


def test_a_wish_to_talk_is_for_the_office_alone():
    assert handovers.told_back("talk") is None
    assert [handovers.told_back(went) for went in ("well", "to_know", None)] == ["well", "to_know", None]


def test_what_is_new_is_what_was_written_since_she_read_or_was_there():
    seen = handovers.since([NOON - timedelta(days=9), None, NOON - timedelta(days=2)])
    assert seen == NOON - timedelta(days=2)
    assert handovers.is_new(NOON, seen) and not handovers.is_new(seen, seen)
    assert not handovers.is_new(NOON, handovers.since([None])), "to who never came everything is new"


def test_each_state_of_a_relay_has_its_words_and_its_steps():
    assert set(STEPS["handover"]) == set(HANDOVER_STATES)
    life = ["to_write", "sent", "read", "returned", "closed"]
    assert all(may_step("handover", *step) for step in zip(life, life[1:], strict=False))
    assert not may_step("handover", "read", "sent") and not may_step("handover", "closed", "cancelled")
    assert all(may_step("handover", state, "cancelled") for state in handovers.LIVE)
    assert not may_step("handover", "returned", "cancelled"), "what she handed back stays"


def test_each_section_of_the_home_sheet_says_what_goes_there():
    assert set(HOME_SHEET_HINTS) == set(HOME_SHEET_SECTIONS)


@pytest.mark.parametrize(("state", "mode", "asked", "here"), [
    ("to_write", None, False, True), ("to_write", None, True, False), ("to_write", "joint", False, False),
    ("to_write", "call", False, False), ("sent", None, False, False), ("cancelled", None, False, False)])
def test_the_office_writes_with_the_others_what_nobody_else_hands_over(state, mode, asked, here):
    assert handovers.written_here(state, mode, asked) is here
