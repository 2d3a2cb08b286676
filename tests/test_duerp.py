"""The yearly table of alerts: small counts are hidden, and nothing that is shown gives them back."""

import random

import pytest

from rules.duerp import HELD_BACK, LESS, SMALL, Count, lines, table

KINDS, PLACES, MEASURES = ("gesture", "racism", "other"), ("home", "road", "office"), ("two", "hours", "none")


def year(**numbers) -> Count:
    """`gesture_home_two=7`: seven of these."""
    return table([tuple(name.split("_")) for name, number in numbers.items() for _ in range(number)], KINDS, PLACES, MEASURES)


def shown(count: Count) -> dict[str, object]:
    return {one.code: one.shown for one in count.below}


@pytest.mark.parametrize(("numbers", "total", "kinds"), [
    # nobody, and too few to tell
    ({}, LESS, {"gesture": LESS, "racism": LESS, "other": LESS}),
    ({"racism_home_two": 4}, LESS, {"gesture": LESS, "racism": LESS, "other": LESS}),
    # two hidden kinds share what is left: either may hold it
    ({"gesture_home_two": 9, "racism_home_two": 2, "other_road_none": 1}, 12, {"gesture": 9, "racism": LESS, "other": LESS}),
    # one hidden kind beside two shown: the total alone would give it
    ({"gesture_home_two": 9, "racism_home_two": 2, "other_road_none": 6}, 17, {"gesture": 9, "racism": LESS, "other": HELD_BACK}),
    # two hidden kinds that must both be 4, whatever the subtraction says
    ({"gesture_home_two": 9, "racism_home_two": 4, "other_road_none": 4}, 17, {"gesture": HELD_BACK, "racism": LESS, "other": LESS}),
    # nothing left for the two hidden: they would be known to be zero
    ({"gesture_home_two": 9}, 9, {"gesture": HELD_BACK, "racism": LESS, "other": LESS}),
    # the same with the smallest shown number there is: the total goes too
    ({"gesture_home_two": 5}, HELD_BACK, {"gesture": HELD_BACK, "racism": LESS, "other": LESS}),
    ({"gesture_home_two": 9, "racism_home_two": 8, "other_road_none": 7}, 24, {"gesture": 9, "racism": 8, "other": 7}),
])
def test_a_small_count_is_hidden_with_what_would_give_it_back(numbers, total, kinds):
    found = year(**numbers)
    assert found.shown == total and shown(found) == kinds


def test_every_line_adds_up_those_below():
    found = year(gesture_home_two=7, gesture_home_none=6, gesture_road_two=5)
    assert found.number == 18 and [one.number for one in found.below] == [18, 0, 0]
    assert [one.number for one in found.below[0].below] == [13, 5, 0]


def test_a_group_that_shows_nothing_keeps_one_line():
    found = lines(year(gesture_home_two=8, gesture_home_hours=7, gesture_home_none=6, gesture_road_two=9, racism_home_two=3,
                       other_office_none=2))
    assert ("racism", "", "", LESS) in found and not [line for line in found if line[0] == "racism" and line[1]]
    assert ("gesture", "home", "two", 8) in found


def test_an_alert_of_no_line_is_refused_rather_than_left_out_of_the_total():
    with pytest.raises(AssertionError):
        table([("gesture", "moon", "two")], KINDS, PLACES, MEASURES)


def every(count: Count, path=()):
    yield path, count
    for one in count.below:
        yield from every(one, (*path, one.code))


def fits(found: Count, change: dict[tuple, int]) -> bool:
    """Another year that prints the very same table: these leaves changed by that much."""
    for path, count in every(found):
        moved = count.number + sum(by for leaf, by in change.items() if leaf[:len(path)] == path)
        if moved < 0 or (moved < SMALL) != count.is_small or (not count.is_hidden and moved != count.number):
            return False
    return True


@pytest.mark.parametrize("seed", range(150))
def test_for_each_hidden_count_another_year_prints_the_same_table(seed):
    """A witness for each: one alert more, one fewer, or one that moved, and not one printed number differs."""
    dice = random.Random(seed)
    top, holes = dice.choice((2, 4, 5, 6, 9, 14)), dice.random()
    leaves = [(kind, place, measure) for kind in KINDS for place in PLACES for measure in MEASURES]
    found = table([leaf for leaf in leaves if dice.random() > holes for _ in range(dice.randint(0, top))], KINDS, PLACES, MEASURES)
    changes = [{leaf: by} for leaf in leaves for by in (1, -1)]
    changes += [{one: 1, other: -1} for one in leaves for other in leaves if one != other]
    free = set()
    for change in changes:
        if fits(found, change):
            free |= {leaf[:depth] for leaf in change for depth in range(4)
                     if sum(by for other, by in change.items() if other[:depth] == leaf[:depth])}
    known = [path for path, count in every(found) if count.is_hidden and path not in free]
    assert not known, f"can be worked out: {known}"


@pytest.mark.parametrize("seed", range(30))
def test_what_is_printed_is_true(seed):
    dice = random.Random(seed)
    found = table([(dice.choice(KINDS), dice.choice(PLACES), dice.choice(MEASURES)) for _ in range(dice.randint(0, 200))],
                  KINDS, PLACES, MEASURES)
    for _, count in every(found):
        assert count.shown in (count.number, LESS, HELD_BACK)
        assert (count.shown == LESS) == (count.number < 5)
