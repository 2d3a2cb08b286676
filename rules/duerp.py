"""The yearly table for the DUERP (document unique d'évaluation des risques professionnels): kind, place, measure, counted.

A small number names somebody. Under 5, zero included, a count reads "moins de 5": a zero said aloud would tell, by
contrast, that elsewhere there is one. A count that would let a hidden one be worked out, by subtraction or because of
what "moins de 5" allows, is "non affiché". Whoever reads the table may know this rule: the check supposes that she does.

The table is a tree: the year, its kinds, the places of a kind, the measures at a place; each count is the sum of those
below. In a tree what a reader can work out is exactly an interval per count, found up then down.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

SMALL = 5
UNBOUNDED = 10 ** 9
LESS, HELD_BACK = "moins de 5", "non affiché"


@dataclass(slots=True)
class Count:
    """One count. `code`: of its kind, its place or its measure; the year has none."""

    code: str
    number: int
    below: list["Count"] = field(default_factory=list)
    held_back: bool = False

    @property
    def is_small(self) -> bool:
        return self.number < SMALL

    @property
    def is_hidden(self) -> bool:
        return self.held_back or self.is_small

    @property
    def shown(self) -> int | str:
        """What is printed."""
        return LESS if self.is_small else HELD_BACK if self.held_back else self.number

    @property
    def told(self) -> tuple[int, int]:
        """What this line alone tells a reader who knows the rule."""
        if self.is_small:
            return 0, SMALL - 1
        return (SMALL, UNBOUNDED) if self.held_back else (self.number, self.number)


def table(alerts: Iterable[tuple[str, str, str]], *lists: Iterable[str]) -> Count:
    """The year. `alerts`: (kind, place, measure) of each; `lists`: every code of each, in order: a line stands for each."""
    year = _tree("", list(alerts), [list(codes) for codes in lists])
    _hold_back(year)
    return year


def _tree(code: str, alerts: list[tuple], lists: list[list[str]]) -> Count:
    if not lists:
        return Count(code, len(alerts))
    known = Counter(alert[0] for alert in alerts)
    assert set(known) <= set(lists[0]), "an alert of no line would be missing from the total"
    below = [_tree(each, [alert[1:] for alert in alerts if alert[0] == each], lists[1:]) for each in lists[0]]
    return Count(code, len(alerts), below)


def _hold_back(year: Count) -> None:
    """Hide more until nothing hidden can be worked out: details before totals, the smallest first.

    Ends: at worst everything is hidden.
    """
    while near := _worked_out(year):
        min(near, key=lambda one: (-one[0], one[1].number))[1].held_back = True


def _worked_out(year: Count) -> list[tuple[int, Count]]:
    """(depth, count) of the shown counts around the deepest hidden one that can be worked out; none when all are safe."""
    up: dict[int, tuple[int, int]] = {}
    _up(year, up)
    waiting, deepest = [((year,), up[id(year)])], ()
    while waiting:
        path, (low, high) = waiting.pop()
        count = path[-1]
        if count.is_hidden and low == high and len(path) > len(deepest):
            deepest = path
        lows, highs = sum(up[id(one)][0] for one in count.below), sum(up[id(one)][1] for one in count.below)
        for one in count.below:
            least, most = up[id(one)]
            waiting.append(((*path, one), (max(least, low - (highs - most)), min(most, high - (lows - least)))))
    return _around(deepest) if deepest else []


def _around(path: tuple[Count, ...]) -> list[tuple[int, Count]]:
    """The shown counts that give the last of the path away: below it or beside it, through hidden ones; else above it."""
    *above, count = path
    beside = [one for one in above[-1].below if one is not count] if above else []
    found = [*_first_shown(len(path), beside), *_first_shown(len(path) + 1, count.below)]
    if found or not above:
        return found
    return _around(tuple(above)) if above[-1].is_hidden else [(len(above), above[-1])]


def _first_shown(depth: int, counts: list[Count]) -> list[tuple[int, Count]]:
    """Those shown, and through those hidden, the ones below."""
    found = []
    for one in counts:
        found += _first_shown(depth + 1, one.below) if one.is_hidden else [(depth, one)]
    return found


def _up(count: Count, found: dict) -> tuple[int, int]:
    """What a count can be, from its own line and those below."""
    low, high = count.told
    if count.below:
        below = [_up(one, found) for one in count.below]
        low, high = max(low, sum(one[0] for one in below)), min(high, sum(one[1] for one in below))
    found[id(count)] = low, high
    return low, high


def lines(year: Count) -> list[tuple[str, str, str, int | str]]:
    """(kind, place, measure, what is printed), each line before those it adds up, the year first.

    Under a count that is hidden and holds nothing shown there is nothing to read: its lines are left out.
    """
    found = [("", "", "", year.shown)]
    for kind in year.below:
        found.append((kind.code, "", "", kind.shown))
        for place in kind.below if _says_more(kind) else ():
            found.append((kind.code, place.code, "", place.shown))
            found += [(kind.code, place.code, measure.code, measure.shown)
                      for measure in place.below if _says_more(place)]
    return found


def _says_more(count: Count) -> bool:
    return any(not one.is_hidden or _says_more(one) for one in count.below)
