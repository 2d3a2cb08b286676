"""The days of a weekly series. Hours are local (day + minute), so a change of clock moves nothing."""

from collections.abc import Collection
from datetime import date, timedelta

HORIZON_WEEKS = 12
WEEK = timedelta(days=7)


def horizon(today: date, weeks: int = HORIZON_WEEKS) -> date:
    """How far a series without an end is written."""
    return today + weeks * WEEK


def first_day(weekday: int, start: date) -> date:
    """The first such weekday (0 = Monday) on or after `start`."""
    return start + timedelta(days=(weekday - start.weekday()) % 7)


def weekly_days(weekday: int, start: date, end: date, skipped: Collection[date] = ()) -> list[date]:
    """Every such weekday from `start` to `end`, both included, but those skipped (public holidays, days made)."""
    first = first_day(weekday, start)
    count = (end - first).days // 7 + 1
    return [day for day in (first + n * WEEK for n in range(max(count, 0))) if day not in skipped]


def last_day(ends_on: date | None, today: date, weeks: int = HORIZON_WEEKS) -> date:
    """Where writing stops today: the end of the series or the horizon, whichever comes first."""
    reach = horizon(today, weeks)
    return min(ends_on, reach) if ends_on else reach
