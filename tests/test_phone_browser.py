"""At 390 × 844, by touch: the week, one question per screen, no network, a double tap, what it weighs."""

from datetime import UTC, datetime

import pytest

from models import Answer, Word
from tests.browsing import PHONE, axe_faults, come_in, forget_files, served, weighing, window
from tests.phone_scenes import answer, ask, change, furnish, mediate, word
from tests.world import count

pytestmark = pytest.mark.browser

DURING = datetime(2026, 3, 11, 7, 20, tzinfo=UTC)


@pytest.fixture
def phone(app, people, chromium):
    """Aïcha's phone, signed in; `phone.base` is the address of the server."""
    furnish(app, people)
    with served(app) as base, window(chromium, **PHONE) as page:
        come_in(page, base, "aicha", own_phone=True)
        page.base = base
        yield page


def answer_step(page, field, code):
    page.locator(f"[name={field}][value={code}]").check()
    page.get_by_role("button", name="Suivant").click()


def test_the_week_fits_the_screen_and_leads_to_the_visit(phone, people):
    assert phone.url.endswith("/ma-semaine")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("link", name="Mme Jeanne Durand").first.click()
    phone.get_by_role("heading", name="Votre intervention").wait_for()
    phone.wait_for_load_state()
    assert phone.locator("a[href='tel:0133333333']").is_visible()
    assert phone.locator("a[href^='geo:']").is_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    small = phone.locator("main a:visible, main button:visible").evaluate_all(
        "all => all.filter(e => e.matches('.button') && e.getBoundingClientRect().height < 44).map(e => e.outerHTML)")
    assert small == []


def test_the_codes_appear_when_asked_for(phone, people):
    phone.goto(f"{phone.base}/ma-semaine/{people['mme_durand_visit']}")
    assert "A4471B" not in phone.content()
    phone.get_by_role("button", name="Voir les codes").click()
    phone.get_by_text("A4471B").wait_for()


def test_one_question_per_screen_and_back_goes_one_question_back(phone, app, people):
    _, hers = ask(app, people)
    phone.goto(f"{phone.base}/mes-questions/{hers}")
    assert phone.locator(".step:visible").count() == 1
    answer_step(phone, "hours_fit", "yes")
    answer_step(phone, "tasks_clear", "little")
    assert phone.locator("[name=respected]").first.is_visible()
    phone.go_back()
    assert phone.locator("[name=tasks_clear][value=little]").is_visible()
    assert phone.locator("[name=tasks_clear][value=little]").is_checked()
    phone.get_by_role("button", name="Suivant").click()
    for field in ("respected", "feels_safe", "too_heavy", "outside_plan"):
        answer_step(phone, field, "yes")
    phone.fill("[name=goes_well]", "On rit bien.")
    phone.get_by_role("button", name="Suivant").click()
    phone.locator("[name=wish][value=go_on]").check()
    phone.get_by_role("button", name="Envoyer mes réponses").click()
    phone.get_by_text("C'est envoyé. Merci.").wait_for()
    assert phone.get_by_text("On rit bien.").is_visible()
    assert count(app, Answer) == 1


def test_a_question_left_empty_stays_on_the_screen(phone, app, people):
    _, hers = ask(app, people)
    phone.goto(f"{phone.base}/mes-questions/{hers}")
    phone.get_by_role("button", name="Suivant").click()
    assert phone.locator("[name=hours_fit]").first.is_visible()


def test_without_script_the_questions_are_one_long_form(app, people, chromium):
    _, hers = ask(app, people)
    with served(app) as base, window(chromium, **PHONE, java_script_enabled=False) as page:
        come_in(page, base, "aicha", own_phone=True)
        page.goto(f"{base}/mes-questions/{hers}")
        assert page.locator(".step:visible").count() == 8
        for field in ("hours_fit", "tasks_clear", "respected", "feels_safe", "too_heavy", "outside_plan"):
            page.locator(f"[name={field}][value=yes]").check()
        page.locator("[name=wish][value=talk]").check()
        page.get_by_role("button", name="Envoyer mes réponses").click()
        page.get_by_text("C'est envoyé. Merci.").wait_for()
    assert count(app, Answer) == 1


def test_without_network_her_text_stays_and_can_be_sent_later(phone, app, people, clock):
    clock.set(DURING)
    phone.goto(f"{phone.base}/ma-semaine/{people['mme_durand_visit']}")
    phone.locator("[name=kind][value=to_know]").check()
    phone.fill("[name=words]", "Elle a mal dormi.")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Envoyer").click()
    phone.get_by_text("Pas de réseau.").wait_for()
    assert phone.input_value("[name=words]") == "Elle a mal dormi."
    assert count(app, Word) == 0
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Envoyer").click()
    phone.get_by_text("C'est envoyé.").wait_for()
    assert count(app, Word, Word.words == "Elle a mal dormi.") == 1


def test_a_double_tap_sends_one_word(phone, app, people, clock):
    clock.set(DURING)
    phone.goto(f"{phone.base}/ma-semaine/{people['mme_durand_visit']}")
    phone.locator("[name=kind][value=call_me]").check()
    phone.get_by_role("button", name="Envoyer").dblclick(no_wait_after=True)
    phone.get_by_text("C'est envoyé.").wait_for()
    assert count(app, Word) == 1


def test_a_first_visit_weighs_less_than_forty_kilobytes_then_six(app, people, chromium):
    _, hers = ask(app, people)
    with served(app) as base, window(chromium, **PHONE) as page:
        come_in(page, base, "aicha", own_phone=True)
        forget_files(page)
        with weighing(page) as first:
            page.goto(f"{base}/mes-questions/{hers}", wait_until="networkidle")
        with weighing(page) as after:
            page.goto(f"{base}/mes-questions/{hers}", wait_until="networkidle")
    assert sum(first.values()) < 40_000, first
    assert sum(after.values()) < 6_000, after


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_hers_shuts_anybody_out_nor_runs_over_a_narrow_screen(app, people, chromium, clock, scheme):
    furnish(app, people)
    change(app, people, "moved", was="mercredi 11 mars, 8 h", now="jeudi 12 mars, 9 h")
    word(app, people)
    opened, (_, hers) = mediate(app, people), ask(app, people)
    addresses = ["/ma-semaine", f"/ma-semaine/{people['mme_durand_visit']}", f"/mes-questions/{hers}", "/mes-mots",
                 f"/mes-mediations/{opened}", "/aide-telephone"]
    clock.set(DURING)
    narrow = {**PHONE, "viewport": {"width": 320, "height": 640}, "color_scheme": scheme}
    with served(app) as base, window(chromium, **narrow) as page:
        come_in(page, base, "aicha", own_phone=True)
        for address in addresses:
            look(page, base + address)
        answer(app, hers, "caregiver", people["claire"], feels_safe="no", goes_well="x" * 300)
        look(page, f"{base}/mes-questions/{hers}")


def look(page, address):
    page.goto(address)
    assert axe_faults(page) == [], address
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
