"""A real browser at a real server: what only a browser can show. Used by the tests marked `browser`.

A pytest plugin (tests/conftest.py names it): one Chromium serves a whole test process and is closed at its end.
"""

import logging
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Error, sync_playwright
from werkzeug.serving import make_server

from tests.factor import next_recovery
from tests.people import PASSPHRASE
from tests.reader import reader
from tests.skips import chromium_path

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
# In each window Chromium draws the pop-ups of its address bar, pages of their own that nobody meets here.
POPUPS = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup")
# What Playwright turns off itself: our switch takes the place of its own (tests/test_browsing.py).
TURNED_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",
    "msForceBrowserSignIn", "msEdgeUpdateLaunchServicesPreferredVersion")
FLAGS.append("--disable-features=" + ",".join(TURNED_OFF + POPUPS))
# A page of the tests is gone before code optimised for it would have paid: its scripts run as they come.
FLAGS.append("--js-flags=--no-maglev --no-opt")
HERE = {"locale": "fr-FR", "timezone_id": "Europe/Paris"}
OFFICE = {"viewport": {"width": 1280, "height": 800}, **HERE}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, **HERE}
# A refused form and a page that is not there are no fault of the page; neither is the network we cut.
EXPECTED = ("status of 4", "status of 503", "ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED")
LOOKED_THROUGH = """() => !document.querySelector("script[src*=htmx]")
    || !document.querySelector(":is([data-hx-get], [data-hx-post]):not([data-htmx-powered])")"""
_open = []


@contextmanager
def served(app):
    """The application on a free port of this machine; gives its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def browser():
    """The Chromium of this test process, started when first asked for; it stays until the end."""
    if not _open:
        play = sync_playwright().start()
        _open.extend([play.chromium.launch(executable_path=chromium_path(), args=FLAGS), play])
    yield _open[0]


@pytest.fixture(scope="session")
def chromium():
    with browser() as started:
        yield started


def pytest_unconfigure():
    if _open:
        _open[0].close()
        _open[1].stop()
        _open.clear()


@contextmanager
def window(chromium, **settings):
    """A page in a fresh window, which is closed at the end with everything it kept.

    What the page's policy refused, or a script that broke, fails the test.
    """
    opened, faults = chromium.new_context(**{**HERE, **settings}), []
    opened.on("weberror", lambda broken: faults.append(str(broken.error)))
    opened.on("console", lambda said: faults.append(said.text) if _is_fault(said) else None)
    try:
        page = opened.new_page()
        if settings.get("java_script_enabled", True):
            _come_whole(page)
        yield page
        assert not faults, faults
    finally:
        opened.close()


def _come_whole(page) -> None:
    """An address one goes to has come once htmx has looked through it too, a moment after the rest: then a key or a change
    is heard. Whoever tests is faster than whoever works.
    """
    come = page.goto

    def goto(url, **how):
        answer = come(url, **how)
        until(page, LOOKED_THROUGH)
        return answer
    page.goto = goto


def until(page, question: str) -> None:
    """Waits until this is true of the page. Each time it is asked from outside: Playwright's `wait_for_function` asks a second
    time from inside, where the page's policy lets no text run as script.
    """
    for _ in range(600):
        try:
            if page.evaluate(question):
                return
        except Error as left:  # the page went on to another while it was asked
            if "context was destroyed" not in str(left):
                raise
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {question}")


def _is_fault(said) -> bool:
    return said.type == "error" and not any(words in said.text for words in EXPECTED)


def come_in(page, base: str, name: str, own_phone=False, passphrase=PASSPHRASE) -> None:
    """Sign in as a person does, on a phone or at the office; a name with an @ is an address as it stands."""
    page.goto(base + "/connexion")
    page.fill("[name=identifier]", name if "@" in name else f"{name}@exemple.fr")
    page.fill("[name=passphrase]", passphrase)
    page.locator("[name=personal_phone]").set_checked(own_phone)
    page.click("main button")
    page.wait_for_url(lambda url: "/connexion" not in url)
    if "/double-verification" in page.url:
        second_step(page, name.split("@")[0])


def came_in(page, base: str, app, name: str) -> None:
    """She came in this morning, as tests/reader.py lets her: where the door is not what is looked at."""
    cookie = app.config["SESSION_COOKIE_NAME"]
    held = reader(app, name).client.get_cookie(cookie).value
    page.context.add_cookies([{"name": cookie, "value": held, "url": base, "httpOnly": True, "sameSite": "Lax"}])
    page.goto(base + "/")
    assert "/connexion" not in page.url


def second_step(page, name: str) -> None:
    """The code after the passphrase: the one the demo shows, else one of those on paper (tests/factor.py)."""
    page.locator("[name=factor_code]").wait_for()
    shown = page.locator("#code-de-demonstration")
    if shown.count():
        page.fill("[name=factor_code]", shown.inner_text())
    else:
        page.get_by_text("Je n'ai pas mon téléphone").click()
        page.fill("[name=factor_recovery]", next_recovery(name))
    page.get_by_role("button", name="Continuer").click()
    page.locator("[name=factor_code]").wait_for(state="detached")
    # The page behind the door stands, and its scripts with it.
    page.wait_for_load_state()


@contextmanager
def weighing(page):
    """Bytes on the wire, by address, of everything the page asks for inside; what the cache holds weighs nothing."""
    wire, names, weights = page.context.new_cdp_session(page), {}, {}
    wire.on("Network.requestWillBeSent", lambda told: names.update({told["requestId"]: told["request"]["url"]}))
    wire.on("Network.loadingFinished", lambda told: weights.update(
        {names.get(told["requestId"], told["requestId"]): told["encodedDataLength"]}))
    wire.send("Network.enable")
    try:
        yield weights
    finally:
        wire.detach()


def forget_files(page) -> None:
    """As on the first visit: nothing in the cache."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.clearBrowserCache")
    wire.detach()


def axe_faults(page) -> list[str]:
    """What axe finds wrong on the page as it stands, one sentence each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    return [f"{fault['id']}: {fault['help']} ({fault['nodes'][0]['html'][:120]})" for fault in found]
