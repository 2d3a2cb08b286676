""""Quitter vite" without network: the first request that gets through ends her session, before any answer."""

import pytest
from sqlalchemy import select

from database import now
from guard.doors import QUIT
from models import HelpRequest, JournalLine, Session
from tests.reader import reader
from tests.world import count, writing


def gone(app, people, name="aicha") -> bool:
    return count(app, Session, Session.account_id == people[name], Session.ended_at.is_(None)) == 0


def left(app, name="aicha"):
    """Her phone, as the script leaves it when the server could not be told."""
    person = reader(app, name)
    person.client.set_cookie(QUIT, "1")
    return person


@pytest.mark.parametrize("url", ["/ma-semaine", "/mes-nouvelles", "/nulle-part"])
def test_the_first_page_asked_for_is_the_sign_in_page_and_nothing_else(app, people, url):
    lucie, aicha = reader(app, "lucie"), left(app)
    sent = aicha.client.get(url)
    assert (sent.status_code, sent.location) == (303, "/connexion")
    assert gone(app, people) and not gone(app, people, "lucie")
    assert aicha.client.get_cookie(QUIT) is None
    assert count(app, JournalLine, JournalLine.action == "session.close") == 1
    lucie.get("/ma-semaine")


def test_a_form_she_left_open_is_neither_kept_nor_shown(app, people):
    aicha = left(app)
    sent = aicha.post("/mes-coups-de-main/nouveau", {"kind": "money", "words": "Le loyer de mars."}, 303)
    assert sent.location == "/connexion" and "loyer" not in sent.text
    assert count(app, HelpRequest) == 0


@pytest.mark.parametrize("url", ["/etat", "/connexion"])
def test_a_public_page_answers_as_it_does_and_her_session_is_over_all_the_same(app, people, url):
    aicha = left(app)
    assert aicha.client.get(url).status_code == 200
    assert gone(app, people) and aicha.client.get_cookie(QUIT) is None


def test_a_file_that_never_changes_tells_nothing(app, people):
    aicha = left(app)
    sheet = next(link["href"] for link in reader(app).get("/connexion").select("link") if link["href"].endswith(".css"))
    with aicha.client.get(sheet) as sent:
        assert sent.status_code == 200
    assert not gone(app, people) and aicha.client.get_cookie(QUIT) is not None


def test_she_comes_in_again_as_ever(app, people):
    aicha = left(app)
    aicha.client.get("/ma-semaine")
    reader(app, "aicha").get("/ma-semaine")


def over(page) -> bool:
    return "data-draft-over" in page.html


def test_what_the_phone_keeps_goes_after_a_sign_out_said_once(app, people):
    aicha = reader(app, "aicha")
    aicha.post("/deconnexion")
    assert over(aicha.get("/connexion")) and not over(aicha.get("/connexion"))


def test_it_goes_where_the_session_was_ended_from_elsewhere_and_waits_where_it_ran_out(app, people, clock):
    aicha, lucie = reader(app, "aicha"), reader(app, "lucie")
    with writing(app) as session:
        session.scalar(select(Session).where(Session.account_id == people["aicha"])).ended_at = now()
    assert over(aicha.get("/connexion", suite="/ma-semaine"))
    clock.move(days=31)
    assert not over(lucie.get("/connexion", suite="/ma-semaine"))
    assert not over(reader(app).get("/connexion"))
