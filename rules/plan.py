"""A plan for a whole absence: who takes which visit, over all people and days at once.

Lines are a dict, visit -> caregiver or None. What two plans are compared by is `Cost`, read from left to right: the first
number that differs decides. It is the cost of a plan; nothing is counted of a caregiver, and no number of it is stored.
`one_by_one` gives the best candidate in the printed order (`rules/candidate_facts.py`), person after person: what a careful
office does by hand. The solver (`acts/solver.py`) may do better and never does worse. `check` is the last word on both.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from rules.candidate_facts import can_be_chosen, candidate, in_order
from rules.candidates import Field, Need, Person, obstacles, with_stays
from rules.working_time import WEEK, Stay, minutes_between, monday

Lines = Mapping[int, int | None]
Pair = tuple[int, int]


class Cost(NamedTuple):
    """The smaller is the better, from left to right.

    cannot_wait: visits with nobody of which an act cannot wait: these come before the number of all, because a person left
    in bed weighs more than two homes not cleaned; uncovered: all visits with nobody; faces: for each person, how many
    caregivers the plan sends who do not come already; unknown: those among them who never came there; over: minutes that
    the plan puts above the contracts, week by week; load: the most minutes it gives to one caregiver; order: places in
    the printed order, added up, so that language, sector and replacements of the month decide between equals.
    """

    cannot_wait: int
    uncovered: int
    faces: int
    unknown: int
    over: int
    load: int
    order: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A field, and what is worked out of it once. able: visit -> those who could take it if it were the only one;
    place: (caregiver, person) -> her place in the printed order; coming: pairs where she comes already, or was asked to,
    in the same absence: no new face.
    """

    field: Field
    people: dict[int, Person]
    able: dict[int, tuple[int, ...]]
    place: dict[Pair, int]
    coming: frozenset[Pair] = frozenset()

    @property
    def visits(self) -> tuple[Need, ...]:
        return self.field.visits


def problem(field: Field, coming: Collection[Pair] = ()) -> Problem:
    able = {need.visit_id: tuple(one.id for one in field.people if not obstacles(one, need, field)) for need in field.visits}
    place = {(one.person.id, helped): number for helped, needs in by_person(field.visits).items()
             for number, one in enumerate(in_order(candidate(one, helped, needs[0].sector_id, field) for one in field.people))}
    return Problem(field, {one.id: one for one in field.people}, able, place, frozenset(coming))


def by_person(visits: Collection[Need]) -> dict[int, list[Need]]:
    """Person -> her visits; first those of whom a visit cannot wait, then by the hour of their first visit."""
    found: dict[int, list[Need]] = {}
    for need in sorted(visits, key=lambda need: (not need.cannot_wait, need.stay, need.visit_id)):
        found.setdefault(need.beneficiary_id, []).append(need)
    return {helped: sorted(needs, key=lambda need: (need.stay, need.visit_id)) for helped, needs in found.items()}


def given(visits: Collection[Need], lines: Lines) -> dict[int, list[Need]]:
    """Caregiver -> the visits these lines give her, in the order of time."""
    found: dict[int, list[Need]] = {}
    for need in sorted(visits, key=lambda need: (need.stay, need.visit_id)):
        if lines.get(need.visit_id):
            found.setdefault(lines[need.visit_id], []).append(need)
    return found


def pairs_of(visits: Collection[Need], lines: Lines) -> set[Pair]:
    """(caregiver, person) of these lines."""
    return {(lines[need.visit_id], need.beneficiary_id) for need in visits if lines.get(need.visit_id)}


def cost(problem: Problem, lines: Lines) -> Cost:
    bare = [need for need in problem.visits if not lines.get(need.visit_id)]
    taken, faces = given(problem.visits, lines), pairs_of(problem.visits, lines)
    new = faces - problem.coming
    return Cost(
        cannot_wait=sum(need.cannot_wait for need in bare), uncovered=len(bare), faces=len(new),
        unknown=len(new - problem.field.known.keys()),
        over=sum(over_contract(problem.people[id], [need.stay for need in needs]) for id, needs in taken.items()),
        load=max((sum(need.stay.minutes for need in needs) for needs in taken.values()), default=0),
        order=sum(problem.place[pair] for pair in faces))


def over_contract(person: Person, stays: Collection[Stay]) -> int:
    """Minutes above her contract that these visits add, each week by itself; what she had above it already is not counted."""
    added = 0
    for week in {monday(stay.day) for stay in stays}:
        room = room_in_contract(person, week)
        added += max(0, minutes_between(stays, week, week + WEEK) - room)
    return added


def room_in_contract(person: Person, week) -> int:
    """Minutes left in her contract that week."""
    return max(0, person.weekly_minutes - minutes_between(person.held, week, week + WEEK))


def check(field: Field, lines: Lines) -> list[tuple[Need, Person | None, list[str]]]:
    """Every line that breaks a hard rule beside her other visits and the other lines: the visit, who, and the codes.

    Somebody the field does not know breaks them all: she is not there any more.
    """
    people, found = {one.id: one for one in field.people}, []
    for id, needs in given(field.visits, lines).items():
        for need in needs:
            others = [other.stay for other in needs if other is not need]
            broken = obstacles(people[id], need, field, others) if id in people else ["absent"]
            if broken:
                found.append((need, people.get(id), broken))
    return sorted(found, key=lambda one: (one[0].stay, one[0].visit_id))


def one_by_one(problem: Problem) -> dict[int, int | None]:
    """Person after person, the first of the printed order who may come takes all she may; then the next, for what is left."""
    lines: dict[int, int | None] = {need.visit_id: None for need in problem.visits}
    for helped, needs in by_person(problem.visits).items():
        asked: set[int] = set()
        while left := [need for need in needs if lines[need.visit_id] is None]:
            best = _best(problem, lines, left, asked)
            if best is None:
                break
            asked.add(best.person.id)
            for need in best.taken:
                _take(problem.field, lines, need, best.person.id)
    return lines


def _best(problem: Problem, lines: Lines, left: list[Need], asked: Collection[int]):
    """The first of the printed order for these visits of one person, each with what the lines give her so far."""
    more = given(problem.visits, lines)
    people = [with_stays(one, [need.stay for need in more.get(one.id, ())]) for one in problem.field.people if one.id not in asked]
    field = replace(problem.field, visits=tuple(left))
    found = in_order(candidate(one, left[0].beneficiary_id, left[0].sector_id, field) for one in people)
    return next((one for one in found if can_be_chosen(one)), None)


def _take(field: Field, lines: dict[int, int | None], need: Need, caregiver_id: int) -> None:
    """Hers, unless it would break the rest of another week, which is seen only among all she has."""
    hers = {visit: id for visit, id in lines.items() if id == caregiver_id} | {need.visit_id: caregiver_id}
    if not check(field, hers):
        lines[need.visit_id] = caregiver_id


def better(problem: Problem, lines: Lines, other: Lines) -> Lines:
    """Whichever costs less; the first between equals."""
    return lines if cost(problem, lines) <= cost(problem, other) else other
