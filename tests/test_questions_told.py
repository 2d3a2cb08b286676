"""What waits for a caregiver on her phone is told with its cause: a round, a passage de relais to write, to read, handed back."""

from datetime import UTC, date, datetime

import pytest

from acts import absences, handovers, rounds
from models import Account, Message
from tests.absence_scenes import a_week, declare, do, tick, version
from tests.handover_scenes import away, relay, relays, taken
from tests.houses import KINDS, house
from tests.mail_server import MailServer
from tests.message_scenes import one_pass, outbox, sends, states
from tests.people import settle
from tests.phone_scenes import give_visit
from tests.reader import reader
from tests.rounds_scene import more_relations, opened, run_due, speaks
from tests.world import count, writing

AFTER_THE_SECOND_VISIT = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)
WRITTEN = {"matters_now": "Elle a un nouveau fauteuil.", "mode": "written"}
QUESTION = "Une question pour vous"


@pytest.fixture
def mail(app, people):
    with MailServer() as server:
        sends(app, server)
        yield server


def told(app, people, name) -> list[tuple]:
    """(cause, state, fault) of each question written for her."""
    return [(row.cause_key, row.state, row.fault) for row in outbox(app, Message.kind == "question")
            if row.account_id == people[name]]


# --- a point à deux voix ---------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("kind", KINDS)
def test_a_round_that_comes_due_by_the_clock_is_told_once(kind, tmp_path, clock):
    """`flask tick` opens it and sends the message; the next minutes tell nothing more."""
    with house(kind, tmp_path, clock) as app, MailServer() as mail:
        with writing(app) as session:
            people = settle(session)
        sends(app, mail)
        clock.set(AFTER_THE_SECOND_VISIT)
        for _ in range(4):
            assert app.test_cli_runner().invoke(args=["tick"]).exit_code == 0
            clock.move(minutes=20)
        [(cause, state, _)] = told(app, people, "aicha")
        assert cause.startswith("round:") and state == "sent"
        assert [letter["Subject"] for letter in mail.to("aicha@exemple.fr")] == [QUESTION]


def test_a_round_asked_for_by_the_office_is_told_too(app, people, mail):
    round_id = opened(app, people)
    assert told(app, people, "aicha") == [(f"round:{round_id}", "waiting", None)]


def test_ten_rounds_that_open_together_are_one_question(app, people, mail, clock):
    more_relations(app, people, 10)
    clock.set(AFTER_THE_SECOND_VISIT)
    assert run_due(app) == 11
    assert len(told(app, people, "aicha")) == 1


def test_an_answer_given_before_it_leaves_is_not_asked_for(app, people, mail):
    speaks(app, opened(app, people), "caregiver")
    one_pass(app)
    assert [line[1:] for line in told(app, people, "aicha")] == [("given_up", "not_needed")] and mail.letters == []


def test_a_round_closed_before_it_leaves_is_not_told(app, people, mail):
    opened(app, people)
    do(app, people, "claire", lambda by: rounds.cancel_open(by, people["mme_durand_pairing"]) or "")
    one_pass(app)
    assert [line[1:] for line in told(app, people, "aicha")] == [("given_up", "not_needed")]


def test_one_answered_leaves_the_other_to_be_told(app, people, mail):
    """Two wait: the message says both, and leaves as long as one of them does."""
    more_relations(app, people, 1)
    a_week(app, people, (9, 10), 900, "mme_durand", "aicha")
    first = opened(app, people)
    assert run_due(app) == 1
    speaks(app, first, "caregiver")
    assert one_pass(app) == {"sent": 1} and mail.texts == [QUESTION]


@pytest.mark.parametrize("kind", ["sick_leave", "accident"])
def test_nobody_ill_is_asked_and_she_is_told_on_her_return(app, people, mail, clock, kind):
    declare(app, people, kind=kind)
    opened(app, people)
    assert told(app, people, "aicha") == []
    clock.set(datetime(2026, 3, 14, 9, tzinfo=UTC))
    tick(app)
    assert [cause.partition(":")[0] for cause, _, _ in told(app, people, "aicha")] == ["back"]
    tick(app)
    assert len(told(app, people, "aicha")) == 1


def test_what_was_held_back_by_her_sick_leave_is_told_on_her_return(app, people, mail, clock):
    clock.set(datetime(2026, 3, 9, 21, tzinfo=UTC))
    opened(app, people)
    id = declare(app, people)
    one_pass(app)
    assert [line[1:] for line in told(app, people, "aicha")] == [("given_up", "away")]
    clock.move(days=2)
    do(app, people, "claire", absences.come_back, id, version(app, id), date(2026, 3, 11))
    assert [line[1:] for line in told(app, people, "aicha")] == [("given_up", "away"), ("waiting", None)]


def test_a_return_with_nothing_that_waits_tells_nothing(app, people, mail, clock):
    declare(app, people)
    clock.set(datetime(2026, 3, 14, 9, tzinfo=UTC))
    tick(app)
    assert told(app, people, "aicha") == []


def test_on_leave_the_question_waits_for_her_return(app, people, mail, clock):
    declare(app, people, kind="leave")
    opened(app, people)
    one_pass(app)
    clock.set(datetime(2026, 3, 14, 8, tzinfo=UTC))
    tick(app)
    assert len(told(app, people, "aicha")) == 1 and mail.letters == []
    give_visit(app, people, date(2026, 3, 14), 900, "mme_durand", "aicha")
    assert one_pass(app) == {"sent": 1}


# --- a passage de relais ---------------------------------------------------------------------------------------------------

def write(app, id, name="claire"):
    reader(app, name).post(f"/relais/{id}/ecrire" if name == "claire" else f"/mes-relais/{id}/ecrire", WRITTEN)


def test_who_leaves_is_told_that_a_relay_waits_to_be_written(app, people, mail):
    id = relay(app, people)
    assert told(app, people, "aicha") == [(f"relay:{id}:to_write", "waiting", None)]
    assert told(app, people, "lucie") == []


def test_who_is_ill_is_not_asked_to_write(app, people, mail):
    relay(app, people, "sick_leave", starts_on=date(2026, 3, 9))
    assert told(app, people, "aicha") == []


def test_who_is_to_be_ill_is_not_asked_either(app, people, mail):
    relay(app, people, "sick_leave")
    one_pass(app)
    assert [line[1:] for line in told(app, people, "aicha")] == [("given_up", "not_needed")] and mail.letters == []


def test_who_did_not_suit_there_is_not_asked_to_hand_over(app, people, mail):
    relay(app, people, "misfit_beneficiary", absent=False)
    assert relays(app)[0].from_caregiver_id is None and told(app, people, "aicha") == []


def test_who_comes_is_told_once_it_is_written_that_there_is_something_to_read(app, people, mail):
    id = relay(app, people)
    write(app, id)
    [(cause, state, _)] = told(app, people, "lucie")
    assert (cause, state) == (f"relay:{id}:sent", "waiting")
    one_pass(app)
    assert [line[1:] for line in told(app, people, "aicha")] == [("given_up", "not_needed")]


@pytest.mark.parametrize(("at", "leaves"), [
    (datetime(2026, 3, 9, 21, tzinfo=UTC), False),   # her first visit there is on Wednesday the 11th at eight
    (datetime(2026, 3, 10, 21, tzinfo=UTC), True),
])
def test_at_night_a_relay_to_read_leaves_only_before_a_visit_within_a_day(app, people, mail, clock, at, leaves):
    id = relay(app, people)
    clock.set(at)
    do(app, people, "claire", lambda by: handovers.write(by, id, "written", date(2026, 3, 9), "Le fauteuil.") or "")
    one_pass(app)
    assert (QUESTION in [letter["Subject"] for letter in mail.to("lucie@exemple.fr")]) == leaves


def test_who_knows_the_home_is_told_to_read_what_changed(app, people, mail):
    give_visit(app, people, date(2026, 3, 4), caregiver="lucie")
    id = relay(app, people)
    assert told(app, people, "lucie") == [(f"relay:{id}:sent", "waiting", None)]


def test_visits_taken_one_after_the_other_ask_to_write_once(app, people, mail):
    request = away(app, people)
    taken(app, people, request, which=[1])
    taken(app, people, request, which=[0])
    assert len(told(app, people, "aicha")) == 1


def test_a_relay_called_off_before_it_leaves_is_not_told(app, people, mail):
    id = relay(app, people)
    do(app, people, "claire", lambda by: handovers.call_off(by, id, "Elles se connaissent.") or "")
    one_pass(app)
    assert [line[1:] for line in told(app, people, "aicha")] == [("given_up", "not_needed")]


def test_one_opened_by_hand_is_told_too(app, people, mail):
    give_visit(app, people, date(2026, 3, 12), caregiver="lucie")
    id = do(app, people, "claire", lambda by: handovers.open_by_hand(
        by, people["mme_durand"], people["aicha_caregiver"], people["lucie_caregiver"], "written", date(2026, 3, 10)))
    assert told(app, people, "aicha") == [(f"relay:{id}:to_write", "waiting", None)]


def test_who_left_is_told_on_her_return_that_a_note_waits_to_be_read(app, people, mail, clock):
    id = relay(app, people)
    write(app, id)
    one_pass(app)
    clock.set(datetime(2026, 3, 18, 9, tzinfo=UTC))
    do(app, people, "lucie", lambda by: handovers.hand_back(by, id, "well", "Tout s'est bien passé.") or "")
    one_pass(app)
    assert told(app, people, "aicha")[-1] == (f"relay:{id}:returned", "waiting", None) and mail.to("aicha@exemple.fr") == []
    clock.set(datetime(2026, 3, 23, 9, tzinfo=UTC))
    tick(app)
    give_visit(app, people, date(2026, 3, 23), 900, "mme_durand", "aicha")
    one_pass(app)
    assert [letter["Subject"] for letter in mail.to("aicha@exemple.fr")] == [QUESTION]


def test_she_is_not_told_of_what_she_handed_over_herself(app, people, mail):
    id = relay(app, people)
    do(app, people, "aicha", lambda by: handovers.write(by, id, "written", date(2026, 3, 9), "Le fauteuil.") or "")
    assert [cause for cause, _, _ in told(app, people, "lucie")] == [f"relay:{id}:sent"]
    assert len(told(app, people, "aicha")) == 1


def test_a_house_that_sends_nothing_writes_no_question(app, people):
    opened(app, people)
    write(app, relay(app, people))
    assert states(app) == []


def test_without_an_account_nobody_is_told(app, people, mail):
    with writing(app) as session:
        session.get(Account, people["aicha"]).ended_at = datetime(2026, 3, 1, tzinfo=UTC)
    opened(app, people)
    assert count(app, Message) == 0
