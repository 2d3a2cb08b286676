"""Houses of their own for the tests that break, back up or replace a whole database: migrated, in a folder of the test."""

import os
from contextlib import contextmanager
from uuid import uuid4

import flask_migrate
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine, make_url, text

import database
from app import create_app
from database import db
from tests.skips import postgres_url

KINDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@contextmanager
def database_of(kind, folder):
    """The address of an empty database of this kind, gone afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'trait.sqlite'}"
        return
    admin = create_engine(postgres_url(), isolation_level="AUTOCOMMIT")
    name = f"trait_own_{uuid4().hex[:12]}"
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield make_url(postgres_url()).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def build(url, folder, clock=None, **overrides):
    return create_app({"TESTING": True, "SECRET_KEY": "tests", "DATA_KEYS": [Fernet.generate_key().decode()],
                       "SQLALCHEMY_DATABASE_URI": url, "CLOCK": clock, "INSTANCE": folder, **overrides})


@contextmanager
def house(kind, folder, clock=None, revision="head"):
    """An application over a database of its own, brought to `revision` by the migrations; "" leaves it empty."""
    with database_of(kind, folder) as url:
        app = build(url, folder, clock)
        if revision:
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
