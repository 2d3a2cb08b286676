"""A slot in a few French words, for the lines that are kept: "lun. 3 nov., 9 h 05, 1 h 30"."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

from rules.working_time import PARIS

NBSP = "\u00a0"
DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
WHOLE_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def short_day(day: date, this_year: int | None = None) -> str:
    """"lun. 3 nov."; the year is left out, these lines are about the weeks around. It is said when it is another than
    `this_year`, where a day may be of any year."""
    year = "" if this_year in (None, day.year) else f" {day.year}"
    return f"{DAYS[day.weekday()]} {'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]}{year}"


def clock(minute: int) -> str:
    """545 -> "9 h 05"; a whole hour reads "9 h"."""
    hours, minutes = divmod(minute % 1440, 60)
    return f"{hours}{NBSP}h" + (f"{NBSP}{minutes:02}" if minutes else "")


def lasting(minutes: int) -> str:
    """90 -> "1 h 30", 45 -> "45 min"; a week of 28 hours reads "28 h"."""
    hours, left = divmod(minutes, 60)
    return f"{hours}{NBSP}h" + (f"{NBSP}{left:02}" if left else "") if hours else f"{left}{NBSP}min"


def slot(day: date, start_minute: int, minutes: int, this_year: int | None = None) -> str:
    return f"{short_day(day, this_year)}, {clock(start_minute)}, {lasting(minutes)}"


def weekly(weekday: int, start_minute: int, minutes: int, first: date) -> str:
    return f"chaque {WHOLE_DAYS[weekday]}, {clock(start_minute)}, {lasting(minutes)}, dès le {short_day(first)}"


def present_minutes(day: date, start_minute: int, minutes: int) -> int:
    """Minutes really spent there: a visit keeps its hours on the wall, so the night of a clock change is an hour shorter or
    longer.
    """
    midnight = datetime.combine(day, time(0), tzinfo=PARIS)
    begins, ends = (midnight + timedelta(minutes=at) for at in (start_minute, start_minute + minutes))
    return round((ends.astimezone(UTC) - begins.astimezone(UTC)).total_seconds() / 60)


def does_not_exist(day: date, minute: int) -> bool:
    """True of the hour that the night of the March change leaves out: no clock shows it."""
    wall = datetime.combine(day, time(0), tzinfo=PARIS) + timedelta(minutes=minute)
    return wall.astimezone(UTC).astimezone(PARIS).replace(tzinfo=None) != wall.replace(tzinfo=None)


def comes_twice(day: date, minute: int) -> bool:
    """True of an hour that the night of the October change shows twice; `database.instant_at` takes the first."""
    wall = datetime.combine(day, time(0), tzinfo=PARIS) + timedelta(minutes=minute)
    return wall.utcoffset() > wall.replace(fold=1).utcoffset()


def particulars(day: date, start_minute: int, minutes: int, holidays: Collection[date]) -> list[str]:
    """What is not like other days about a visit, in words: a public holiday, an end on the next day, a clock change."""
    last = day + timedelta(days=(start_minute + minutes - 1) // 1440)
    said = ["jour férié"] if day in holidays else []
    if last > day:
        said.append(f"se termine le lendemain à {clock(start_minute + minutes)}" + (", jour férié" if last in holidays else ""))
    twice = next((at for at in (start_minute, start_minute + minutes) if comes_twice(day, at)), None)
    if twice is not None:
        said.append(f"changement d'heure{NBSP}: {clock(twice)} revient deux fois cette nuit-là, la première compte")
    present = present_minutes(day, start_minute, minutes)
    if does_not_exist(day, start_minute):
        said.append(f"changement d'heure{NBSP}: cette heure n'existe pas cette nuit-là, déplacez l'intervention")
    elif present != minutes:
        said.append(f"changement d'heure cette nuit-là{NBSP}: {lasting(present)} de présence au lieu de {lasting(minutes)}")
    return said
