"""Her phone without network, left in a hurry: nothing stays on the screen, and her session ends before anything is shown."""

import pytest

from models import JournalLine, Session
from tests.browsing import PHONE, come_in, served, window
from tests.looks import look
from tests.test_phone_alerts_browser import HELD, NEW, answered, held
from tests.test_phone_drafts_browser import CLOSE, nobody_sent, written
from tests.world import count

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(app, people, chromium):
    """Aïcha's phone, signed in; `phone.base` is the address of the server."""
    with served(app) as base, window(chromium, **PHONE) as page:
        come_in(page, base, "aicha", own_phone=True)
        page.base = base
        yield page
        silenced(page.context)


def silenced(context) -> None:
    """What stands there asks nothing by itself any more: a page that closes is back on the network for an instant."""
    for page in context.pages:
        page.evaluate("() => { self.fetch = () => Promise.reject(new TypeError()) }")


def ended(app, account_id) -> bool:
    return count(app, Session, Session.account_id == account_id, Session.ended_at.is_(None)) == 0


def left_without_network(page):
    answered(page)
    held(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Quitter vite").click()
    page.get_by_text("Pas de réseau pour le moment.").wait_for()


def test_without_network_nothing_of_it_stays_on_the_screen(phone, app, people):
    left_without_network(phone)
    assert phone.url == phone.base + "/connexion"
    assert phone.title().startswith("Bienvenue – ")
    said = phone.locator("body").inner_text()
    assert "Bienvenue" in said and not {"nouvelles", "arrivé", "Quitter"} & set(said.split())
    assert phone.locator("form, input, textarea, a").count() == 0
    assert look(phone) == {}
    assert phone.evaluate(HELD) is None
    # the server could not be told yet
    assert not ended(app, people["aicha"])
    phone.go_back()
    phone.wait_for_timeout(300)
    assert not phone.get_by_text("Que vous est-il arrivé").count()


def test_when_the_network_is_back_the_session_ends_by_itself(phone, app, people):
    left_without_network(phone)
    phone.context.set_offline(False)
    phone.locator("[name=identifier]").wait_for()
    assert ended(app, people["aicha"])
    assert count(app, JournalLine, JournalLine.action == "session.close", JournalLine.account_id == people["aicha"]) == 1
    assert not [cookie for cookie in phone.context.cookies() if cookie["name"] == "trait-quit"]


@pytest.mark.parametrize("page", [NEW, "/ma-semaine", "/nulle-part"])
def test_a_page_opened_later_ends_it_before_anything_is_shown(phone, app, people, page):
    left_without_network(phone)
    later, answers = phone.context.new_page(), []
    # The page that stands there would ask too as soon as there is a network.
    silenced(phone.context)
    phone.close()
    phone.context.set_offline(False)
    later.on("response", lambda response: answers.append((response.url.removeprefix(phone.base), response.status)))
    later.goto(phone.base + page)
    assert later.url == phone.base + "/connexion" and later.locator("[name=identifier]").is_visible()
    assert answers[:2] == [(page, 303), ("/connexion", 200)]
    assert ended(app, people["aicha"])
    come_in(later, phone.base, "aicha", own_phone=True)
    assert later.get_by_role("heading", level=1).is_visible() and "/connexion" not in later.url


def test_what_she_had_sent_and_then_left_behind_does_not_leave_after_her(phone, app, people):
    written(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Envoyer", exact=True).click()
    phone.get_by_text(CLOSE).wait_for()
    phone.get_by_role("button", name="Quitter vite").click()
    phone.get_by_text("Pas de réseau pour le moment.").wait_for()
    phone.context.set_offline(False)
    phone.locator("[name=identifier]").wait_for()
    come_in(phone, phone.base, "aicha", own_phone=True)
    nobody_sent(app, phone)
    assert phone.evaluate(HELD) is None


def test_a_page_put_back_by_the_browser_after_she_left_is_asked_for_again(phone, app, people):
    phone.goto(phone.base + "/mes-nouvelles")
    phone.evaluate("document.cookie = 'trait-quit=1; path=/'")
    phone.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    phone.locator("[name=identifier]").wait_for()
    assert ended(app, people["aicha"])
