"""An absence, as plain arithmetic: its days, the visits it takes, the order in which they press, what may be written."""

from datetime import date, timedelta

import pytest

from database import instant_at
from rules import absences as rules
from rules.absence_lists import ABSENCE_KINDS
from rules.vocabulary import ACTS, REPLACEMENT_REASONS

MONDAY = date(2026, 3, 9)
FRIDAY = date(2026, 3, 13)


def at(day, hour, minute=0):
    return instant_at(day, hour * 60 + minute)


NOW = at(MONDAY, 7, 10)


@pytest.mark.parametrize(("day", "hour", "state", "taken"), [
    (MONDAY, 7, "planned", False),  # begun at 7:00, learnt at 7:10
    (MONDAY, 8, "planned", True),
    (MONDAY, 8, "suspended", True),
    (MONDAY, 8, "cancelled_by_person", False),
    (MONDAY - timedelta(days=1), 22, "planned", False),
    (FRIDAY, 22, "planned", True),  # the night that begins on the last day
    (FRIDAY + timedelta(days=1), 0, "planned", False),
])
def test_an_absence_takes_the_visits_that_begin_in_its_days_and_are_still_to_begin(day, hour, state, taken):
    assert rules.takes(MONDAY, FRIDAY, day, state, at(day, hour), NOW) is taken


@pytest.mark.parametrize(("ends_on", "news_on", "until"), [
    (FRIDAY, None, FRIDAY),
    (None, None, date(2026, 3, 22)),
    (None, date(2026, 3, 11), date(2026, 3, 22)),
    (None, date(2026, 4, 2), date(2026, 4, 2)),
])
def test_without_a_known_end_two_weeks_are_taken_or_as_far_as_the_news(ends_on, news_on, until):
    assert rules.held_until(ends_on, news_on, MONDAY) == until


@pytest.mark.parametrize(("first", "under_way", "call"), [
    (None, False, False),
    (None, True, True),
    (at(MONDAY, 10, 9), False, True),
    (at(MONDAY, 10, 10), False, False),
    (at(MONDAY, 7), False, False),
    (at(MONDAY, 18), True, True),
])
def test_she_is_asked_to_call_when_her_first_visit_is_less_than_three_hours_away(first, under_way, call):
    assert rules.call_now(first, under_way, NOW, 3) is call


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_hours_before_a_visit_are_real_hours_when_the_clocks_change(day):
    # 5:30 is four hours and a half after 1:00 on the dial; three and a half in March, five and a half in October
    first, now = at(day, 5, 30), at(day, 1)
    real = (first - now).total_seconds() / 3600
    assert real == (3.5 if day.month == 3 else 5.5)
    assert rules.call_now(first, False, now, 4) is (day.month == 3)


def test_essential_acts_that_cannot_wait_come_first_then_the_hour():
    visits = {"ménage 7 h": ([("housework", True)], at(MONDAY, 7)), "toilette 9 h": ([("wash", True)], at(MONDAY, 9)),
              "repas mardi": ([("company", False), ("meal", True)], at(FRIDAY, 12)),
              "toilette qui attend 8 h": ([("wash", False)], at(MONDAY, 8)), "rien de noté 6 h": ([], at(MONDAY, 6))}
    assert sorted(visits, key=lambda name: rules.pressing(*visits[name])) == [
        "toilette 9 h", "repas mardi", "rien de noté 6 h", "ménage 7 h", "toilette qui attend 8 h"]


def test_every_code_used_is_a_code_of_the_lists():
    assert set(ACTS) >= rules.ESSENTIAL
    assert {rules.reason_of(kind) for kind in ABSENCE_KINDS} <= set(REPLACEMENT_REASONS)
    assert {kind for kind in ABSENCE_KINDS if rules.asks_nothing(kind)} == {"sick_leave", "accident"}


@pytest.mark.parametrize(("starts_on", "ends_on", "news_on", "field"), [
    (MONDAY, FRIDAY, None, None),
    (MONDAY, MONDAY, None, None),
    (MONDAY, None, None, None),
    (MONDAY, None, date(2026, 3, 11), None),
    (FRIDAY, MONDAY, None, "ends_on"),
    (MONDAY - timedelta(days=9), MONDAY - timedelta(days=1), None, "ends_on"),
    (MONDAY, None, MONDAY - timedelta(days=1), "news_on"),
    (date(2062, 3, 9), None, None, "starts_on"),
    (date(2025, 3, 9), None, None, "starts_on"),
    (MONDAY, date(2062, 3, 9), None, "ends_on"),
])
def test_dates_that_cannot_be_say_which_one_to_correct(starts_on, ends_on, news_on, field):
    fault = rules.declaring_fault(starts_on, ends_on, news_on, MONDAY)
    assert (fault and fault[0]) == field


@pytest.mark.parametrize(("was", "ends_on", "field", "kind"), [
    (FRIDAY, date(2026, 3, 20), None, "extended"),
    (FRIDAY, None, None, "extended"),
    (None, FRIDAY, None, "dated"),
    (None, None, None, "extended"),
    (FRIDAY, FRIDAY, "ends_on", None),
    (FRIDAY, date(2026, 3, 11), "ends_on", None),
    (None, MONDAY - timedelta(days=1), "ends_on", None),
])
def test_an_absence_is_extended_and_never_shortened_by_the_same_door(was, ends_on, field, kind):
    fault = rules.extending_fault(MONDAY, was, ends_on, None, MONDAY)
    assert (fault and fault[0]) == field
    assert kind is None or rules.changed_as(was, ends_on) == kind


@pytest.mark.parametrize(("back_on", "ends_on", "may"), [
    (date(2026, 3, 11), FRIDAY, True),
    (FRIDAY, FRIDAY, True),
    (date(2026, 3, 14), FRIDAY, False),
    (date(2026, 3, 30), None, True),
    (MONDAY, FRIDAY, False),
    (MONDAY - timedelta(days=1), FRIDAY, False),
])
def test_she_comes_back_after_the_first_day_and_before_the_end_that_was_noted(back_on, ends_on, may):
    assert (rules.returning_fault(MONDAY, ends_on, back_on, MONDAY) is None) is may


def test_a_step_says_which_end_took_the_place_of_which():
    assert rules.step_words("extended", FRIDAY, date(2026, 3, 20)) == (
        "Prolongée\u00a0: jusqu'au ven. 20 mars, au lieu du ven. 13 mars")
    assert rules.step_words("dated", None, FRIDAY) == "Date de fin connue\u00a0: jusqu'au ven. 13 mars"
    assert rules.step_words("extended", None, None) == "Prolongée\u00a0: la fin n'est toujours pas connue"
    assert rules.step_words("cancelled", FRIDAY, None) == "Annulée"
    assert rules.until_words(None) == "sans date de retour connue"


def test_what_another_request_asks_for_does_not_wait_here_and_is_said_so():
    assert rules.held_words("covered", "planned", None, at(MONDAY, 8), NOW, elsewhere=True) == rules.ELSEWHERE
    assert not rules.still_waits("planned", None, at(MONDAY, 8), NOW, elsewhere=True)
    assert rules.held_words("covered", "planned", None, at(MONDAY, 5), NOW, elsewhere=True) == "non couverte"


@pytest.mark.parametrize(("state", "visit_state", "comes", "hour", "said"), [
    ("open", "planned", None, 8, "à couvrir"),
    ("open", "planned", None, 5, "non couverte"),
    ("open", "planned", "Lucie Moreau", 8, "couverte par Lucie Moreau"),  # given by hand, whatever the request says
    ("covered", "planned", None, 8, "à couvrir"),  # whoever agreed fell ill
    ("covered", "planned", "Lucie Moreau", 8, "couverte par Lucie Moreau"),
    ("returned", "planned", "Aïcha Diallo", 8, "reprise par l'intervenante habituelle"),
    ("family", "planned", None, 8, "assurée par la famille"),
    ("open", "suspended", None, 8, "suspendue"),
    ("called_off", "cancelled_by_person", None, 8, "annulée avec accord"),
    ("family", "cancelled_by_person", None, 8, "assurée par la famille"),
    ("moot", "cancelled_by_person", None, 8, "n'a plus lieu"),
    ("missed", "planned", None, 5, "non couverte"),
    ("missed", "not_covered", None, 5, "non couverte"),
])
def test_where_a_visit_stands_is_said_from_the_visit_itself(state, visit_state, comes, hour, said):
    assert rules.held_words(state, visit_state, comes, at(MONDAY, hour), NOW) == said
