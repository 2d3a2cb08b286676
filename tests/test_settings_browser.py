"""The direction at her settings, in a browser: hours typed, a fault led to, a default put back by its own button."""

import pytest
from playwright.sync_api import expect

from models import Setting
from tests.browsing import OFFICE, came_in, served, window
from tests.world import count

pytestmark = pytest.mark.browser


def test_hours_are_typed_a_fault_is_found_and_a_default_put_back(app, people, chromium):
    with served(app) as base, window(chromium, **OFFICE) as page:
        came_in(page, base, app, "helene")
        page.goto(f"{base}/reglages/association")
        page.fill("[name=office_phone]", "01 99 00 11 22")
        page.fill("[name=monday]", "9 h - 12 h, 14 h - 17 h")
        page.fill("[name=tuesday]", "le matin")
        page.press("[name=tuesday]", "Enter")
        # The summary takes the focus; the field has it only once its link is followed.
        expect(page.locator(".errors")).to_be_focused()
        page.click(".errors a")
        expect(page.locator("[name=tuesday]")).to_be_focused()
        assert page.input_value("[name=monday]") == "9 h - 12 h, 14 h - 17 h"
        page.fill("[name=tuesday]", "9h-12h")
        page.click("main form button.button")
        page.wait_for_selector("text=Les réglages sont enregistrés.")
        assert page.input_value("[name=tuesday]").replace("\u00a0", " ") == "9 h – 12 h"
        assert count(app, Setting) == 2
        page.fill("[name=association_address]", "un texte en cours")
        page.click("button[form=defaut-office_phone]")
        page.wait_for_selector("text=La valeur par défaut est remise.")
        assert page.input_value("[name=office_phone]") == "" and count(app, Setting) == 1
        assert page.locator("text=Remis à la valeur par défaut par Hélène Faure").count() == 1
