"""The one door to the database: engine, pragmas, the write lock, and the only place that commits."""

import hashlib
import json
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from uuid import uuid4
from zoneinfo import ZoneInfo

from flask import current_app, g, has_app_context, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData, bindparam, event, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

from write_lock import LOCK_SECONDS, Busy, WriteLock

PARIS = ZoneInfo("Europe/Paris")
# One writer at a time on PostgreSQL too: any number no other program locks in this database.
POSTGRES_WRITERS = 7_421_900_002


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    })


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False, "autoflush": True})


class Overtaken(Exception):
    """The record is no longer in the state the person saw; `sentence` says in French what happened meanwhile."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


# --- time ---------------------------------------------------------------------------------------------------------

def now() -> datetime:
    """The present instant, in UTC; a test or the demo may set another clock in the settings."""
    clock = current_app.config.get("CLOCK")
    return clock() if clock else datetime.now(UTC)


def local(instant: datetime) -> datetime:
    return instant.astimezone(PARIS)


def today() -> date:
    return local(now()).date()


def instant_at(day: date, minute: int) -> datetime:
    """The instant of a local day and minute since midnight (1440 and over fall on the next days)."""
    extra, minute = divmod(minute, 1440)
    wall = datetime.combine(day + timedelta(days=extra), time(minute // 60, minute % 60), tzinfo=PARIS)
    return wall.astimezone(UTC)


# --- engine -------------------------------------------------------------------------------------------------------

def engine_options(url: str) -> dict:
    """SQLite: autocommit reads, our own BEGIN IMMEDIATE; PostgreSQL: a small pool that survives a restart.

    Nobody's words in an error or a log: what a statement carried is never printed.
    """
    if url.startswith("sqlite"):
        # Whoever holds the write lock never waits for a connection of those who wait for the lock.
        return {"hide_parameters": True, "max_overflow": -1,
                "connect_args": {"isolation_level": None, "timeout": LOCK_SECONDS, "check_same_thread": False}}
    return {"hide_parameters": True, "pool_pre_ping": True, "pool_size": 5, "isolation_level": "READ COMMITTED",
            "connect_args": {"options": f"-c lock_timeout={LOCK_SECONDS:.0f}s"}}


def prepare(connection) -> None:
    """Pragmas of every SQLite connection: durable, foreign keys held, deleted content overwritten."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON",
                   "cache_size=-20000", "secure_delete=ON", "trusted_schema=OFF"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def forget_row(context) -> None:
    """PostgreSQL quotes the whole row it refuses: somebody's words, which no log may keep. The fault itself stays."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None:
            error.args = tuple(arg.split("\nDETAIL:")[0] if isinstance(arg, str) else arg for arg in error.args)


def init_app(app) -> None:
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", engine_options(app.config["SQLALCHEMY_DATABASE_URI"]))
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", lambda connection, _: prepare(connection))
        event.listen(db.engine, "handle_error", forget_row)
        app.extensions["write_lock"] = WriteLock(db.engine.url)
    app.teardown_appcontext(lambda _: _let_go())


# --- writing ------------------------------------------------------------------------------------------------------

def _lock() -> WriteLock:
    return current_app.extensions["write_lock"]


def _let_go() -> None:
    """At the end of a request that broke off in the middle of its writing."""
    if db.session.registry.has() and db.session.info.pop("writing", False):
        db.session.rollback()
        _lock().give_back()


@contextmanager
def writing():
    """The write transaction of the session: begun at once, committed at the end, rolled back on any error."""
    session = db.session
    if session.info.get("writing"):
        raise RuntimeError("a write transaction is already open")
    _lock().take()
    session.info["writing"] = True
    try:
        session.expire_all()
        _one_writer(session.connection())
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        if session.info.pop("writing", False):
            _lock().give_back()


def _one_writer(connection) -> None:
    """What is read inside is still so when it is written: no colleague writes in between (freed at commit)."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({POSTGRES_WRITERS})")


@contextmanager
def short_write():
    """A transaction of its own beside the session: a journal line, a session row, a failed try at the door."""
    _lock().take()
    try:
        with db.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            connection.commit()
    finally:
        _lock().give_back()


@event.listens_for(Session, "before_flush")
def _flush_needs_the_lock(session, _context, _instances) -> None:
    if (session.new or session.dirty or session.deleted) and not session.info.get("writing"):
        raise RuntimeError("a change outside commit_once")


@event.listens_for(Session, "do_orm_execute")
def _change_needs_the_lock(state) -> None:
    changes = state.is_insert or state.is_update or state.is_delete
    if changes and not state.session.info.get("writing"):
        raise RuntimeError("a change outside commit_once")


def insert_new(table):
    """An INSERT that does nothing when its unique key is already there; rowcount tells."""
    build = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    # Without this option PostgreSQL's answer is dropped, and the same form sent twice would count twice.
    return build(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def _deed() -> dict:
    """Who does what from where, as the gate noted it for this request."""
    return g.get("deed", {}) if has_app_context() else {}


def form_key(key: str) -> str:
    """The key drawn with a form, bound to who sends it, to what page, saying what: all of it the same, or another form.

    A text corrected after "Previous", or another button under the same key, is never dropped in silence.
    """
    if not has_request_context():
        return key
    said = sorted((name, value.replace("\r\n", "\n")) for name, value in request.form.items(multi=True)
                  if name != "csrf_token")
    bound = [key, _deed().get("account_id"), _deed().get("action"), request.path, said]
    return hashlib.sha256(json.dumps(bound).encode()).hexdigest()


def commit_once(key: str, act: Callable[[], object], subject: str | Callable[[str], str] = "") -> str:
    """Run `act` in the write transaction, once per `key`, and commit. Returns what it returned, as text.

    The same form sent again, even twelve times at once, runs nothing and gets the first result; with other words it
    is another form (`form_key`). The row kept is also the promise of the journal line, sealed right after the commit.
    Raises Busy when it cannot be written.
    """
    key = form_key(key)
    with writing() as session:
        deed, connection = _deed(), session.connection()
        receive, found, complete, count = _keeping(connection.dialect.name)
        values = {"key": key, "at": now(), "action": deed.get("action", ""), "account_id": deed.get("account_id"),
                  "address": deed.get("address", ""), "subject": "", "result": "", "sealed": False}
        if not connection.execute(receive, values).rowcount:
            return connection.execute(found, {"sent": key}).scalar_one()
        result = str(act() or "")
        named = subject(result) if callable(subject) else subject
        session.flush()
        connection.execute(complete, {"sent": key, "named": named, "given": result})
        connection.execute(count)
    seal = current_app.extensions.get("seal")
    if seal:
        seal({**values, "subject": named})
    return result


@lru_cache(maxsize=2)
def _keeping(dialect: str) -> tuple:
    """The statements every form runs, built once: receive it, find its result, complete it, count the change."""
    from models import ChangeCount, Submission  # the tables stand above this door

    table, counts = Submission.__table__, ChangeCount.__table__
    this = table.c.key == bindparam("sent")
    complete = update(table).where(this).values(subject=bindparam("named"), result=bindparam("given"))
    return insert_new(table), select(table.c.result).where(this), complete, update(counts).values(number=counts.c.number + 1)


def commit_as(action: str, act: Callable[[], object], account_id: int | None = None,
              subject: str | Callable[[str], str] = "") -> str:
    """The same for a periodic job or a command: no form, so a key of its own; journaled under `action`."""
    g.deed = {"action": action, "account_id": account_id, "address": "serveur"}
    return commit_once(f"{action}:{uuid4().hex}", act, subject)


def change_state(model, id: int, expected: dict, *, sentence="Une collègue a modifié cette fiche entre-temps.",
                 **values) -> None:
    """One guarded UPDATE: the row is changed only while it is still as expected. Raises Overtaken otherwise."""
    table = model.__table__
    where = [table.c.id == id, *(_matches(table.c[name], wanted) for name, wanted in expected.items())]
    db.session.flush()
    if db.session.execute(update(table).where(*where).values(**values)).rowcount != 1:
        raise Overtaken(sentence() if callable(sentence) else sentence)
    db.session.expire_all()


def _matches(column, wanted):
    if isinstance(wanted, (set, frozenset, tuple, list)):
        return column.in_(sorted(wanted))
    return column.is_(None) if wanted is None else column == wanted


def is_busy(error: OperationalError) -> bool:
    """True for what a retry may cure: locked, full disk, deadlock, server gone."""
    words = str(error.orig).lower()
    return any(sign in words for sign in ("locked", "busy", "full", "disk i/o", "deadlock", "connection", "timeout"))


def insert_rows(model, rows: list[dict]) -> None:
    """Many rows in one statement, inside the write transaction."""
    if rows:
        db.session.execute(insert(model.__table__), rows)
