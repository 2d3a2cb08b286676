"""On call, in a browser: a coordinator finds a name, opens a visit, reads a code without leaving the page; a phone does too."""

import pytest
from playwright.sync_api import expect

from models import JournalLine
from tests.browsing import OFFICE, PHONE, come_in, served, window
from tests.phone_scenes import give_visit
from tests.test_duty import TUESDAY_EVENING, WEDNESDAY_MORNING, a_turn, furnished
from tests.world import count

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name, size", [("claire", OFFICE), ("lucie", PHONE)])
def test_a_name_is_found_and_a_code_is_read_where_it_is_needed(app, people, clock, chromium, name, size):
    furnished(app, people)
    a_turn(app, people, name)
    give_visit(app, people, WEDNESDAY_MORNING.date(), person="m_petit", caregiver="lucie")
    clock.set(TUESDAY_EVENING)
    with served(app) as base, window(chromium, **size) as page:
        come_in(page, base, name)
        page.goto(base + "/astreinte")
        another = page.get_by_text("M. Henri Petit")
        another.first.wait_for()
        page.get_by_label("Chercher un nom").fill("durand")
        page.keyboard.press("Enter")
        page.wait_for_url("**q=durand*")
        # Whoever is not searched for has left: the list is the one that answers.
        expect(another).to_have_count(0)
        page.get_by_text("Mme Jeanne Durand").first.click()
        assert "A4471B" not in page.content()
        page.get_by_role("button", name="Voir les codes").click()
        page.get_by_text("A4471B").wait_for()
        page.get_by_text("Cette lecture est notée au journal.").wait_for()
    assert count(app, JournalLine, JournalLine.action == "duty.code", JournalLine.account_id == people[name]) == 1
