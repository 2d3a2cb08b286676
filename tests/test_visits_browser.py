"""What only a browser shows: the list searched as one types, a line that leaves, a call noted without a mouse."""

import pytest
from playwright.sync_api import expect

from models import CallNote, VisitChange
from tests.browsing import OFFICE, came_in, served, window
from tests.test_changes import changes
from tests.test_visits import one
from tests.world import count

pytestmark = pytest.mark.browser


@pytest.fixture
def office(app, people, chromium):
    """Claire at her desk, signed in."""
    with served(app) as base, window(chromium, **OFFICE) as page:
        came_in(page, base, app, "claire")
        page.base = base
        yield page


def test_the_list_follows_what_one_types_and_the_address_keeps_it(office):
    office.goto(office.base + "/interventions")
    office.get_by_label("Nom de la personne ou de l'intervenante").press_sequentially("petit")
    office.wait_for_url("**q=petit**")
    expect(office.get_by_role("cell", name="Mme Jeanne Durand")).to_have_count(0)
    expect(office.locator("#resultat")).to_have_text("2 interventions", use_inner_text=True)
    assert office.get_by_role("cell", name="M. Henri Petit").first.is_visible()
    office.reload()
    assert office.get_by_role("cell", name="M. Henri Petit").count() == 2


def test_a_line_reported_leaves_the_list_without_a_reload(app, people, office):
    changes(app, people, 2)
    office.goto(office.base + "/planning-a-reporter")
    office.evaluate("document.body.dataset.same = 'yes'")
    office.get_by_role("button", name="Reporté dans le planning").first.click()
    office.get_by_text("1 ligne", exact=True).wait_for()
    office.get_by_role("button", name="Reporté dans le planning").click()
    office.get_by_text("Tout est à jour").wait_for()
    assert office.evaluate("document.body.dataset.same") == "yes"
    assert count(app, VisitChange, VisitChange.reported_by_id == people["claire"]) == 2


def test_a_call_is_noted_from_any_page_without_a_mouse(app, people, office):
    office.goto(office.base + "/interventions")
    office.locator("h1").click()
    office.keyboard.press("n")
    office.wait_for_url("**/appels/nouveau")
    expect(office.locator("#q")).to_be_focused()
    office.keyboard.type("duran")
    office.locator("#personnes input:checked + span", has_text="Mme Jeanne Durand").wait_for()
    for _ in range(3):
        office.keyboard.press("Tab")
    assert office.evaluate("document.activeElement.name") == "line"
    office.keyboard.type("La clé est chez le voisin.")
    while office.evaluate("document.activeElement.tagName") != "BUTTON":
        office.keyboard.press("Tab")
    office.keyboard.press("Enter")
    office.get_by_role("heading", name="Appel noté").wait_for()
    noted = one(app, CallNote)
    assert (noted.beneficiary_id, noted.line) == (people["mme_durand"], "La clé est chez le voisin.")


def test_an_n_typed_in_a_field_is_a_letter(office):
    office.goto(office.base + "/interventions")
    office.get_by_label("Nom de la personne ou de l'intervenante").press_sequentially("n")
    # The list has followed it; a page that it opened would stand by now.
    office.wait_for_url(lambda url: "q=n" in url)
    assert "/appels" not in office.url
