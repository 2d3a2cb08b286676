"""Absences made up from a seed: visits, caregivers with a week of their own, who knows whom, and limits of many kinds."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from random import Random

from rules.candidates import Field, Need, Person
from rules.plan import Problem, check, cost, problem
from rules.restrictions import Restriction
from rules.working_time import PARIS, Limits, Stay, pair_rule

MONDAY = date(2026, 3, 9)
LIMITS = (Limits(), Limits(weekly_rest=60), Limits(weekly_rest=80, week_most=12), Limits(day_most=2), Limits(daily_rest=15))


def stay(day: date, minute: int, minutes: int, place: int) -> Stay:
    begins = (datetime(day.year, day.month, day.day, tzinfo=PARIS) + timedelta(minutes=minute)).astimezone(UTC)
    return Stay(begins, begins + timedelta(minutes=minutes), place)


def visit(seeded: Random, id: int, people: int, days: int, begins: int = 0) -> Need:
    day, minute = MONDAY + timedelta(days=begins + seeded.randrange(days)), seeded.choice((420, 480, 540, 600, 720, 960, 1140, 1200))
    minutes, person = seeded.choice((30, 45, 60, 90, 120)), 1 + id % people
    return Need(visit_id=id, beneficiary_id=person, stay=stay(day, minute, minutes, person), day=day, start_minute=minute,
                minutes=minutes, cannot_wait=seeded.random() < 0.4, sector_id=person % 3, former_id=999,
                qualification=seeded.choice((None, None, "care_assistant")))


def caregiver(seeded: Random, id: int, most: int, limits: Limits) -> Person:
    held: list[Stay] = []
    for _ in range(seeded.randint(most // 3, most)):
        one = stay(MONDAY + timedelta(days=seeded.randrange(7)), seeded.choice((430, 570, 700, 820, 1000, 1100)),
                   seeded.choice((60, 90, 120)), 100 + seeded.randrange(20))
        if all(pair_rule(one, other, limits) is None for other in held):
            held.append(one)
    ceiling = Restriction("limited_hours", MONDAY + timedelta(days=seeded.randrange(4)), None, seeded.choice((4, 8, 12)))
    return Person(id=id, name=f"C{id:02}", qualification=seeded.choice(("care_aide", "care_assistant")), held=tuple(sorted(held)),
                  weekly_minutes=seeded.choice((600, 1200, 1680)), sectors=frozenset({seeded.randrange(3)}),
                  restrictions=(ceiling,) if seeded.random() < 0.15 else (), short_notice=seeded.randrange(3))


def made_up(seed: int, visits: int, caregivers: int, people: int, days: int = 5, most: int = 14, limits=None,
            begins: int = 0) -> Problem:
    seeded = Random(seed)
    limits = limits or Limits()
    needs = sorted((visit(seeded, id, people, days, begins) for id in range(1, visits + 1)), key=lambda one: (one.stay, one.visit_id))
    carers = tuple(caregiver(seeded, id, most, limits) for id in range(1, caregivers + 1))
    pairs = [(carer, person) for carer in range(1, caregivers + 1) for person in range(1, people + 1)]
    known = {pair: (seeded.randint(1, 20), MONDAY - timedelta(days=seeded.randint(1, 90)))
             for pair in pairs if seeded.random() < 0.15}
    barred = frozenset((carer.id, need.visit_id) for carer in carers for need in needs if seeded.random() < 0.03)
    apart = Random(f"asked {seed}")
    asked = frozenset((carer.id, need.visit_id) for carer in carers for need in needs if apart.random() < 0.05)
    return problem(Field(tuple(needs), carers, known=known, barred=barred, asked=asked, limits=limits),
                   [pair for pair in pairs if seeded.random() < 0.05])


def small(seed: int) -> Problem:
    """Few enough visits to try every plan there is."""
    seeded = Random(seed)
    return made_up(seed, seeded.randint(2, 5), seeded.randint(1, 4), seeded.randint(1, 3), seeded.randint(1, 9),
                   seeded.choice((3, 9, 14)), seeded.choice(LIMITS))


def across_weeks(seed: int) -> Problem:
    """A few visits from a Saturday to a Tuesday, and caregivers whose week before is full: a Monday may end its rest."""
    seeded = Random(seed)
    return made_up(seed, seeded.randint(2, 5), seeded.randint(1, 3), 2, 4, 40,
                   seeded.choice((Limits(), Limits(weekly_rest=48), Limits(weekly_rest=60))), begins=5)


def brute_force(asked: Problem):
    """The smallest cost of all plans that break no hard rule."""
    best = None
    for chosen in product(*((None, *asked.able[need.visit_id]) for need in asked.visits)):
        lines = {need.visit_id: id for need, id in zip(asked.visits, chosen, strict=True)}
        value = cost(asked, lines)
        if (best is None or value < best) and not check(asked.field, lines):
            best = value
    return best
