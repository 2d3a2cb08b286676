"""An update brings every database to the shape of the tables, whichever way it started."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from database import db
from guard.chain import guard_journal
from tests.houses import KINDS, environment, house

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


def test_the_count_of_changes_starts_at_nothing(kind, tmp_path):
    with house(kind, tmp_path) as app, app.app_context(), db.engine.connect() as connection:
        assert connection.execute(text("SELECT id, number FROM change_count")).all() == [(1, 0)]


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
