"""What a caregiver carried, told as facts: the numbers, the thresholds, and what is never said."""

import inspect
from datetime import date, timedelta

import pytest

from rules import load
from rules.load import Load, Period, Shown, every_day, facts, rows_of_days, weekends_of

# Four whole weeks, Monday 9 February to Sunday 8 March.
MARCH = Period(date(2026, 2, 9), date(2026, 3, 8))
ALL = Shown(row=1, weekends=1, short_notice=1, hours=1, transfers=1, lifting=1)


def days(*numbers, month=3):
    return frozenset(date(2026, month, number) for number in numbers)


def told(shown=ALL, period=MARCH, **known):
    said = facts(Load(**{"weekly_minutes": 28 * 60, **known}), period, shown, lambda day: f"{day.day}/{day.month}")
    return [one.replace("\u00a0", " ") for one in said]


def test_a_period_ends_today_and_holds_as_many_days_as_are_set():
    assert Period.ending(date(2026, 3, 8), 28) == MARCH and MARCH.days == 28
    assert every_day(MARCH)[0] == MARCH.first and every_day(MARCH)[-1] == MARCH.last


@pytest.mark.parametrize("worked, rows", [
    (days(), []),
    (days(2), [(2, 2)]),
    (days(2, 3, 5), [(2, 3), (5, 5)]),
    (days(5, 3, 2, 4), [(2, 5)]),
])
def test_days_in_a_row(worked, rows):
    assert [(first.day, last.day) for first, last in rows_of_days(worked)] == rows


def test_a_row_goes_over_the_end_of_a_month():
    assert rows_of_days([date(2026, 2, 28), date(2026, 3, 1)]) == [(date(2026, 2, 28), date(2026, 3, 1))]


@pytest.mark.parametrize("worked, weekends", [
    (days(2, 6), 0), (days(7), 1), (days(7, 8), 1), (days(1, 7), 2), (days(8, 14), 2), (every_day(MARCH), 4),
])
def test_a_saturday_and_its_sunday_are_one_weekend(worked, weekends):
    assert weekends_of(worked) == weekends


@pytest.mark.parametrize("worked, said", [
    (days(*range(1, 8)) - days(7), ["6 jours de suite avec des interventions, du 1/3 au 6/3"]),
    # yesterday is still now: today may only begin
    (days(*range(2, 8)), ["6 jours de suite avec des interventions, depuis le 2/3"]),
    (days(*range(2, 9)), ["7 jours de suite avec des interventions, depuis le 2/3"]),
    # the longest, and the one that goes on
    (days(*range(9, 19), month=2) | days(4, 5, 6, 7, 8),
     ["au moins 10 jours de suite avec des interventions, du 9/2 au 18/2",
      "5 jours de suite avec des interventions, depuis le 4/3"]),
    (days(2, 3, 4, 5), []),
])
def test_the_longest_row_and_the_one_that_goes_on(worked, said):
    assert told(Shown(row=5, weekends=9), days=worked) == said


@pytest.mark.parametrize("known, shown, said", [
    ({"days": days(1, 7)}, Shown(weekends=2), "2 week-ends travaillés sur 4"),
    ({"days": days(7)}, Shown(weekends=1), "1 week-end travaillé sur 4"),
    ({"days": days(7)}, Shown(weekends=2), None),
    ({"short_notice": 1}, Shown(short_notice=1), "1 remplacement pris, demandé moins de 7 jours avant"),
    ({"short_notice": 4}, Shown(short_notice=3), "4 remplacements pris, demandés moins de 7 jours avant"),
    ({"short_notice": 2}, Shown(short_notice=3), None),
    ({"minutes": 120 * 60}, Shown(hours=8), "120 h d'interventions, pour 112 h au contrat sur ces 28 jours"),
    ({"minutes": 120 * 60 - 1}, Shown(hours=8), None),
    ({"transfers": 9, "transfer_homes": 2}, Shown(transfers=9),
     "9 interventions où un transfert à deux est noté, chez 2 personnes"),
    ({"transfers": 1, "transfer_homes": 1}, Shown(transfers=1),
     "1 intervention où un transfert à deux est noté, chez 1 personne"),
    ({"transfers": 8, "transfer_homes": 2}, Shown(transfers=9), None),
    ({"lifting": 45, "visits": 60}, Shown(lifting=40),
     "45 interventions sur 60 avec un lever, un coucher, une toilette ou un change"),
    ({"lifting": 39, "visits": 60}, Shown(lifting=40), None),
    ({"mediations": 1}, Shown(), "1 médiation en cours"),
    ({"mediations": 2}, Shown(), "2 médiations en cours"),
])
def test_each_fact_with_its_numbers_from_the_number_set(known, shown, said):
    assert told(shown, **known) == ([said] if said else [])


def test_fewer_hours_than_the_contract_are_never_told():
    """They would say that she was away."""
    assert told(minutes=0) == told(minutes=60 * 60) == []


def test_a_threshold_changes_which_sentences_are_shown_and_never_a_number():
    known = dict(days=frozenset(every_day(MARCH)), minutes=150 * 60, visits=90, transfers=30, transfer_homes=3, lifting=60,
                 short_notice=5, mediations=2)
    everything = told(**known)
    for shown in (Shown(), Shown(row=29), Shown(weekends=9), Shown(hours=99), Shown(transfers=31, lifting=61)):
        assert [one for one in told(shown, **known) if one not in everything] == []


def test_nobody_is_compared_with_anybody():
    """A sentence is made of one caregiver alone, and no number stands for the whole of them."""
    assert "sorted" not in inspect.getsource(load).replace("sorted(days)", "")
    assert {name for name in Load.__dataclass_fields__} == {
        "weekly_minutes", "days", "minutes", "visits", "transfers", "transfer_homes", "lifting", "short_notice", "mediations"}


def test_two_periods_side_by_side_share_no_day():
    before = Period.ending(MARCH.first - timedelta(days=1), 28)
    assert not set(every_day(before)) & set(every_day(MARCH))
