"""The one module that knows a solver: HiGHS (`highspy`, MIT, no program of its own to install), and what to do without it.

HiGHS, because a plan is a problem of linear whole numbers, which it solves to the proven best and alone decides how; a
home-made search would have to be trusted. It is loaded when a plan is asked for, never at the start. One thread, one seed and
columns in a stable order: the same question gets the same plan. Whatever it answers is compared with the one-by-one choice and
checked against the hard rules again.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from time import monotonic

from rules.plan import Problem, better, check, one_by_one
from rules.plan_model import Model, model_of

SECONDS, LEAST = 0.9, 0.02
# A goal that is not proven within its share keeps the best found, so that later goals still have their turn.
SHARES = (0.3, 0.6, 0.75, 0.85, 1.0)


@dataclass(frozen=True, slots=True)
class Answer:
    """lines: visit -> caregiver or None; simple: the one-by-one choice, made because no solver is installed here."""

    lines: Mapping[int, int | None]
    simple: bool = False


def solve(problem: Problem, seconds: float = SECONDS) -> Answer:
    """The plan that costs least, as far as it is found in this time; never worse than one by one."""
    simple = one_by_one(problem)
    highspy = _highs()
    if highspy is None or not problem.visits:
        return Answer(simple, simple=highspy is None)
    found = _best(highspy, model_of(problem), problem, monotonic() + seconds)
    if found is None or check(problem.field, found):
        return Answer(simple)
    return Answer(better(problem, found, simple))


def is_here() -> bool:
    """Whether the solver is installed, without loading it."""
    return find_spec("highspy") is not None


def _highs():
    """The package, or None where it has no wheel: the product works without it."""
    try:
        import highspy
    except ImportError:
        return None
    return highspy


def _best(highspy, model: Model, problem: Problem, until: float) -> dict | None:
    """Each goal in turn, held by a row while the next one is sought."""
    engine = _engine(highspy, model)
    begin, found = monotonic(), None
    for goal, share in zip(model.goals, SHARES, strict=True):
        left = begin + (until - begin) * share - monotonic()
        if found is None or (left > LEAST and _value(goal, found) > _floor(model, goal)):
            found = _step(highspy, engine, model, goal, left) or found
        if found is None:
            return None
        engine.addRow(-math.inf, _value(goal, found), len(goal), *_sparse(goal))
    return _lines(model, problem, found)


def _value(goal: Mapping[int, float], values: list[float]) -> float:
    return sum(factor * values[column] for column, factor in goal.items())


def _floor(model: Model, goal: Mapping[int, float]) -> float:
    """Nothing can be smaller: a goal that is there already needs no search."""
    return sum(min(0, factor * model.uppers[column]) for column, factor in goal.items())


def _step(highspy, engine, model: Model, goal: dict, seconds: float) -> list[float] | None:
    """Whole-number values of the columns that make this goal smallest, or None when nothing was found in time.

    No solution is given to start from: with one, HiGHS 1.16 called best what was not (`tests/test_plan_solver.py` found it).
    """
    size = len(model.uppers)
    engine.changeColsCost(size, list(range(size)), [goal.get(column, 0) for column in range(size)])
    engine.setOptionValue("time_limit", engine.getRunTime() + max(seconds, LEAST))
    engine.run()
    found = list(engine.getSolution().col_value)
    if engine.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible or len(found) != size:
        return None
    return [float(round(value)) for value in found]


def _engine(highspy, model: Model):
    engine, size, rows = highspy.Highs(), len(model.uppers), model.rows
    for option, value in {"log_to_console": False, "output_flag": False, "threads": 1, "random_seed": 1, "parallel": "off", "mip_rel_gap": 0.0,
                          "mip_abs_gap": 0.0}.items():
        engine.setOptionValue(option, value)
    engine.addVars(size, [0.0] * size, model.uppers)
    whole = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    engine.changeColsIntegrality(size, list(range(size)), [whole[0 if one else 1] for one in model.whole])
    for least, most, factors in rows:
        engine.addRow(least, most, len(factors), *_sparse(factors))
    return engine


def _sparse(factors: Mapping[int, float]) -> tuple[list[int], list[float]]:
    columns = sorted(factors)
    return columns, [float(factors[column]) for column in columns]


def _lines(model: Model, problem: Problem, values: list[float]) -> dict[int, int | None]:
    taken = {visit: id for (visit, id), column in model.x.items() if values[column] > 0.5}
    return {need.visit_id: taken.get(need.visit_id) for need in problem.visits}
