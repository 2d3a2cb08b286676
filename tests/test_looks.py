"""Every page, looked at in a browser: in both themes, at the office and on a phone, with its errors and its empty lists."""

import pytest
from flask import render_template, url_for
from sqlalchemy import delete

from forms.sign_in import SignInForm
from models import SignInTry
from tests import matrix
from tests.browsing import OFFICE, PHONE, come_in, served, window
from tests.conftest import back_to_first_state
from tests.looks import look, send
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
        if line.download:
            continue
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
    ids = dict(ids)
    matrix.set_scenes(made, ids)
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


@pytest.mark.parametrize("name, path, status", [
    ("claire", "/rien", 404), ("claire", "/journal", 403), ("aicha", "/a-traiter", 403),
    ("claire", "/beneficiaires?q=personne-de-ce-nom", 200), ("claire", "/a-traiter?miens=1&secteur=2", 200),
    ("claire", "/intervenantes?q=personne-de-ce-nom", 200), ("claire", "/interventions?q=personne-de-ce-nom", 200),
    ("claire", "/appels?q=personne-de-ce-nom", 200)])
def test_a_page_that_finds_nothing_is_legible_by_everybody(house, windows, name, path, status):
    page = windows(name)
    assert page.goto(house[2] + path).status == status
    assert look(page) == {}


@pytest.mark.parametrize("settings", [OFFICE, PHONE], ids=["office", "phone"])
def test_the_door_is_legible_by_everybody_also_when_it_stays_closed(house, chromium, settings):
    with window(chromium, **settings) as page:
        page.goto(house[2] + "/connexion?expiree=1")
        assert look(page) == {}
        for said in ("Une réponse est à revoir", *["Connexion impossible"] * 5, "Trop d'essais"):
            page.fill("[name=identifier]", "claire@exemple.fr")
            page.fill("[name=passphrase]", "" if said.startswith("Une") else "pas la bonne phrase")
            with page.expect_navigation():
                page.click("main button")
            page.get_by_role("heading", name=said).wait_for()
            if said != "Connexion impossible":
                assert look(page) == {}
        forget_tries(house[0])


def forget_tries(made) -> None:
    with writing(made) as session:
        session.execute(delete(SignInTry))


@pytest.mark.parametrize("error, said", [
    ("400", {}), ("413", {}), ("500", {}), ("503", {}),
    ("401", {"texts": ["Elle préfère le jeudi."], "kept": ""}),
    ("409", {"sentence": "Claire Martin l'a déjà fait.", "texts": ["Elle préfère le jeudi."], "back": "/"}),
    ("kept", {"sentence": "Rien n'est perdu.", "action": "/aide", "texts": [], "codes": {"other"}, "fields": [
        ("reason", "Elle préfère le jeudi."), ("kind", "other")]})])
@pytest.mark.parametrize("settings", [OFFICE, PHONE], ids=["office", "phone"])
def test_an_error_is_legible_by_everybody(house, chromium, settings, error, said):
    made, _, base = house
    with made.test_request_context():
        html = render_template(f"errors/{error}.html", **said, form=SignInForm(formdata=None))
    with window(chromium, **settings) as page:
        page.route(base + "/erreur", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        page.goto(base + "/erreur")
        assert look(page) == {}
