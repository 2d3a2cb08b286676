"""How a change reads on the phone of the one whose week it touches: what it means for her, never why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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
    return list(lines.values())


def by_day(rows: Iterable) -> list[tuple]:
    """Rows already in the order of time, as (day, rows of that day)."""
    days: dict = {}
    for row in rows:
        days.setdefault(row.day, []).append(row)
    return list(days.items())
