"""What a file of visits changes: three versions of each visit are compared, and nothing decided here is undone.

`file`: what the planning says now. `said`: what it said last. `here`: what stands here. Here as said: nobody decided
anything since, the planning is the master of hours and its change is made. Otherwise a decision was taken here: the
difference is a gap, and nothing moves by itself. That a decision was once taken here is remembered, so that a stale
file brings nothing back after the planning had agreed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from rules.import_versions import CALLED_OFF, HELD_OPEN, Known, Version, Wanted, match, same
from rules.visits import may_change

# What the house wrote about its end: no file says otherwise by itself.
SETTLED = frozenset({"done", "door_closed", "not_covered", "cancelled_by_person", "refused_by_person"})
OVER = "Cette intervention est terminée ou son heure est passée\u00a0: gardez ce qui est écrit ici, ou corrigez le planning."


# Why what a file asks waits for somebody, beside a decision taken here: a measure on the pair, a relation ended here, a
# home that refused and whose reason cannot be granted.
WHY = ("measure", "ended", "home")


class Gap(NamedTuple):
    known: Known
    file: Version
    line: int | None
    why: str  # of WHY; "" when it is that a decision was taken here


class Change(NamedTuple):
    known: Known
    wanted: Wanted | None  # None: gone from the file
    kind: str


@dataclass(slots=True)
class Plan:
    """What one file does. `created`: (row, why nobody covers it and a gap says so, visit it replaces).

    `said`: (visit, what the planning says now, decided here) to be noted; `refs`: (visit id, reference); `freed`: visits
    whose reference is another visit's from now on.
    """

    created: list[tuple[Wanted, str, Known | None]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    cancelled: list[Change] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    agreed: list[int] = field(default_factory=list)
    said: list[tuple[Known, Version, bool]] = field(default_factory=list)
    refs: list[tuple[int, str]] = field(default_factory=list)
    freed: list[int] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    left: int = 0
    repeated: int = 0
    known_to_come: int = 0
    people_known: int = 0
    people_absent: int = 0


class Spared(NamedTuple):
    """What rows that cannot be read or placed may be about, by reference, person and day (None: any), start: it is not
    gone from the file. A person None: whoever it is, that day. `all_of_it`: a row says nothing that can be placed at all.
    """
    refs: set[str]
    person_days: set[tuple[int | None, date | None]]
    starts: set[datetime]
    all_of_it: bool = False


# (person, caregiver, day, hers already) -> why she is not to be sent there that day, "" when she may be.
Barred = Callable[[int, int, date, bool], str]


def plan(rows: list[Wanted], known: list[Known], spared: Spared, days: tuple[date, date] | None, now: datetime,
         barred: Barred) -> Plan:
    """`days`: the first and the last day the file covers; None: nothing in it could be read."""
    made = Plan()
    rows = _once(rows, made)
    matched, held = match(rows, known), {visit.ref: visit.id for visit in known if visit.ref}
    made.freed = [held[row.ref] for row in rows if row.ref in held and (
        row.line not in matched or matched[row.line].id != held[row.ref] or fate_of(matched[row.line], row.file) == "again")]
    shut = {(visit.beneficiary_id, visit.here.starts_at): visit for visit in known if visit.shut}
    for row in rows:
        visit = matched.get(row.line)
        if visit is None:
            _create(made, row, barred, shut=shut.get((row.beneficiary_id, row.file.starts_at)))
        else:
            _compare(made, visit, row.file, row, now, barred)
    if days and not spared.all_of_it:
        _gone(made, rows, known, {visit.id for visit in matched.values()}, spared, days, now, barred)
    return made


def _once(rows: list[Wanted], made: Plan) -> list[Wanted]:
    """One row for each visit: software may write one line for each act, or the cancelled and the new one."""
    kept: dict = {}
    for row in rows:
        key = row.ref or (row.beneficiary_id, row.file.caregiver_id, row.file.starts_at)
        first = kept.setdefault(key, row)
        if first is row:
            continue
        if same(first.file, row.file):
            first.acts = tuple(dict.fromkeys(first.acts + row.acts))
            made.repeated += 1
        elif row.ref is None and first.file.cancelled != row.file.cancelled:
            kept[key] = first if row.file.cancelled else row
            made.repeated += 1
        else:
            made.refused.append((row.line, f"la même intervention est déjà à la ligne {first.line}, avec un autre "
                                           "horaire ou une autre intervenante."))
    return list(kept.values())


def _create(made: Plan, row: Wanted, barred: Barred, instead: Known | None = None, shut: Known | None = None) -> None:
    """`shut`: the visit a home refused at this very hour; software may call it off and write another in its place."""
    if row.file.cancelled:
        made.left += 1
        return
    made.created.append((row, _why_not(row, instead or shut, False, barred), instead))


def _why_not(row: Wanted, before: Known | None, hers: bool, barred: Barred) -> str:
    """Why the caregiver of this row is not sent there without somebody, "" when she is; `before`: the visit it was."""
    her = row.file.caregiver_id
    if her is None:
        return ""
    if before is not None and before.shut and before.here.caregiver_id != her:
        return "home"
    return barred(row.beneficiary_id, her, row.day, hers)


def _compare(made: Plan, visit: Known, file: Version, row: Wanted | None, now: datetime, barred: Barred) -> None:
    """What the file says of a visit that stands here; `row` is None when it is gone from the file."""
    fate = fate_of(visit, file)
    decided = visit.decided_here or (visit.said is not None and not same(visit.here, visit.said)) or (
        visit.said is None and fate == "gap")
    if fate == "again":
        _create(made, row, barred, instead=visit)
        return
    why = _why_waits(visit, row, barred) if fate in ("change", "gap") else ""
    if fate == "left":
        made.left += 1 if row else 0
        if visit.gap_id and same(file, visit.here):
            made.agreed.append(visit.gap_id)
    elif fate == "gap" or why:
        made.gaps.append(Gap(visit, file, row.line if row else None, why))
    else:
        change = Change(visit, row, kind_of(visit, file))
        (made.changed if row else made.cancelled).append(change)
    if visit.said != file or decided != visit.decided_here:
        made.said.append((visit, file, decided or (fate == "change" and bool(why))))
    if row and row.ref and row.ref != visit.ref:
        made.refs.append((visit.id, row.ref))

def fate_of(visit: Known, file: Version) -> str:
    """`left`, `gap`, `change`, or `again`: the planning itself had called it off, and plans it again."""
    if same(file, visit.here):
        return "left"
    if visit.kept is not None and same(file, visit.kept):
        return "left"
    if visit.said is None or visit.decided_here or not same(visit.here, visit.said):
        return "gap"
    if visit.state == "withdrawn":
        return "again"
    return "gap" if visit.state in SETTLED else "change"


def kind_of(visit: Known, file: Version) -> str:
    """The kind of change, as `rules/vocabulary.py` calls them."""
    if file.cancelled:
        return "withdrawn"
    if file.caregiver_id == visit.here.caregiver_id:
        return "moved"
    return "reassigned" if file.caregiver_id else "uncovered"


def _why_waits(visit: Known, row: Wanted | None, barred: Barred) -> str:
    """A new caregiver, or her own visit on another day: asked as on the screens. Another hour of hers is hers."""
    if row is None or row.file.cancelled:
        return ""
    hers = row.file.caregiver_id == visit.here.caregiver_id
    return "" if hers and row.day == visit.day else _why_not(row, visit, hers, barred)


def _gone(made: Plan, rows, known, matched: set[int], spared: Spared, days, now: datetime, barred) -> None:
    """Visits to come of earlier imports that the file no longer has, in the days it covers."""
    named = {row.beneficiary_id for row in rows} | {person for person, _ in spared.person_days}
    expected = [visit for visit in known if visit.said and not visit.said.cancelled and visit.state in HELD_OPEN
                and min(visit.here.starts_at, visit.said.starts_at) > now and days[0] <= visit.day <= days[1]]
    people = {visit.beneficiary_id for visit in expected}
    made.known_to_come, made.people_known, made.people_absent = len(expected), len(people), len(people - named)
    for visit in expected:
        if visit.id not in matched and not _is_spared(visit, spared):
            _compare(made, visit, visit.said._replace(cancelled=True), None, now, barred)


def _is_spared(visit: Known, spared: Spared) -> bool:
    person = visit.beneficiary_id
    return (visit.ref in spared.refs or (person, visit.day) in spared.person_days or (person, None) in spared.person_days or (None, visit.day) in spared.person_days
            or visit.said.starts_at in spared.starts)


def may_take(cancelled: bool, state: str, ends_at: datetime, now: datetime) -> str:
    """Why the planning's version of a gap cannot be taken; "" when it can.

    cancelled: the planning calls it off. Taking it then asks for a visit still to come; otherwise for one that may be
    changed, suspended, or planned again (what the person called off; what was withdrawn is written anew).
    """
    if ends_at <= now:
        return OVER
    if may_change(state, ends_at, now) or state == "suspended":
        return ""
    return OVER if cancelled or state not in CALLED_OFF else ""
