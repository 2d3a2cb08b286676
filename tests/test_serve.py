"""The server as it runs in real life: it starts, answers, survives a dead child, stops, and lets the port go."""

import os
import re
import signal
import time

import pytest

from tests.houses import house, typed, writing
from tests.people import settle
from tests.servers import served

pytestmark = [pytest.mark.long,
              pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork: one process serves there")]


@pytest.fixture
def own(tmp_path):
    with house("sqlite", tmp_path) as app:
        with writing(app) as session:
            settle(session)
        yield app


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """One server for the tests that only look at it."""
    with house("sqlite", tmp_path_factory.mktemp("served")) as app:
        with writing(app) as session:
            settle(session)
        with served(app) as server:
            yield app, server


def eventually(question, patience=20):
    """The answer, once it is true; the wait is only for a machine that is busy elsewhere."""
    limit = time.monotonic() + patience
    while not question() and time.monotonic() < limit:
        time.sleep(0.05)
    return question()


def test_it_says_where_it_is_and_answers_there(running):
    _, server = running
    assert f"Trait d'union: http://127.0.0.1:{server.port}/" in "".join(server.said)
    assert "Sign in as" not in "".join(server.said)
    assert server.browser().get("/etat").text == "ok\n"
    assert server.browser().sign_in("claire").get("/a-traiter").status == 200


def test_stopped_politely_it_takes_its_children_along_and_lets_the_port_go(own):
    with served(own) as server:
        assert eventually(lambda: len(server.children()) == 3)
        children = server.children()
        assert server.stop() == 0
        assert not [pid for pid in children if os.path.exists(f"/proc/{pid}")]
        again = server.start()
        assert again.answers()


def test_a_child_that_dies_is_started_again(own):
    with served(own) as server:
        assert eventually(lambda: len(server.children()) == 3)
        first = server.children()
        os.kill(first[0], signal.SIGKILL)
        assert eventually(lambda: len(server.children()) == 3 and first[0] not in server.children())
        assert eventually(server.answers)


def test_a_parent_killed_without_a_word_leaves_no_orphan_on_the_port(own):
    with served(own) as server:
        assert eventually(lambda: len(server.children()) == 3)
        children = server.children()
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.communicate(timeout=30)
        assert eventually(lambda: not [pid for pid in children if os.path.exists(f"/proc/{pid}")])


def test_the_clock_runs_beside_it(running):
    app, _ = running
    assert eventually(lambda: list((app.config["INSTANCE"] / "backups").glob("*-nightly-*.json")))


def test_a_database_that_is_not_up_to_date_is_not_served(tmp_path):
    with house("sqlite", tmp_path, revision="0001") as app:
        said = typed(app, "serve")
        assert said.exit_code == 1 and "run `flask upgrade` first" in said.output


def test_a_port_already_taken_is_said_in_plain_words(running):
    app, server = running
    said = typed(app, "serve", "--port", str(server.port))
    assert said.exit_code == 1 and f"port {server.port} cannot be used" in said.output


def test_static_files_have_names_for_good_and_strict_headers(running):
    _, server = running
    browser = server.browser()
    urls = re.findall(r'(?:href|src)="(/static/[^"]+)"', browser.get("/connexion").text)
    assert urls
    for url in urls:
        answer = browser.get(url)
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"] and "max-age=315360000" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert browser.get("/static/css/app.css").status == 404
    assert browser.get("/static/../config.py").status in (400, 404)


def test_behind_a_proxy_the_journal_knows_who_came(own):
    with served(own, processes=1, TRAIT_PROXIES="1") as server:
        browser = server.browser()
        browser.get("/connexion")
        browser.post("/connexion", identifier="claire@exemple.fr", passphrase="faux")
        browser.ask("GET", "/etat", **{"X-Forwarded-For": "203.0.113.9"})
        forwarded = {"X-Forwarded-For": "203.0.113.9", "Content-Type": "application/x-www-form-urlencoded"}
        browser.ask("POST", "/connexion", f"csrf_token={browser.token}&identifier=claire@exemple.fr&passphrase=faux",
                    **forwarded)
    assert "203.0.113.9" in _addresses(own)


def test_without_a_proxy_nobody_chooses_the_address_that_is_noted(running):
    app, server = running
    browser = server.browser()
    browser.get("/connexion")
    forwarded = {"X-Forwarded-For": "203.0.113.9", "Content-Type": "application/x-www-form-urlencoded"}
    browser.ask("POST", "/connexion", f"csrf_token={browser.token}&identifier=claire@exemple.fr&passphrase=faux",
                **forwarded)
    assert _addresses(app) == {"127.0.0.1"}


def _addresses(app):
    from sqlalchemy import select

    from database import db
    from models import SignInTry
    with app.app_context():
        return set(db.session.execute(select(SignInTry.address).order_by(SignInTry.id)).scalars())


def test_the_demo_says_how_to_come_in(own):
    from database import now
    from models import Setting
    with writing(own) as session:
        session.add(Setting(name="demo", value="1", changed_at=now()))
    with served(own, processes=1) as server:
        said = "".join(server.said)
        assert "Sign in as" in said and "Coordinatrice" in said and "Intervenante" in said
