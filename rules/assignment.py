"""When a caregiver reads about a person: from the moment an assignment is given to the end of its last visit.

An assignment is her visits to one person in one relation. `rules/access.py` says what `assigned` and `author` read;
here is only when she is which.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.access import may_read

CODES_BEFORE = timedelta(hours=24)
# Her visits that still keep the door open; at a closed door she needs the address and the phone more than ever.
TO_COME = frozenset({"planned", "door_closed"})
# Her visits that count when looking for the first one: a visit called off opened nothing.
COUNTED = TO_COME | {"done"}


@dataclass(frozen=True, slots=True)
class Assignment:
    """given_at: when the oldest of its visits to come was given; first_start, last_end: its first visit, its last to come.

    None where there is no such visit.
    """

    given_at: datetime | None
    first_start: datetime | None
    last_end: datetime | None


def is_open(assignment: Assignment, now: datetime) -> bool:
    """From given to the end of the last visit planned. Never given, or nothing planned any more: closed."""
    given, end = assignment.given_at, assignment.last_end
    return given is not None and end is not None and given <= now < end


def codes_show(assignment: Assignment, now: datetime, before: timedelta = CODES_BEFORE) -> bool:
    """From 24 hours (a setting) before the first visit, while the assignment is open."""
    first = assignment.first_start
    return is_open(assignment, now) and first is not None and first - before <= now


def relations(assignment: Assignment, now: datetime) -> frozenset[str]:
    """What she is to the record: always the author of her words; assigned while the assignment is open."""
    mine = frozenset({"author", "herself"})
    return mine | {"assigned"} if is_open(assignment, now) else mine


def readable(categories: Iterable[str], assignment: Assignment, now: datetime,
             before: timedelta = CODES_BEFORE) -> frozenset[str]:
    """Those of these categories she reads at this instant. Closed by default: an unknown category is not in it."""
    who = relations(assignment, now)
    held_back = frozenset() if codes_show(assignment, now, before) else {"home_access"}
    return frozenset(name for name in categories if may_read(name, who)) - held_back


def shows_home(state: str, ends_at: datetime, now: datetime) -> bool:
    """A visit's own page shows the home while the visit is to come; a past one shows name, day and her words."""
    return state in TO_COME and now < ends_at


def may_write(starts_at: datetime, now: datetime) -> bool:
    """A word about a visit is sent once the visit has begun; never before, and never asked for."""
    return starts_at <= now


def unsaid(typed: Iterable[str | None], kept: Iterable[str]) -> str:
    """The words typed a second time that the first answer does not hold, to be added beside it."""
    held = set(kept)
    return "\n".join(words for words in typed if words and words not in held)
