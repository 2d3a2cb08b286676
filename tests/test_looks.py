"""Every page, looked at in a browser: in both themes, at the office and on a phone, with its errors and its empty lists."""

import pytest
from flask import url_for

from tests import matrix
from tests.browsing import OFFICE, PHONE, come_in, served, window
from tests.conftest import back_to_first_state
from tests.looks import faults, send
from tests.world import writing

pytestmark = pytest.mark.browser

WHO = {"coordinator": "claire", "director": "helene", "caregiver": "aicha", "outside_recipient": "odile",
       "administrator": "sam"}
# The direction sees the coordinators' pages; the other roles share one help page and one passphrase page.
ALIKE = {"director": "coordinator", "outside_recipient": "administrator"}
REFUSED = (422, 409)


def pages(method: str, statuses) -> list:
    """(person, row) of every page of this kind, once for each manner of drawing it."""
    found = []
    for line in matrix.rows():
        shows = [role for role in WHO if line.method == method and line.expected[role] in statuses]
        found += [pytest.param(WHO[role], line, id=f"{line.endpoint} {WHO[role]}") for role in shows
                  if ALIKE.get(role) not in shows]
    return found


@pytest.fixture(scope="module")
def house(built, clock_in_hand):
    """The scene of the matrix, served; nothing here changes it."""
    made, ids = built
    clock_in_hand.__init__()
    back_to_first_state(made)
    with writing(made) as session:
        ids = dict(ids)
        for module in matrix.modules():
            if hasattr(module, "scene"):
                ids.update(module.scene(session, ids) or {})
                session.flush()
    with served(made) as base:
        yield made, ids, base


@pytest.fixture(scope="module")
def windows(house, chromium):
    """One signed-in window per person, opened when first asked for."""
    opened = {}

    def window_of(name):
        if name not in opened:
            kept = window(chromium, **(PHONE if name == "aicha" else OFFICE))
            page = kept.__enter__()
            come_in(page, house[2], name, own_phone=name == "aicha")
            opened[name] = kept, page
        return opened[name][1]

    yield window_of
    for kept, _ in opened.values():
        kept.__exit__(None, None, None)


def address(house, line) -> str:
    made, ids, base = house
    with made.test_request_context():
        return base + url_for(line.endpoint, **{name: ids.get(value, value) for name, value in line.own.items()})


def look(page) -> dict:
    on_phone = page.viewport_size["width"] < 500
    return faults(page, widths=(320,) if on_phone else (640, 390, 320), touched=on_phone)


@pytest.mark.parametrize("name, line", pages("GET", {200}))
def test_a_page_is_legible_by_everybody(house, windows, name, line):
    page = windows(name)
    assert page.goto(address(house, line)).status == 200
    assert look(page) == {}


@pytest.mark.parametrize("name, line", pages("POST", REFUSED))
def test_a_refusal_is_legible_by_everybody(house, windows, name, line):
    page = windows(name)
    page.goto(house[2] + "/aide")
    assert send(page, address(house, line), line.data) in REFUSED
    assert look(page) == {}
