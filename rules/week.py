"""How a change reads on the phone of the one whose week it touches: what it means for her, never why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from rules.hours import NBSP, short_day
from rules.working_time import PARIS

# Cancelled, refused, suspended or withdrawn: for her the visit does not take place, and the reason is not hers to carry.
HERS = {
    "added": "intervention ajoutée à votre semaine",
    "moved": "intervention déplacée",
    "reassigned": "une collègue y va à votre place",
    "uncovered": "intervention retirée de votre semaine",
    "cancelled": "l'intervention n'a pas lieu",
    "refused": "l'intervention n'a pas lieu",
    "suspended": "l'intervention n'a pas lieu",
    "withdrawn": "l'intervention n'a pas lieu",
    "not_covered": "l'intervention n'a pas eu lieu",
    "resumed": "l'intervention reprend",
}
# More lines than that about one person which say the same are one line: the visits themselves stand in her week.
SAID_APART = 3
# For the one who comes instead, whatever the kind of change, the visit comes into her week.
COMES_INSTEAD = HERS["added"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of "ce qui a changé"; `times` changes that read the same say it once, from the first one on.

    `visit_id` is the first of these visits that is hers to open, None when there is none.
    """

    person: str
    sentence: str
    detail: str
    starts_at: datetime
    times: int
    visit_id: int | None


def sentence(kind: str, hers_first: bool) -> str:
    """An unknown kind says that something changed, rather than nothing."""
    return HERS.get(kind, "l'intervention a changé") if hers_first else COMES_INSTEAD


def detail(kind: str, was: str, now: str) -> str:
    """Which visit: both hours when it moved, else the one that is written."""
    if kind == "moved" and was and now:
        return f"Avant\u00a0: {was}. Maintenant\u00a0: {now}."
    return was or now


def gather(changes: Iterable, caregiver_id: int) -> list[Line]:
    """Changes of one person that read the same are one line, in the order they were given.

    Each change: beneficiary_id, civility, first_name, last_name, kind, was, now, starts_at, caregiver_id, visit_id.
    """
    lines: dict[tuple, Line] = {}
    last: dict[tuple, datetime] = {}
    for change in changes:
        said = sentence(change.kind, change.caregiver_id == caregiver_id)
        which = detail(change.kind, change.was, change.now)
        same = (change.beneficiary_id, said, which)
        known = lines.get(same)
        person = f"{change.civility} {change.first_name} {change.last_name}"
        later = known is not None and known.starts_at <= change.starts_at
        first, opened = (known.starts_at, known.visit_id) if later else (change.starts_at, change.visit_id)
        opened = opened or change.visit_id or (known.visit_id if known else None)
        lines[same] = Line(person, said, which, first, known.times + 1 if known else 1, opened)
        last[same] = max(last.get(same, change.starts_at), change.starts_at)
    return _folded(lines, last)


def _folded(lines: dict[tuple, Line], last: dict[tuple, datetime]) -> list[Line]:
    """A replacement of two weeks is one line, not twelve. A visit moved keeps its line: its new hour is the news."""
    alike: dict[tuple, list[tuple]] = {}
    for same in lines:
        alike.setdefault(same[:2] if same[1] != HERS["moved"] else same, []).append(same)
    return [line for group in alike.values()
            for line in ([lines[same] for same in group] if len(group) <= SAID_APART else [_one(group, lines, last)])]


def _one(group: list[tuple], lines: dict[tuple, Line], last: dict[tuple, datetime]) -> Line:
    first, end = min((lines[same] for same in group), key=lambda line: line.starts_at), max(last[same] for same in group)
    many = sum(lines[same].times for same in group)
    from_day, to_day = (short_day(moment.astimezone(PARIS).date()) for moment in (first.starts_at, end))
    days = f"le {from_day}" if from_day == to_day else f"du {from_day} au {to_day}"
    return replace(first, detail=f"{many}{NBSP}interventions, {days}", times=1)


def by_day(rows: Iterable) -> list[tuple]:
    """Rows already in the order of time, as (day, rows of that day)."""
    days: dict = {}
    for row in rows:
        days.setdefault(row.day, []).append(row)
    return list(days.items())
