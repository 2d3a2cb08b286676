"""People are told by message: written with its cause, sent once, never at night, never with a name in it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from acts import changes, imported_visits, interruptions, messages, offers, replacements, visits, words
from database import commit_as, instant_at, now
from models import Account, Beneficiary, Caregiver, ChannelChoice, Message, Offer, Replacement, Setting, Visit, VisitChange
from rules.messages import TEXTS
from tests.absence_scenes import a_week, as_, declare, do, row
from tests.mail_server import MailServer
from tests.message_scenes import FROM, one_pass, outbox, sends, states
from tests.offer_scenes import asked_of, open_visits, rosa_is_free
from tests.phone_scenes import give_visit
from tests.world import count, writing

LUCIE = "lucie@exemple.fr"


@pytest.fixture
def mail(app, people):
    """A house that sends e-mails; Aïcha and Lucie have a visit every day of this week."""
    for person, caregiver, minute in (("mme_durand", "aicha", 600), ("m_petit", "lucie", 660)):
        a_week(app, people, (9, 10, 11, 12, 13, 14), minute, person, caregiver)
    with MailServer() as server:
        sends(app, server)
        yield server


def tell(app, people, kind="answer", key="word:1", name="claire", to="aicha", **more):
    return do(app, people, name, lambda by: messages.tell(by, kind, key, caregiver_id=people[f"{to}_caregiver"], **more))


def ask_rosa(app, people) -> int:
    """Whether she would go to the last visit of the week."""
    request = rosa_is_free(app, people)
    return asked_of(app, people, request, visit_ids=open_visits(app, request)[-1:])


def move(app, people, visit_id, day, minute=600):
    held = row(app, Visit, visit_id)
    do(app, people, "claire", visits.move, visit_id, held.version, day, minute, 60)


# --- what is told ----------------------------------------------------------------------------------------------------

def test_a_question_asked_is_told_and_leaves_at_the_next_turn_of_the_clock(app, people, mail):
    ask_rosa(app, people)
    assert states(app) == [("question", "waiting", None)]
    give_visit(app, people, date(2026, 3, 9), 1100, "m_petit", "rosa")
    app.test_cli_runner().invoke(args=["tick"])
    assert states(app) == [("question", "sent", None)]
    assert mail.to("rosa@exemple.fr")[0]["Subject"] == "Une question pour vous"


def test_a_change_of_a_visit_to_come_is_told_to_both_and_stays_to_be_phoned_when_it_is_near(app, people, mail):
    visit = give_visit(app, people, date(2026, 3, 9), 900, "mme_durand", "aicha")
    held = row(app, Visit, visit)
    do(app, people, "claire", visits.reassign, visit, held.version, people["lucie_caregiver"], "replacement", "hours")
    assert one_pass(app) == {"sent": 2}
    assert [mail.to(f"{name}@exemple.fr")[0]["Subject"] for name in ("aicha", "lucie")] == [TEXTS["change"]] * 2
    with writing(app) as session:
        line = session.scalars(select(VisitChange).where(VisitChange.visit_id == visit)).one()
        assert line.phone_first and line.reached_at is None and line.other_reached_at is None


def test_a_change_that_moves_a_far_visit_to_tomorrow_presses_too(app, people, mail, clock):
    visit = give_visit(app, people, date(2026, 3, 20), 600, "mme_durand", "aicha")
    clock.set(datetime(2026, 3, 9, 21, tzinfo=UTC))
    move(app, people, visit, date(2026, 3, 10), 480)
    assert one_pass(app) == {"sent": 1}


def test_an_answer_of_the_office_is_told(app, people, mail):
    word = do(app, people, "aicha", words.send, "call_me", "", None, people["mme_durand"])
    do(app, people, "claire", words.reply, int(word), "Nous vous appelons.")
    do(app, people, "claire", words.close, int(word))
    assert states(app) == [("answer", "waiting", None)]
    assert one_pass(app) == {"sent": 1} and mail.texts == ["Une réponse à votre message"]


def test_a_word_closed_in_silence_tells_nothing(app, people, mail):
    word = do(app, people, "aicha", words.send, "to_know", "Le store.", None, people["mme_durand"])
    do(app, people, "claire", words.close, int(word))
    assert outbox(app) == []


def test_her_own_request_has_its_answer(app, people, mail):
    request = do(app, people, "aicha", lambda by: replacements.open(
        by, people["mme_durand_pairing"], "caregiver", "schedule_clash", "", None))
    do(app, people, "claire", replacements.cancel, int(request), "Vu ensemble.")
    assert [row.cause_key for row in outbox(app)] == [f"request:{request}"]


def test_what_the_person_asks_for_is_not_told_to_the_caregiver_as_an_answer(app, people, mail):
    request = do(app, people, "claire", lambda by: replacements.open(
        by, people["mme_durand_pairing"], "beneficiary", "misfit_beneficiary", "", "no"))
    do(app, people, "claire", replacements.cancel, int(request), "Elle reste.")
    assert outbox(app) == []


def test_what_she_did_herself_she_knows(app, people, mail):
    declare(app, people, name="aicha", kind="leave")
    assert [row for row in outbox(app) if row.account_id == people["aicha"]] == []


def test_what_she_agreed_to_by_voice_is_not_told_again(app, people, mail):
    request = rosa_is_free(app, people)
    do(app, people, "claire", offers.called, request, people["rosa_caregiver"])
    assert count(app, Visit, Visit.caregiver_id == people["rosa_caregiver"]) > 0
    assert [row for row in outbox(app) if row.account_id == people["rosa"]] == []


def test_a_visit_past_tells_nothing(app, people, mail):
    held = row(app, Visit, people["mme_durand_past_visit"])
    do(app, people, "claire", visits.settle, held.id, held.version, "done")
    do(app, people, "claire", lambda by: changes.record(by, row(app, Visit, held.id), "not_covered"))
    assert outbox(app) == []


def test_a_death_is_learnt_from_no_message(app, people, mail):
    do(app, people, "claire", lambda by: interruptions.open(
        by, people["mme_durand"], None, "death", date(2026, 3, 9), None, None, "Sa fille", ""))
    assert count(app, VisitChange, VisitChange.kind == "suspended") > 0
    assert outbox(app) == []


def test_a_stay_in_hospital_is_told(app, people, mail):
    do(app, people, "claire", lambda by: interruptions.open(
        by, people["mme_durand"], None, "hospital", date(2026, 3, 9), None, None, "Sa fille", ""))
    assert [(row.account_id, row.kind) for row in outbox(app)] == [(people["aicha"], "change")]


# --- with its cause, once ----------------------------------------------------------------------------------------------

def test_a_message_goes_back_with_its_cause(app, people, mail):
    def broken(by):
        word = words.send(as_caregiver, "call_me", "", None, people["mme_durand"])
        words.reply(by, word, "Vu.")
        raise ZeroDivisionError

    as_caregiver = as_(app, people, "aicha")
    with pytest.raises(ZeroDivisionError):
        do(app, people, "claire", broken)
    assert outbox(app) == []


def test_a_cause_tells_once(app, people, mail):
    tell(app, people, key="word:7")
    one_pass(app)
    tell(app, people, key="word:7")
    one_pass(app)
    assert len(mail.letters) == 1


def test_ten_changes_are_one_message_then_another_a_quarter_of_an_hour_later(app, people, mail, clock):
    ids = [give_visit(app, people, date(2026, 3, 17), 600 + 90 * turn, "mme_durand", "aicha") for turn in range(4)]
    for id in ids[:3]:
        move(app, people, id, date(2026, 3, 18))
    assert one_pass(app) == {"sent": 1}
    clock.move(minutes=2)
    move(app, people, ids[3], date(2026, 3, 18))
    assert one_pass(app) == {"put off": 1}
    clock.move(minutes=12)
    assert one_pass(app) == {}
    clock.move(minutes=1)
    assert one_pass(app) == {"sent": 1}


def test_a_near_change_pulls_the_one_that_waits_for_the_morning(app, people, mail, clock):
    far, near = (give_visit(app, people, day, 600, "mme_durand", "aicha") for day in (date(2026, 3, 19), date(2026, 3, 20)))
    clock.set(datetime(2026, 3, 9, 21, tzinfo=UTC))
    move(app, people, far, date(2026, 3, 21))
    assert one_pass(app) == {"put off": 1}
    move(app, people, near, date(2026, 3, 10))
    assert one_pass(app) == {"sent": 1} and len(outbox(app)) == 1


# --- not at night, not away, not for nothing ---------------------------------------------------------------------------

@pytest.mark.parametrize(("moment", "sent"), [
    (datetime(2026, 3, 9, 19, tzinfo=UTC), datetime(2026, 3, 10, 6, 30, tzinfo=UTC)),
    (datetime(2026, 3, 14, 20, tzinfo=UTC), datetime(2026, 3, 16, 6, 30, tzinfo=UTC)),
])
def test_in_the_evening_and_on_sunday_it_waits_and_is_not_late(app, people, mail, clock, moment, sent):
    give_visit(app, people, date(2026, 3, 16), 600, "mme_durand", "aicha")
    clock.set(moment)
    tell(app, people)
    assert one_pass(app) == {"put off": 1} and mail.letters == []
    clock.set(sent - timedelta(seconds=1))
    assert one_pass(app) == {}
    clock.set(sent)
    assert one_pass(app) == {"sent": 1}


def test_danger_leaves_at_night_to_each_and_names_who_is_to_be_called(app, people, mail, clock):
    with writing(app) as session:
        session.add(ChannelChoice(account_id=people["paul"], channel="none", chosen_at=now(), by_id=people["paul"]))
    clock.set(datetime(2026, 3, 15, 2, tzinfo=UTC))
    by = as_(app, people, "aicha")
    with app.app_context():
        left = []
        commit_as("test", lambda: left.extend(messages.tell_danger(by, [people["helene"], people["paul"]], "alert:3")) or "")
    assert left == [people["paul"]]
    assert one_pass(app) == {"sent": 1}
    assert mail.to("helene@exemple.fr")[0]["Subject"] == "Une question pour vous"


def test_a_private_message_neither_joins_another_nor_hides_one(app, people, mail):
    tell(app, people, key="word:1")
    tell(app, people, key="alert:1", private=True)
    tell(app, people, key="word:2")
    assert [(row.cause_key, row.private) for row in outbox(app)] == [("word:1", False), ("alert:1", True)]


@pytest.mark.parametrize("kind", ["sick_leave", "accident"])
def test_nobody_on_sick_leave_is_sent_anything(app, people, mail, kind):
    tell(app, people, key="word:1")
    declare(app, people, kind=kind)
    tell(app, people, key="word:2")
    assert [row.cause_key for row in outbox(app)] == ["word:1"]
    one_pass(app)
    assert states(app) == [("answer", "given_up", "away")] and mail.letters == []


def test_on_leave_it_waits_for_her_return(app, people, mail, clock):
    declare(app, people, kind="leave", ends_on=date(2026, 3, 13))
    tell(app, people)
    one_pass(app)
    assert outbox(app)[0].try_at == instant_at(date(2026, 3, 14), 450)


def test_without_a_known_return_it_is_looked_at_again_each_morning(app, people, mail):
    declare(app, people, kind="leave", ends_on=None)
    tell(app, people)
    one_pass(app)
    assert outbox(app)[0].try_at == instant_at(date(2026, 3, 10), 450)


def test_a_question_nobody_waits_for_any_more_does_not_leave(app, people, mail):
    asked = ask_rosa(app, people)
    with writing(app) as session:
        session.execute(update(Offer).where(Offer.id == asked).values(state="withdrawn", closed_at=now()))
    one_pass(app)
    assert states(app) == [("question", "given_up", "not_needed")]


def test_an_account_closed_since_gets_nothing(app, people, mail):
    tell(app, people)
    with writing(app) as session:
        session.get(Account, people["aicha"]).ended_at = now()
    one_pass(app)
    assert states(app) == [("answer", "given_up", "closed")]


# --- her way -------------------------------------------------------------------------------------------------------------

def test_the_way_she_chose_counts_even_for_what_is_already_written(app, people, mail):
    tell(app, people)
    with writing(app) as session:
        session.add(ChannelChoice(account_id=people["aicha"], channel="email", address="chez.elle@exemple.fr", chosen_at=now(),
                                  by_id=people["aicha"]))
    one_pass(app)
    assert [to for _, to, _ in mail.letters] == ["chez.elle@exemple.fr"]


def test_whoever_wants_to_be_called_gets_no_message(app, people, mail):
    with writing(app) as session:
        session.add(ChannelChoice(account_id=people["aicha"], channel="none", chosen_at=now(), by_id=people["aicha"]))
    tell(app, people)
    assert outbox(app) == []


def test_a_house_that_sends_nothing_writes_nothing(app, people):
    tell(app, people)
    assert outbox(app) == []


def test_a_way_that_is_gone_when_it_is_to_leave_is_said_at_once(app, people, mail):
    tell(app, people)
    with writing(app) as session:
        session.get(Account, people["aicha"]).email = None
    one_pass(app)
    assert states(app) == [("answer", "failed", "no_way")]


# --- what fails --------------------------------------------------------------------------------------------------------

def test_a_server_that_is_down_is_tried_again_and_then_it_leaves(app, people, mail, clock):
    mail.__exit__()
    tell(app, people)
    assert one_pass(app) == {"failed": 1} and states(app) == [("answer", "waiting", "unreachable")]
    assert one_pass(app) == {}
    clock.move(minutes=1)
    assert one_pass(app) == {"failed": 1}
    clock.move(minutes=1)
    assert one_pass(app) == {}
    with MailServer(mail.port) as up:
        clock.move(minutes=1)
        assert one_pass(app) == {"sent": 1}
        assert up.texts == ["Une réponse à votre message"]
    assert outbox(app)[0].attempts == 3


def test_one_that_is_down_is_asked_once_a_turn(app, people, mail):
    mail.__exit__()
    for name in ("aicha", "lucie"):
        tell(app, people, key=name, to=name)
    assert one_pass(app) == {"failed": 1, "left": 1}


def test_after_a_day_it_is_tried_no_more(app, people, mail, clock):
    mail.__exit__()
    tell(app, people)
    with writing(app) as session:
        session.execute(update(Message).values(not_before=now() - timedelta(hours=24), attempts=20))
    one_pass(app)
    assert states(app) == [("answer", "failed", "unreachable")]


@pytest.mark.parametrize(("answer", "state", "fault"), [
    (b"550 no such person", "failed", "refused"), (b"450 later", "waiting", "busy")])
def test_an_address_refused_is_not_tried_again_one_to_wait_for_is(app, people, mail, answer, state, fault):
    mail.refused["aicha@exemple.fr"] = answer
    tell(app, people)
    tell(app, people, key="b", to="lucie")
    one_pass(app)
    assert states(app)[0] == ("answer", state, fault)
    assert fault == "busy" or mail.to(LUCIE)


@pytest.mark.parametrize(("answer", "state", "fault"), [(b"554 no", "failed", "refused"), (b"451 full", "waiting", "busy")])
def test_a_text_refused_did_not_arrive(app, people, mail, answer, state, fault):
    mail.answer = answer
    tell(app, people)
    one_pass(app)
    assert states(app) == [("answer", state, fault)] and mail.letters == []


def test_a_line_cut_after_the_text_is_never_sent_again_by_itself(app, people, mail, clock):
    mail.answer = None
    tell(app, people)
    one_pass(app)
    assert states(app) == [("answer", "failed", "uncertain")]
    for _ in range(30):
        clock.move(hours=1)
        one_pass(app)
    assert len(mail.letters) == 1


def test_a_goodbye_that_goes_wrong_changes_nothing(app, people, mail):
    mail.goodbye = b"500 who are you"
    tell(app, people)
    assert one_pass(app) == {"sent": 1}


# --- what it says --------------------------------------------------------------------------------------------------------

def test_no_message_holds_a_name_a_reason_or_a_place(app, people, mail):
    """Every word of every record is replaced by a bird: none flies in a letter, nor in a row of the outbox."""
    with writing(app) as session:
        session.execute(update(Beneficiary).values(first_name="canariaaaa", last_name="canariaaaa", address="canariaaaa",
                                                   district="canariaaaa"))
        session.execute(update(Caregiver).values(first_name="canariaaaa", last_name="canariaaaa", district="canariaaaa"))
        session.execute(update(Account).values(name="canariaaaa"))
        session.add(Setting(name="association_name", value="canariaaaa", changed_at=now()))
    app.config["PUBLIC_URL"] = "https://intranet.example.org"
    word = do(app, people, "aicha", words.send, "call_me", "canariaaaa", None, people["mme_durand"])
    do(app, people, "claire", words.reply, int(word), "canariaaaa")
    ask_rosa(app, people)
    with writing(app) as session:
        session.execute(update(Replacement).values(details="canariaaaa"))
    give_visit(app, people, date(2026, 3, 9), 1100, "m_petit", "rosa")
    move(app, people, people["m_petit_visit"], date(2026, 3, 13), 900)
    one_pass(app)
    app.config["PUBLIC_URL"] = ""
    assert sorted(mail.texts) == sorted([TEXTS["question"], TEXTS["change"]])  # Aïcha is ill: no answer leaves
    for sender, to, letter in mail.letters:
        whole = letter.as_string()
        assert "canari" not in whole and "localhost" not in whole
        assert (sender, letter["From"], letter["To"]) == (FROM, FROM, to)
        assert letter.get_content().split() == [*letter["Subject"].split(), "https://intranet.example.org/"]
        assert set(letter.keys()) == {"Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "Content-Type",
                                      "Content-Transfer-Encoding", "MIME-Version"}
        assert letter["Message-ID"].endswith("@trois-rives.fr>")
    with writing(app) as session:
        assert "canari" not in str(session.execute(select(Message.__table__)).all())


def test_what_nobody_foresaw_is_logged_without_whom_it_was_for(app, people, mail, caplog):
    """A sender no letter may carry, which no page lets in: what it was is written down, not for whom."""
    sends(app, mail, smtp_from="bureau@exemple.fr\nBcc: aicha@exemple.fr")
    tell(app, people)
    one_pass(app)
    assert states(app) == [("answer", "failed", "uncertain")] and mail.letters == []
    assert "aicha" not in caplog.text and "ValueError" in caplog.text


@pytest.mark.parametrize("address", ["aïcha@exemple.fr", "aicha", "a@b.fr, c@d.fr", "a@b.fr\nBcc: c@d.fr"])
def test_an_address_no_server_takes_is_refused_here(app, people, mail, address):
    with writing(app) as session:
        session.get(Account, people["aicha"]).email = address
    tell(app, people)
    one_pass(app)
    assert states(app) == [("answer", "failed", "refused")] and mail.letters == []


def test_a_name_of_machine_nobody_can_look_up_is_a_server_that_does_not_answer(app, people, mail):
    sends(app, mail, smtp_host="x" * 80 + ".exemple.fr")
    tell(app, people)
    one_pass(app)
    assert states(app) == [("answer", "waiting", "unreachable")]


def test_the_command_counts_what_it_did(app, people, mail):
    tell(app, people)
    assert app.test_cli_runner().invoke(args=["send"]).output == "sent 1, put off 0, failed 0, left 0\n"


def test_an_import_tells_each_caregiver_once(app, people, mail):
    ids = [give_visit(app, people, date(2026, 3, 17), 600 + 90 * turn, "mme_durand", "aicha") for turn in range(3)]
    here = {"beneficiary_id": people["mme_durand"], "caregiver_id": people["aicha_caregiver"], "other_caregiver_id": None}

    def take(by):
        around = imported_visits.Around(by.id, 1, now(), date(2026, 3, 31))
        imported_visits._say([{**here, "visit_id": id, "kind": "moved", "was": "", "now": "", "made_at": now(),
                               "starts_at": instant_at(date(2026, 3, 17), 600), "made_by_id": by.id, "phone_first": False,
                               "reported_at": now(), "reported_by_id": by.id} for id in ids], around)

    do(app, people, "claire", take)
    assert [(row.account_id, row.kind) for row in outbox(app)] == [(people["aicha"], "change")]
