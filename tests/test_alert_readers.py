"""Who may read is always somebody, never whom it is about; and each reading of a story is shown to its author."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from acts import alerts as acts
from database import commit_as, now
from models import Account, Alert, Message, Setting
from tests.alert_scenes import live, send, step
from tests.reader import reader
from tests.world import reading, writing

GONE = datetime(2026, 3, 9, 10, tzinfo=UTC)


def change(app, id: int, **values) -> None:
    with writing(app) as session:
        for name, value in values.items():
            setattr(session.get(Account, id), name, value)


def opened(app, id: int) -> str:
    """What Aïcha reads of who opened it."""
    hers = reader(app, "aicha").get(f"/mes-nouvelles/{id}").text
    return hers.partition("Qui a ouvert votre message")[2].partition("Parler à")[0]


# --- never whom it is about ---------------------------------------------------------------------------------------

def test_a_referent_who_is_neither_coordinator_nor_direction_may_be_named_and_then_does_not_read(app, people):
    """She is chosen by name on the form, like anybody of the office: else it would be addressed to her."""
    change(app, people["nadia"], role="none")
    page = reader(app, "aicha").get("/mes-nouvelles/nouvelle")
    assert "S'il s'agit de Nadia Roussel" in page.text
    id = send(app, people, kind="harassment", whom="office", about_id=people["nadia"])
    with reading(app) as session:
        sent = session.get(Alert, id)
        assert people["nadia"] not in (sent.first_id, sent.second_id)
    reader(app, "nadia").get(f"/suivis/{id}", 404)
    assert "Aïcha" not in reader(app, "nadia").get("/suivis").text
    reader(app, "helene").get(f"/suivis/{id}")


# --- each reading is shown ----------------------------------------------------------------------------------------

def test_the_list_does_not_say_what_happened_to_whoever_did_not_open_it(app, people):
    id = send(app, people, kind="racism")
    assert "raciste" not in reader(app, "nadia").get("/suivis").text
    assert "Personne ne l'a encore ouvert." in opened(app, id)
    assert "raciste" in reader(app, "nadia").get(f"/suivis/{id}").text and "Nadia Roussel" in opened(app, id)


def test_a_press_that_brings_back_the_story_is_a_reading(app, people):
    id = send(app, people)
    assert "Ce qu'elle a dit" in reader(app, "helene").post(f"/suivis/{id}/lecture", part=True, status=200).text
    assert "Hélène Faure" in opened(app, id)


@pytest.mark.parametrize("page", ["new", "show", "download"])
def test_a_letter_that_tells_her_words_again_is_a_reading(app, people, clock, page):
    id = send(app, people)
    live(app, "nadia", id, "acknowledged", "heard", "protected", "home_heard")
    step(app, "helene", id, "decided", choice="rules_reminder")
    paul, at = reader(app, "paul"), f"/suivis/{id}/lettres"
    if page == "new":
        paul.get(f"{at}/rules_reminder")
    else:
        letter = reader(app, "helene").post(f"{at}/rules_reminder", {"facts": "Des mots, mardi."}).location
        paul.get(letter) if page == "show" else paul.client.get(letter.replace("papier", "document"))
    assert "Paul Vasseur" in opened(app, id)


# --- somebody always reads ----------------------------------------------------------------------------------------

def escalate(app) -> None:
    with app.app_context():
        commit_as("alert.escalate", lambda: acts.escalate(None, now()))


def test_one_about_the_direction_left_unread_never_sends_her_to_the_office(app, people, clock):
    id = send(app, people, whom="direction")
    clock.move(hours=25)
    escalate(app)
    hers = reader(app, "aicha").get(f"/mes-nouvelles/{id}").text
    assert "appelez le bureau" not in hers and "3928" in hers.partition("Ce qui a été fait")[0]


@pytest.mark.parametrize("gone", [{"role": "none"}, {"ended_at": GONE}])
def test_when_nobody_outside_receives_it_any_more_she_is_told_so_and_nobody_else_is_let_in(app, people, gone):
    id = send(app, people, whom="direction")
    change(app, people["odile"], **gone)
    change(app, people["malika"], role="outside_recipient")
    hers = reader(app, "aicha").get(f"/mes-nouvelles/{id}").text
    assert "Personne ne lit ce message pour l'instant." in hers and "Odile Garnier le lit" not in hers
    for name in ("malika", "helene", "nadia"):
        reader(app, name).get(f"/suivis/{id}", 404)


def test_while_odile_reads_it_nothing_of_the_kind_is_said(app, people):
    id = send(app, people, whom="direction")
    assert "Personne ne lit" not in reader(app, "aicha").get(f"/mes-nouvelles/{id}").text
    live(app, "odile", id, "acknowledged")
    assert "Personne ne lit" not in reader(app, "aicha").get(f"/mes-nouvelles/{id}").text


def test_left_unread_outside_with_nobody_after_odile_a_message_says_so_to_her_once(app, people, clock):
    with writing(app) as session:
        for name, value in (("smtp_host", "localhost"), ("smtp_from", "bureau@exemple.fr")):
            session.add(Setting(name=name, value=value, changed_at=now()))
    send(app, people, whom="direction")
    clock.move(hours=25)
    escalate(app)
    with reading(app) as session:
        assert session.scalars(select(Message.kind).where(Message.account_id == people["aicha"])).all() == ["answer"]


@pytest.mark.parametrize("state", ["decided", "closed"])
def test_what_she_adds_after_a_decision_stands_on_the_board_until_somebody_opens_it(app, people, clock, state):
    """Also where no message can leave."""
    id = send(app, people)
    live(app, "nadia", id, "acknowledged", "heard", "protected", "home_heard", "decided", *(["closed"] * (state == "closed")))
    added = "Aïcha Diallo a ajouté quelque chose à ses nouvelles."
    assert added not in reader(app, "helene").get("/a-traiter").text
    clock.move(minutes=6)
    reader(app, "aicha").post(f"/mes-nouvelles/{id}/ajout", {"words": "On m'attend devant chez moi."})
    for name in ("helene", "nadia"):
        assert added in reader(app, name).get("/a-traiter").text
    assert "nouvelles" not in reader(app, "claire").get("/a-traiter").text.replace("Prendre des nouvelles", "")
    clock.move(minutes=6)
    reader(app, "nadia").get(f"/suivis/{id}")
    for name in ("helene", "nadia"):
        assert added not in reader(app, name).get("/a-traiter").text
