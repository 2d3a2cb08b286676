"""A visit as the planning says it and as it stands here, and which row of a file is about which visit."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

CALLED_OFF = frozenset({"cancelled_by_person", "refused_by_person", "withdrawn"})
HELD_OPEN = frozenset({"planned", "suspended"})


class Version(NamedTuple):
    """Who, when, how long; or called off, and then the rest does not count."""
    caregiver_id: int | None
    starts_at: datetime
    minutes: int
    cancelled: bool = False


def same(one: Version, other: Version) -> bool:
    return one == other or (one.cancelled and other.cancelled)


@dataclass(slots=True)
class Known:
    """A visit that stands here, with what the planning said last of it and its gaps; `day` is the one it said, if any.

    `shut`: the home refused it, and why can never be granted: nobody else is sent there by a file.
    """

    id: int
    beneficiary_id: int
    here: Version
    state: str
    day: date
    ref: str | None = None
    said_id: int | None = None
    said: Version | None = None
    decided_here: bool = False
    gap_id: int | None = None
    gap: Version | None = None
    kept: Version | None = None
    shut: bool = False


@dataclass(slots=True)
class Wanted:
    """A row of the file whose person and caregiver were found here."""

    line: int
    ref: str | None
    beneficiary_id: int
    file: Version
    day: date
    start: int
    acts: tuple[str, ...] = ()


def match(rows: list[Wanted], known: list[Known]) -> dict[int, Known]:
    """Line -> the visit it is about: by reference; else what the planning said last; else what stands here.

    Last, a visit typed by hand for the same person at the same hour, whoever comes: two plannings are never laid one
    over the other in silence.
    """
    found, taken = {}, set()
    refs = {row.ref for row in rows if row.ref}
    for by, of_row in ((_by_ref, lambda row: row.ref), (_by_said, _key), (_by_here, _key), (_by_slot, _slot)):
        asking = [row for row in rows if row.line not in found]
        where = by([visit for visit in known if visit.id not in taken]) if asking else {}
        for row in asking:
            for visit in where.get(of_row(row), ()):
                if visit.id not in taken and _may_be(visit, row, refs):
                    found[row.line] = visit
                    taken.add(visit.id)
                    break
    return found


def _may_be(visit: Known, row: Wanted, refs: set[str]) -> bool:
    """Never another person's; with another reference, only when the file no longer has that reference."""
    return visit.beneficiary_id == row.beneficiary_id and (
        visit.ref == row.ref or visit.ref is None or row.ref is None or visit.ref not in refs)


def _key(row: Wanted) -> tuple:
    return row.beneficiary_id, row.file.caregiver_id, row.file.starts_at


def _slot(row: Wanted) -> tuple | None:
    """A row called off is about no visit but its own."""
    return None if row.file.cancelled else (row.beneficiary_id, row.file.starts_at)


def _index(pairs: Iterable[tuple]) -> dict:
    made = defaultdict(list)
    for key, visit in pairs:
        made[key].append(visit)
    return made


def _by_ref(known):
    return _index((visit.ref, visit) for visit in known if visit.ref)

def _by_said(known):
    return _index(((visit.beneficiary_id, visit.said.caregiver_id, visit.said.starts_at), visit)
                  for visit in known if visit.said)


def _by_here(known):
    """Those still open first: a visit called off and planned again stands twice."""
    ordered = sorted(known, key=lambda visit: visit.state not in HELD_OPEN)
    return _index(((visit.beneficiary_id, visit.here.caregiver_id, visit.here.starts_at), visit) for visit in ordered)


def _by_slot(known):
    return _index(((visit.beneficiary_id, visit.here.starts_at), visit)
                  for visit in known if visit.said is None and visit.state not in CALLED_OFF)
