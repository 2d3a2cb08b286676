"""Rounds open by themselves when a relation is due, and close with what ends them."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from acts import rounds
from database import Overtaken, now
from models import Account, Beneficiary, Interruption, Pairing, Round, RoundSide, Visit
from tests.rounds_scene import act, more_relations, opened, run_due, sides, speaks
from tests.world import count, reading, statements, writing

AFTER_THE_SECOND_VISIT = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)


def change(app, model, id, **values):
    with writing(app) as session:
        session.execute(update(model).where(model.id == id).values(**values))


def rounds_in(app) -> list[Round]:
    with reading(app) as session:
        return session.scalars(select(Round).order_by(Round.id)).all()


def test_nobody_is_asked_before_the_second_visit_took_place(app):
    assert run_due(app) == 0


def test_after_the_second_visit_both_sides_are_asked_once(app, people, clock):
    clock.set(AFTER_THE_SECOND_VISIT)
    assert run_due(app) == 1
    assert run_due(app) == 0
    [made] = rounds_in(app)
    assert (made.pairing_id, made.milestone_key, made.due_on) == (
        people["mme_durand_pairing"], "second_visit", date(2026, 3, 11))
    both = sides(app, made.id)
    assert (both["beneficiary"].call_on, both["caregiver"].call_on) == (date(2026, 3, 11), None)
    assert both["caregiver"].closes_on == date(2026, 3, 21)


def test_a_visit_that_did_not_take_place_does_not_count(app, people, clock):
    change(app, Visit, people["mme_durand_visit"], state="cancelled_by_person")
    clock.set(AFTER_THE_SECOND_VISIT)
    assert run_due(app) == 0


def test_an_occasional_replacement_has_no_round(app, people, clock):
    change(app, Pairing, people["mme_durand_pairing"], kind="replacement")
    clock.set(AFTER_THE_SECOND_VISIT)
    assert run_due(app) == 0


def test_nobody_is_asked_while_the_help_is_interrupted(app, people, clock):
    with writing(app) as session:
        session.add(Interruption(beneficiary_id=people["mme_durand"], kind="hospital", starts_on=date(2026, 3, 10),
                                 opened_at=now()))
    clock.set(AFTER_THE_SECOND_VISIT)
    assert run_due(app) == 0


def test_an_ended_relation_is_not_asked(app, people, clock):
    change(app, Pairing, people["mme_durand_pairing"], state="ended")
    clock.set(AFTER_THE_SECOND_VISIT)
    assert run_due(app) == 0


def test_a_relation_discovered_late_is_asked_once_not_three_times(app, people, clock):
    clock.set(datetime(2027, 6, 1, 8, 0, tzinfo=UTC))
    assert run_due(app) == 2
    assert {made.milestone_key for made in rounds_in(app)} == {"yearly-1"}
    assert run_due(app) == 0


def test_the_date_given_by_the_last_decision_opens_the_next_round(app, people, clock):
    change(app, Pairing, people["mme_durand_pairing"], next_milestone="month_two", next_round_on=date(2026, 5, 4))
    clock.set(datetime(2026, 5, 3, 12, 0, tzinfo=UTC))
    assert "month_two" not in [made.milestone for made in rounds_in(app)]
    clock.set(datetime(2026, 5, 4, 12, 0, tzinfo=UTC))
    run_due(app)
    assert ("month_two", date(2026, 5, 4)) in [(made.milestone, made.due_on) for made in rounds_in(app)]
    with reading(app) as session:
        assert session.get(Pairing, people["mme_durand_pairing"]).next_round_on is None


def test_a_person_who_cannot_phone_waits_for_a_visit_at_once(app, people, clock):
    change(app, Beneficiary, people["mme_durand"], cannot_answer_by_phone=True)
    clock.set(AFTER_THE_SECOND_VISIT)
    run_due(app)
    assert sides(app, rounds_in(app)[0].id)["beneficiary"].state == "unable_by_phone"


def test_a_caregiver_without_an_account_is_called(app, people, clock):
    change(app, Account, people["aicha"], ended_at=datetime(2026, 3, 9, tzinfo=UTC))
    clock.set(AFTER_THE_SECOND_VISIT)
    run_due(app)
    assert sides(app, rounds_in(app)[0].id)["caregiver"].wants_call


def test_the_number_of_statements_does_not_depend_on_the_relations_due(app, people, clock):
    clock.set(AFTER_THE_SECOND_VISIT)
    with statements(app) as few:
        assert run_due(app) == 1
    more_relations(app, people, 40)
    with statements(app) as many:
        assert run_due(app) == 40
    assert len(many) == len(few)


def test_one_round_at_a_time_on_demand(app, people):
    opened(app, people)
    with pytest.raises(Overtaken, match="déjà ouvert"):
        opened(app, people)


def test_a_round_is_asked_of_usual_relations_only(app, people):
    change(app, Pairing, people["mme_durand_pairing"], kind="replacement")
    with pytest.raises(Overtaken, match="relation habituelle"):
        opened(app, people)


def test_an_ended_relation_cancels_its_round_and_keeps_what_was_said(app, people):
    round_id = opened(app, people)
    speaks(app, round_id)
    act(app, "claire", lambda by: rounds.cancel_open(by, people["mme_durand_pairing"]))
    assert count(app, Round, Round.state == "cancelled") == 1
    assert count(app, RoundSide, RoundSide.round_open) == 0
    with pytest.raises(Overtaken, match="clos"):
        speaks(app, round_id, "caregiver")
