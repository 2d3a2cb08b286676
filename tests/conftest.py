"""One application per test process, one fresh database per test, a clock in hand."""

import os
import shutil
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine, text

import database
from app import create_app
from database import db
from migrations import journal_triggers
from tests import people as cast
from tests.clock import Clock

pytest_plugins = ["tests.skips", "tests.browsing"]


def _worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def clock_in_hand():
    return Clock()


@pytest.fixture(scope="session")
def database_url(tmp_path_factory):
    """SQLite in a folder of the run; with TEST_ON=postgres a database of this worker, made anew."""
    if os.environ.get("TEST_ON") != "postgres":
        yield f"sqlite:///{tmp_path_factory.mktemp('data') / 'trait.sqlite'}"
        return
    from tests.skips import postgres_url
    admin = create_engine(postgres_url(), isolation_level="AUTOCOMMIT")
    name = f"trait_test_{_worker()}"
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    with admin.connect() as connection:
        # A test database may lose its last commits in a power cut.
        connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    yield str(admin.url.set(database=name).render_as_string(hide_password=False))
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(scope="session")
def built(database_url, clock_in_hand, tmp_path_factory):
    """The application over a database with its tables, its triggers and its people; the ids of those people."""
    made = create_app({
        "TESTING": True, "SECRET_KEY": "tests", "DATA_KEYS": [Fernet.generate_key().decode()],
        "SQLALCHEMY_DATABASE_URI": database_url, "CLOCK": clock_in_hand, "INSTANCE": tmp_path_factory.mktemp("instance"),
    })
    with made.app_context():
        db.create_all()
        with db.engine.begin() as connection:
            for statement in journal_triggers.statements(db.engine.dialect.name):
                connection.exec_driver_sql(statement)
        with database.writing() as session:
            ids = cast.settle(session)
        _keep_first_state(db.engine)
    yield made, ids
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def _keep_first_state(engine, name: str = ".first") -> None:
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        shutil.copy(engine.url.database, engine.url.database + name)


def back_to_first_state(app) -> None:
    """SQLite: the file as it was. PostgreSQL: every table emptied, the people settled again."""
    with app.app_context():
        db.session.remove()
        engine = db.engine
        engine.dispose()
        if engine.dialect.name == "sqlite":
            for left in ("-wal", "-shm"):
                Path(engine.url.database + left).unlink(missing_ok=True)
            shutil.copy(engine.url.database + ".first", engine.url.database)
            return
        names = ", ".join(f'"{table.name}"' for table in db.metadata.sorted_tables)
        with engine.begin() as connection:
            _triggers(connection, "DISABLE")
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
            _triggers(connection, "ENABLE")
        with database.writing() as session:
            cast.settle(session)


def _triggers(connection, word: str) -> None:
    """The journal lets nobody empty it: the owner of the tables puts its triggers aside, in the tests alone."""
    for table in ("journal", "journal_checkpoint"):
        connection.execute(text(f"ALTER TABLE {table} {word} TRIGGER USER"))


class Scene:
    """A state of the database set once for a whole file of tests, and put back when a test changed it."""

    def __init__(self, app, ids, clock, set_scene):
        self.app, self.first_ids, self.clock, self.set_scene = app, ids, clock, set_scene
        self.ids = {}
        self.set()

    def set(self) -> None:
        self.clock.__init__()
        back_to_first_state(self.app)
        self.ids = dict(self.first_ids)
        self.set_scene(self.app, self.ids)
        self.kept = self._kept_file()

    def _kept_file(self):
        with self.app.app_context():
            if db.engine.dialect.name != "sqlite":
                return None
            _keep_first_state(db.engine, ".scene")
            return db.engine.url.database

    def put_back(self) -> None:
        """SQLite: the file as it was. PostgreSQL: the scene is set again."""
        self.clock.__init__()
        if self.kept is None:
            self.set()
            return
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
            for left in ("-wal", "-shm"):
                Path(self.kept + left).unlink(missing_ok=True)
            shutil.copy(self.kept + ".scene", self.kept)


@pytest.fixture(scope="module")
def every_subject(built, clock_in_hand):
    """The records of every subject of the matrix, set once per file."""
    from tests import matrix
    return Scene(*built, clock_in_hand, matrix.set_scenes)


@pytest.fixture
def clock(clock_in_hand):
    clock_in_hand.__init__()
    return clock_in_hand


@pytest.fixture
def app(built, clock):
    made, _ = built
    back_to_first_state(made)
    return made


@pytest.fixture
def people(built, app):
    """Ids by name: `people["claire"]`, `people["mme_durand"]`, `people["aicha_caregiver"]`, `people["mme_durand_visit"]`."""
    return dict(built[1])
