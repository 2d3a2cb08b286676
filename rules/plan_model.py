"""The plan as whole numbers: what a solver of linear models reads. Nothing of a solver here, nor of the house's words.

A variable says yes or no to one caregiver for one visit, and only where nothing stands in her way alone. Rows say what two
visits, a day, a week or a weekly rest forbid together, exactly as `rules/working_time.py` does; goals are those of
`rules.plan.Cost`, in its order.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import combinations

from rules import restrictions
from rules.candidates import Need, Person, near
from rules.plan import Problem, room_in_contract
from rules.working_time import DAY, WEEK, midnight, minutes_between, monday, pair_rule

NO_END = 1e30
Row = tuple[float, float, dict[int, float]]


@dataclass(slots=True)
class Model:
    """uppers: the most of each column, yes-or-no where `whole`; rows: least, most, column -> factor; goals: in their order,
    each to be made as small as it can be: column -> factor. x: (visit, caregiver) -> column.
    """

    uppers: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    goals: list[dict[int, float]] = field(default_factory=list)
    x: dict[tuple[int, int], int] = field(default_factory=dict)

    def column(self, upper: float = 1, whole: bool = True) -> int:
        self.uppers.append(upper)
        self.whole.append(whole)
        return len(self.uppers) - 1

    def at_most(self, most: float, factors: dict[int, float]) -> None:
        self.rows.append((-NO_END, most, factors))


def model_of(problem: Problem) -> Model:
    model = Model()
    for need in problem.visits:
        for id in problem.able[need.visit_id]:
            model.x[need.visit_id, id] = model.column()
    _one_each(model, problem)
    for person, needs in _could_take(problem):
        for conflict in _groups(problem, needs):
            model.at_most(1, {model.x[need.visit_id, person.id]: 1 for need in conflict})
        _days(model, problem, person, needs)
        _weeks(model, problem, person, needs)
        for week in sorted({monday(need.stay.day) for need in needs}):
            _rest(model, problem, person, needs, week)
    _goals(model, problem)
    return model


def _could_take(problem: Problem):
    """(caregiver, the visits she could take alone), in their order."""
    for person in problem.field.people:
        needs = [need for need in problem.visits if person.id in problem.able[need.visit_id]]
        if needs:
            yield person, needs


def _one_each(model: Model, problem: Problem) -> None:
    for need in problem.visits:
        columns = [model.x[need.visit_id, id] for id in problem.able[need.visit_id]]
        if columns:
            model.at_most(1, dict.fromkeys(columns, 1))


def _groups(problem: Problem, needs: list[Need]) -> list[list[Need]]:
    """Sets of visits of which she may take one at most: each pair that breaks a rule together is in one of them."""
    fights = {(one.visit_id, other.visit_id) for one, other in combinations(needs, 2)
              if pair_rule(one.stay, other.stay, problem.field.limits)}
    fights |= {(other, one) for one, other in fights}
    groups, said = [], set()
    for one, other in combinations(needs, 2):
        pair = one.visit_id, other.visit_id
        if pair not in fights or pair in said:
            continue
        group = [one, other]
        group += [need for need in needs if need not in (one, other)
                  and all((need.visit_id, mine) in fights for mine in pair)]
        group = _all_fight(group, fights)
        said |= {(a.visit_id, b.visit_id) for a, b in combinations(sorted(group, key=needs.index), 2)}
        groups.append(group)
    return groups


def _all_fight(group: list[Need], fights: set) -> list[Need]:
    kept: list[Need] = []
    for need in group:
        if all((need.visit_id, mine.visit_id) in fights for mine in kept):
            kept.append(need)
    return kept


def _days(model: Model, problem: Problem, person: Person, needs: list[Need]) -> None:
    for day in sorted({need.stay.day for need in needs}):
        same = [need for need in needs if need.stay.day == day]
        room = problem.field.limits.day_most * 60 - minutes_between(person.held, day, day + DAY)
        if sum(need.stay.minutes for need in same) > room:
            model.at_most(room, {model.x[need.visit_id, person.id]: need.stay.minutes for need in same})


def _weeks(model: Model, problem: Problem, person: Person, needs: list[Need]) -> None:
    """The week's hours; the ceiling of a restriction counts on the days it stands, so a visit may narrow the whole week."""
    for week in sorted({monday(need.stay.day) for need in needs}):
        same = [need for need in needs if monday(need.stay.day) == week]
        held, whole = minutes_between(person.held, week, week + WEEK), sum(need.stay.minutes for need in same)
        minutes = {model.x[need.visit_id, person.id]: need.stay.minutes for need in same}
        rooms = {need.visit_id: _room(problem, person, need) - held for need in same}
        if len(set(rooms.values())) == 1 and whole > min(rooms.values()):
            model.at_most(min(rooms.values()), minutes)
        for need in same if len(set(rooms.values())) > 1 else []:
            spare = max(0, whole - rooms[need.visit_id])
            column = model.x[need.visit_id, person.id]
            model.at_most(rooms[need.visit_id] + spare, {**minutes, column: minutes[column] + spare})


def _room(problem: Problem, person: Person, need: Need) -> float:
    most = restrictions.ceiling(person.restrictions, need.day)
    week = problem.field.limits.week_most * 60
    return week if most is None else min(week, most)


def _rest(model: Model, problem: Problem, person: Person, needs: list[Need], week) -> None:
    """One rest of so many hours begins in the week: a column for each place where it may stand, one of them kept free.

    Rows bind the visits of the week alone: one of another week that would end its last rest is never hers (`Problem.able`).
    """
    start, end = midnight(week), midnight(week + WEEK)
    long = timedelta(hours=problem.field.limits.weekly_rest)
    held = [stay for stay in near(person.held, week) if stay.ends_at > start]
    close = [need for need in needs if start - WEEK < need.stay.starts_at < end + WEEK]
    begins = {start, *(stay.ends_at for stay in held), *(need.stay.ends_at for need in close)}
    in_the_way = [[need for need in close if need.stay.starts_at < at + long and need.stay.ends_at > at]
                  for at in sorted(begins) if start <= at < end
                  and not any(stay.starts_at < at + long and stay.ends_at > at for stay in held)]
    if any(not needs for needs in in_the_way):
        return
    rests = [model.column() for _ in in_the_way]
    for column, those in zip(rests, in_the_way, strict=True):
        for need in those:
            model.at_most(1, {column: 1, model.x[need.visit_id, person.id]: 1})
    for need in close:
        if start <= need.stay.starts_at < end:
            model.at_most(0, {model.x[need.visit_id, person.id]: 1, **dict.fromkeys(rests, -1)})


def _goals(model: Model, problem: Problem) -> None:
    """Those of `Cost`; two that count few things are one goal, in which one of the first weighs more than all of the second."""
    more, covered = len(problem.visits) + 1, {}
    for need in problem.visits:
        for id in problem.able[need.visit_id]:
            covered[model.x[need.visit_id, id]] = -more - 1 if need.cannot_wait else -1
    y = _faces(model, problem)
    new = {column: more + (pair not in problem.field.known) for pair, column in y.items() if pair not in problem.coming}
    model.goals = [covered, new, _over(model, problem), _load(model, problem),
                   {column: problem.place[pair] for pair, column in y.items() if problem.place[pair]}]


def _faces(model: Model, problem: Problem) -> dict[tuple[int, int], int]:
    """(caregiver, person) -> the column that says whether she comes there."""
    pairs = defaultdict(list)
    for need in problem.visits:
        for id in problem.able[need.visit_id]:
            pairs[id, need.beneficiary_id].append(model.x[need.visit_id, id])
    y = {}
    for pair, columns in pairs.items():
        y[pair] = columns[0] if len(columns) == 1 else model.column()
        for column in columns if len(columns) > 1 else []:
            model.at_most(0, {column: 1, y[pair]: -1})
    return y


def _over(model: Model, problem: Problem) -> dict[int, float]:
    """Minutes above the contract, each caregiver and week."""
    goal = {}
    for person, needs in _could_take(problem):
        for week in sorted({monday(need.stay.day) for need in needs}):
            minutes = {model.x[need.visit_id, person.id]: need.stay.minutes for need in needs
                       if monday(need.stay.day) == week}
            room = room_in_contract(person, week)
            if sum(minutes.values()) > room:
                column = model.column(sum(minutes.values()), whole=False)
                model.at_most(room, {**minutes, column: -1})
                goal[column] = 1
    return goal


def _load(model: Model, problem: Problem) -> dict[int, float]:
    most = model.column(sum(need.stay.minutes for need in problem.visits), whole=False)
    for person, needs in _could_take(problem):
        model.at_most(0, {**{model.x[need.visit_id, person.id]: need.stay.minutes for need in needs}, most: -1})
    return {most: 1}
