"""Her phone without network: what she sent leaves when she comes back, once, and under her name alone."""

import pytest
from sqlalchemy import select

from database import now
from models import Alert, Session
from tests.browsing import PHONE, come_in, served, until, window
from tests.looks import look
from tests.test_phone_alerts_browser import AGED, HELD, NEW, answered, go_on, held, pick
from tests.world import count, writing

pytestmark = pytest.mark.browser

CLOSE = "Vous pouvez fermer cette page"
SENT = "Votre message est parti."


@pytest.fixture
def phone(app, people, clock, chromium):
    """Aïcha's phone, signed in; `phone.base` is the address of the server."""
    with served(app) as base, window(chromium, **PHONE) as page:
        come_in(page, base, "aicha", own_phone=True)
        page.base = base
        yield page


def written(page, words="Elle a crié."):
    """Every question answered, up to the last screen."""
    answered(page)
    pick(page, "place", "home")
    go_on(page)
    pick(page, "whom", "relative")
    go_on(page)
    page.fill("[name=facts]", words)
    go_on(page)


def sent_without_network(page, words="Elle a crié."):
    """She pressed "Envoyer" where nothing leaves, was told that she may close the page, and closed it."""
    written(page, words)
    page.context.set_offline(True)
    page.get_by_role("button", name="Envoyer", exact=True).click()
    page.get_by_text(CLOSE).wait_for()
    closed(page)
    page.context.set_offline(False)


def closed(page):
    page.goto("about:blank")


def sendings(page, met):
    """What meets each sending of hers from now on; pages are let through."""
    page.context.route(f"**{NEW}", lambda route: met(route) if route.request.method == "POST" else route.continue_())


def nobody_sent(app, page):
    page.wait_for_timeout(1500)
    assert count(app, Alert) == 0


def nobody_more(app, page):
    page.wait_for_timeout(1000)
    assert count(app, Alert) == 1 and not page.get_by_text(SENT).count()


def run_out(app, clock, name_id):
    """Her thirty days are over; nobody ended anything."""
    clock.move(days=31)
    assert count(app, Session, Session.account_id == name_id, Session.ended_at.is_not(None)) == 0


# --- sent when she comes back ----------------------------------------------------------------------------------------

@pytest.mark.parametrize("page", ["/mes-nouvelles", "/ma-semaine", "/mes-coups-de-main"])
def test_what_she_sent_without_network_leaves_from_the_next_page_she_opens(phone, app, people, page):
    sent_without_network(phone)
    assert count(app, Alert) == 0
    phone.goto(phone.base + page)
    phone.get_by_role("status").get_by_text(SENT).wait_for()
    assert look(phone) == {}
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("link", name="Voir le reçu").click()
    phone.get_by_text("C'est envoyé.").wait_for()
    assert phone.get_by_text("Elle a crié.").is_visible()
    held(phone, False)
    phone.goto(phone.base + page)
    nobody_more(app, phone)


def test_on_the_form_itself_it_leaves_and_the_receipt_takes_its_place(phone, app):
    sent_without_network(phone)
    phone.goto(phone.base + NEW)
    phone.get_by_text("C'est envoyé.").wait_for()
    held(phone, False)
    assert count(app, Alert) == 1
    phone.go_back()
    phone.wait_for_timeout(800)
    assert count(app, Alert) == 1 and not phone.locator("[name=kind]:checked").count()


def test_what_is_kept_does_not_show_that_it_was_sent(phone, app):
    sent_without_network(phone)
    sendings(phone, lambda route: route.abort("internetdisconnected"))
    phone.goto(phone.base + "/ma-semaine")
    draft = held(phone)
    assert set(draft) == {"of", "at", "extractable", "bytes"} and draft["extractable"] is False
    assert not [word for word in ("crié", "sent", "nouvelle") if word.encode() in bytes(draft["bytes"])]


def test_what_she_has_not_sent_is_given_back_and_never_leaves(phone, app):
    written(phone)
    phone.wait_for_timeout(400)
    held(phone)
    for page in ("/mes-nouvelles", "/ma-semaine"):
        phone.goto(phone.base + page)
        nobody_sent(app, phone)
    phone.goto(phone.base + NEW)
    until(phone, "document.querySelector('[name=facts]').value !== ''")
    nobody_sent(app, phone)
    assert held(phone)


def test_words_changed_after_the_press_wait_for_her_again(phone, app):
    written(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Envoyer", exact=True).click()
    phone.get_by_text(CLOSE).wait_for()
    phone.get_by_label("Je veux que ce soit noté").check()
    assert not phone.get_by_text(CLOSE).count()
    phone.wait_for_timeout(600)
    closed(phone)
    phone.context.set_offline(False)
    phone.goto(phone.base + "/mes-nouvelles")
    nobody_sent(app, phone)
    assert held(phone)


def test_an_answer_lost_on_the_way_makes_one_record(phone, app):
    """The server has it; the phone does not know, and sends it again from another page."""
    written(phone)

    def swallowed(route):
        route.fetch(max_redirects=0)
        route.abort("internetdisconnected")

    sendings(phone, swallowed)
    phone.get_by_role("button", name="Envoyer", exact=True).click()
    phone.wait_for_timeout(1500)
    assert count(app, Alert) == 1
    phone.context.unroute_all()
    closed(phone)
    phone.goto(phone.base + "/mes-nouvelles")
    phone.get_by_text(SENT).wait_for()
    assert count(app, Alert) == 1
    held(phone, False)


def test_a_server_that_cannot_take_it_now_is_asked_again_on_the_next_page(phone, app):
    sent_without_network(phone)
    sendings(phone, lambda route: route.fulfill(status=503, body="plus tard"))
    phone.goto(phone.base + "/ma-semaine")
    phone.wait_for_timeout(800)
    assert held(phone) and not phone.get_by_text(SENT).count()
    phone.context.unroute_all()
    phone.goto(phone.base + "/ma-semaine")
    phone.get_by_text(SENT).wait_for()
    assert count(app, Alert) == 1


def test_what_the_server_refuses_is_hers_to_look_at_again(phone, app):
    answered(phone)
    go_on(phone)
    pick(phone, "whom", "office")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Envoyer maintenant").click()
    phone.get_by_text(CLOSE).wait_for()
    closed(phone)
    phone.context.set_offline(False)
    phone.goto(phone.base + "/ma-semaine")
    phone.get_by_text("Votre message n'est pas parti").wait_for()
    phone.get_by_role("link", name="L'ouvrir").click()
    until(phone, "document.querySelector('[name=whom][value=office]').checked")
    nobody_sent(app, phone)
    assert held(phone)


# --- whose it is, and how long ---------------------------------------------------------------------------------------

def test_a_session_that_ran_out_leaves_it_waiting_until_she_is_back(phone, app, people, clock):
    sent_without_network(phone)
    run_out(app, clock, people["aicha"])
    phone.goto(phone.base + "/ma-semaine")
    phone.wait_for_url("**/connexion**")
    phone.wait_for_timeout(500)
    assert phone.evaluate(HELD) and count(app, Alert) == 0
    come_in(phone, phone.base, "aicha", own_phone=True)
    phone.get_by_text(SENT).wait_for()
    assert count(app, Alert, Alert.caregiver_id == people["aicha_caregiver"]) == count(app, Alert) == 1


def test_it_never_leaves_under_another_name(phone, app, people, clock):
    sent_without_network(phone)
    run_out(app, clock, people["aicha"])
    come_in(phone, phone.base, "lucie", own_phone=True)
    phone.goto(phone.base + "/mes-nouvelles")
    nobody_sent(app, phone)
    held(phone, False)
    phone.goto(phone.base + NEW)
    phone.wait_for_timeout(300)
    assert not phone.locator("[name=kind]:checked").count()


def test_after_a_day_it_is_not_sent_any_more(phone, app):
    sent_without_network(phone)
    # a page that looks at nothing, at this address: only the hours are moved
    phone.goto(phone.base + "/favicon.ico")
    phone.evaluate(AGED, 25)
    phone.goto(phone.base + "/mes-nouvelles")
    nobody_sent(app, phone)
    held(phone, False)


def test_a_sign_out_forgets_it_and_so_does_a_session_ended_from_elsewhere(phone, app, people):
    written(phone)
    held(phone)
    phone.goto(phone.base + "/favicon.ico")
    with writing(app) as session:
        session.scalar(select(Session).where(Session.account_id == people["aicha"])).ended_at = now()
    phone.goto(phone.base + "/ma-semaine")
    phone.wait_for_url("**/connexion**")
    held(phone, False)


def test_today_stays_the_day_she_pressed_when_it_leaves_the_day_after(phone, app, clock):
    """The hours of the server follow the test, those of the phone do not: the day is put on the page, as on her press."""
    phone.add_init_script("Date.prototype.toLocaleDateString = () => '2026-03-09'")
    answered(phone)
    go_on(phone)
    go_on(phone)
    pick(phone, "day", "today")
    phone.fill("[name=hour]", "vers 18 h")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Envoyer maintenant").click()
    phone.get_by_text(CLOSE).wait_for()
    closed(phone)
    phone.context.set_offline(False)
    clock.move(hours=23)
    phone.goto(phone.base + "/ma-semaine")
    phone.get_by_role("link", name="Voir le reçu").click()
    phone.get_by_text("Quand : lun. 9 mars vers 18 h (envoyé le mardi 10 mars)").wait_for()
