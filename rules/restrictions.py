"""What a work restriction keeps a caregiver from: what excludes her from a visit, and what is only to be checked.

A restriction says what she must not be asked, never why. It excludes where what is known of the visit is enough to decide:

- no_evening: the visit ends after the hour at which the evening begins (a setting), or begins before 6 in the morning;
- no_lifting: the home needs a transfer by two, and the visit holds an act with a transfer (or no act is known);
- limited_hours: the week's ceiling would be passed (`rules/candidates.py`, which knows her week).

Elsewhere nothing tells (stairs, animals, the road are no data here): it is printed "à vérifier", and the office asks.
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from rules.vocabulary import RESTRICTIONS

MORNING = 6 * 60
DAY = 24 * 60
# Acts during which somebody is lifted or held, where the home needs two for it.
TRANSFERS = frozenset({"get_up", "go_to_bed", "wash", "change"})
# Acts with a load, or a person to hold, more often than not.
LOADS = TRANSFERS | {"shopping"}


class Restriction(NamedTuple):
    """`starts_on` to `ends_on`, both included, or without end; `hours_per_week` of `limited_hours`, when it is known."""

    code: str
    starts_on: date
    ends_on: date | None = None
    hours_per_week: float | None = None

    def stands(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


def forbids(code: str, start_minute: int, minutes: int, acts: Collection[str], vigilance: Collection[str],
            evening: int = 20 * 60) -> bool:
    """True when this restriction excludes her from the visit. `evening`: local minute at which it begins."""
    if code == "no_evening":
        return start_minute + minutes > evening or start_minute < MORNING
    if code == "no_lifting":
        return "transfer_two" in vigilance and (not acts or bool(TRANSFERS & set(acts)))
    return False


def to_check(restriction: Restriction, acts: Collection[str]) -> str | None:
    """What the office checks with her before it asks, in words; None when what is known already decides."""
    code = restriction.code
    if code == "no_evening" or (code == "limited_hours" and restriction.hours_per_week is not None):
        return None
    if code == "no_lifting" and acts and not LOADS & set(acts):
        return None
    words = RESTRICTIONS[code]
    return f"à vérifier\u00a0: {words[0].lower()}{words[1:]}"


def ceiling(restrictions: Collection[Restriction], on: date) -> int | None:
    """The minutes a week she may work at most that day, or None: the lowest of what stands."""
    hours = [one.hours_per_week for one in restrictions
             if one.code == "limited_hours" and one.hours_per_week is not None and one.stands(on)]
    return round(min(hours) * 60) if hours else None
