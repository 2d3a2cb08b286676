"""The office at its browser: the board that follows, one key for a call, and nothing typed is ever lost."""

import pytest

from models import CallNote
from tests.browsing import OFFICE, came_in, second_step, served, window
from tests.looks import LOOKS
from tests.pair_scenes import mediation
from tests.phone_scenes import change, furnish, word
from tests.reader import reader
from tests.rounds_scene import heard
from tests.world import count

pytestmark = pytest.mark.browser

LINE = "Sa fille demande si l'intervention de jeudi peut venir plus tôt."
A4_BETWEEN_MARGINS = {"width": 673, "height": 986}


@pytest.fixture
def office(app, people, chromium):
    """Claire at her screen, signed in; `page.base` is the address of the house."""
    with served(app) as base, window(chromium, **OFFICE) as page:
        came_in(page, base, app, "claire")
        page.base = base
        yield page


def write_a_call(page):
    page.goto(page.base + "/appels/nouveau")
    page.fill("[name=line]", LINE)
    page.check("[name=to_do][value=nothing]")


def send(page, **how):
    page.get_by_role("button", name="Noter l'appel").click(**how)


def remember(page):
    """A mark that a reload would wipe."""
    page.evaluate("window.stayed = true")


def stayed(page) -> bool:
    return page.evaluate("window.stayed === true")


def test_what_a_colleague_does_is_seen_when_the_window_gets_the_focus_back(app, people, office):
    remember(office)
    word(app, people, kind="call_me")
    reader(app, "malika").post("/appels/nouveau", {"about": "", "caller_kind": "relative", "line": LINE,
                                                   "to_do": "do", "for_id": people["claire"], "due_on": "2026-03-09"})
    assert LINE not in office.inner_text("main")
    office.evaluate("window.dispatchEvent(new Event('focus'))")
    office.get_by_text(LINE).first.wait_for()
    assert stayed(office)


def test_what_a_colleague_does_is_seen_within_a_minute(app, people, chromium):
    with served(app) as base, window(chromium, **OFFICE) as page:
        came_in(page, base, app, "claire")
        page.clock.install()
        page.goto(base + "/a-traiter")
        remember(page)
        reader(app, "malika").post("/appels/nouveau", {
            "about": "", "caller_kind": "relative", "line": LINE, "to_do": "do", "for_id": people["claire"],
            "due_on": "2026-03-09"})
        with page.expect_response("**/a-traiter/changements*"):
            page.clock.fast_forward(60_000)
        page.get_by_text(LINE).first.wait_for()
        assert stayed(page)


def test_a_line_worked_on_leaves_the_list_without_a_reload(app, people, office):
    change(app, people, phone_first=True)
    office.goto(office.base + "/a-traiter")
    remember(office)
    line = office.locator(".board li", has_text="n'est pas encore jointe")
    line.get_by_role("button", name="Jointe").click()
    line.wait_for(state="detached")
    assert stayed(office)
    office.reload()
    assert office.locator(".board li", has_text="n'est pas encore jointe").count() == 0


def test_one_key_notes_a_call_from_every_page_but_not_inside_a_text(app, people, office):
    for path in ("/a-traiter", "/beneficiaires", f"/beneficiaires/{people['mme_durand']}", "/aide"):
        office.goto(office.base + path)
        office.keyboard.press("n")
        office.wait_for_url("**/appels/nouveau*")
    office.locator("[name=line]").focus()
    office.keyboard.press("n")
    assert office.input_value("[name=line]") == "n"


def test_whoever_turned_the_keys_off_opens_nothing_by_a_letter(app, people, office):
    reader(app, "claire").post("/mes-raccourcis", {"keys_off": "y"})
    office.goto(office.base + "/aide")
    office.keyboard.press("n")
    office.get_by_role("banner").get_by_role("link", name="Noter un appel").click()
    office.wait_for_url("**/appels/nouveau*")
    assert office.evaluate("performance.getEntriesByType('navigation').length") == 1


def test_a_session_that_ended_in_mid_form_gives_the_text_back_after_signing_in(app, people, office, clock):
    write_a_call(office)
    clock.move(minutes=31)
    send(office)
    office.get_by_role("heading", name="Votre session est terminée").wait_for()
    assert office.get_by_label("Ce que vous aviez écrit").input_value() == LINE
    office.fill("[name=identifier]", "claire@exemple.fr")
    office.fill("[name=passphrase]", "un-jardin-sous-la-pluie")
    office.get_by_role("button", name="Se connecter").click()
    second_step(office, "claire")
    assert office.get_by_label("Ce que vous avez écrit").input_value() == LINE
    office.get_by_role("button", name="Envoyer à nouveau").click()
    office.wait_for_url(lambda url: "/double-verification" not in url)
    assert count(app, CallNote, CallNote.line == LINE) == 1


def test_without_network_the_text_stays_and_can_be_sent_later(app, people, office):
    write_a_call(office)
    office.context.set_offline(True)
    send(office)
    office.get_by_text("Pas de réseau.").wait_for()
    assert office.input_value("[name=line]") == LINE
    office.context.set_offline(False)
    send(office)
    office.wait_for_url(lambda url: "nouveau" not in url)
    assert count(app, CallNote, CallNote.line == LINE) == 1


def test_when_the_server_does_not_answer_the_text_stays_on_the_page(app, people, office):
    write_a_call(office)
    office.route("**/*", lambda route: route.abort("connectionrefused"))
    send(office)
    office.get_by_text("Pas de réseau.").wait_for()
    assert office.input_value("[name=line]") == LINE
    office.unroute("**/*")
    send(office)
    office.wait_for_url(lambda url: "nouveau" not in url)
    assert count(app, CallNote, CallNote.line == LINE) == 1


def test_a_double_click_notes_one_call(app, people, office):
    write_a_call(office)
    office.get_by_role("button", name="Noter l'appel").dblclick(no_wait_after=True)
    office.wait_for_url(lambda url: "nouveau" not in url)
    assert count(app, CallNote) == 1


def test_going_back_and_sending_again_notes_no_second_call(app, people, office):
    write_a_call(office)
    for _ in range(2):
        send(office)
        office.wait_for_url(lambda url: "nouveau" not in url)
        office.go_back()
        office.wait_for_url("**/appels/nouveau*")
        assert office.input_value("[name=line]") == LINE
    assert count(app, CallNote) == 1


def test_going_back_to_write_something_else_notes_another_call(app, people, office):
    write_a_call(office)
    for line in (LINE, "Sa fille rappelle : finalement non."):
        office.fill("[name=line]", line)
        send(office)
        office.wait_for_url(lambda url: "nouveau" not in url)
        office.go_back()
        office.wait_for_url("**/appels/nouveau*")
    assert count(app, CallNote) == 2


def test_nothing_to_do_is_a_state_worth_drawing(app, people, office):
    office.goto(office.base + "/a-traiter")
    assert office.get_by_role("heading", name="Tout est à jour").is_visible()


@pytest.fixture
def printed(office):
    """Opens a page as its paper: says what is cut, and how many sheets of A4 it takes."""
    def paper(path) -> int:
        office.goto(office.base + path)
        office.emulate_media(media="print")
        office.set_viewport_size(A4_BETWEEN_MARGINS)
        office.evaluate(LOOKS)
        assert office.evaluate("looks.wide()") == []
        assert office.evaluate("looks.cut()") == []
        assert not office.locator("nav.menu, .top, form.filters").filter(visible=True).count()
        return office.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n")
    return paper


def test_a_relation_is_printed_whole(app, people, office, printed):
    furnish(app, people)
    heard(app, people, hours_fit="no", should_change="Elle arrive quand j'ai fini de déjeuner.")
    mediation(app, people)
    word(app, people)
    assert printed(f"/relations/{people['mme_durand_pairing']}") >= 1
    assert office.locator(".triangle").is_visible() and office.locator(".timeline li").last.is_visible()


def test_a_file_is_printed_whole_and_without_its_codes(app, people, office, printed):
    furnish(app, people)
    assert printed(f"/beneficiaires/{people['mme_durand']}") >= 1
    assert office.get_by_text("12 rue des Lilas").is_visible()
    assert not office.get_by_text("A4471B").count()


def test_an_invitation_is_printed_on_one_sheet(app, people, office):
    with served(app) as base, window(office.context.browser, **OFFICE) as page:
        came_in(page, base, app, "helene")
        page.goto(f"{base}/comptes/{people['aicha']}")
        page.get_by_role("button", name="Préparer une invitation").click()
        drawn = page.locator("main .qr")
        drawn.wait_for()
        page.emulate_media(media="print")
        page.set_viewport_size(A4_BETWEEN_MARGINS)
        page.evaluate(LOOKS)
        assert drawn.is_visible() and page.get_by_text("Aïcha Diallo").first.is_visible()
        assert page.evaluate("looks.wide()") == [] and page.evaluate("looks.cut()") == []
        assert page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n") == 1
