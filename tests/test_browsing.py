"""The browser of the tests is as Playwright starts it, less what nobody sees."""

import re

import pytest

from tests.browsing import POPUPS, window

pytestmark = pytest.mark.browser


def test_what_playwright_turns_off_stays_off_beside_the_popups_of_the_address_bar(chromium):
    """Chromium follows the last switch of a name alone."""
    with window(chromium) as page:
        page.goto("chrome://version")
        said = page.inner_text("#command_line")
    *replaced, followed = [set(listed.split(",")) for listed in re.findall(r"--disable-features=(\S+)", said)]
    assert replaced
    assert set.union(*replaced) | set(POPUPS) <= followed
