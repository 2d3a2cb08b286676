"""Somebody told by several channels: each carries the message once, by itself, and one that did is enough."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from acts import channels, messages, purges
from database import Overtaken, now
from models import Account, ChannelChoice, JournalLine, Message, Setting
from queries import outbox as known
from rules.messages import is_mobile
from tests.absence_scenes import a_week, as_, do
from tests.houses import KINDS, house
from tests.mail_server import MailServer
from tests.message_scenes import one_pass, outbox, sends
from tests.people import settle
from tests.reader import reader
from tests.test_messages import tell
from tests.test_messages_pages import board
from tests.test_messages_sending import Service
from tests.world import count, reading, writing

MAIL, PHONE = "aicha@exemple.fr", "0612345678"


@pytest.fixture
def mail(app, people):
    a_week(app, people, (9, 10, 11, 12, 13, 14), 600, "mme_durand", "aicha")
    with MailServer() as server:
        sends(app, server)
        yield server


@pytest.fixture
def service(app, mail, monkeypatch):
    pytest.importorskip("apprise", reason="no library of services (apprise) is installed here")
    with Service() as made:
        for name in ("SMS_URL", "PUSH_URL"):
            monkeypatch.setitem(app.config, name, f"json://127.0.0.1:{made.server_address[1]}/{{to}}")
        yield made


def chooses(app, people, name="aicha", by=None, **addresses) -> None:
    do(app, people, by or name, lambda by: channels.choose(by, people[name], addresses))


def both(app, people, name="aicha") -> None:
    chooses(app, people, name, email=f"{name}@exemple.fr", sms=PHONE)


def by_channel(app, *where) -> dict:
    return {row.channel: (row.state, row.fault) for row in outbox(app, *where)}


# --- each once ----------------------------------------------------------------------------------------------------------

def test_whoever_chose_two_channels_is_told_by_both_in_one_pass(app, people, mail, service):
    both(app, people)
    tell(app, people)
    assert one_pass(app) == {"sent": 2}
    assert len(mail.to(MAIL)) == len(service.asked) == 1
    assert one_pass(app) == {}


def test_a_server_that_is_down_is_tried_again_and_the_sms_is_not_sent_again(app, people, mail, service, clock):
    """The real server of the tests, down, then up: one letter, one SMS."""
    both(app, people)
    mail.__exit__()
    tell(app, people)
    assert one_pass(app) == {"failed": 1, "sent": 1}
    assert by_channel(app) == {"email": ("waiting", "unreachable"), "sms": ("sent", None)}
    with MailServer(mail.port) as up:
        for _ in range(6):
            clock.move(minutes=15)
            one_pass(app)
        assert len(up.to(MAIL)) == len(service.asked) == 1


def test_an_sms_that_may_have_arrived_stops_no_letter_and_never_leaves_again(app, people, mail, service, clock):
    service.status = 500
    both(app, people)
    tell(app, people)
    one_pass(app)
    for _ in range(30):
        clock.move(hours=1)
        one_pass(app)
    assert by_channel(app) == {"email": ("sent", None), "sms": ("failed", "uncertain")}
    assert len(mail.letters) == len(service.asked) == 1


def test_the_same_cause_tells_once_by_each_channel(app, people, mail, service, clock):
    both(app, people)
    for _ in range(3):
        tell(app, people, key="word:7")
        one_pass(app)
        clock.move(minutes=20)
    assert len(mail.letters) == len(service.asked) == 1


def test_a_second_cause_joins_the_channel_that_waits_and_is_told_by_the_one_that_left(app, people, mail, service, clock):
    both(app, people)
    mail.__exit__()
    tell(app, people, key="word:1")
    one_pass(app)
    tell(app, people, key="word:2")
    assert [(row.cause_key, row.channel) for row in outbox(app)] == [("word:1", "email"), ("word:1", "sms"), ("word:2", "sms")]
    clock.move(minutes=20)
    with MailServer(mail.port) as up:
        one_pass(app)
        assert len(up.letters) == 1 and len(service.asked) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_each_database_keeps_one_row_a_channel_however_often_it_is_told(kind, tmp_path, clock):
    with house(kind, tmp_path, clock) as app, MailServer() as server:
        with writing(app) as session:
            ids = settle(session)
            session.add(Setting(name="message_default", value="e-mail et SMS", changed_at=now()))
        sends(app, server)
        app.config["SMS_URL"] = "json://127.0.0.1:1/{to}"
        if "sms" not in _working(app):
            pytest.skip("no library of services (apprise) is installed here")
        for _ in range(3):
            tell(app, ids, to="lucie", urgent=True)
        assert one_pass(app) == {"sent": 1, "failed": 1}
        assert by_channel(app) == {"email": ("sent", None), "sms": ("waiting", "unreachable")}
        assert board(app) == []
        tell(app, ids, to="lucie", urgent=True)
        clock.move(minutes=5)
        one_pass(app)
        assert len(server.letters) == 1 and len(outbox(app)) == 2


def _working(app) -> frozenset:
    with app.app_context():
        return known.working()


# --- her choice ---------------------------------------------------------------------------------------------------------

def test_a_way_she_left_since_gives_its_place_to_the_one_she_chose(app, people, mail, service):
    tell(app, people)
    chooses(app, people, sms=PHONE)
    one_pass(app)
    assert by_channel(app) == {"email": ("given_up", "other_way"), "sms": ("waiting", None)}
    assert one_pass(app) == {"sent": 1} and mail.letters == [] and len(service.asked) == 1


def test_what_one_way_carried_needs_no_other_when_she_changes(app, people, mail, service, clock):
    both(app, people)
    service.__exit__()
    tell(app, people)
    assert one_pass(app) == {"sent": 1, "failed": 1}
    chooses(app, people, email=MAIL, push="aicha-42")
    clock.move(minutes=20)
    one_pass(app)
    assert by_channel(app) == {"email": ("sent", None), "sms": ("given_up", "other_way")}


def test_the_association_may_tell_by_two_channels_whoever_chose_nothing(app, people, mail, service):
    with writing(app) as session:
        session.add(Setting(name="message_default", value="e-mail et SMS", changed_at=now()))
    tell(app, people)
    one_pass(app)
    assert len(mail.to(MAIL)) == len(service.asked) == 1


def test_danger_leaves_by_all_that_is_known_of_her_at_night(app, people, mail, service, clock):
    chooses(app, people, "claire", push="claire-42")
    with writing(app) as session:
        session.get(Account, people["claire"]).phone = PHONE
    clock.set(datetime(2026, 3, 15, 2, tzinfo=UTC))
    do(app, people, "aicha", lambda by: messages.tell_danger(by, [people["claire"]], "alert:3") or "")
    assert one_pass(app) == {"sent": 3}
    assert len(mail.to("claire@exemple.fr")) == 1 and len(service.asked) == 2


# --- told, or to be called ------------------------------------------------------------------------------------------------

def test_one_that_went_out_is_enough_and_nobody_is_asked_to_call(app, people, mail, service, clock):
    service.status = 500
    both(app, people)
    tell(app, people, key="word:1")
    one_pass(app)
    clock.move(hours=3)
    assert board(app) == [] and "Aucun message en attente" in reader(app, "claire").get("/messages").text
    with app.app_context():
        assert known.faults_of(["word:1"]) == {}
        assert dict(known.counts(as_(app, people, "claire"), now() - timedelta(days=7))) == {"sent": 1}


def test_one_refused_is_not_late_while_another_may_still_leave_in_time(app, people, mail, service, clock):
    mail.refused[MAIL] = b"550 no such person"
    both(app, people)
    service.__exit__()
    tell(app, people, key="word:1")
    one_pass(app)
    assert by_channel(app) == {"email": ("failed", "refused"), "sms": ("waiting", "unreachable")}
    assert board(app) == []
    with app.app_context():
        assert known.faults_of(["word:1"]) == {"word:1": ""}
    clock.move(hours=1)
    assert board(app) == ["À regarder : un message pas parti."]
    lines = [node.text.replace("\u00a0", " ") for node in reader(app, "claire").get("/messages").select("li")]
    [line] = [line for line in lines if "Diallo" in line]
    assert "E-mail : Le service d'envoi refuse cette adresse" in line and "SMS : Le service d'envoi ne répond pas." in line


def unsent(app, people, **states) -> list[int]:
    """channel -> (state, fault) of one message of two hours ago. Returns the rows."""
    with writing(app) as session:
        rows = [Message(account_id=people["aicha"], kind="answer", cause_key="word:1", channel=channel, state=state, fault=fault,
                        written_at=now(), not_before=now() - timedelta(hours=2), try_at=now(), attempts=1)
                for channel, (state, fault) in states.items()]
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def test_renvoyer_tries_each_channel_that_did_not_carry_it(app, people, mail, service):
    both(app, people)
    first, _ = unsent(app, people, email=("failed", "uncertain"), sms=("failed", "service"))
    reader(app, "claire").post(f"/messages/{first}/renvoi", {}, 303)
    assert one_pass(app) == {"sent": 2} and len(mail.letters) == len(service.asked) == 1


def test_jointe_ends_it_by_every_channel(app, people, mail, service):
    both(app, people)
    first, _ = unsent(app, people, email=("failed", "refused"), sms=("waiting", "unreachable"))
    reader(app, "claire").post(f"/messages/{first}/jointe", {}, 303)
    assert by_channel(app) == {"email": ("given_up", "called"), "sms": ("given_up", "called")}
    assert one_pass(app) == {} and board(app) == []


def test_what_left_meanwhile_by_one_channel_is_not_sent_again(app, people, mail):
    first, _ = unsent(app, people, email=("failed", "refused"), sms=("sent", None))
    with pytest.raises(Overtaken, match="parti entre-temps"):
        do(app, people, "claire", messages.resend, first)


def test_the_purge_takes_a_message_whole_and_nobody_is_called_for_it_then(app, people, mail, clock):
    unsent(app, people, email=("sent", None), sms=("failed", "refused"))
    with writing(app) as session:
        session.execute(update(Message).where(Message.state == "sent").values(settled_at=now()))
    clock.move(days=91)
    with writing(app):
        assert purges.messages(now()) == 2
    assert board(app) == []


# --- the page -----------------------------------------------------------------------------------------------------------

def test_she_ticks_two_ways_and_reads_both(app, people, service):
    aicha = reader(app, "aicha")
    aicha.post("/compte/messages", {"channel": ["email", "sms"], "email": "chez.elle@exemple.fr", "sms": "06 12 34 56 78"}, 303)
    with reading(app) as session:
        assert session.execute(select(ChannelChoice.channel, ChannelChoice.address, ChannelChoice.by_id)
                               .order_by(ChannelChoice.id)).all() == [
            ("email", "chez.elle@exemple.fr", people["aicha"]), ("sms", PHONE, people["aicha"])]
    page = aicha.get("/compte/messages").text.replace("\u00a0", " ")
    assert "vous êtes prévenue par e-mail : chez.elle@exemple.fr et par SMS : 06 12 34 56 78." in page
    file = reader(app, "claire").get(f"/intervenantes/{people['aicha_caregiver']}")
    assert "elle est prévenue par e-mail et par SMS" in file.text


def test_a_message_and_a_call_instead_of_messages_cannot_both_be(app, people, mail):
    page = reader(app, "aicha").post("/compte/messages", {"channel": ["email", "none"], "email": MAIL}, 422)
    assert "Choisissez des messages, ou un appel : pas les deux." in page.text.replace("\u00a0", " ")
    assert count(app, ChannelChoice) == 0


def test_each_way_ticked_says_where(app, people, service):
    page = reader(app, "aicha").post("/compte/messages", {"channel": ["email", "sms"], "email": "", "sms": ""}, 422)
    assert "Indiquez votre adresse e-mail" in page.text and "Indiquez un numéro de portable" in page.text


def test_the_direction_tries_each_of_her_channels(app, people, mail, service):
    both(app, people, "helene")
    service.status = 500
    helene = reader(app, "helene")
    page = helene.follow(helene.post("/reglages/messages/essai", {}, 303)).text.replace("\u00a0", " ")
    assert "Le message d'essai est parti par e-mail. Vérifiez qu'il arrive. SMS : le message d'essai n'est pas parti." in page


# --- written for her by the office ----------------------------------------------------------------------------------------

HER = {"channel": ["email", "sms"], "email": "chez.elle@exemple.fr", "sms": "06 12 34 56 78", "agreed": "y"}


def for_her(app, people, status=303, name="claire", **sent):
    return reader(app, name).post(f"/intervenantes/{people['aicha_caregiver']}/messages", {**HER, **sent}, status)


@pytest.mark.parametrize("name", ["claire", "helene"])
def test_the_office_writes_for_her_and_she_reads_who_did_and_when(app, people, service, name):
    for_her(app, people, name=name)
    page = reader(app, "aicha").get("/compte/messages").text.replace("\u00a0", " ")
    assert "par e-mail : chez.elle@exemple.fr et par SMS : 06 12 34 56 78." in page
    assert f"Écrit pour vous par {_name(app, people, name)} aujourd'hui à 9 h, avec votre accord." in page
    assert count(app, JournalLine, JournalLine.action == "channel.write", JournalLine.account_id == people[name]) == 1


def _name(app, people, name) -> str:
    with reading(app) as session:
        return session.get(Account, people[name]).name


def test_what_she_chooses_afterwards_is_hers(app, people, service):
    for_her(app, people)
    aicha = reader(app, "aicha")
    aicha.post("/compte/messages", {"channel": "email", "email": MAIL}, 303)
    assert "Écrit pour vous" not in aicha.get("/compte/messages").text
    assert "Elle l'a choisi elle-même" in reader(app, "claire").get(f"/intervenantes/{people['aicha_caregiver']}/messages").text


def test_nothing_is_written_for_her_without_her_agreement(app, people, service):
    page = for_her(app, people, 422, agreed="")
    assert "Demandez-lui d'abord son accord, puis cochez." in page.text and count(app, ChannelChoice) == 0


def test_the_office_never_reads_where_she_is_told_and_what_it_leaves_empty_stays(app, people, service):
    chooses(app, people, email="secret-a-elle@exemple.fr")
    url = f"/intervenantes/{people['aicha_caregiver']}/messages"
    for name in ("claire", "helene"):
        assert "secret-a-elle" not in reader(app, name).get(url).html
    wrong = for_her(app, people, 422, email="", sms="01 99 00 11 22")
    assert "Indiquez un numéro de portable" in wrong.text and "secret-a-elle" not in wrong.html
    for_her(app, people, email="", sms="")
    with reading(app) as session:
        kept = dict(session.execute(select(ChannelChoice.channel, ChannelChoice.address)).all())
    assert kept["email"] == "secret-a-elle@exemple.fr" and is_mobile(kept["sms"])


def test_her_file_leads_to_the_page_and_the_page_says_when_nothing_can_leave(app, people):
    claire, url = reader(app, "claire"), f"/intervenantes/{people['aicha_caregiver']}/messages"
    assert url in claire.get(f"/intervenantes/{people['aicha_caregiver']}").links
    page = claire.get(url)
    assert page.h1 == "Comment la prévenir" and "Aucun moyen d'envoi n'est réglé." in page.text
    assert not page.select("input", type_="checkbox")


def test_somebody_without_an_account_has_no_such_page(app, people, mail):
    with writing(app) as session:
        session.get(Account, people["aicha"]).ended_at = now()
    for_her(app, people, 404)
    reader(app, "claire").get(f"/intervenantes/{people['aicha_caregiver']}/messages", 404)
