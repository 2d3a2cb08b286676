"""Who could replace: the order can be read aloud, and each fact is printed."""

from datetime import date

import pytest

from rules.candidates import (
    AGAINST_WISH,
    UNAVAILABLE,
    Candidate,
    answers_intimate_care,
    can_be_chosen,
    facts,
    in_order,
    is_qualified,
    level_needed,
)

KNOWS = Candidate(1, "Yasmina", "care_assistant", visits_known=12, last_known=date(2026, 3, 2), asked=4, in_sector=True)
NEW = Candidate(2, "Brigitte", "care_assistant", asked=4, in_sector=True)
FAR = Candidate(3, "Awa", "care_assistant", asked=4)
BUSY = Candidate(4, "Anne", "care_assistant", visits_known=30, last_known=date(2026, 3, 1), asked=4, busy=1,
                 in_sector=True)
UNQUALIFIED = Candidate(5, "Zoé", "home_help", visits_known=50, last_known=date(2026, 3, 3), asked=4, in_sector=True)
HELD_BACK = Candidate(6, "Lucie", "nursing_aide", visits_known=90, last_known=date(2026, 3, 3), asked=4,
                      in_sector=True, held_back=True)


def test_who_knows_the_person_comes_before_who_does_not():
    assert [one.name for one in in_order([NEW, KNOWS], "care_assistant")] == ["Yasmina", "Brigitte"]


def test_the_order_is_the_one_printed():
    everybody = [HELD_BACK, UNQUALIFIED, BUSY, FAR, NEW, KNOWS]
    assert [one.id for one in in_order(everybody, "care_assistant")] == [1, 2, 3, 4, 5, 6]


def test_two_equal_candidates_stand_in_the_order_of_their_names_and_never_of_the_list_received():
    anna, zelie = Candidate(9, "Anna", "care_aide"), Candidate(8, "Zélie", "care_aide")
    assert in_order([zelie, anna], None) == in_order([anna, zelie], None) == [anna, zelie]


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


@pytest.mark.parametrize(("candidate", "chosen"), [
    (KNOWS, True), (FAR, True), (BUSY, True), (UNQUALIFIED, False), (HELD_BACK, False),
    (Candidate(7, "Rose", "care_assistant", asked=2, busy=2), False), (Candidate(7, "Rose", "care_assistant"), True)])
def test_who_may_be_chosen(candidate, chosen):
    assert can_be_chosen(candidate, "care_assistant") is chosen


def test_each_fact_is_printed():
    assert facts(KNOWS, "care_assistant", lambda day: f"{day:%d/%m}") == [
        "connaît la personne\u00a0: 12 interventions, la dernière le 02/03", "libre à ces heures",
        "qualification suffisante pour les actes prévus", "dans le secteur"]
    assert facts(FAR, None)[0] == "ne connaît pas encore la personne"
    assert facts(FAR, None)[2:] == ["aucun acte ne demande de qualification", "hors du secteur"]
    assert facts(BUSY, None)[1] == "libre à 3 de ces 4 interventions, déjà prise aux autres"
    assert "Auxiliaire de vie" in facts(UNQUALIFIED, "care_assistant")[2]


def test_one_held_back_by_a_measure_has_one_line_and_nothing_that_betrays_it():
    assert facts(HELD_BACK, "care_assistant") == [UNAVAILABLE]


@pytest.mark.parametrize(("wished", "acts", "gender", "answers"), [
    (set(), {"wash"}, "man", True), ({"woman"}, {"wash"}, "man", False), ({"woman"}, {"change", "meal"}, "man", False),
    ({"woman"}, {"meal", "shopping"}, "man", True), ({"woman"}, {"wash"}, "woman", True),
    ({"man"}, {"wash"}, "woman", False), ({"woman", "man"}, {"wash"}, "man", True), ({"woman"}, set(), "man", True)])
def test_woman_or_man_counts_for_intimate_care_alone_and_when_the_person_wished_it(wished, acts, gender, answers):
    assert answers_intimate_care(wished, acts, gender) is answers


def test_one_who_does_not_answer_that_wish_comes_last_says_so_and_cannot_be_chosen():
    paul = Candidate(10, "Paul", "nursing_aide", visits_known=99, last_known=date(2026, 3, 3), asked=4, against_wish=True)
    assert facts(paul, None)[0] == AGAINST_WISH and not can_be_chosen(paul, None)
    assert in_order([paul, HELD_BACK, NEW, UNQUALIFIED], "care_assistant") == [NEW, UNQUALIFIED, paul, HELD_BACK]
