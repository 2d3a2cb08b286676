"""The plan made person after person, where no solver is: who was asked already, and who is held back."""

from datetime import timedelta

import pytest

from rules.candidates import Field, Need, Person
from rules.plan import cost, one_by_one, problem
from tests.plan_scenes import MONDAY, stay

# Nothing here knows a database.
pytestmark = pytest.mark.once
NORA = Person(id=7, name="Nora Benali", qualification="care_aide", weekly_minutes=1680)
ROSE = Person(id=8, name="Rose Aubry", qualification="care_aide", weekly_minutes=1680)
VISITS = tuple(Need(visit_id=id, beneficiary_id=1, stay=stay(MONDAY + timedelta(days=id), 600, 60, 1), minutes=60,
                    day=MONDAY + timedelta(days=id), start_minute=600) for id in (1, 2, 3))
SAID_NO = frozenset({(NORA.id, 2)})


def plan(*people, **field) -> dict:
    asked = problem(Field(VISITS, people, **field))
    lines = one_by_one(asked)
    assert sum(1 for id in lines.values() if id is None) == cost(asked, lines).uncovered
    return lines


def test_a_no_is_about_the_visits_she_was_asked_about_alone():
    assert plan(NORA, asked=SAID_NO) == {1: 7, 2: None, 3: 7}
    assert plan(NORA, ROSE, asked=SAID_NO, known={(7, 1): (9, MONDAY)})[2] == 8


def test_a_measure_keeps_her_from_every_visit_of_the_person():
    assert plan(NORA, barred=SAID_NO) == {1: None, 2: None, 3: None}
