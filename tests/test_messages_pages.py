"""The screens of messages: one's own way, what did not leave, the trial; and whom to call where nothing can leave."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from database import now
from models import ChannelChoice, JournalLine, Message
from tests.absence_scenes import declare
from tests.mail_server import MailServer
from tests.message_scenes import one_pass, outbox, sends, states
from tests.offer_scenes import open_visits, rosa_is_free
from tests.reader import reader
from tests.world import count, reading, statements, writing


@pytest.fixture
def mail(app, people):
    with MailServer() as server:
        sends(app, server)
        yield server


@pytest.fixture
def every_way(app, mail, monkeypatch):
    monkeypatch.setitem(app.config, "SMS_URL", "json://127.0.0.1/{to}")
    monkeypatch.setitem(app.config, "PUSH_URL", "json://127.0.0.1/{to}")
    monkeypatch.setattr("queries.outbox.find_spec", lambda name: True)


def unsent(app, people, name="aicha", **values) -> int:
    with writing(app) as session:
        message = Message(**{"account_id": people[name], "kind": "answer", "cause_key": uuid4().hex, "channel": "email",
                             "state": "failed", "fault": "refused", "written_at": now(), "not_before": now(), "try_at": now(),
                             "attempts": 1, **values})
        session.add(message)
        session.flush()
        return message.id


def chosen(app, people, name):
    with reading(app) as session:
        row = session.scalar(select(ChannelChoice).where(ChannelChoice.account_id == people[name]))
        return row and (row.channel, row.address)


# --- one's own way ----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("name", "from_"), [("aicha", "/aide-telephone"), ("claire", "/ma-phrase-de-passe"), ("sam", "/ma-phrase-de-passe")])
def test_everybody_finds_her_own_way_and_reads_how_she_is_told_now(app, people, mail, name, from_):
    her = reader(app, name)
    assert "/compte/messages" in her.get(from_).links
    page = her.get("/compte/messages")
    assert page.h1 == "Comment vous prévenir"
    assert f"vous êtes prévenue par e-mail : {name}@exemple.fr, comme l'association le prévoit" in page.text


@pytest.mark.parametrize(("sent", "kept"), [
    ({"channel": "email", "email": "chez.moi@exemple.fr"}, ("email", "chez.moi@exemple.fr")),
    ({"channel": "sms", "sms": "06 12 34 56 78"}, ("sms", "0612345678")),
    ({"channel": "push", "push": "aicha_42"}, ("push", "aicha_42")),
    ({"channel": "none", "email": "n'importe quoi"}, ("none", "")),
])
def test_she_chooses_and_may_choose_again(app, people, every_way, sent, kept):
    aicha = reader(app, "aicha")
    aicha.post("/compte/messages", {"channel": "none"}, 303)
    aicha.post("/compte/messages", sent, 303)
    assert chosen(app, people, "aicha") == kept and count(app, ChannelChoice) == 1
    page = aicha.get("/compte/messages")
    assert page.select("input", id="channel-none" if kept[0] == "none" else "channel-0") is not None
    assert ("aucun message ne vous est envoyé" in page.text) == (kept[0] == "none")
    assert count(app, JournalLine, JournalLine.account_id == people["aicha"], JournalLine.action == "account.self") >= 2


@pytest.mark.parametrize(("sent", "said"), [
    ({}, "Choisissez une réponse."),
    ({"channel": "pigeon"}, "Choisissez une réponse de la liste."),
    ({"channel": "email", "email": ""}, "Indiquez votre adresse e-mail, par exemple prenom@exemple.fr."),
    ({"channel": "email", "email": "a@b.fr, c@d.fr"}, "Indiquez votre adresse e-mail, par exemple prenom@exemple.fr."),
    ({"channel": "sms", "sms": "01 99 00 11 22"}, "Indiquez un numéro de portable, par exemple 06 12 34 56 78."),
    ({"channel": "push", "push": "mon canal"}, "Indiquez le nom de votre canal : des lettres et des chiffres, sans espace."),
])
def test_what_cannot_be_used_comes_back_with_what_to_do(app, people, every_way, sent, said):
    page = reader(app, "aicha").post("/compte/messages", sent, 422)
    assert said in page.text.replace("\u00a0", " ") and chosen(app, people, "aicha") is None


def test_only_the_ways_of_the_house_are_offered(app, people, mail):
    page = reader(app, "aicha").get("/compte/messages")
    assert [node["value"] for node in page.select("input", type_="checkbox")] == ["email", "none"]
    reader(app, "aicha").post("/compte/messages", {"channel": "sms", "sms": "0612345678"}, 422)


def test_where_nothing_leaves_she_reads_that_the_office_calls(app, people):
    page = reader(app, "aicha").get("/compte/messages")
    assert "le bureau vous appelle" in page.text and not page.select("input", type_="checkbox")


def test_her_address_is_on_no_page_of_the_office(app, people, mail):
    reader(app, "aicha").post("/compte/messages", {"channel": "email", "email": "secret-a-elle@exemple.fr"}, 303)
    unsent(app, people)
    claire = reader(app, "claire")
    for url in ("/messages", f"/intervenantes/{people['aicha_caregiver']}", "/a-traiter"):
        assert "secret-a-elle" not in claire.get(url).html
    assert "elle est prévenue par e-mail" in claire.get(f"/intervenantes/{people['aicha_caregiver']}").text


def test_whoever_is_called_reads_so_on_her_file(app, people, mail):
    reader(app, "aicha").post("/compte/messages", {"channel": "none"}, 303)
    page = reader(app, "claire").get(f"/intervenantes/{people['aicha_caregiver']}")
    assert "aucun ne part vers elle : appelez-la" in page.text.replace("\u00a0", " ")


# --- what did not leave -------------------------------------------------------------------------------------------------

def board(app):
    return [node.text.replace("\u00a0", " ") for node in reader(app, "claire").get("/a-traiter").select("p", class_="why")]


@pytest.mark.parametrize(("values", "shown"), [
    ({}, True),
    ({"state": "waiting", "fault": "unreachable"}, False),
    ({"state": "sending", "fault": None}, False),
    ({"state": "sent", "fault": None}, False),
    ({"state": "given_up", "fault": "called"}, False),
])
def test_the_board_says_so_at_once_when_it_was_refused_and_after_an_hour_otherwise(app, people, clock, values, shown):
    unsent(app, people, claimed_at=clock(), **values)
    said = ["À regarder : un message pas parti."]
    assert board(app) == (said if shown else [])
    clock.move(minutes=16)
    assert board(app) == (said if shown or values["state"] == "sending" else [])
    clock.move(minutes=44)
    assert board(app) == (said if shown or values["state"] in ("sending", "waiting") else [])


def test_the_board_counts_them_in_one_line(app, people):
    for name in ("aicha", "lucie"):
        unsent(app, people, name)
    assert board(app) == ["À regarder : 2 messages pas partis."]
    assert "/messages" in reader(app, "claire").get("/a-traiter").links


@pytest.mark.parametrize(("name", "values"), [("odile", {}), ("paul", {"urgent": True}), ("aicha", {"private": True})])
def test_that_somebody_was_told_of_a_story_shows_on_no_page(app, people, mail, name, values):
    """A coordinator who learnt that a message to the outside recipient failed would know that there is an alert."""
    id = unsent(app, people, name, cause_key="alert:1", **values)
    assert board(app) == []
    for reading_one in ("claire", "helene"):
        page = reader(app, reading_one).get("/messages")
        assert "Aucun message en attente" in page.text and [node.text for node in page.select("dd")] == ["0"] * 4
        reader(app, reading_one).post(f"/messages/{id}/renvoi", {}, 404)
    with app.app_context():
        from queries.outbox import faults_of
        assert faults_of(["alert:1", "alert:2"]) == {"alert:1": "Le service d'envoi refuse cette adresse ou ce numéro."}


def test_the_page_says_to_whom_since_when_why_and_whom_to_call(app, people, clock):
    unsent(app, people)
    clock.move(hours=2)
    page = reader(app, "claire").get("/messages")
    line = page.select("li", id=f"message-{outbox(app)[0].id}")[0]
    assert "Aïcha Diallo" in line.text and "06 11 11 11 11" in line.text.replace("\u00a0", " ")
    assert "« Une réponse à votre message »" in line.text.replace("\u00a0", " ")
    assert "refuse cette adresse ou ce numéro" in line.text


def test_the_office_sends_it_again_and_it_leaves(app, people, mail):
    id = unsent(app, people, urgent=True)
    claire = reader(app, "claire")
    claire.post(f"/messages/{id}/renvoi", {}, 303)
    assert states(app) == [("answer", "waiting", None)]
    one_pass(app)
    assert len(mail.letters) == 1
    assert count(app, JournalLine, JournalLine.action == "message.follow", JournalLine.subject == f"message:{id}") == 1


def test_the_office_reached_her_and_nothing_leaves_any_more(app, people, mail):
    id = unsent(app, people, state="waiting", fault="unreachable", not_before=now_less(app, hours=2))
    claire = reader(app, "claire")
    assert "Il sera essayé à nouveau." in claire.get("/messages").text
    claire.post(f"/messages/{id}/jointe", {}, 303)
    assert states(app) == [("answer", "given_up", "called")] and one_pass(app) == {} and board(app) == []


def now_less(app, **ago):
    return app.config["CLOCK"]() - timedelta(**ago)


def test_the_second_of_two_colleagues_reads_what_the_first_did(app, people):
    id = unsent(app, people)
    reader(app, "malika").post(f"/messages/{id}/jointe", {}, 303)
    late = reader(app, "claire").post(f"/messages/{id}/renvoi", {}, 409)
    assert "Malika Benali l'a déjà jointe, le 09/03 à 09 h 00." in late.text.replace("\u00a0", " ")
    assert states(app) == [("answer", "given_up", "called")]


def test_one_that_is_leaving_right_now_is_left_alone_then_uncertain(app, people, clock):
    id = unsent(app, people, state="sending", fault=None, claimed_at=clock())
    claire = reader(app, "claire")
    assert "L'envoi est en cours." in claire.post(f"/messages/{id}/renvoi", {}, 409).text
    clock.move(minutes=15)
    assert "Envoi incertain" in claire.get("/messages").text
    claire.post(f"/messages/{id}/jointe", {}, 303)


def test_an_empty_page_says_what_comes_here(app, people, mail):
    page = reader(app, "claire").get("/messages")
    assert "Aucun message en attente ne pose de problème." in page.text and "Partis" in page.text


def test_the_page_costs_the_same_with_many(app, people):
    claire = reader(app, "claire")
    unsent(app, people)
    with statements(app) as few:
        claire.get("/messages")
    for turn in range(30):
        unsent(app, people, cause_key=f"n:{turn}")
    with statements(app) as many:
        claire.get("/messages")
    assert len(many) == len(few)


# --- nothing can leave ----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("url", ["/messages", "/questions", "/reglages/messages"])
def test_the_screens_say_whom_to_call_when_nothing_can_leave(app, people, url):
    assert "Aucun moyen d'envoi n'est réglé. Appelez" in reader(app, "helene").get(url).text


@pytest.mark.parametrize("url", ["/messages", "/questions", "/reglages/messages"])
def test_they_say_nothing_of_it_once_something_can(app, people, mail, url):
    assert "Aucun moyen d'envoi" not in reader(app, "helene").get(url).text


def test_who_asks_a_question_reads_when_she_is_told(app, people, mail, clock):
    request = rosa_is_free(app, people)
    claire = reader(app, "claire")
    assert open_visits(app, request)
    sent = claire.post(f"/remplacements/{request}/questions", {"caregiver_id": people["rosa_caregiver"]}, 303)
    assert "Un message la prévient." in claire.follow(sent).text


def test_who_asks_a_question_reads_to_call_when_no_message_leaves(app, people):
    request = rosa_is_free(app, people)
    claire = reader(app, "claire")
    sent = claire.post(f"/remplacements/{request}/questions", {"caregiver_id": people["rosa_caregiver"]}, 303)
    assert "Aucun message ne part vers elle : appelez-la." in claire.follow(sent).text.replace("\u00a0", " ")


# --- the settings and the trial --------------------------------------------------------------------------------------------

def press(app, name="helene"):
    her = reader(app, name)
    return her.follow(her.post("/reglages/messages/essai", {}, 303)).text.replace("\u00a0", " ")


def test_the_direction_sends_a_trial_to_herself_at_any_hour(app, people, mail, clock):
    clock.move(hours=14)
    assert "Le message d'essai est parti par e-mail." in press(app)
    assert [to for _, to, _ in mail.letters] == ["helene@exemple.fr"] and outbox(app) == []
    assert count(app, JournalLine, JournalLine.action == "message.test") == 1


def test_a_trial_that_fails_says_why(app, people, mail):
    mail.refused["helene@exemple.fr"] = b"550 no"
    assert "n'est pas parti. Le service d'envoi refuse cette adresse" in press(app)
    mail.__exit__()
    assert "n'est pas parti. Le service d'envoi ne répond pas." in press(app)


def test_a_trial_nothing_can_carry_says_what_to_do(app, people):
    assert "Réglez un moyen d'envoi" in press(app)


@pytest.mark.parametrize(("name", "typed", "said"), [
    ("smtp_port", "0", "Indiquez un nombre entier, de 1 à 65535."), ("smtp_port", "70000", "Indiquez un nombre entier, de 1 à 65535."),
    ("smtp_from", "bureau", "Indiquez une adresse e-mail, par exemple bureau@exemple.fr."),
    ("smtp_security", "beaucoup", "Choisissez une réponse de la liste.")])
def test_settings_that_make_no_sense_come_back(app, people, name, typed, said):
    from tests.test_settings import choose
    assert said in choose(app, "messages", 422, **{name: typed}).text


def test_what_is_set_is_what_the_page_says_works(app, people):
    from tests.test_settings import choose
    choose(app, "messages", smtp_host="smtp.exemple.fr", smtp_from="bureau@exemple.fr", smtp_security="TLS", smtp_port="465")
    page = reader(app, "helene").get("/reglages/messages")
    assert [node.text for node in page.select("section", id="essai")[0].select("dd")] == [
        "réglé", "Aucun service n'est réglé sur le serveur.", "Aucun service n'est réglé sur le serveur."]
    choose(app, "messages", smtp_user="bureau")
    assert "Le mot de passe manque sur le serveur." in reader(app, "helene").get("/reglages/messages").text


def test_no_secret_of_the_server_is_on_a_page_or_in_the_database(app, people, every_way, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_PASSWORD", "motdepasse-canari")
    monkeypatch.setitem(app.config, "SMS_URL", "json://user:canari-sms@127.0.0.1/{to}")
    helene = reader(app, "helene")
    assert "canari" not in helene.get("/reglages/messages").html + helene.get("/reglages").html
    with reading(app) as session:
        assert "canari" not in str([session.execute(table.select()).all() for table in Message.metadata.sorted_tables])


def test_a_caregiver_on_sick_leave_is_to_be_called(app, people, mail):
    declare(app, people)
    with app.app_context():
        from queries.outbox import told_words
        assert "appelez-la" in told_words(people["aicha_caregiver"], now())
