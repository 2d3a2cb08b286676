"""Who is on call, who comes next, and what the rota leaves to nobody: across midnight, across both changes of hour."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rules.duty import (
    Turn,
    following,
    gap_words,
    gaps,
    is_twice,
    next_after,
    notes_words,
    on_call,
    overlaps,
    span_words,
    turn_fault,
)

PARIS, NBSP = ZoneInfo("Europe/Paris"), "\u00a0"


def at(day: str, hour: str, fold=0) -> datetime:
    """"03-09", "17:30": that time in Paris in 2026; `fold` 1 is the second 2:30 of the night that has two."""
    return datetime.fromisoformat(f"2026-{day}T{hour}").replace(tzinfo=PARIS, fold=fold)


def turn(id, first, last, account=None, place=1, away=False) -> Turn:
    return Turn(id, account or id, f"Collègue {id}", "0600000000", at(*first), at(*last), place, away)


NIGHT = turn(1, ("03-09", "17:30"), ("03-10", "09:00"))
SECOND = turn(2, ("03-09", "17:30"), ("03-10", "09:00"), place=2)
NEXT = turn(3, ("03-10", "17:30"), ("03-11", "09:00"))


@pytest.mark.parametrize("when, whom", [
    (("03-09", "17:29"), []), (("03-09", "17:30"), [1, 2]), (("03-09", "23:59"), [1, 2]), (("03-10", "00:00"), [1, 2]),
    (("03-10", "08:59"), [1, 2]), (("03-10", "09:00"), []), (("03-10", "20:00"), [3])])
def test_a_turn_goes_on_after_midnight_and_ends_at_its_last_instant(when, whom):
    assert [one.id for one in on_call([NEXT, SECOND, NIGHT], at(*when))] == whom


def test_whoever_is_absent_is_not_called():
    assert on_call([turn(1, ("03-09", "17:30"), ("03-10", "09:00"), away=True), SECOND], at("03-09", "20:00")) == [SECOND]


@pytest.mark.parametrize("tried, whom", [(set(), 1), ({1}, 2), ({2}, 1), ({1, 2}, None)])
def test_without_an_answer_the_next_one_is_called_until_nobody_is_left(tried, whom):
    called = next_after([SECOND, NIGHT, NEXT], at("03-09", "22:00"), tried)
    assert (called.id if called else None) == whom


def test_the_turn_that_comes_next_is_known_in_the_daytime():
    assert following([NIGHT, NEXT, SECOND], at("03-10", "12:00")) == NEXT
    assert following([NIGHT], at("03-10", "12:00")) is None


def test_the_night_the_hour_goes_back_each_2_30_has_its_own_turn():
    """25 October: 3:00 becomes 2:00. The wall says 2:30 twice."""
    early = Turn(1, 1, "A", "06", at("10-24", "18:00"), at("10-25", "02:30"))
    late = Turn(2, 2, "B", "06", at("10-25", "02:30"), at("10-25", "09:00"))
    assert [one.id for one in on_call([early, late], at("10-25", "02:29"))] == [1]
    assert [one.id for one in on_call([early, late], at("10-25", "02:30"))] == [2]
    assert [one.id for one in on_call([early, late], at("10-25", "02:15", fold=1))] == [2]
    assert gaps([early, late], [], at("10-24", "18:00"), at("10-25", "09:00")) == []


def test_the_night_the_hour_goes_forward_nobody_is_missing():
    """29 March: 2:00 becomes 3:00."""
    early, late = turn(1, ("03-28", "18:00"), ("03-29", "02:00")), turn(2, ("03-29", "03:00"), ("03-29", "09:00"))
    assert gaps([early, late], [], at("03-28", "18:00"), at("03-29", "09:00")) == []
    assert [one.id for one in on_call([early, late], at("03-29", "03:00"))] == [2]


@pytest.mark.parametrize("first, last, hours", [
    (("10-24", "20:00"), ("10-25", "08:00"), 13), (("03-28", "20:00"), ("03-29", "08:00"), 11)])
def test_a_gap_that_holds_a_change_of_hour_is_as_long_as_it_really_is(first, last, hours):
    [(start, end)] = gaps([], [], at(*first), at(*last))
    assert end - start == timedelta(hours=hours)


MONDAY = (at("03-09", "09:00"), at("03-09", "12:30")), (at("03-09", "13:30"), at("03-09", "17:30"))
TUESDAY = (at("03-10", "09:00"), at("03-10", "17:30"))


def said(found) -> list[str]:
    return [span_words(first.astimezone(PARIS), last.astimezone(PARIS)).replace(NBSP, " ") for first, last in found]


@pytest.mark.parametrize("turns, wanted", [
    ([], ["du lun. 9 mars à 17 h 30 au mar. 10 mars à 9 h"]),
    ([NIGHT], []),
    ([turn(1, ("03-09", "18:00"), ("03-10", "08:00"))], ["le lun. 9 mars de 17 h 30 à 18 h", "le mar. 10 mars de 8 h à 9 h"]),
    ([turn(1, ("03-09", "12:00"), ("03-10", "00:00"))], ["le mar. 10 mars de 0 h à 9 h"]),
    ([turn(1, ("03-09", "17:30"), ("03-10", "09:00"), away=True)], ["du lun. 9 mars à 17 h 30 au mar. 10 mars à 9 h"]),
])
def test_what_the_rota_leaves_to_nobody_while_the_office_is_closed(turns, wanted):
    assert said(gaps(turns, [*MONDAY, TUESDAY], at("03-09", "10:00"), at("03-10", "17:30"))) == wanted


def test_an_office_at_lunch_puts_nobody_on_call_but_a_short_hole_between_two_turns_is_one():
    assert gaps([], MONDAY, at("03-09", "09:00"), at("03-09", "17:30")) == []
    holed = [turn(1, ("03-09", "17:30"), ("03-09", "22:00")), turn(2, ("03-09", "22:30"), ("03-10", "09:00"))]
    found = gaps(holed, [*MONDAY, TUESDAY], at("03-09", "10:00"), at("03-10", "10:00"))
    assert said(found) == ["le lun. 9 mars de 22 h à 22 h 30"]


def test_two_called_first_at_once_are_said_and_one_called_after_the_other_is_not():
    other = turn(4, ("03-10", "08:00"), ("03-10", "12:00"))
    [(one, also, span)] = overlaps([other, NIGHT, SECOND])
    assert (one.id, also.id, said([span])) == (1, 4, ["le mar. 10 mars de 8 h à 9 h"])


@pytest.mark.parametrize("account, first, last, twice", [
    (1, ("03-10", "08:00"), ("03-10", "12:00"), True), (1, ("03-10", "09:00"), ("03-10", "12:00"), False),
    (9, ("03-10", "08:00"), ("03-10", "12:00"), False)])
def test_nobody_is_on_call_twice_at_once(account, first, last, twice):
    assert is_twice([NIGHT], account, at(*first), at(*last)) is twice


@pytest.mark.parametrize("first, last, fault", [
    (("03-09", "18:00"), ("03-10", "09:00"), None), (("03-08", "18:00"), ("03-09", "12:00"), None),
    (("03-10", "09:00"), ("03-10", "09:00"), "Indiquez une fin après le début."),
    (("03-08", "18:00"), ("03-09", "09:00"), "Indiquez une fin à venir."),
    (("03-09", "18:00"), ("03-24", "09:00"), "Un tour dure au plus 14 jours. Faites-en plusieurs."),
    (("10-25", "02:45"), ("10-25", "02:15"), "Indiquez une fin après le début.")])
def test_a_turn_that_cannot_be_says_what_to_write(first, last, fault):
    now = datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
    assert turn_fault(at(*first), at(*last), now) == (("ends_on", fault) if fault else None)


@pytest.mark.parametrize("first, words", [
    (("03-06", "16:59"), "Astreinte"), (("03-06", "18:00"), "Week-end d'astreinte"), (("03-07", "02:00"), "Week-end d'astreinte"),
    (("03-08", "23:00"), "Week-end d'astreinte"), (("03-09", "07:00"), "Astreinte")])
def test_notes_are_those_of_a_weekend_from_friday_evening(first, words):
    assert notes_words(at(*first)) == words


@pytest.mark.parametrize("first, last, words", [
    (("03-09", "20:12"), ("03-10", "09:00"), "en ce moment, jusqu'au mar. 10 mars à 9 h"),
    (("03-09", "20:12"), ("03-16", "20:12"), "en ce moment, ni dans les sept jours qui viennent"),
    (("03-14", "12:00"), ("03-16", "20:12"), "à partir du sam. 14 mars à 12 h"),
    (("03-14", "12:00"), ("03-16", "09:00"), "du sam. 14 mars à 12 h au lun. 16 mars à 9 h")])
def test_a_gap_says_when_it_begins_and_ends_as_far_as_is_known(first, last, words):
    said = gap_words(at(*first), at(*last), at("03-09", "20:12"), at("03-16", "20:12"))
    assert said.replace(NBSP, " ") == words
