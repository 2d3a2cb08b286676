"""The demo as a visitor sees it, page after page by its own links; and a house where nothing was written yet."""

from pathlib import Path

import pytest
from werkzeug.exceptions import HTTPException

from database import now
from models import Account, ChangeCount
from tests.browsing import OFFICE, PHONE, come_in, served, window
from tests.demo_house import demo_house, passphrase
from tests.factor import give_factor
from tests.houses import house, writing
from tests.looks import look
from tests.people import known_by

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def association(tmp_path_factory):
    with demo_house(tmp_path_factory.mktemp("demo")) as made, served(made) as base:
        yield made, base


@pytest.fixture(scope="module")
def new_house(tmp_path_factory, clock_in_hand):
    """Claire alone, on the first morning."""
    clock_in_hand.__init__()
    with house("sqlite", Path(tmp_path_factory.mktemp("new")), clock_in_hand) as made:
        with writing(made) as session:
            session.merge(ChangeCount(id=1, number=0))
            claire = Account(name="Claire Martin", role="director", email="claire@exemple.fr",
                             passphrase_hash=known_by(), created_at=now())
            session.add(claire)
            session.flush()
            give_factor(session, "claire", claire.id)
        with served(made) as base:
            yield made, base


def pages(page, made, base):
    """Goes to one address of each kind, those with a question apart, as far as links lead; gives each on arrival."""
    adapter = made.url_map.bind("127.0.0.1")
    seen, waiting = set(), [page.url.removeprefix(base)]
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(adapter, path)
        if not kind or kind in seen:
            continue
        seen.add(kind)
        assert page.goto(base + path).status == 200, path
        yield path
        links = page.evaluate("[...document.querySelectorAll('a[href^=\"/\"]:not([download])')].map((link) => link.getAttribute('href'))")
        # A list taken away is a file, not a page.
        waiting += [link.partition("#")[0] for link in links if not link.partition("?")[0].endswith(".csv")]


def kind_of(adapter, path: str) -> str | None:
    plain, question, _ = path.partition("?")
    try:
        endpoint, _ = adapter.match(plain, method="GET")
    except HTTPException:
        return None
    return None if endpoint == "board.poll" else endpoint + question


@pytest.mark.parametrize("name, how, at_least", [("claire", OFFICE, 60), ("lucie", PHONE, 7)])
def test_each_page_of_the_demo_is_legible_by_everybody(association, chromium, name, how, at_least):
    made, base = association
    with window(chromium, **how) as page:
        come_in(page, base, f"{name}@demo.example", own_phone=how is PHONE, passphrase=passphrase(name))
        found = {path: look(page) for path in pages(page, made, base)}
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert len(found) >= at_least


def test_an_empty_list_says_why_and_is_legible_by_everybody(new_house, chromium):
    made, base = new_house
    with window(chromium, **OFFICE) as page:
        come_in(page, base, "claire")
        found, silent = {}, []
        for path in pages(page, made, base):
            found[path] = look(page)
            if page.locator("main h1").count() and path.strip("/") in LISTS and not page.locator("main .empty").count():
                silent.append(path)
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert silent == []


LISTS = {"a-traiter", "a-appeler", "beneficiaires", "intervenantes", "interventions", "points", "mediations",
         "remplacements", "planning-a-reporter", "imports", "ecarts", "appels", "mots"}
