"""The visit to the occupational doctor when she comes back from a long absence: whom it is due to, and until when.

An absence that follows another of the same kind without a day between goes on with it: a leave extended by a new paper is
one leave. No reason is known here, only the kind and the days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Leave:
    """An absence: `ends_on` None while nobody knows."""

    id: int
    kind: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Long:
    """Leaves of one kind, one after the other without a day between."""

    ids: tuple[int, ...]
    kind: str
    starts_on: date
    ends_on: date | None

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1 if self.ends_on else 0


def chains(leaves: Iterable[Leave]) -> list[Long]:
    """Those leaves, joined where one follows another of the same kind; in the order of their first day."""
    found: list[Long] = []
    for leave in sorted(leaves, key=lambda one: (one.starts_on, one.id)):
        before = next((one for one in reversed(found) if one.kind == leave.kind), None)
        if before and (before.ends_on is None or leave.starts_on <= before.ends_on + DAY):
            open_end = before.ends_on is None or leave.ends_on is None
            found[found.index(before)] = Long((*before.ids, leave.id), leave.kind, before.starts_on,
                                              None if open_end else max(before.ends_on, leave.ends_on))
        else:
            found.append(Long((leave.id,), leave.kind, leave.starts_on, leave.ends_on))
    return found


def is_due(long: Long, least: Mapping[str, int]) -> bool:
    """`least`: days from which a kind of absence asks for the visit; a kind that is not there never does."""
    return long.ends_on is not None and long.kind in least and long.days >= least[long.kind]


def held_before(ends_on: date, days: int) -> date:
    """The last day to hold it: so many days after her first day back."""
    return ends_on + DAY + timedelta(days=days)
