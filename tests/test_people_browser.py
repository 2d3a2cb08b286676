"""Files in a real browser: search as one types, codes on demand, a call ticked, and what axe finds wrong."""

import pytest
from playwright.sync_api import expect

from tests.browsing import OFFICE, PHONE, axe_faults, came_in, served, window
from tests.reader import reader
from tests.test_beneficiaries import fill
from tests.test_interruptions import opened

pytestmark = pytest.mark.browser


def test_the_list_follows_the_letters_and_the_address_keeps_them(app, people, chromium):
    with served(app) as base, window(chromium, **OFFICE) as page:
        came_in(page, base, app, "claire")
        page.goto(base + "/beneficiaires")
        page.locator("#q").press_sequentially("petit")
        page.wait_for_url("**q=petit*")
        page.wait_for_selector("text=1 dossier")
        expect(page.locator("a.person")).to_have_text(["M. Petit Henri"], use_inner_text=True)
        assert page.evaluate("document.activeElement.id") == "q"


def test_codes_show_in_their_place_when_asked_for_and_nowhere_before(app, people, chromium):
    at = f"/beneficiaires/{people['mme_durand']}"
    reader(app, "claire").post(f"{at}/acces", {"codes": "Portail 4512B", "known": ""})
    with served(app) as base, window(chromium, **OFFICE) as page:
        came_in(page, base, app, "claire")
        page.goto(base + at)
        assert "4512B" not in page.content()
        page.click("text=Voir les codes")
        page.wait_for_selector("text=Portail 4512B")
        assert page.url == base + at


@pytest.mark.parametrize("scripted", [True, False])
def test_a_caregiver_told_is_ticked_with_and_without_the_script(app, people, chromium, scripted):
    stay = opened(app, people).location
    with served(app) as base, window(chromium, **OFFICE, java_script_enabled=scripted) as page:
        came_in(page, base, app, "claire")
        page.goto(base + stay)
        page.click("text=Je l'ai prévenue de vive voix")
        page.wait_for_selector("text=Toutes sont prévenues.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_files_lists_and_forms(app, people, chromium, scheme):
    fill(app, people)
    stay, at, her = opened(app, people).location, f"/beneficiaires/{people['mme_durand']}", \
        f"/intervenantes/{people['aicha_caregiver']}"
    pages = ["/beneficiaires", at, f"{at}/modifier", f"{at}/acces", f"{at}/souhaits/nouveau", f"{at}/fin", stay,
             f"{at}/interruptions/nouvelle", "/intervenantes", her, f"{her}/modifier", f"{her}/disponibilites",
             "/comptes", "/comptes/nouveau", f"/comptes/{people['lucie']}"]
    with served(app) as base, window(chromium, **OFFICE, color_scheme=scheme) as page:
        came_in(page, base, app, "helene")
        faults = {}
        for url in pages:
            page.goto(base + url)
            faults[url] = axe_faults(page)
    assert not {url: found for url, found in faults.items() if found}


def test_nothing_is_lost_on_the_narrowest_screen(app, people, chromium):
    fill(app, people)
    at, her = f"/beneficiaires/{people['mme_durand']}", f"/intervenantes/{people['aicha_caregiver']}"
    with served(app) as base, window(chromium, **{**PHONE, "viewport": {"width": 320, "height": 700}}) as page:
        came_in(page, base, app, "helene")
        for url in ("/beneficiaires", at, "/intervenantes", her, f"{her}/disponibilites", "/comptes",
                    opened(app, people).location):
            page.goto(base + url)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, url
