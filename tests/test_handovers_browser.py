"""A relay in a real browser: written, read, handed back and read again on phones, with the script and without; on paper."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from models import Handover
from tests.browsing import OFFICE, PHONE, come_in, served, window
from tests.handover_scenes import relay, relays, written
from tests.looks import look
from tests.phone_scenes import furnish, give_visit
from tests.world import count

pytestmark = pytest.mark.browser

AFTER = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)
BACK = datetime(2026, 3, 23, 9, 0, tzinfo=UTC)
A4 = (595, 842)


@pytest.fixture
def story(app, people):
    """Mme Durand's home, its sheet, and a relay from Aïcha to Lucie still to be written."""
    furnish(app, people)
    written(app, people, "course", "Ouvrir les volets.\nPréparer le café.\nAider à la toilette.")
    written(app, people, "calms", "La radio, doucement.")
    give_visit(app, people, datetime(2026, 3, 25).date())
    return relay(app, people)


@contextmanager
def phone(chromium, base, name, **more):
    with window(chromium, **PHONE, **more) as page:
        come_in(page, base, name, own_phone=True)
        yield page


def fits(page):
    page.get_by_role("heading", level=1, name="Passage de relais", exact=True).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_written_read_handed_back_and_read_again_on_two_phones(app, people, story, chromium, clock, script):
    with served(app) as base:
        with phone(chromium, base, "aicha", java_script_enabled=script) as aicha:
            aicha.get_by_role("link", name="Préparez le passage de relais").click()
            fits(aicha)
            aicha.fill("[name=matters_now]", "Un nouveau fauteuil, freins à gauche.")
            aicha.locator("[name=mode][value=written]").check()
            aicha.get_by_role("button", name="Envoyer à Lucie Moreau").click()
            aicha.get_by_text("C'est envoyé. Merci.").wait_for()
        with phone(chromium, base, "lucie", java_script_enabled=script) as lucie:
            lucie.get_by_role("link", name="Lisez le passage de relais").click()
            fits(lucie)
            assert lucie.get_by_text("Un nouveau fauteuil, freins à gauche.").is_visible()
            assert lucie.get_by_text("La radio, doucement.").is_visible()
            lucie.get_by_role("button", name="J'ai lu").click()
            lucie.get_by_text("Vous l'avez lu le 9 mars").wait_for()
            clock.set(AFTER)
            lucie.goto(f"{base}/mes-relais/{story}")
            fits(lucie)
            lucie.locator("[name=went][value=to_know]").check()
            lucie.fill("[name=told]", "Le bain est passé au jeudi.")
            lucie.get_by_role("button", name="Envoyer mon retour").click()
            lucie.get_by_text("C'est envoyé. Merci.").wait_for()
        clock.set(BACK)
        with phone(chromium, base, "aicha", java_script_enabled=script) as aicha:
            aicha.get_by_role("link", name="Lisez le retour de votre collègue").click()
            aicha.get_by_text("Le bain est passé au jeudi.").wait_for()
            aicha.get_by_role("button", name="Lu", exact=True).click()
            aicha.get_by_text("C'est noté. Merci.").wait_for()
    assert [one.state for one in relays(app)] == ["closed"] and count(app, Handover) == 1


def test_every_face_of_a_relay_is_legible_on_a_phone(app, people, story, chromium, clock):
    with served(app) as base, phone(chromium, base, "aicha") as aicha, phone(chromium, base, "lucie") as lucie:
        for page, address in ((aicha, f"/mes-relais/{story}"), (lucie, f"/mes-relais/{story}"), (aicha, "/mes-relais"),
                              (aicha, f"/mes-fiches/{people['mme_durand']}"),
                              (aicha, f"/mes-fiches/{people['mme_durand']}/habits"),
                              (aicha, f"/ma-semaine/{people['mme_durand_past_visit']}")):
            page.goto(base + address)
            assert look(page) == {}, address
        aicha.goto(f"{base}/mes-relais/{story}")
        aicha.get_by_role("button", name="Envoyer à Lucie Moreau").click()
        aicha.locator(".errors").wait_for()
        assert look(aicha) == {}
        clock.set(AFTER)
        lucie.goto(f"{base}/mes-relais/{story}")
        assert look(lucie) == {}


def test_a_section_is_written_in_its_place(app, people, story, chromium):
    with served(app) as base, window(chromium, **OFFICE) as page:
        come_in(page, base, "claire")
        page.goto(f"{base}/beneficiaires/{people['mme_durand']}/fiche-intervention")
        page.locator("#calms").get_by_role("link", name="Modifier").click()
        page.locator("#calms textarea").fill("La radio, et les photos.")
        page.locator("#calms").get_by_role("button", name="Garder").click()
        page.locator("#calms").get_by_text("La radio, et les photos.").wait_for()
        assert page.url.endswith("/fiche-intervention"), "the page stayed where it was"
        before = page.locator("#calms").inner_text()
        page.reload()
        assert page.locator("#calms").inner_text() == before


def paper(page, path) -> list[str]:
    page.pdf(path=path, prefer_css_page_size=True)
    read = PdfReader(path)
    assert all((round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))) == A4 for sheet in read.pages)
    return [sheet.extract_text() for sheet in read.pages]


def test_the_sheet_and_the_relay_are_printed_without_menus_and_without_a_code(app, people, story, chromium, tmp_path):
    with served(app) as base, window(chromium, **OFFICE) as page:
        come_in(page, base, "claire")
        page.goto(f"{base}/relais/{story}")
        page.fill("[name=matters_now]", "Un nouveau fauteuil, freins à gauche.")
        page.locator("[name=mode][value=written]").check()
        page.get_by_role("button", name="Envoyer à Lucie Moreau").click()
        page.get_by_text("prêt à lire").wait_for()
        relay_on_paper = " ".join(paper(page, tmp_path / "relais.pdf"))
        page.goto(f"{base}/beneficiaires/{people['mme_durand']}/fiche-intervention")
        sheets = paper(page, tmp_path / "fiche.pdf")
    sheet = " ".join(sheets)
    assert len(sheets) == 1
    for words in ("Mme Jeanne Durand", "Le déroulé de l'intervention", "Aider à la toilette.", "La radio, doucement.",
                  "Risque de chute", "Gants", "Elle est d'accord"):
        assert words in sheet, words
    for words in ("Mme Jeanne Durand", "Lucie Moreau", "Un nouveau fauteuil, freins à gauche.", "La radio, doucement."):
        assert words in relay_on_paper, words
    for printed in (sheet, relay_on_paper):
        for hidden in ("A4471B", "loge B", "Modifier", "Noter un appel", "Réglages", "Bénéficiaires", "Annuler"):
            assert hidden not in printed, hidden
