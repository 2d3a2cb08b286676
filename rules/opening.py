"""When the office answers: seven days of at most two ranges, kept as one line of text, said in words, open or not.

A week is seven lists (Monday first) of (start, end) in local minutes since midnight. No range at all means that the hours
are not known: then nothing is shown, and the office is neither open nor closed.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from rules import availability
from rules.availability import parse, written
from rules.hours import WHOLE_DAYS, clock

Week = Sequence[Sequence[tuple[int, int]]]
RANGES = 2
TOO_MANY = "Écrivez au plus deux plages par jour, par exemple 9\u00a0h – 12\u00a0h, 14\u00a0h – 17\u00a0h."
EXAMPLE = "Écrivez les heures ainsi\u00a0: 9\u00a0h – 12\u00a0h, 14\u00a0h – 17\u00a0h."
DAY_FIRST = "Écrivez chaque jour ainsi\u00a0: lundi 9:00-12:00, 14:00-17:00\u00a0; mardi 9:00-12:00."
LOOK_AHEAD = 14


def day_hours(typed: str) -> list[tuple[int, int]]:
    """The ranges of one day, as people write them: "9 h – 12 h, 14 h – 17 h"; "fermé" and nothing are no range.

    Raises ValueError with what to write instead.
    """
    if typed.strip().lower().rstrip(".") in ("", "fermé", "ferme", "-", "–"):
        return []
    try:
        ranges = parse(typed)
    except ValueError as fault:
        raise ValueError(EXAMPLE if str(fault) == availability.EXAMPLE else str(fault)) from None
    if len(ranges) > RANGES:
        raise ValueError(TOO_MANY)
    return ranges


def week_of(kept: str) -> list[list[tuple[int, int]]]:
    """"lundi 9:00-12:00, 14:00-17:00; mardi 9:00-12:00" -> seven lists. Raises ValueError with what to write."""
    week: list[list[tuple[int, int]]] = [[] for _ in WHOLE_DAYS]
    for piece in filter(None, (piece.strip() for piece in kept.split(";"))):
        name, _, hours = piece.partition(" ")
        if name.lower() not in WHOLE_DAYS or not hours.strip():
            raise ValueError(DAY_FIRST)
        week[WHOLE_DAYS.index(name.lower())] = day_hours(hours)
    return week


def kept_week(week: Week) -> str:
    """The one line that is kept: only the days with hours, in their order."""
    return "; ".join(f"{name} {written(ranges)}" for name, ranges in zip(WHOLE_DAYS, week, strict=True) if ranges)


def day_words(ranges: Sequence[tuple[int, int]]) -> str:
    """"de 9 h à 12 h et de 14 h à 17 h"; a day that ends at midnight ends at 24 h."""
    return " et ".join(f"de {clock(start)} à {_end(end)}" for start, end in ranges)


def _end(minute: int) -> str:
    return "24\u00a0h" if minute == 1440 else clock(minute)


def week_words(week: Week) -> str:
    """"du lundi au jeudi de 9 h à 12 h et de 14 h à 17 h ; vendredi de 9 h à 12 h"; nothing when no day has hours."""
    said, day = [], 0
    while day < 7:
        last = day
        while last < 6 and list(week[last + 1]) == list(week[day]):
            last += 1
        if week[day]:
            said.append(f"{_days(day, last)} {day_words(week[day])}")
        day = last + 1
    return "\u00a0; ".join(said)


def _days(first: int, last: int) -> str:
    if first == last:
        return WHOLE_DAYS[first]
    if last == first + 1:
        return f"{WHOLE_DAYS[first]} et {WHOLE_DAYS[last]}"
    return f"du {WHOLE_DAYS[first]} au {WHOLE_DAYS[last]}"


def is_open(week: Week, at: datetime, holidays: Collection[date]) -> bool | None:
    """Whether the office answers at this local instant: from the first minute of a range, until its last, never on a
    public holiday. None when the hours are not known."""
    if not any(week):
        return None
    if at.date() in holidays:
        return False
    minute = at.hour * 60 + at.minute
    return any(start <= minute < end for start, end in week[at.weekday()])


def reopens(week: Week, at: datetime, holidays: Collection[date]) -> tuple[date, int] | None:
    """The next day and minute at which it opens, within two weeks; None when it is not known."""
    now = at.hour * 60 + at.minute
    for ahead in range(LOOK_AHEAD + 1):
        day = at.date() + timedelta(days=ahead)
        starts = [] if day in holidays else [start for start, _ in week[day.weekday()] if ahead or start > now]
        if starts:
            return day, min(starts)
    return None


def reopens_words(opens: tuple[date, int], today: date) -> str:
    """"à 14 h", "demain à 9 h", "lundi 9 novembre à 9 h": after « Il rouvre »."""
    day, minute = opens
    if day == today:
        return f"à {clock(minute)}"
    if day == today + timedelta(days=1):
        return f"demain à {clock(minute)}"
    return f"{WHOLE_DAYS[day.weekday()]} à {clock(minute)}" if day < today + timedelta(days=7) else \
        f"le {day:%d/%m} à {clock(minute)}"


def day_typed(ranges: Sequence[tuple[int, int]]) -> str:
    """One day as it stands in its field: "9 h – 12 h, 14 h – 17 h"."""
    return ", ".join(f"{clock(start)} – {_end(end)}" for start, end in ranges)
