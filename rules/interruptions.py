"""When a person's help is suspended: which visits stop, which start again, who is phoned, when to ask."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

# Proposed, never imposed: how long before the office asks again where the person is. A death asks nothing.
ASK_AGAIN_AFTER = {"hospital": 3, "family": 7, "care_home": 30, "other": 7}


def suspends(day: date, starts_at: datetime, starts_on: date, ends_on: date | None, now: datetime) -> bool:
    """True when a visit of that day stops with an interruption from `starts_on` to `ends_on` (or unknown).

    A visit already begun on the first day stands: she may have left for hospital after it. On the following days
    nobody was home, whatever the hour at which the office learns it.
    """
    if day < starts_on or (ends_on is not None and day > ends_on):
        return False
    return starts_at > now or day > starts_on


def last_day(ends_on: date | None, resumed_on: date | None) -> date | None:
    """The last day away: before the return noted, else the end foreseen; None while it is unknown."""
    return resumed_on - timedelta(days=1) if resumed_on else ends_on


def resumes(day: date, starts_at: datetime, resumed_on: date, now: datetime) -> bool:
    """True when a suspended visit is planned again: from the day the help resumes, and still to come."""
    return day >= resumed_on and starts_at > now


def by_voice_only(kind: str) -> bool:
    """True when a caregiver hears it by voice before any screen, whatever the hour of her next visit."""
    return kind == "death"


def lost_minutes(visits: Iterable[tuple[int | None, int]]) -> dict[int, int]:
    """Minutes suspended for each caregiver, from (caregiver, minutes); a visit nobody covered costs nobody."""
    lost = defaultdict(int)
    for caregiver_id, minutes in visits:
        if caregiver_id is not None:
            lost[caregiver_id] += minutes
    return dict(lost)


def ask_again_on(kind: str, ends_on: date | None, today: date) -> date | None:
    """The day proposed to ask "Quand reprendre ?": the day before the end foreseen, else after some days."""
    if kind == "death":
        return None
    if ends_on is not None:
        return max(today, ends_on - timedelta(days=1))
    return today + timedelta(days=ASK_AGAIN_AFTER[kind])


def opening_fault(kind: str, starts_on: date, ends_on: date | None, confirmed: bool, today: date):
    """The field to correct and what to do, or None. A death is confirmed, and has no end."""
    if ends_on is not None and ends_on < starts_on:
        return "ends_on", "Indiquez une fin qui vient après le début."
    if kind != "death":
        return None
    if starts_on > today:
        return "starts_on", "Indiquez la date du décès\u00a0: aujourd'hui ou avant."
    if ends_on is not None:
        return "ends_on", "Laissez la fin vide\u00a0: un décès n'en a pas."
    if not confirmed:
        return "confirmed", "Cochez pour confirmer le décès, ou choisissez une autre raison."
    return None


def resuming_fault(starts_on: date, resumed_on: date):
    """Why the help cannot resume on that day, or None."""
    return "Indiquez un jour qui vient après le début de l'interruption." if resumed_on < starts_on else None


def keeps_her(start: int, minutes: int, hers: Iterable[tuple[int, int]]) -> bool:
    """True when no other visit given to her meanwhile, (start, minutes) on the same day, overlaps this one."""
    return all(start + minutes <= other or other + length <= start for other, length in hers)
