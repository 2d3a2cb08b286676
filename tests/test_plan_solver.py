"""A plan for a whole absence: never a hard rule broken, never worse than one by one, the best where all can be tried."""

import builtins
import subprocess
import sys

import pytest

from acts.solver import solve
from rules.plan import check, cost, one_by_one
from tests.plan_scenes import across_weeks, brute_force, made_up, small

# Nothing here knows a database.
pytestmark = pytest.mark.once
pytest.importorskip("highspy", reason="no solver (highspy) is installed here")
BATCH = 50


@pytest.mark.parametrize("first", range(0, 400, BATCH))
def test_it_is_the_best_of_all_plans_where_all_can_be_tried(first):
    for seed in range(first, first + BATCH):
        asked = small(seed)
        lines = solve(asked, seconds=20).lines
        assert cost(asked, lines) == brute_force(asked), f"seed {seed}"
        assert check(asked.field, lines) == [], f"seed {seed}"
        assert cost(asked, lines) <= cost(asked, one_by_one(asked)), f"seed {seed}"


@pytest.mark.parametrize("first", range(0, 150, BATCH))
def test_nor_does_it_end_the_rest_of_the_week_before(first):
    for seed in range(first, first + BATCH):
        asked = across_weeks(seed)
        lines = solve(asked, seconds=20).lines
        assert cost(asked, lines) == brute_force(asked), f"seed {seed}"
        assert check(asked.field, lines) == [] == check(asked.field, one_by_one(asked)), f"seed {seed}"


@pytest.mark.parametrize(("seed", "people", "days"), [(1, 15, 5), (2, 9, 7), (3, 12, 12)])
def test_forty_visits_and_twenty_five_caregivers(seed, people, days):
    asked = made_up(seed, 40, 25, people, days)
    answer, simple = solve(asked), one_by_one(asked)
    assert not answer.simple and check(asked.field, answer.lines) == [] and check(asked.field, simple) == []
    assert cost(asked, answer.lines) <= cost(asked, simple)


def test_the_same_question_gets_the_same_plan():
    asked = made_up(7, 12, 8, 5)
    assert {tuple(sorted(solve(asked, seconds=30).lines.items())) for _ in range(3)} == {
        tuple(sorted(solve(made_up(7, 12, 8, 5), seconds=30).lines.items()))}


def test_without_the_solver_the_simple_choice_is_made_and_said(monkeypatch):
    found = builtins.__import__

    def refuse(name, *args, **kwargs):
        if name == "highspy":
            raise ImportError(name)
        return found(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    asked = made_up(3, 8, 5, 4)
    answer = solve(asked)
    assert answer.simple and answer.lines == one_by_one(asked)


def test_no_time_at_all_still_gives_a_plan_that_breaks_nothing():
    asked = made_up(4, 40, 25, 15)
    answer = solve(asked, seconds=0)
    assert check(asked.field, answer.lines) == [] and cost(asked, answer.lines) <= cost(asked, one_by_one(asked))


def test_the_solver_is_not_loaded_with_the_application():
    code = "import sys; from app import create_app; import acts.solver; sys.exit('highspy' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0
