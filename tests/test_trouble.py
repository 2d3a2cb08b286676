"""The database is locked, or the disk is full: nothing is lost of what was typed, and the page says to try again."""

import sqlite3
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import event, text

from database import db
from models import CallNote
from tests.houses import house, writing
from tests.people import settle
from tests.reader import Page, check, reader
from tests.world import count

LINE = "Sa fille demande si l'intervention de jeudi peut venir plus tôt."


LONG = LINE + " encore" * 70


def call(line=LINE):
    return {"about": "", "caller_kind": "relative", "line": line, "to_do": "nothing"}


@pytest.fixture
def house_of(clock):
    @contextmanager
    def settled(kind, folder):
        with house(kind, folder, clock) as app:
            with writing(app) as session:
                settle(session)
            yield app
    return settled


def the_text_is_still_there(page, key):
    assert page.status == 503
    assert int(page.headers["Retry-After"]) > 0
    assert page.form("/appels/nouveau").select("textarea", name="line")[0].text == LINE
    assert page.form("/appels/nouveau").select("input", name="key")[0]["value"] == key


def sent_again_it_is_noted_once(app, claire, key):
    claire.post("/appels/nouveau", call(), key=key)
    claire.post("/appels/nouveau", call(), key=key)
    assert count(app, CallNote, CallNote.line == LINE) == 1


def test_while_another_program_holds_the_database_the_form_waits_in_the_page(house_of, tmp_path):
    key = "a" * 32
    with house_of("sqlite", tmp_path) as app:
        claire = reader(app, "claire")
        with closing(sqlite3.connect(tmp_path / "trait.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            the_text_is_still_there(claire.post("/appels/nouveau", call(), 503, key=key), key)
            assert claire.get("/aide").status == 200, "what is there can still be read"
            other.execute("ROLLBACK")
        sent_again_it_is_noted_once(app, claire, key)


def test_while_another_process_of_ours_is_writing_for_too_long_the_form_waits_in_the_page(house_of, tmp_path):
    fcntl = pytest.importorskip("fcntl", reason="this system has no file locks between processes")
    key = "b" * 32
    with house_of("sqlite", tmp_path) as app:
        claire = reader(app, "claire")
        with open(tmp_path / "trait.sqlite.lock", "w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            the_text_is_still_there(claire.post("/appels/nouveau", call(), 503, key=key), key)
        sent_again_it_is_noted_once(app, claire, key)


@pytest.mark.postgres
def test_while_a_table_is_locked_in_postgresql_the_form_waits_in_the_page(house_of, tmp_path):
    key = "c" * 32
    with house_of("postgres", tmp_path) as app:
        claire = reader(app, "claire")
        with app.app_context(), db.engine.connect() as other:
            other.execute(text("LOCK TABLE call_note, submission IN EXCLUSIVE MODE"))
            the_text_is_still_there(claire.post("/appels/nouveau", call(), 503, key=key), key)
            other.rollback()
        sent_again_it_is_noted_once(app, claire, key)


@contextmanager
def full_disk(app):
    """The database may not grow by one page; its free pages are taken."""
    with app.app_context():
        engine = db.engine
        pages = engine.connect().exec_driver_sql("PRAGMA page_count").scalar()
        engine.dispose()

    def limit(connection, _):
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(engine, "connect", limit)
        engine.dispose()


def test_when_the_disk_is_full_the_form_waits_in_the_page(house_of, tmp_path):
    with house_of("sqlite", tmp_path) as app:
        claire = reader(app, "claire")
        with full_disk(app):
            key, page = until_full(claire)
            noted = count(app, CallNote)
            assert int(page.headers["Retry-After"]) > 0
            assert page.form("/appels/nouveau").select("textarea", name="line")[0].text == LONG
            assert page.form("/appels/nouveau").select("input", name="key")[0]["value"] == key
        assert count(app, CallNote) == noted, "nothing half written"
        claire.post("/appels/nouveau", call(LONG), key=key)
        claire.post("/appels/nouveau", call(LONG), key=key)
        assert count(app, CallNote) == noted + 1


def until_full(claire) -> tuple[str, Page]:
    """Calls are noted until one no longer fits; its key, and the page that came back."""
    for i in range(400):
        key = f"{i:032}"
        sent = claire.client.post("/appels/nouveau", data={**call(LONG), "csrf_token": claire.token(), "key": key})
        if sent.status_code != 303:
            page = Page(sent)
            check(page)
            assert page.status == 503, page.text
            return key, page
    raise AssertionError("the disk never filled")
