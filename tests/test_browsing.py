"""The browser of the tests is as Playwright starts it, less what nobody sees."""

import re

import pytest

from tests.browsing import POPUPS, until, window

pytestmark = pytest.mark.browser


def test_what_playwright_turns_off_stays_off_beside_the_popups_of_the_address_bar(chromium):
    """Chromium follows the last switch of a name alone."""
    with window(chromium) as page:
        page.goto("chrome://version")
        said = page.inner_text("#command_line")
    *replaced, followed = [set(listed.split(",")) for listed in re.findall(r"--disable-features=(\S+)", said)]
    assert replaced
    assert set.union(*replaced) | set(POPUPS) <= followed


def test_what_comes_a_moment_later_is_waited_for_where_no_text_runs_as_script(chromium):
    with window(chromium) as page:
        page.set_content("""<meta http-equiv="Content-Security-Policy" content="script-src 'self'"><title>Elle attend</title>""")
        page.evaluate("void setTimeout(() => { document.title = 'Elle est venue' }, 300)")
        until(page, "document.title === 'Elle est venue'")
