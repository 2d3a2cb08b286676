"""How tests set the scene and look behind it: directly in the tables, in a transaction of their own."""

from contextlib import contextmanager
from functools import cache

from sqlalchemy import delete, event, func, select, update

import database
from database import db
from models import Account


@contextmanager
def writing(app):
    """An open write transaction: `with writing(app) as session: session.add(...)`. Closed before any request."""
    with app.app_context(), database.writing() as session:
        yield session


@contextmanager
def reading(app):
    with app.app_context():
        yield db.session


def count(app, model, *where) -> int:
    with reading(app) as session:
        return session.execute(select(func.count()).select_from(model).where(*where)).scalar_one()


@cache
def _every_table_counted() -> str:
    return " UNION ALL ".join(f"SELECT '{table.name}', count(*) FROM \"{table.name}\"" for table in db.metadata.sorted_tables)


def counts(app) -> dict[str, int]:
    """Rows per table, in one statement: a refused write changes none but the journal."""
    with app.app_context(), db.engine.connect() as connection:
        return dict(tuple(row) for row in connection.exec_driver_sql(_every_table_counted()))


@contextmanager
def statements(app):
    """The SQL statements run inside, as a list: `with statements(app) as seen: …; assert len(seen) <= 8`."""
    seen = []

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith(("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE")):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def empty(app) -> None:
    """As after `flask upgrade`: every table there, nobody in them."""
    kept = {"journal", "journal_checkpoint", "change_count"}
    with writing(app) as session:
        session.execute(update(Account.__table__).values(caregiver_id=None))
        for table in reversed(db.metadata.sorted_tables):
            if table.name not in kept:
                session.execute(delete(table))
