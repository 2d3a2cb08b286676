"""Two absences at once, each with its plan: nobody is named twice for one hour, unless the office wants it and reads what it means."""

from datetime import date

import pytest

from models import Offer
from tests import candidate_scenes as scene
from tests.absence_scenes import a_week, declare
from tests.phone_scenes import give_visit
from tests.reader import reader
from tests.test_absence_plan import choice, confirm, line, planned, propose
from tests.world import count, statements

TUESDAY, FRIDAY = date(2026, 3, 10), date(2026, 3, 13)
TWICE = "Un autre plan la nomme aussi, à des heures qui ne vont pas ensemble. Le premier confirmé l'emporte."


@pytest.fixture
def both(app, people):
    """Aïcha and Lucie are ill; each has a visit on Tuesday at ten. Nora could take either. (first, second, their visits, Nora)."""
    hers, = a_week(app, people, (10,))
    other = give_visit(app, people, TUESDAY, 600, "m_petit", "lucie")
    nora = scene.caregiver(app, people, "Nora", "Benali")
    first, second = (declare(app, people, caregiver=name, starts_on=TUESDAY, ends_on=TUESDAY) for name in ("aicha", "lucie"))
    return first, second, hers, other, nora


def test_the_second_plan_names_somebody_else(app, people, both):
    first, second, hers, other, nora = both
    rose = scene.caregiver(app, people)
    propose(app, first)
    propose(app, second, "malika")
    assert {planned(app, hers), planned(app, other)} == {nora, rose}
    page = reader(app, "malika").get(f"/absences/{second}/plan?toutes=1")
    assert "nommée par un autre plan" in page.text and TWICE not in page.text


def test_with_nobody_else_the_visit_is_left_and_the_page_says_whom_another_plan_names(app, people, both):
    first, second, hers, other, nora = both
    propose(app, first)
    page = propose(app, second, "malika")
    assert (planned(app, hers), planned(app, other)) == (nora, None)
    assert "Nora Benali, première fois, nommée par un autre plan" in page.text
    assert "Celles qui peuvent venir sont nommées par un autre plan à ces heures." in page.text


def test_named_all_the_same_both_pages_say_so_and_the_first_confirmed_wins(app, people, both):
    first, second, hers, other, nora = both
    propose(app, first)
    malika = reader(app, "malika")
    page = propose(app, second, "malika")
    after = malika.follow(malika.post(f"/absences/{second}/plan/lignes", choice(page, **{line(app, other): nora})))
    assert planned(app, other) == nora and TWICE in after.text
    assert TWICE in reader(app, "claire").get(f"/absences/{first}/plan").text
    confirm(app, first)
    assert count(app, Offer) == 1
    refused = confirm(app, second, "malika", 422)
    assert "Nora Benali : déjà prise à cette heure. Choisissez quelqu'un d'autre." in refused.text and count(app, Offer) == 1


def test_another_hour_of_another_plan_changes_nothing(app, people, both):
    first, _, hers, _, nora = both
    later = give_visit(app, people, FRIDAY, 600, "m_petit", "lucie")
    third = declare(app, people, caregiver="lucie", starts_on=FRIDAY, ends_on=FRIDAY)
    propose(app, first)
    propose(app, third, "malika")
    page = reader(app, "malika").get(f"/absences/{third}/plan?toutes=1")
    assert planned(app, hers) == nora and planned(app, later)
    assert "Nora Benali" in page.text and "autre plan" not in page.text


def test_the_page_asks_no_more_when_another_plan_is_open(app, people, both):
    first, second, *_ = both
    propose(app, second)
    claire = reader(app, "claire")
    with statements(app) as alone:
        claire.get(f"/absences/{second}/plan")
    propose(app, first)
    with statements(app) as beside:
        claire.get(f"/absences/{second}/plan")
    assert len(beside) == len(alone)
