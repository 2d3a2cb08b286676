"""A phone loads little, and only once: bytes are counted over the wire, at a real server."""

import re

import pytest

from tests.houses import house, writing
from tests.people import settle
from tests.phone_scenes import ask
from tests.servers import served

FIRST_LOAD, AFTERWARDS = 40_000, 6_000
ASSET = re.compile(r'<(?:link|script|img)\b[^>]*(?:href|src)="([^"]+)"')


@pytest.fixture(scope="module")
def phone(tmp_path_factory):
    with house("sqlite", tmp_path_factory.mktemp("weight")) as app:
        with writing(app) as session:
            people = settle(session)
        _, side = ask(app, people)
        with served(app, processes=1) as server:
            yield server.browser().sign_in("aicha"), side


class Cache:
    """What a phone keeps: a file marked immutable is fetched once."""

    def __init__(self, browser):
        self.browser, self.kept = browser, set()

    def load(self, url) -> int:
        """Bytes that travel to show this page, its files included."""
        page = self.browser.get(url)
        assert page.status == 200, f"{url}: {page.status}"
        assert page.headers["Content-Encoding"] == "gzip" and page.headers["Cache-Control"] == "no-store"
        weight = page.weight
        for asset in sorted(set(ASSET.findall(page.text)) - self.kept):
            answer = self.browser.get(asset)
            assert answer.status == 200 and "immutable" in answer.headers["Cache-Control"], asset
            self.kept.add(asset)
            weight += answer.weight
        return weight


def test_a_form_on_a_phone_is_light_at_first_and_lighter_afterwards(phone):
    browser, side = phone
    cache, url = Cache(browser), f"/mes-questions/{side}"
    first = cache.load(url)
    assert first < FIRST_LOAD
    assert cache.load(url) < AFTERWARDS


def test_every_page_a_caregiver_starts_from_is_light_too(phone):
    browser, _ = phone
    cache = Cache(browser)
    home = browser.get("/")
    start = home.headers["Location"]
    assert cache.load(start) < FIRST_LOAD
    links = {link for link in re.findall(r'href="(/[^"#?]*)"', browser.get(start).text) if not link.startswith("/static")}
    for link in sorted(links - {"/"}):
        assert cache.load(link) < AFTERWARDS, link


def test_what_happened_to_her_is_said_on_light_pages(phone):
    browser, _ = phone
    assert Cache(browser).load("/mes-nouvelles/nouvelle") < FIRST_LOAD
    cache = Cache(browser)
    for page in ("/ma-semaine", "/mes-nouvelles", "/mes-nouvelles/nouvelle", "/mes-coups-de-main/nouveau"):
        cache.load(page)
    for page in ("/mes-nouvelles", "/mes-nouvelles/nouvelle", "/mes-coups-de-main/nouveau"):
        assert cache.load(page) < AFTERWARDS, page


def test_a_picture_of_the_tab_is_there_and_light(phone):
    browser, _ = phone
    found = browser.get("/favicon.ico")
    assert found.status == 301
    assert browser.get(found.headers["Location"]).weight < 2_000
