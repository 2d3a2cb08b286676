"""An update brings every database to the shape of the tables, whichever way it started."""

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text

from database import db
from guard.chain import guard_journal
from models import PairMeasure
from tests.houses import KINDS, environment, house
from tests.people import settle
from tests.world import writing

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def test_the_migrations_make_exactly_the_tables(kind, tmp_path):
    with house(kind, tmp_path) as app, app.app_context(), db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, {"compare_type": True}), db.metadata) == []


def shape(app):
    """What Alembic does not compare: checks of closed lists, the conditions of indexes, the guards of the journal."""
    with app.app_context(), db.engine.connect() as connection:
        seen = inspect(connection)
        tables = {name: ({(check["name"], check["sqltext"]) for check in seen.get_check_constraints(name)},
                         {(index["name"], tuple(index["column_names"]), bool(index["unique"]),
                           str(index.get("dialect_options", {}).get(f"{connection.dialect.name}_where", "")))
                          for index in seen.get_indexes(name)})
                  for name in seen.get_table_names() if name != "alembic_version"}
        guards = ("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
                  if connection.dialect.name == "sqlite" else
                  "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname")
        return tables, [tuple(row) for row in connection.execute(text(guards))]


def test_checks_indexes_and_guards_are_those_the_tests_are_built_with(kind, tmp_path):
    (tmp_path / "made").mkdir()
    with house(kind, tmp_path) as migrated, house(kind, tmp_path / "made", revision="") as made:
        with made.app_context():
            db.create_all()
            with db.engine.begin() as connection:
                guard_journal(connection)
        assert shape(migrated) == shape(made)
        assert len(shape(migrated)[1]) >= 6


ACCOUNT = ("INSERT INTO account (id, name, role, is_administrator, is_alert_referent, passphrase_hash, must_change, keys_off,"
           " created_at, version) VALUES (:id, :name, 'coordinator', :no, :no, :hash, :pending, :no, :at, 1)")
OPENED = ("INSERT INTO session (id, token_hash, account_id, kind, device, created_at, seen_at)"
          " VALUES (:id, :token, :id, 'office', '', :at, :at)")


def test_whoever_had_chosen_a_passphrase_keeps_it_and_one_left_on_paper_opens_nothing(kind, tmp_path):
    with house(kind, tmp_path, revision="0002") as app, app.app_context():
        with db.engine.begin() as connection:
            for id, name, pending in ((1, "Claire", False), (2, "Malika", True)):
                said = {"id": id, "name": name, "pending": pending, "no": False, "hash": f"hash of {name}",
                        "token": f"token {id}", "at": datetime(2026, 3, 9)}
                connection.execute(text(ACCOUNT), said)
                connection.execute(text(OPENED), said)
        flask_migrate.upgrade(revision="0003")
        with db.engine.connect() as connection:
            assert [tuple(row) for row in connection.execute(text(
                "SELECT name, passphrase_hash FROM account ORDER BY id"))] == [("Claire", "hash of Claire"), ("Malika", None)]
            assert [row.ended_at is None for row in connection.execute(text(
                "SELECT ended_at FROM session ORDER BY id"))] == [True, False]


MEASURE = ("INSERT INTO pair_measure (id, beneficiary_id, caregiver_id, kind, reason, starts_on, set_at, set_by_id, her_opinion,"
           " lift_reason, lift_told) VALUES (1, :person, :carer, 'do_not_assign', 'Le récit.', :day, :at, :by, '', '', '')")


def test_why_a_measure_was_set_is_sealed_by_the_update_and_read_as_before(kind, tmp_path):
    with house(kind, tmp_path, revision="0024") as app:
        with writing(app) as session:
            people = settle(session)
        with app.app_context():
            with db.engine.begin() as connection:
                connection.execute(text(MEASURE), {"person": people["mme_durand"], "carer": people["aicha_caregiver"],
                                                   "by": people["claire"], "day": date(2026, 3, 9), "at": datetime(2026, 3, 9)})
            flask_migrate.upgrade()
            with db.engine.connect() as connection:
                assert "récit" not in connection.execute(text("SELECT reason FROM pair_measure")).scalar_one()
            measure = db.session.scalars(select(PairMeasure)).one()
            assert (measure.reason, measure.her_opinion, measure.lift_told) == ("Le récit.", None, None)


def test_the_count_of_changes_starts_at_nothing(kind, tmp_path):
    with house(kind, tmp_path) as app, app.app_context(), db.engine.connect() as connection:
        assert connection.execute(text("SELECT id, number FROM change_count")).all() == [(1, 0)]


@pytest.mark.long
def test_several_upgrades_at_once_make_one_database(kind, tmp_path):
    with house(kind, tmp_path, revision="") as app:
        with app.app_context():
            url = db.engine.url.render_as_string(hide_password=False)
        surroundings = environment(tmp_path, url, SECRET_KEY="tests", DATA_KEYS=app.config["DATA_KEYS"][0])
        started = [subprocess.Popen([sys.executable, "-m", "flask", "--app", "app", "upgrade"], cwd=ROOT,
                                    env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                   for _ in range(4)]
        said = [process.communicate(timeout=120)[0] for process in started]
        assert [process.returncode for process in started] == [0] * 4, said
        with app.app_context(), db.engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM change_count")).scalar() == 1
