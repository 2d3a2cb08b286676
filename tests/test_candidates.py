"""Who could take which visit: every hard rule in a table, and what is never said."""

from datetime import date, datetime, timedelta

import pytest

from rules.candidates import (
    HARD,
    UNAVAILABLE,
    Field,
    Need,
    Person,
    answers_intimate_care,
    closest,
    closest_words,
    gives_hours,
    is_qualified,
    level_needed,
    obstacles,
)
from rules.restrictions import Restriction, ceiling, forbids, to_check
from rules.working_time import PARIS, Limits, Stay

MONDAY = date(2026, 3, 9)


def at(day, hour, minutes=60, place=1) -> Stay:
    starts = datetime(day.year, day.month, day.day, tzinfo=PARIS) + timedelta(minutes=round(hour * 60))
    return Stay(starts, starts + timedelta(minutes=minutes), place)


def need(hour=8.0, minutes=60, day=MONDAY, id=1, person=1, **values) -> Need:
    return Need(**{"visit_id": id, "beneficiary_id": person, "stay": at(day, hour, minutes, person), "day": day,
                   "start_minute": round(hour * 60), "minutes": minutes, **values})


def her(id=7, name="Yasmina", **values) -> Person:
    return Person(**{"id": id, "name": name, "qualification": "care_assistant", "weekly_minutes": 28 * 60, **values})


def limited(hours):
    return Restriction("limited_hours", MONDAY, None, hours)


WEEK = tuple(at(MONDAY + timedelta(days=ahead), 9, 300, 2) for ahead in range(5))


@pytest.mark.parametrize(("person", "visit", "codes"), [
    (her(), need(), []),
    (her(held=(at(MONDAY, 8.5, place=2),)), need(), ["overlap"]),
    (her(held=(at(MONDAY, 9.25, place=2),)), need(), ["travel"]),
    (her(held=(at(MONDAY, 9.25, place=1),)), need(), []),
    (her(held=(at(MONDAY - timedelta(days=1), 20, 120, 2),)), need(), ["daily_rest"]),
    (her(held=(at(MONDAY, 10, 570, 2),)), need(), ["day_most"]),
    (her(qualification="care_aide"), need(qualification="care_assistant"), ["qualification"]),
    (her(qualification="nursing_aide"), need(qualification="care_assistant"), []),
    (her(availability=((0, 540, 720),)), need(), ["availability"]),
    (her(away=((MONDAY, None),)), need(), ["absent"]),
    (her(away=((MONDAY - timedelta(days=3), MONDAY - timedelta(days=1)),)), need(), []),
    (her(), need(former_id=7), ["replaced"]),
    (her(restrictions=(Restriction("no_evening", MONDAY),)), need(19.5), ["restriction"]),
    (her(restrictions=(Restriction("no_evening", MONDAY),)), need(19), []),
    (her(restrictions=(Restriction("no_evening", MONDAY - timedelta(days=9), MONDAY - timedelta(days=1)),)), need(19.5), []),
    (her(restrictions=(limited(25.5),), held=WEEK), need(day=MONDAY + timedelta(days=5)), ["restriction"]),
    (her(restrictions=(limited(26),), held=WEEK), need(day=MONDAY + timedelta(days=5)), []),
])
def test_each_hard_rule_stands_in_the_way_of_what_it_says_and_of_nothing_else(person, visit, codes):
    assert obstacles(person, visit, Field((visit,), (person,))) == codes


def test_what_she_was_just_given_counts_like_what_she_had():
    visit, person = need(), her()
    field = Field((visit,), (person,))
    assert obstacles(person, visit, field, [at(MONDAY, 9.25, place=2)]) == ["travel"]
    assert obstacles(person, visit, field, [at(MONDAY + timedelta(days=20), 9.25, place=2)]) == []


def test_a_measure_and_a_wish_read_the_same_and_stand_first():
    visit, person = need(qualification="nursing_aide"), her()
    pairs = frozenset({(person.id, visit.visit_id)})
    assert obstacles(person, visit, Field((visit,), (person,), barred=pairs)) == ["measure", "qualification"]
    assert obstacles(person, visit, Field((visit,), (person,), against_wish=pairs)) == ["wish", "qualification"]
    assert HARD["measure"] == HARD["wish"] == UNAVAILABLE


def test_the_hour_of_the_evening_and_the_limits_are_those_of_the_house():
    visit, person = need(19.5), her(restrictions=(Restriction("no_evening", MONDAY),), held=(at(MONDAY, 18.9, 30, 2),))
    assert obstacles(person, visit, Field((visit,), (person,), evening=21 * 60, limits=Limits(travel=0))) == []


@pytest.mark.parametrize(("given", "visit", "gives"), [
    ((), need(), True),
    (((0, 480, 540),), need(), True), (((0, 480, 539),), need(), False), (((1, 480, 540),), need(), False),
    (((0, 480, 510), (0, 510, 720)), need(), True), (((0, 480, 510), (0, 520, 720)), need(), False),
    # a night visit needs the end of its day and the beginning of the next
    (((0, 1380, 1440), (1, 0, 60)), need(23, 120), True), (((0, 1380, 1440),), need(23, 120), False),
    (((6, 1380, 1440), (0, 0, 60)), need(23, 120, MONDAY - timedelta(days=1)), True),
])
def test_hours_given_hold_a_visit_and_none_at_all_are_not_known(given, visit, gives):
    assert gives_hours(her(availability=given), visit) is gives


@pytest.mark.parametrize(("code", "start", "acts", "vigilance", "excluded"), [
    ("no_evening", 1140, (), (), False), ("no_evening", 1141, (), (), True), ("no_evening", 359, (), (), True),
    ("no_evening", 360, (), (), False),
    ("no_lifting", 600, ("get_up",), ("transfer_two",), True), ("no_lifting", 600, (), ("transfer_two",), True),
    ("no_lifting", 600, ("shopping",), ("transfer_two",), False), ("no_lifting", 600, ("get_up",), ("fall",), False),
    ("no_stairs", 600, (), (), False), ("no_animals", 600, (), (), False), ("no_driving", 1300, (), (), False)])
def test_what_a_restriction_excludes(code, start, acts, vigilance, excluded):
    assert forbids(code, start, 60, acts, vigilance) is excluded


@pytest.mark.parametrize(("restriction", "acts", "words"), [
    (Restriction("no_stairs", MONDAY), (), "à vérifier\u00a0: pas d'escaliers"),
    (Restriction("no_animals", MONDAY), (), "à vérifier\u00a0: pas d'animaux"),
    (Restriction("no_driving", MONDAY), (), "à vérifier\u00a0: pas de conduite"),
    (Restriction("no_lifting", MONDAY), ("shopping",), "à vérifier\u00a0: pas de port de charges"),
    (Restriction("no_lifting", MONDAY), ("meal",), None), (Restriction("no_evening", MONDAY), (), None),
    (limited(20), (), None), (limited(None), (), "à vérifier\u00a0: durée limitée")])
def test_what_nothing_here_tells_is_to_be_checked(restriction, acts, words):
    assert to_check(restriction, acts) == words


def test_the_lowest_ceiling_in_force_counts():
    over = Restriction("limited_hours", MONDAY - timedelta(days=9), MONDAY - timedelta(days=1), 5)
    assert ceiling((limited(20), limited(17.5), over), MONDAY) == 1050 and ceiling((over,), MONDAY) is None


@pytest.mark.parametrize(("acts", "needed"), [
    ([], None), ([None, None], None), (["home_help", None], "home_help"),
    (["care_aide", "nursing_aide", "home_help"], "nursing_aide")])
def test_the_acts_ask_for_the_highest_of_their_qualifications(acts, needed):
    assert level_needed(acts) == needed


@pytest.mark.parametrize(("hers", "needed", "enough"), [
    ("home_help", None, True), ("home_help", "home_help", True), ("home_help", "care_assistant", False),
    ("nursing_aide", "care_assistant", True)])
def test_a_qualification_allows_the_acts_of_those_before_it(hers, needed, enough):
    assert is_qualified(hers, needed) is enough


@pytest.mark.parametrize(("wished", "acts", "gender", "answers"), [
    (set(), {"wash"}, "man", True), ({"woman"}, {"wash"}, "man", False), ({"woman"}, {"change", "meal"}, "man", False),
    ({"woman"}, {"meal", "shopping"}, "man", True), ({"woman"}, {"wash"}, "woman", True),
    ({"man"}, {"wash"}, "woman", False), ({"woman", "man"}, {"wash"}, "man", True), ({"woman"}, set(), "man", True)])
def test_woman_or_man_counts_for_intimate_care_alone_and_when_the_person_wished_it(wished, acts, gender, answers):
    assert answers_intimate_care(wished, acts, gender) is answers


def test_the_closest_breaks_the_fewest_rules_and_the_rule_is_said():
    visit = need(qualification="care_assistant")
    far, near = her(1, "Awa", qualification="home_help", held=(at(MONDAY, 8, place=2),)), her(2, "Brune", availability=((0, 0, 60),))
    found = closest(visit, Field((visit,), (far, near)))
    assert (found[0].name, found[1]) == ("Brune", ["availability"])
    assert closest_words(found) == "La plus proche\u00a0: Brune. Ce qui empêche\u00a0: en dehors des heures qu'elle donne."
    # equally close: who knows the person, then the name
    same = her(3, "Cléa", availability=((0, 0, 60),))
    assert closest(visit, Field((visit,), (same, near)))[0].name == "Brune"
    assert closest(visit, Field((visit,), (same, near), known={(3, 1): (4, MONDAY)}))[0].name == "Cléa"


@pytest.mark.parametrize("unsaid", [
    {"barred": frozenset({(7, 1)})}, {"against_wish": frozenset({(7, 1)})}, {"people": (her(away=((MONDAY, None),)),)},
    {"asked": frozenset({(7, 1)})}, {"visits": (need(former_id=7),)}])
def test_who_is_held_back_away_or_replaced_is_never_the_closest(unsaid):
    field = Field(**{"visits": (need(),), "people": (her(),), **unsaid})
    assert closest(field.visits[0], field) is None
    assert closest_words(None) == "Personne ne peut être proposée ici."
