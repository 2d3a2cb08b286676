"""Hours at work: which rule one more visit would break. Limits are settings; defaults are those of the labour code.

Every instant is aware, so an hour is an hour on the nights of the clock changes. A visit across midnight belongs to the
local day on which it begins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
DAY, WEEK = timedelta(days=1), timedelta(days=7)


class Stay(NamedTuple):
    """One visit in somebody's day. `place` is the person's id: between two visits at one place nobody travels."""

    starts_at: datetime
    ends_at: datetime
    place: int

    @property
    def day(self) -> date:
        return self.starts_at.astimezone(PARIS).date()

    @property
    def minutes(self) -> int:
        return round((self.ends_at - self.starts_at).total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class Limits:
    """travel: minutes between two homes; daily_rest, weekly_rest: hours in a row; day_most, week_most: hours at work."""

    travel: int = 20
    daily_rest: int = 11
    day_most: int = 10
    week_most: int = 48
    weekly_rest: int = 35


RULES = {
    "overlap": "déjà prise à cette heure",
    "travel": "trop peu de temps entre deux domiciles",
    "daily_rest": "repos trop court entre deux jours",
    "day_most": "trop d'heures ce jour-là",
    "week_most": "trop d'heures cette semaine-là",
    "weekly_rest": "plus de repos de la semaine",
}


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def pair_rule(one: Stay, other: Stay, limits: Limits) -> str | None:
    """The rule that two visits of one caregiver break together, or None. These need nothing else than the two."""
    first, second = (one, other) if one[:2] <= other[:2] else (other, one)
    gap = second.starts_at - first.ends_at
    if gap < timedelta(0):
        return "overlap"
    if first.place != second.place and gap < timedelta(minutes=limits.travel):
        return "travel"
    # the gap first: it is what most pairs settle, and the local day costs more
    if gap < timedelta(hours=limits.daily_rest) and first.day != second.day:
        return "daily_rest"
    return None


def broken(new: Stay, held: Sequence[Stay], limits: Limits, also: Sequence[Stay] = ()) -> list[str]:
    """The rules that `new` breaks beside the visits she holds already, in the order of RULES; none: she may take it.

    `also`: what the same plan gives her besides. Both cover at least the calendar week of `new`, the one before and the one
    after, with the day before these and the hours of a weekly rest after them.
    """
    margin, around = timedelta(hours=limits.daily_rest, minutes=limits.travel), [*held, *also]
    before, after = new.starts_at - margin, new.ends_at + margin
    found = {rule for stay in around if stay.ends_at > before and stay.starts_at < after
             and (rule := pair_rule(new, stay, limits))}
    day, week = new.day, monday(new.day)
    if minutes_between(around, day, day + DAY) + new.minutes > limits.day_most * 60:
        found.add("day_most")
    if minutes_between(around, week, week + WEEK) + new.minutes > limits.week_most * 60:
        found.add("week_most")
    around.append(new)
    if not weekly_rest_kept(around, week, limits) or _ends_another_rest(new, held, around, limits):
        found.add("weekly_rest")
    return [rule for rule in RULES if rule in found]


def _ends_another_rest(new: Stay, held: Sequence[Stay], around: Sequence[Stay], limits: Limits) -> bool:
    """A week that what she holds leaves without a rest already is no reason against this visit of another week."""
    return any(weekly_rest_kept(held, week, limits) and not weekly_rest_kept(around, week, limits)
               for week in weeks_beside(new, limits))


def weeks_beside(stay: Stay, limits: Limits) -> list[date]:
    """Mondays of the other weeks whose rest a visit may end: one that began on Sunday still lasts on Monday, and the night
    of a Sunday goes on in the week after.
    """
    week = monday(stay.day)
    before = stay.starts_at < midnight(week) + timedelta(hours=limits.weekly_rest)
    return [*([week - WEEK] if before else []), *([week + WEEK] if stay.ends_at > midnight(week + WEEK) else [])]


def minutes_between(stays: Iterable[Stay], first: date, after: date) -> int:
    """Minutes of the visits that begin from the first local day up to, and without, the other."""
    start, end = midnight(first), midnight(after)
    return sum(stay.minutes for stay in stays if start <= stay.starts_at < end)


def weekly_rest_kept(stays: Iterable[Stay], week: date, limits: Limits) -> bool:
    """One rest of so many hours in a row begins in the week (Monday to Sunday); it may end in the next one."""
    start, end = midnight(week), midnight(week + WEEK)
    rest = timedelta(hours=limits.weekly_rest)
    free_from = start
    for stay in sorted(stays):
        if stay.ends_at <= start:
            continue
        if free_from < end and stay.starts_at - free_from >= rest:
            return True
        free_from = max(free_from, stay.ends_at)
    return free_from < end


@lru_cache(maxsize=512)
def midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=PARIS).astimezone(UTC)
