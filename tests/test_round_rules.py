"""The rules of a point à deux voix: table tests, no application."""

from datetime import date

import pytest

from rules.rounds import belongs, call_again_on, calls_per_week, cost_sentence, is_ready, may_close, may_write, missing

AICHA = 7


@pytest.mark.parametrize(("role", "own", "voice", "may"), [
    ("coordinator", None, "person", True),
    ("director", None, "guardian", True),
    ("coordinator", 8, "relative", True),
    ("coordinator", AICHA, "person", False),
    ("director", AICHA, "relative", False),
    ("caregiver", AICHA, "person", False),
    ("caregiver", 8, "person", False),
    ("caregiver", AICHA, "caregiver", True),
    ("caregiver", 8, "caregiver", False),
    ("caregiver", None, "caregiver", False),
    ("coordinator", None, "caregiver", True),
    ("outside_recipient", None, "person", False),
    ("none", None, "caregiver", False),
    ("coordinator", None, "neighbour", False),
    ("respondent", None, "person", True),
    ("respondent", 8, "relative", True),
    ("respondent", AICHA, "person", False),
    ("respondent", None, "caregiver", False),
])
def test_the_caregiver_concerned_never_collects_the_persons_answers(role, own, voice, may):
    assert may_write(role, own, AICHA, voice) is may


@pytest.mark.parametrize(("voice", "side", "there"), [
    ("person", "beneficiary", True), ("relative", "beneficiary", True), ("guardian", "beneficiary", True),
    ("caregiver", "caregiver", True), ("caregiver", "beneficiary", False), ("person", "caregiver", False),
])
def test_a_voice_speaks_on_its_own_side(voice, side, there):
    assert belongs(voice, side) is there


@pytest.mark.parametrize(("tries", "today", "may", "part"), [
    (0, date(2026, 11, 22), False, "encore 3 appels sans réponse, ou à partir du 30/11/2026"),
    (2, date(2026, 11, 29), False, "encore 1 appel sans réponse"),
    (3, date(2026, 11, 22), True, "3 appels sans réponse sont notés."),
    (0, date(2026, 11, 30), True, "Le délai de réponse est passé."),
    (5, date(2026, 12, 30), True, "5 appels sans réponse sont notés."),
])
def test_a_side_closes_without_an_answer_after_three_tries_or_the_delay(tries, today, may, part):
    allowed, sentence = may_close(tries, date(2026, 11, 30), today, 3)
    assert allowed is may
    assert part in sentence


@pytest.mark.parametrize(("person", "caregiver", "ready"), [
    ("answered", "answered", True), ("no_answer", "answered", True), ("no_answer", "no_answer", True),
    ("waiting", "answered", False), ("answered", "waiting", False), ("unable_by_phone", "answered", False),
])
def test_nothing_is_decided_before_both_sides_are_answered_or_closed(person, caregiver, ready):
    assert is_ready((person, caregiver)) is ready
    assert bool(missing(person, caregiver)) is not ready


def test_what_is_missing_is_said_in_words():
    assert missing("unable_by_phone", "waiting") == [
        "La personne n'a pas pu répondre par téléphone\u00a0: une visite est à faire.",
        "L'intervenante n'a pas encore répondu."]


@pytest.mark.parametrize(("live", "started", "months", "calls", "sentence"), [
    (120, 174, 12, 9, "Vos échéances demandent environ 9 appels par semaine."),
    (120, 174, 6, 11, "Vos échéances demandent environ 11 appels par semaine."),
    (52, 0, 12, 1, "Vos échéances demandent environ 1 appel par semaine."),
    (3, 2, 12, 0, "Vos échéances demandent moins d'un appel par semaine."),
    (0, 0, 12, 0, "Vos échéances demandent moins d'un appel par semaine."),
])
def test_the_settings_say_what_they_cost(live, started, months, calls, sentence):
    assert calls_per_week(live, started, months) == calls
    assert cost_sentence(calls) == sentence


@pytest.mark.parametrize(("today", "again"), [
    (date(2026, 3, 9), date(2026, 3, 11)),
    (date(2026, 3, 12), date(2026, 3, 16)),
    (date(2026, 3, 13), date(2026, 3, 16)),
    (date(2026, 3, 14), date(2026, 3, 16)),
])
def test_nobody_is_called_again_on_a_weekend(today, again):
    assert call_again_on(today) == again
