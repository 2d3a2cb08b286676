"""Who gives a second factor, which step counts, how long a proof is fresh, what a code looks like: pure decisions."""

from datetime import UTC, datetime, timedelta

import pytest

from rules import access
from rules.second_factor import (
    SIGNS,
    in_groups,
    is_fresh,
    needs_factor,
    recovery_code,
    resetting_fault,
    six_digits,
    step_at,
    steps_accepted,
)

AT = datetime(2026, 3, 9, 8, 0, 12, tzinfo=UTC)
PRESENT = step_at(AT)


@pytest.mark.parametrize(("role", "flags", "asked"), [
    ("director", (), True), ("coordinator", (), True), ("none", ("administrator",), True),
    ("caregiver", ("alert_referent",), True), ("outside_recipient", ("alert_referent",), True),
    ("caregiver", ("administrator",), True), ("caregiver", (), False), ("outside_recipient", (), False), ("none", (), False)])
def test_whoever_reads_stories_or_opens_accounts_gives_a_second_factor(role, flags, asked):
    assert needs_factor(role, frozenset(flags)) is asked


def test_a_step_is_thirty_seconds():
    assert step_at(datetime(1970, 1, 1, 0, 0, 59, tzinfo=UTC)) == 1  # RFC 6238, appendix B
    assert step_at(datetime(2005, 3, 18, 1, 58, 29, tzinfo=UTC)) == 0x023523EC


@pytest.mark.parametrize(("last", "accepted"), [
    (0, [PRESENT, PRESENT - 1, PRESENT + 1]), (PRESENT - 2, [PRESENT, PRESENT - 1, PRESENT + 1]),
    (PRESENT - 1, [PRESENT, PRESENT + 1]), (PRESENT, [PRESENT + 1]), (PRESENT + 1, [])])
def test_a_step_counts_once_and_never_after_a_later_one(last, accepted):
    assert steps_accepted(AT, last) == accepted


@pytest.mark.parametrize(("proved_at", "fresh"), [
    (None, False), (AT, True), (AT - timedelta(minutes=29, seconds=59), True), (AT - timedelta(minutes=30), False),
    (AT - timedelta(hours=9), False)])
def test_a_proof_is_fresh_for_thirty_minutes(proved_at, fresh):
    assert is_fresh(proved_at, AT) is fresh


@pytest.mark.parametrize(("typed", "read"), [
    ("123456", "123456"), (" 123 456 ", "123456"), ("123-456", "123456"), ("123\u00a0456", "123456"), ("12345", None),
    ("1234567", None), ("12345a", None), ("", None), (None, None), ("١٢٣٤٥٦", None)])
def test_a_code_is_six_digits_however_they_are_spaced(typed, read):
    assert six_digits(typed) == read


@pytest.mark.parametrize(("typed", "read"), [
    ("0123456789abcdef", "0123456789abcdef"), ("0123-4567-89AB-CDEF", "0123456789abcdef"),
    ("O123 456789ABCDEF", "0123456789abcdef"), ("oiIlL23456789abc", "01111" + "23456789abc"), ("0123456789abcde", None),
    ("0123456789abcdeu", None), ("0123456789abcdefg", None), ("", None), (None, None)])
def test_a_recovery_code_is_read_as_it_was_copied_by_hand(typed, read):
    assert recovery_code(typed) == read


def test_a_recovery_code_is_drawn_among_signs_nobody_mistakes():
    assert len(set(SIGNS)) == 32 and not set("oilu") & set(SIGNS)
    assert len(SIGNS) ** 16 == 2 ** 80


def test_a_key_is_copied_four_signs_at_a_time():
    assert in_groups("ABCDEFGHIJ") == "ABCD EFGH IJ"
    assert in_groups("abcdefgh", between="-") == "abcd-efgh"


def test_nobody_resets_her_own():
    assert "Une autre personne de la direction" in resetting_fault(3, 3)
    assert resetting_fault(3, 4) is None


def test_what_needs_a_fresh_proof_is_what_is_kept_closest():
    """Restoring is a command of the server."""
    assert access.NEEDS_PROOF == {"home_access.read", "home_access.edit", "account.change", "factor.codes", "factor.reset",
                                  "export.make", "import.folder"}
    assert "phone.code" not in access.NEEDS_PROOF


def test_whoever_may_do_what_needs_a_proof_has_a_factor_to_prove_it_with():
    for action in access.NEEDS_PROOF:
        assert access.ACTIONS.get(action, frozenset()) <= access.FACTOR_HOLDERS, action
