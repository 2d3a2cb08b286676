"""On a house that has lived, no page reads from end to end a table that grows with the years."""

import re
from secrets import token_urlsafe

import pytest
from sqlalchemy import event, insert, select

from database import db, now, short_write
from demo import fill
from guard.chain import append
from guard.sessions import token_hash
from models import Account, Session
from tests.houses import house

GROWING = ("visit", "visit_change", "journal", "submission", "pairing_step", "answer", "call_try")
SCAN = re.compile(rf"SCAN ({'|'.join(GROWING)})$")
# Walking back from the newest line, as far as one page, is no reading from end to end.
FROM_THE_END = re.compile(r"ORDER BY journal\.id DESC\s+LIMIT")
PAGES = {
    "claire": ("/a-traiter", "/a-traiter?miens=1", "/a-traiter?secteur=1", "/beneficiaires", "/beneficiaires?q=ma",
               "/intervenantes", "/interventions", "/interventions?q=ma", "/a-appeler", "/appels", "/appels?vue=tous", "/points",
               "/mediations", "/remplacements", "/mots", "/planning-a-reporter", "/feuilles", "/feuilles/1", "/feuilles/nouvelles",
               "/feuilles/saisie", "/beneficiaires/1/liens", "/imports", "/ecarts", "/ecarts?etat=decides", "/imports/1",
               "/relations/1", "/beneficiaires/1",
               "/intervenantes/1"),
    "helene": ("/a-traiter", "/journal", "/journal?qui=1", "/serveur"),
    "lucie": ("/ma-semaine", "/mes-mots"),
}


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory):
    with house("sqlite", tmp_path_factory.mktemp("lived")) as app:
        with app.app_context():
            fill()
            with short_write() as connection:
                for i in range(600):
                    append(connection, 1 + i % 7, "visit.edit", f"visit:{i % 90}", True, "", now())
            with db.engine.connect() as connection:
                # What SQLite knows of the sizes changes its plans: the page must be quick with that knowledge too.
                connection.exec_driver_sql("ANALYZE")
            db.engine.dispose()
        yield app


def signed_in(app, name):
    opened = token_urlsafe(16)
    with app.app_context(), short_write() as connection:
        account = connection.execute(select(Account.id).where(Account.email == f"{name}@demo.example")).scalar_one()
        connection.execute(insert(Session).values(token_hash=token_hash(opened), account_id=account, created_at=now(),
                                                  seen_at=now(), device="tests", kind="personal_phone",
                                                  factor_at=now(), proved_at=now()))
    client = app.test_client()
    with client.session_transaction() as held:
        held["_user_id"], held["_fresh"] = opened, True
    return client


def statements_of(app, client, url):
    seen = []

    def note(_connection, _cursor, statement, parameters, *_):
        if statement.startswith("SELECT"):
            seen.append((statement, parameters))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        answer = client.get(url)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert answer.status_code == 200, f"{url}: {answer.status}"
    return seen


@pytest.mark.parametrize(("name", "url"), [(name, url) for name, urls in PAGES.items() for url in urls])
def test_no_page_reads_a_growing_table_from_end_to_end(lived_in, name, url):
    asked = statements_of(lived_in, signed_in(lived_in, name), url)
    with lived_in.app_context(), db.engine.connect() as connection:
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            scans = [step[3] for step in plan if SCAN.match(step[3]) and not FROM_THE_END.search(statement)]
            assert not scans, f"{scans} in {statement}"
