"""The call sheet in a real browser: by keyboard alone, on one screen, with a draft at every field."""

import json

import pytest
from sqlalchemy import select

from models import Answer, AnswerDraft
from tests.browsing import OFFICE, came_in, served, window
from tests.rounds_scene import heard, opened
from tests.test_call_list import second_caregiver
from tests.world import count, reading

pytestmark = pytest.mark.browser


@pytest.fixture
def office(app, people, chromium):
    """Claire at the office; gives the page and the address of the house."""
    with served(app) as base, window(chromium, **OFFICE) as page:
        came_in(page, base, app, "claire")
        yield page, base


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_a_call_is_taken_by_keyboard_alone(app, people, office):
    opened(app, people)
    page, base = office
    page.goto(f"{base}/a-appeler")
    press(page, "a")
    page.wait_for_url(f"{base}/a-appeler/{people['mme_durand']}")
    press(page, "2", "1", "4")
    page.keyboard.type("Elle chante")
    press(page, "Tab", "Tab", "Tab", "1", "Tab", "2", "Control+Enter")
    page.wait_for_selector("text=La réponse est enregistrée.")
    # A key is heard once the scripts of the page have run.
    page.wait_for_load_state()
    with reading(app) as session:
        said = session.scalars(select(Answer)).one()
    assert (said.hours_fit, said.tasks_clear, said.respected, said.wish) == ("little", "yes", "unknown", "go_on")
    assert (said.goes_well, said.caregiver_present) == ("Elle chante", False)
    press(page, "s")
    page.wait_for_url(f"{base}/a-appeler")


def test_the_sheet_fits_one_screen(app, people, office):
    opened(app, people)
    second_caregiver(app, people)
    page, base = office
    page.goto(f"{base}/a-appeler/{people['mme_durand']}")
    assert page.locator("form.call .keys").bounding_box()["y"] < 800 - 20
    box = page.locator("form.call button").first.bounding_box()
    assert box["y"] + box["height"] < 800


def test_each_field_is_kept_and_found_after_the_window_closed(app, people, office):
    opened(app, people)
    page, base = office
    url = f"{base}/a-appeler/{people['mme_durand']}"
    page.goto(url)
    press(page, "3")
    page.wait_for_selector("#brouillon:has-text('Brouillon gardé')")
    page.get_by_label("Ce qui devrait changer").fill("Venir plus tard")
    with page.expect_response(lambda got: got.request.method == "POST"):
        page.get_by_label("Ce qui va bien").focus()
    with reading(app) as session:
        typed = json.loads(session.scalars(select(AnswerDraft)).one().typed)
    assert (typed["hours_fit"], typed["should_change"]) == ("no", "Venir plus tard")
    page.goto(f"{base}/a-appeler")
    page.goto(url)
    assert page.get_by_label("Ce qui devrait changer").input_value() == "Venir plus tard"
    assert count(app, Answer) == 0


def test_the_decision_shows_only_what_the_outcome_asks(app, people, office):
    page, base = office
    page.goto(f"{base}/points/{heard(app, people)}")
    question = page.get_by_text("Vise-t-elle")
    assert not question.is_visible()
    page.get_by_label("Remplacement", exact=True).check()
    assert question.is_visible()
    page.get_by_label("Médiation", exact=True).check()
    assert not question.is_visible() and page.get_by_label("Objet de la médiation").is_visible()
