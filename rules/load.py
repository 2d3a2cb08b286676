"""What a caregiver carried these last weeks, told as facts: no score, no order by it, and nothing of an absence.

A threshold decides only whether a sentence is shown; every sentence prints its numbers. Fewer hours than the contract are not
told here: they would say who was away.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from rules.hours import lasting

NBSP = "\u00a0"
DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Period:
    """The local days looked at, both included; the last one is today."""

    first: date
    last: date

    @classmethod
    def ending(cls, today: date, days: int) -> "Period":
        return cls(today - DAY * (days - 1), today)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Shown:
    """From how many a sentence is shown (the settings of the same names); hours: above the contract of the period."""

    row: int = 7
    weekends: int = 3
    short_notice: int = 3
    hours: int = 8
    transfers: int = 8
    lifting: int = 40


@dataclass(frozen=True, slots=True)
class Load:
    """What is known of one caregiver in a period.

    days: the local days on which she held a visit; minutes: of those visits; transfers: visits where a transfer by two stood
    in the home, transfer_homes: at how many persons'; lifting: visits with an act during which somebody is lifted or held.
    """

    weekly_minutes: int
    days: frozenset[date] = frozenset()
    minutes: int = 0
    visits: int = 0
    transfers: int = 0
    transfer_homes: int = 0
    lifting: int = 0
    short_notice: int = 0
    mediations: int = 0


def rows_of_days(days: Collection[date]) -> list[tuple[date, date]]:
    """The days in a row, first and last of each, in the order of time."""
    found = []
    for day in sorted(days):
        if found and day - found[-1][1] == DAY:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def weekends_of(days: Collection[date]) -> int:
    """How many weekends these days touch: a Saturday and its Sunday are one."""
    return len({day - DAY * (day.weekday() - SATURDAY) for day in days if day.weekday() >= SATURDAY})


def every_day(period: Period) -> list[date]:
    return [period.first + DAY * number for number in range(period.days)]


def facts(load: Load, period: Period, shown: Shown, day_words=str) -> list[str]:
    """The sentences to print, always in this order. day_words: how a day is said."""
    return [*_rows(load, period, shown, day_words), *_weekends(load, period, shown), *_short_notice(load, shown),
            *_hours(load, period, shown), *_heavy(load, shown), *_mediations(load)]


def _rows(load: Load, period: Period, shown: Shown, day_words) -> list[str]:
    """The longest row of days, and the one that still goes on when it is another."""
    rows = rows_of_days(load.days)
    longest = max(rows, key=lambda row: row[1] - row[0], default=None)
    current = next((row for row in rows[-1:] if period.last - row[1] <= DAY), None)
    return [_row_words(row, period, row == current, day_words) for row in dict.fromkeys((longest, current))
            if row and _length(row) >= shown.row]


def _length(row: tuple[date, date]) -> int:
    return (row[1] - row[0]).days + 1


def _row_words(row: tuple[date, date], period: Period, goes_on: bool, day_words) -> str:
    # What came before the period is not known here.
    least = "au moins " if row[0] == period.first else ""
    when = f"depuis le {day_words(row[0])}" if goes_on else f"du {day_words(row[0])} au {day_words(row[1])}"
    return f"{least}{_length(row)} jours de suite avec des interventions, {when}"


def _weekends(load: Load, period: Period, shown: Shown) -> list[str]:
    worked, all_of_them = weekends_of(load.days), weekends_of(every_day(period))
    if worked < shown.weekends:
        return []
    return [_many(worked, "week-end travaillé", "week-ends travaillés", f" sur {all_of_them}")]


def _short_notice(load: Load, shown: Shown) -> list[str]:
    if load.short_notice < shown.short_notice:
        return []
    return [_many(load.short_notice, "remplacement pris, demandé", "remplacements pris, demandés", " moins de 7 jours avant")]


def _hours(load: Load, period: Period, shown: Shown) -> list[str]:
    contract = round(load.weekly_minutes * period.days / 7)
    if load.minutes - contract < shown.hours * 60:
        return []
    return [f"{lasting(load.minutes)} d'interventions, pour {lasting(contract)} au contrat sur ces {period.days} jours"]


def _heavy(load: Load, shown: Shown) -> list[str]:
    said = []
    if load.transfers >= shown.transfers:
        homes = _many(load.transfer_homes, "personne", "personnes")
        said.append(_many(load.transfers, "intervention", "interventions", f" où un transfert à deux est noté, chez {homes}"))
    if load.lifting >= shown.lifting:
        said.append(_many(load.lifting, "intervention", "interventions",
                          f" sur {load.visits} avec un lever, un coucher, une toilette ou un change"))
    return said


def _mediations(load: Load) -> list[str]:
    return [_many(load.mediations, "médiation en cours", "médiations en cours")] if load.mediations else []


def _many(number: int, one: str, more: str, end: str = "") -> str:
    return f"{number}{NBSP}{more if number > 1 else one}{end}"


def told_of(n: int) -> str:
    """Of an alert, that there was one: what it says stays in its own case."""
    return "Une fois, elle a dit qu'il lui était arrivé quelque chose." if n == 1 else (
        f"{n} fois, elle a dit qu'il lui était arrivé quelque chose.")
