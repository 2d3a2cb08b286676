"""What triage says of the answers: table tests, no application."""

from dataclasses import dataclass

import pytest

from rules import triage
from rules.triage import compare, within


@dataclass
class Said:
    voice: str = "person"
    hours_fit: str = "yes"
    tasks_clear: str = "yes"
    respected: str = "yes"
    wish: str = "go_on"
    feels_safe: str | None = None
    too_heavy: str | None = None
    outside_plan: str | None = None
    caregiver_present: bool = False


def hers(**values):
    return Said(**{"voice": "caregiver", "feels_safe": "yes", "too_heavy": "no", "outside_plan": "no", **values})


def plain(words: str) -> str:
    """Without the no-break spaces of French typography."""
    return words.replace("\u00a0", " ")


def words(found):
    return [plain(str(divergence)) for divergence in found]


def attention(voices, caregiver):
    level, sentence = triage.attention(voices, caregiver)
    return level, plain(sentence)


def propose(voices, caregiver, **standing):
    outcome, why = triage.propose(voices, caregiver, **standing)
    return outcome, plain(why)


def test_two_sides_that_agree_do_not_part():
    assert compare([Said()], hers()) == []
    assert attention([Said()], hers()) == ("none", "")


def test_a_side_not_heard_yet_parts_from_nobody():
    assert compare([Said(wish="change")], None) == []
    assert compare([], hers(wish="change")) == []


@pytest.mark.parametrize(("person", "caregiver", "sentence", "opposed"), [
    ({"hours_fit": "no"}, {}, "Horaires : la personne dit « Non », l'intervenante dit « Oui ».", True),
    ({"tasks_clear": "little"}, {}, "Tâches claires : la personne dit « Un peu », l'intervenante dit « Oui ».", False),
    ({}, {"respected": "no"}, "Respect : la personne dit « Oui », l'intervenante dit « Non ».", True),
    ({"wish": "change"}, {}, "Souhait : la personne dit « Changer », l'intervenante dit « Continuer ».", True),
    ({"wish": "talk"}, {}, "Souhait : la personne dit « En parler », l'intervenante dit « Continuer ».", False),
    ({"voice": "relative", "wish": "change"}, {},
     "Souhait : un proche dit « Changer », l'intervenante dit « Continuer ».", True),
])
def test_a_divergence_says_who_says_what(person, caregiver, sentence, opposed):
    [found] = compare([Said(**person)], hers(**caregiver))
    assert (plain(found.words), found.opposed) == (sentence, opposed)


@pytest.mark.parametrize("value", ["yes", "little", "no"])
def test_not_knowing_differs_from_nothing(value):
    assert compare([Said(hours_fit="unknown")], hers(hours_fit=value)) == []


def test_only_the_questions_asked_of_both_are_compared():
    assert compare([Said()], hers(feels_safe="no", too_heavy="yes", outside_plan="yes")) == []


def test_the_person_speaks_first_whatever_the_order_of_the_answers():
    found = words(compare([Said(voice="relative", hours_fit="no"), Said(hours_fit="no")], hers()))
    assert found[0].startswith("Horaires : la personne") and found[1].startswith("Horaires : un proche")


def test_a_family_that_is_split_is_a_reason_of_its_own():
    voices = [Said(voice="relative", wish="change"), Said()]
    assert words(within(voices)) == ["Souhait : la personne dit « Continuer », un proche dit « Changer »."]
    level, sentence = attention(voices, None)
    assert level == "split"
    assert sentence == "Du côté de la personne, souhait : la personne dit « Continuer », un proche dit « Changer »."


def test_shades_within_the_family_are_not_a_split():
    assert attention([Said(wish="talk"), Said(voice="guardian")], None)[0] == "none"


@pytest.mark.parametrize(("voices", "caregiver", "level", "sentence"), [
    ([Said(respected="no")], None, "worrying", "La personne répond « Non » : respect."),
    ([], hers(respected="no"), "worrying", "L'intervenante répond « Non » : respect."),
    ([], hers(feels_safe="no"), "worrying", "L'intervenante répond « Non » : sécurité."),
    ([Said()], hers(feels_safe="no"), "worrying", "L'intervenante répond « Non » : sécurité."),
    ([Said(hours_fit="no")], hers(hours_fit="little"), "none", ""),
    ([Said(respected="little")], hers(), "none", ""),
    ([Said(wish="change")], None, "none", ""),
    ([Said(voice="guardian", respected="no")], None, "worrying", "Le tuteur ou le curateur répond « Non » : respect."),
])
def test_a_no_on_respect_or_safety_is_worrying_and_says_whose(voices, caregiver, level, sentence):
    assert attention(voices, caregiver) == (level, sentence)


def test_a_split_keeps_the_worrying_answer_in_its_sentence():
    level, sentence = attention([Said(respected="no")], hers())
    assert level == "split"
    assert sentence.startswith("La personne répond « Non » : respect. Respect : la personne dit « Non »")


@pytest.mark.parametrize(("voices", "caregiver", "outcome", "part"), [
    ([Said()], hers(), "fit", "Chaque côté souhaite continuer."),
    ([Said(hours_fit="little")], hers(too_heavy="little"), "fit", "Chaque côté souhaite continuer."),
    ([], None, "fit", "Aucun côté n'a répondu"),
    ([Said()], None, "fit", "l'intervenante n'a pas répondu"),
    ([], hers(), "fit", "la personne n'a pas été entendue"),
    ([Said(wish="talk")], hers(), "mediation", "La personne souhaite en parler."),
    ([Said(hours_fit="no")], hers(), "mediation", "La personne répond « Non » : horaires."),
    ([Said()], hers(too_heavy="yes"), "mediation", "L'intervenante répond « Oui » : gestes trop lourds."),
    ([Said()], hers(outside_plan="yes"), "mediation", "L'intervenante répond « Oui » : tâches non prévues."),
    ([Said(respected="no")], hers(), "mediation", "le racisme et la violence ne vont pas en médiation"),
    ([Said(wish="change")], hers(), "mediation", "La personne souhaite changer, mais tous ne le souhaitent pas"),
    ([Said(wish="change")], None, "mediation", "l'intervenante n'a pas été entendue"),
    ([Said(wish="change")], hers(wish="talk"), "replacement", "La personne souhaite changer"),
    ([Said(), Said(voice="relative", wish="change")], hers(wish="talk"), "mediation", "Un proche souhaite changer"),
    ([Said(wish="change")], hers(wish="change"), "replacement", "sa demande peut toujours être accordée"),
    ([Said()], hers(wish="change"), "replacement", "sa demande peut toujours être accordée"),
    ([Said()], hers(feels_safe="no"), "replacement", "ne se règle pas en médiation"),
])
def test_a_proposal_comes_with_its_reason(voices, caregiver, outcome, part):
    proposed, why = propose(voices, caregiver)
    assert proposed == outcome
    assert part in why


def test_no_mediation_is_proposed_while_a_measure_stands_and_no_more_is_said():
    proposed, why = propose([Said(wish="talk")], hers(), measure=True)
    assert proposed == "replacement"
    assert why.endswith("Une mesure d'organisation est en place : pas de médiation.")
    assert propose([Said()], hers(), measure=True)[0] == "fit"


def test_an_answer_given_in_her_presence_says_so():
    assert "L'intervenante était présente" in propose([Said(caregiver_present=True)], hers())[1]
