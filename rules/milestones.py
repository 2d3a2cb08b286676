"""When a relation is due to be asked about, and which moment comes next. Source: domain.md, feedback round."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Pace:
    """The settings: after the nth visit that took place, after some months, then every so many months."""

    after_visits: int = 2
    month: int = 2
    yearly_months: int = 12


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last of that month: 31 December + 2 -> 28 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def first_due(first_held: date, nth_held: date | None, today: date, pace: Pace) -> tuple[str, date] | None:
    """The moment of a relation nobody ever asked about: the latest one reached, never three in a row.

    first_held and nth_held: days of the first and of the nth visit that took place.
    """
    if (yearly := last_anniversary(first_held, today, pace)) is not None:
        return "yearly", yearly
    if (month_two := add_months(first_held, pace.month)) <= today:
        return "month_two", month_two
    if nth_held is not None and nth_held <= today:
        return "second_visit", nth_held
    return None


def last_anniversary(first_held: date, today: date, pace: Pace) -> date | None:
    """The last yearly date reached, or None before the first one."""
    months = (today.year - first_held.year) * 12 + today.month - first_held.month + 1
    turns = range(months // pace.yearly_months, 0, -1)
    dates = (add_months(first_held, turn * pace.yearly_months) for turn in turns)
    return next((day for day in dates if day <= today), None)


def next_after(outcome: str, done: Iterable[str], started_on: date, today: date,
               pace: Pace) -> tuple[str, date]:
    """What the decision form proposes.

    done: the moments already asked, the one being decided included. After a mediation, or where a replacement is
    asked for and may never come, both sides are asked again without waiting for a far anniversary.
    """
    month_two = add_months(started_on, pace.month)
    if "month_two" not in done and month_two > today:
        coming = ("month_two", month_two)
    else:
        coming = ("yearly", add_months(today, pace.yearly_months))
    soon = add_months(today, pace.month)
    if outcome != "fit" and coming[1] > soon:
        return "on_demand", soon
    return coming


def milestone_key(milestone: str, taken: Iterable[str]) -> str:
    """The name of this moment in the life of one relation, never used twice: "month_two", "yearly-3"."""
    numbers = [0]
    for key in taken:
        name, _, number = key.partition("-")
        if name == milestone:
            numbers.append(int(number) if number.isdigit() else 1)
    turn = max(numbers) + 1
    return milestone if turn == 1 and milestone in ("second_visit", "month_two") else f"{milestone}-{turn}"
