"""Whether the office answers now, and its hours in words: what stands beside its number."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from database import local, now
from queries.holidays import public_holidays
from queries.settings import settings
from rules.opening import LOOK_AHEAD, Week, is_open, reopens, reopens_words, week_of, week_words


@dataclass(frozen=True, slots=True)
class Office:
    """words: its hours, nothing when they are not known; is_open: None then; reopens: "demain à 9 h", when closed."""

    words: str = ""
    is_open: bool | None = None
    reopens: str = ""


@lru_cache(maxsize=8)
def _week(kept: str) -> Week:
    return week_of(kept)


def week() -> Week:
    """Its opening hours, day by day."""
    return _week(settings().opening_hours)


def office(at: datetime | None = None) -> Office:
    """At this instant, or now."""
    hours, at = week(), local(at or now())
    if not any(hours):
        return Office()
    holidays = public_holidays(at.date(), at.date() + timedelta(days=LOOK_AHEAD))
    if is_open(hours, at, holidays):
        return Office(week_words(hours), True)
    opens = reopens(hours, at, holidays)
    return Office(week_words(hours), False, reopens_words(opens, at.date()) if opens else "")
