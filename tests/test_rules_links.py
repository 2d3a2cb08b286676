"""A personal link's life, and the number printed on a sheet: pure decisions."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from rules.links import CLOSED, EXPIRED, LIVE, OTHER_SPOKE, REVOKED, STATE_KINDS, STATE_WORDS, SUSPENDED, USED
from rules.links import may_speak, spoken_by, state_of, told_apart, voice_of, voices_offered
from rules.numbers import FIRST, check_digit, following, numbered, read

NOW = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
LATER, BEFORE = NOW + timedelta(days=1), NOW - timedelta(days=1)


def link(used=None, revoked=None, expires=LATER):
    return SimpleNamespace(used_at=used, revoked_at=revoked, expires_at=expires)


@pytest.mark.parametrize(("held", "waiting", "suspended", "state"), [
    (link(), 1, False, LIVE),
    (link(), 2, True, SUSPENDED),
    (link(), 0, False, CLOSED),
    (link(expires=NOW), 1, False, EXPIRED),
    (link(expires=BEFORE), 0, False, CLOSED),
    (link(used=BEFORE, expires=BEFORE), 1, False, USED),
    (link(used=BEFORE), 0, True, USED),
    (link(revoked=BEFORE), 1, False, REVOKED),
])
def test_where_a_link_stands(held, waiting, suspended, state):
    assert state_of(held, NOW, waiting, suspended) == state


def test_each_state_has_its_words_and_its_mark():
    assert set(STATE_WORDS) == set(STATE_KINDS) == {LIVE, USED, EXPIRED, REVOKED, CLOSED, SUSPENDED}


@pytest.mark.parametrize(("who", "name", "voice", "said"), [
    ("person", "", "person", ""), ("person", "Jeanne", "person", ""), ("relative", "Paul", "relative", "Paul"),
    ("guardian", "", "guardian", ""), ("helped", "Paul", "person", "lu et écrit par Paul"),
    ("helped", "", "person", "lu et écrit par quelqu'un")])
def test_who_lends_a_hand_lends_no_voice(who, name, voice, said):
    assert (voice_of(who), spoken_by(who, name)) == (voice, said)


def test_a_voice_already_heard_is_not_offered_but_the_one_the_link_was_made_for():
    assert voices_offered(set(), "person") == ["person", "helped", "relative", "guardian"]
    assert voices_offered({"relative"}, "person") == ["person", "helped", "guardian"]
    assert voices_offered({"person"}, "relative") == ["relative", "guardian"]


def test_the_person_s_voice_comes_by_no_link_but_hers():
    assert voices_offered(set(), "relative") == voices_offered(set(), "guardian") == ["relative", "guardian"]
    assert voices_offered({"relative"}, "guardian") == ["guardian"]
    assert [may_speak(own, "person") for own in ("person", "relative", "guardian")] == [True, False, False]
    assert set(OTHER_SPOKE) == {"person", "relative", "guardian"}


def test_two_first_names_alike_are_told_apart_and_only_then():
    assert told_apart(["Aïcha", "Lucie"]) == ["Aïcha", "Lucie"]
    assert told_apart(["Aïcha", "Lucie", "Aïcha"]) == ["Aïcha (1)", "Lucie", "Aïcha (2)"]


def test_the_sum_is_the_one_its_author_published():
    """572 -> 4 is the example given with the algorithm."""
    assert check_digit(572) == 4
    assert read("5724") == 5724 and check_digit(5724) == 0


def test_a_wrong_digit_or_two_neighbours_swapped_are_always_refused():
    for number in following(None, 900):
        digits = str(number)
        assert read(digits) == number and len(digits) == 4
        for place, right in enumerate(digits):
            for wrong in set("0123456789") - {right}:
                assert read(digits[:place] + wrong + digits[place + 1:]) is None, (digits, place, wrong)
        for place in range(3):
            swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2:]
            assert swapped == digits or read(swapped) is None, (digits, swapped)


def test_numbers_follow_one_another_and_are_never_given_twice():
    first = following(None, 3)
    assert first == [numbered(FIRST), numbered(FIRST + 1), numbered(FIRST + 2)]
    assert following(first[-1], 2) == [numbered(FIRST + 3), numbered(FIRST + 4)]


@pytest.mark.parametrize("typed", ["", "7", "abcd", "12 34 abc", "0007", "١٢٣٤", "9" * 12])
def test_what_is_no_number_is_refused(typed):
    assert read(typed) is None


def test_blanks_and_dots_are_no_fault():
    number = numbered(FIRST)
    assert read(f" {str(number)[:2]} {str(number)[2:]}. ") == number
