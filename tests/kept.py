"""A state of the test database kept by name, and put back: SQLite copies its file, PostgreSQL its rows.

PostgreSQL keeps them in a schema of that name, and fills again only the tables somebody wrote in since: a row written
carries a later transaction, a row gone is missing from the count, a number drawn has moved its sequence.
"""

import shutil
from pathlib import Path

from database import db

# What the tables of PostgreSQL looked like when they last held the state of this name.
_state = {"name": "", "marks": {}}


def keep(app, name: str) -> None:
    with app.app_context():
        db.session.remove()
        engine = db.engine
        if engine.dialect.name != "sqlite":
            with engine.begin() as connection:
                _keep_rows(connection, name)
            return
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        shutil.copy(engine.url.database, f"{engine.url.database}.{name}")


def put_back(app, name: str) -> None:
    with app.app_context():
        db.session.remove()
        engine = db.engine
        if engine.dialect.name != "sqlite":
            with engine.begin() as connection:
                _put_back_rows(connection, name)
            return
        engine.dispose()
        for left in ("-wal", "-shm"):
            Path(engine.url.database + left).unlink(missing_ok=True)
        shutil.copy(f"{engine.url.database}.{name}", engine.url.database)


def _keep_rows(connection, name: str) -> None:
    connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {name} CASCADE")
    connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    for table in _tables():
        connection.exec_driver_sql(f"CREATE TABLE {name}.{table} AS TABLE {table}")
    _state.update(name=name, marks=_marks(connection, _tables()))


def _put_back_rows(connection, name: str) -> None:
    """No trigger asks anything meanwhile: those of the journal let nobody empty it."""
    if _state["name"] != name:
        _state.update(name=name, marks={})
    kept = _state["marks"]
    written = [table for table, mark in _marks(connection, _tables()).items() if kept.get(table) != mark]
    if not written:
        return
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    for table in written:
        connection.exec_driver_sql(f"DELETE FROM {table}")
        connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM {name}.{table}")
        if _numbered(table):
            connection.exec_driver_sql(f"SELECT setval('{table}_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)")
    kept.update(_marks(connection, written))


def _marks(connection, tables) -> dict[str, tuple]:
    parts = [f"SELECT '{table}', count(*), max(xmin::text::bigint), "
             + (f"(SELECT (last_value, is_called)::text FROM {table}_id_seq)" if _numbered(table) else "''")
             + f" FROM {table}" for table in tables]
    return {row[0]: tuple(row[1:]) for row in connection.exec_driver_sql(" UNION ALL ".join(parts))}


def _tables() -> list[str]:
    return [table.name for table in db.metadata.sorted_tables]


def _numbered(table: str) -> bool:
    return "id" in db.metadata.tables[table].c
