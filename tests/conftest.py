"""One application per test process, one fresh database per test, a clock in hand."""

import os

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine, text

import database
from app import create_app
from database import db
from migrations import journal_triggers
from tests import people as cast
from tests.clock import Clock
from tests.kept import keep, put_back
from tests.reader import reader

pytest_plugins = ["tests.skips", "tests.halves", "tests.browsing"]


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
    keep(made, "first")
    yield made, ids
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def back_to_first_state(app) -> None:
    put_back(app, "first")


class Scene:
    """A state of the database set once for a whole file of tests, and put back when a test changed it."""

    def __init__(self, app, ids, clock, set_scene, persons):
        self.app, self.first_ids, self.clock, self.set_scene, self.persons = app, ids, clock, set_scene, persons
        self.ids = {}
        self.set()

    def set(self) -> None:
        self.clock.__init__()
        back_to_first_state(self.app)
        self.ids = dict(self.first_ids)
        self.set_scene(self.app, self.ids)
        self.signed_in = {name: reader(self.app, name) for name in self.persons}
        keep(self.app, "scene")

    def reader(self, name: str):
        """This person as she came in when the scene was set; what she does at her browser stays with this reader."""
        return self.signed_in[name].again()

    def put_back(self) -> None:
        self.clock.__init__()
        put_back(self.app, "scene")


@pytest.fixture(scope="module")
def every_subject(built, clock_in_hand):
    """The records of every subject of the matrix, set once per file."""
    from tests import matrix
    return Scene(*built, clock_in_hand, matrix.set_scenes, matrix.PERSONS)


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
