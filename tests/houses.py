"""Houses of their own for the tests that break, back up or replace a whole database: migrated, in a folder of the test."""

import atexit
import functools
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import flask_migrate
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

import database
from app import create_app
from database import db
from tests.skips import postgres_url

KINDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


def admin():
    return create_engine(postgres_url(), isolation_level="AUTOCOMMIT", poolclass=NullPool)


def run(statement) -> None:
    with admin().connect() as connection:
        connection.execute(text(statement))


@contextmanager
def database_of(kind, folder, template=None):
    """The address of a database of this kind, empty or like `template`, gone afterwards."""
    if kind == "sqlite":
        path = folder / "trait.sqlite"
        if template:
            path.write_bytes(template)
        yield f"sqlite:///{path}"
        return
    name = f"trait_own_{uuid4().hex[:12]}"
    run(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
    try:
        yield make_url(postgres_url()).set(database=name).render_as_string(hide_password=False)
    finally:
        run(f"DROP DATABASE {name} WITH (FORCE)")


@functools.cache
def migrated(kind):
    """A database brought up by the migrations, once per run: the others are copies of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trait.sqlite"
        name = f"trait_template_{os.getpid()}"
        url = f"sqlite:///{path}"
        if kind == "postgres":
            run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            run(f"CREATE DATABASE {name}")
            atexit.register(run, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            url = make_url(postgres_url()).set(database=name).render_as_string(hide_password=False)
        app = build(url, folder)
        with app.app_context():
            flask_migrate.upgrade()
            if kind == "sqlite":
                with db.engine.connect() as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        close(app)
        return name if kind == "postgres" else path.read_bytes()


def build(url, folder, clock=None, **overrides):
    return create_app({"TESTING": True, "SECRET_KEY": "tests", "DATA_KEYS": [Fernet.generate_key().decode()],
                       "SQLALCHEMY_DATABASE_URI": url, "CLOCK": clock, "INSTANCE": Path(folder), **overrides})


@contextmanager
def house(kind, folder, clock=None, revision="head"):
    """An application over a database of its own, brought to `revision` by the migrations; "" leaves it empty."""
    with database_of(kind, folder, migrated(kind) if revision == "head" else None) as url:
        app = build(url, folder, clock)
        if revision not in ("", "head"):
            with app.app_context():
                flask_migrate.upgrade(revision=revision)
        try:
            yield app
        finally:
            close(app)


def close(app) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def writing(app):
    with app.app_context(), database.writing() as session:
        yield session


def typed(app, *words):
    """A command as it is typed, in this house."""
    return app.test_cli_runner().invoke(args=list(words))


def environment(folder, url="", **more) -> dict:
    """The environment of a process of this house, started apart."""
    return {**os.environ, "TRAIT_INSTANCE": str(folder), "DATABASE_URL": url, "PYTHONWARNINGS": "error", **more}
