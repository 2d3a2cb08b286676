"""What is printed of each caregiver who could come: the order can be read aloud, and each fact is a sentence."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from rules.candidate_facts import ORDER, ORDER_WORDS, can_be_chosen, candidate, facts, in_order, nearest
from rules.candidates import AGAINST_WISH, UNAVAILABLE, Field
from rules.restrictions import Restriction
from tests.test_candidates import MONDAY, at, her, need

VISITS = (need(qualification="care_assistant", sector_id=3), need(18, id=2, qualification="care_assistant", sector_id=3))
SECTOR = frozenset({3})


def seen(person, visits=VISITS, held_back=False, **field):
    return candidate(person, 1, 3, Field(visits, (person,), **field), held_back)


def said(one) -> list[str]:
    return [fact.replace("\u00a0", " ") for fact in facts(one, lambda day: f"{day:%d/%m}")]


def known(id, days_ago, visits=5):
    return {"known": {(id, 1): (visits, MONDAY - timedelta(days=days_ago))}}


def language(code):
    return tuple(replace(visit, languages=frozenset({code})) for visit in VISITS)


# Each pair differs by one fact alone, in the order in which they are compared: the first comes first.
PAIRS = [
    (seen(her(9, "Zoé")), seen(her(1, "Anna"), against_wish=frozenset({(1, 1), (1, 2)}))),
    (seen(her(9, "Zoé")), seen(her(1, "Anna", qualification="home_help"), **known(1, 1))),
    (seen(her(9, "Zoé")), seen(her(1, "Anna", held=(at(MONDAY, 8, place=2),)), **known(1, 1))),
    (seen(her(9, "Zoé"), **known(9, 30)), seen(her(1, "Anna", sectors=SECTOR))),
    (seen(her(9, "Zoé"), **known(9, 3)), seen(her(1, "Anna", sectors=SECTOR), **known(1, 4, 40))),
    (seen(her(9, "Zoé", languages=frozenset({"ar"})), language("ar")), seen(her(1, "Anna", sectors=SECTOR), language("ar"))),
    (seen(her(9, "Zoé", sectors=SECTOR, short_notice=4)), seen(her(1, "Anna"))),
    (seen(her(9, "Zoé", weekly_minutes=60)), seen(her(1, "Anna", short_notice=1))),
    (seen(her(9, "Zoé")), seen(her(1, "Anna", weekly_minutes=60))),
    (seen(her(2, "Anna")), seen(her(1, "Zoé"))),
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_first_fact_that_differs_decides(first, second):
    assert in_order([second, first]) == in_order([first, second]) == [first, second]


def test_who_is_held_back_comes_last_whatever_else_is_true_of_her():
    held_back = seen(her(1, "Anna", sectors=SECTOR), held_back=True, **known(1, 1))
    assert in_order([held_back, *(one for pair in PAIRS for one in pair)])[-1] == held_back


def test_the_order_does_not_depend_on_the_list_received():
    four = [seen(her(id, name)) for id, name in ((4, "Anne"), (3, "Anne"), (2, "Rose"), (1, "Zoé"))]
    assert {tuple(one.person.id for one in in_order(some)) for some in permutations(four)} == {(3, 4, 2, 1)}


def test_the_order_printed_is_the_order_compared_and_no_fact_of_it_tells_where_anyone_comes_from():
    assert ORDER_WORDS.replace("\u00a0", " ") == (
        "Dans cet ordre : souhait pour les soins intimes ; qualification suffisante ; libre à toutes ces heures, puis à une "
        "partie ; connaît la personne ; venue le plus récemment ; parle la langue nécessaire ; dans le secteur ; moins de "
        "remplacements à délai court ce mois-ci ; reste dans ses heures de contrat ; libre à plus de ces heures ; le nom.")
    assert len(ORDER) == 11


def test_each_fact_is_printed():
    person = her(sectors=SECTOR, held=(at(MONDAY, 10, 240, 2),), availability=((0, 0, 1440),), short_notice=2, opted_in=True,
                 skills=("hoist",), has_vehicle=True, district="Les Lilas", languages=frozenset({"ar"}))
    visits = tuple(replace(visit, district="les lilas") for visit in language("ar"))
    assert said(seen(person, visits, **known(7, 7, 12), went={(7, 1): ("fit", MONDAY)})) == [
        "connaît la personne : 12 interventions, la dernière le 02/03",
        "entente au dernier point à deux voix, le 09/03",
        "libre à ces heures, trajet et repos compris",
        "qualification suffisante pour les actes prévus",
        "langue nécessaire (arabe) : elle la parle",
        "dans le secteur",
        "dans les heures qu'elle donne",
        "semaine du 09/03 : 4 h prévues, 28 h au contrat ; 6 h avec ces interventions",
        "2 remplacements à délai court ce mois-ci",
        "demande à être prévenue des remplacements",
        "compétences notées : lève-personne",
        "a un véhicule, même quartier"]


def test_what_is_not_known_is_said_so():
    assert said(seen(her())) == [
        "ne connaît pas encore la personne", "libre à ces heures, trajet et repos compris",
        "qualification suffisante pour les actes prévus", "hors du secteur", "heures qu'elle donne non notées",
        "semaine du 09/03 : rien de prévu, 28 h au contrat ; 2 h avec ces interventions",
        "aucun remplacement à délai court ce mois-ci", "sans véhicule"]


@pytest.mark.parametrize(("person", "fact"), [
    (her(held=(at(MONDAY, 8, place=2),)), "libre à 1 de ces 2 interventions, aux autres : déjà prise à cette heure"),
    (her(held=(at(MONDAY, 8, place=2), at(MONDAY, 19.1, place=2))),
     "ne peut pas venir : déjà prise à cette heure, trop peu de temps entre deux domiciles"),
    (her(qualification="home_help"), "qualification insuffisante : il faut au moins « Auxiliaire de vie (AVS) »"),
    (her(restrictions=(Restriction("no_stairs", MONDAY),)), "à vérifier : pas d'escaliers"),
    (her(restrictions=(Restriction("no_evening", MONDAY),)), "restriction : pas de soirée"),
    (her(restrictions=(Restriction("limited_hours", MONDAY, None, 17.5),)), "durée limitée : 17 h 30 par semaine"),
    (her(away=((MONDAY - timedelta(days=1), MONDAY),)), "absente jusqu'au 09/03"),
    (her(away=((MONDAY, None),)), "absente, retour non connu"),
])
def test_what_stands_in_the_way_is_said(person, fact):
    assert fact in said(seen(person))


def test_one_who_is_away_at_all_these_visits_has_this_one_line():
    away = seen(her(away=((MONDAY, MONDAY + timedelta(days=4)),)))
    assert said(away) == ["absente jusqu'au 13/03"] and not can_be_chosen(away)


def test_one_held_back_by_a_measure_has_one_line_and_nothing_that_betrays_it():
    for held_back in (seen(her(), held_back=True, **known(7, 1)), seen(her(), barred=frozenset({(7, 2)}))):
        assert facts(held_back) == [UNAVAILABLE] and not can_be_chosen(held_back)


def test_one_who_does_not_answer_the_wish_says_so_once_and_cannot_be_chosen():
    paul = seen(her(10, "Paul"), against_wish=frozenset({(10, 1), (10, 2)}))
    assert facts(paul)[0] == AGAINST_WISH and not can_be_chosen(paul)
    assert not any("ne peut pas venir" in fact or UNAVAILABLE in fact for fact in facts(paul))


def test_her_hours_count_together_what_she_would_take():
    # nine hours and a half already that day: one of the two visits is one hour too many
    one = seen(her(held=(at(MONDAY, 9.5, 480, 2),), weekly_minutes=540), (VISITS[0], replace(
        VISITS[1], stay=at(MONDAY, 18, 90), minutes=90)))
    assert [visit.visit_id for visit in one.taken] == [1] and "trop d'heures ce jour-là" in " ".join(said(one))
    assert not one.over_contract and seen(her(weekly_minutes=119)).over_contract


def test_each_week_is_counted_beside_her_contract():
    """Twenty-seven hours the week after: the second visit, not the first, is one hour above her contract."""
    later = MONDAY + timedelta(days=7)
    second = replace(VISITS[1], stay=at(later, 18, 120), day=later, minutes=120)
    full = tuple(at(later + timedelta(days=day), 8, 405, 2) for day in range(4))
    one = seen(her(held=full, weekly_minutes=28 * 60), (VISITS[0], second))
    weeks = [fact for fact in said(one) if fact.startswith("semaine du")]
    assert weeks == ["semaine du 09/03 : rien de prévu, 28 h au contrat ; 1 h avec ces interventions",
                     "semaine du 16/03 : 27 h prévues, 28 h au contrat ; 29 h avec ces interventions"]
    assert one.over_contract


def test_when_nobody_can_come_the_closest_is_named_with_the_rule_and_never_one_of_whom_nothing_is_said():
    busy = seen(her(2, "Rose", held=(at(MONDAY, 8, 900, 2),)))
    away, held_back = seen(her(3, "Anne", away=((MONDAY, None),))), seen(her(4, "Awa"), held_back=True)
    wish = seen(her(5, "Paul"), against_wish=frozenset({(5, 1), (5, 2)}))
    assert nearest([away, held_back, wish, busy]).replace("\u00a0", " ") == (
        "La plus proche : Rose. Ce qui empêche : déjà prise à cette heure, trop d'heures ce jour-là.")
    assert nearest([away, held_back, wish]) == "Personne ne peut être proposée ici."
    assert nearest([busy, seen(her())]) is None
