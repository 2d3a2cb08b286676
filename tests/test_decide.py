"""A decision closes the round, opens what it calls for, and never covers a colleague's."""

from datetime import date

import pytest
from sqlalchemy import select

from acts import decisions
from database import Overtaken, now
from models import Decision, Mediation, Pairing, PairMeasure, Replacement, Round, RoundSide
from rules.decisions import Choice
from tests.rounds_scene import act, heard, opened, speaks
from tests.world import count, reading, writing

NEXT = {"next_milestone": "month_two", "next_round_on": date(2026, 5, 4)}
FIT = Choice("fit", "Tout va bien.", "Vous continuez.", **NEXT)


def asked(**values):
    return {"requested_by": "beneficiary", "reason": "misfit_beneficiary", "discriminatory": "no", **values}


def one(app, model):
    with reading(app) as session:
        return session.scalars(select(model).order_by(model.id)).first()


def pairing(app, people) -> Pairing:
    with reading(app) as session:
        return session.get(Pairing, people["mme_durand_pairing"])


def decide(app, round_id, choice, by="claire"):
    return act(app, by, lambda who: decisions.decide(who, round_id, choice))


def test_nothing_is_decided_before_both_sides_are_heard(app, people):
    round_id = opened(app, people)
    speaks(app, round_id)
    with pytest.raises(Overtaken, match="pas encore entendus"):
        decide(app, round_id, FIT)
    assert count(app, Decision) == 0


def test_an_entente_settles_the_relation_and_gives_the_next_date(app, people):
    decide(app, heard(app, people), FIT)
    relation, decision = pairing(app, people), one(app, Decision)
    assert (relation.state, relation.next_milestone, relation.next_round_on) == ("settled", "month_two", date(2026, 5, 4))
    assert (decision.proposed, decision.proposed_why) == ("fit", "Chaque côté souhaite continuer.")
    assert one(app, Round).state == "decided"
    assert count(app, RoundSide, RoundSide.round_open) == 0


def test_the_second_to_decide_learns_what_her_colleague_did(app, people):
    round_id = heard(app, people)
    decide(app, round_id, FIT)
    with pytest.raises(Overtaken, match="Claire Martin a déjà décidé.: Entente.*Tout va bien"):
        decide(app, round_id, Choice("fit", "Autre raison", "", **NEXT), by="malika")
    assert count(app, Decision) == 1


def test_a_mediation_is_opened_with_the_decision(app, people):
    round_id = heard(app, people, wish="talk")
    decide(app, round_id, Choice("mediation", "Les horaires", "On en parle ensemble.", **NEXT, mediation={
        "subject": "L'heure du repas", "check_on": date(2026, 4, 1), "owner_id": people["malika"]}))
    opened_one = one(app, Mediation)
    assert (opened_one.subject, opened_one.round_id, opened_one.owner_id) == ("L'heure du repas", round_id, people["malika"])
    assert pairing(app, people).state == "in_mediation"


def test_no_mediation_where_a_measure_stands_and_nothing_is_decided(app, people):
    round_id = heard(app, people, wish="talk")
    with writing(app) as session:
        session.add(PairMeasure(beneficiary_id=people["mme_durand"], caregiver_id=people["aicha_caregiver"],
                                kind="do_not_assign", reason="secret", starts_on=date(2026, 3, 1), set_at=now(),
                                set_by_id=people["helene"]))
    with pytest.raises(Overtaken, match="mesure d'organisation") as refused:
        decide(app, round_id, Choice("mediation", "Les horaires", "", **NEXT, mediation={
            "subject": "Le repas", "check_on": date(2026, 4, 1), "owner_id": people["malika"]}))
    assert "secret" not in str(refused.value)
    assert (one(app, Round).state, count(app, Decision)) == ("open", 0)


@pytest.mark.parametrize(("answer", "state"), [("no", "open"), ("doubt", "with_direction"), ("yes", "not_grantable")])
def test_a_request_from_the_persons_side_follows_the_question(app, people, answer, state):
    round_id = heard(app, people, wish="change")
    decide(app, round_id, Choice("replacement", "Elle fait mal le ménage", "", **NEXT,
                                 replacement=asked(discriminatory=answer)))
    request = one(app, Replacement)
    assert (request.state, request.round_id) == (state, round_id)


def test_what_is_the_directions_alone_leaves_the_decision(app, people):
    decide(app, heard(app, people, wish="change"), Choice(
        "replacement", "Elle a dit : pas de Noire chez moi", "", **NEXT, replacement=asked(discriminatory="yes")))
    assert one(app, Decision).reason == "Voir la demande de remplacement."
    request = one(app, Replacement)
    assert "pas de Noire" in request.direction_facts
    assert "pas de Noire" not in request.details


def test_her_own_request_is_granted_without_a_question(app, people):
    decide(app, heard(app, people, hers={"wish": "change"}), Choice(
        "replacement", "Elle le demande", "C'est accordé.", **NEXT,
        replacement=asked(requested_by="caregiver", reason="misfit_caregiver", discriminatory=None)))
    assert one(app, Replacement).state == "open"
    assert one(app, Decision).reason == "Elle le demande"


def test_a_relation_waiting_for_a_replacement_is_not_forgotten(app, people):
    decide(app, heard(app, people, wish="change"), Choice("replacement", "Elle le demande", "", **NEXT,
                                                          replacement=asked()))
    assert pairing(app, people).next_round_on == date(2026, 5, 4)
