"""How a database is brought to the shape of the tables: `flask upgrade` calls this, under one lock.

Migrations only go up: going back is `flask restore` of the backup that `flask upgrade` made first.
"""

from alembic import context
from alembic.operations.ops import CreateTableOp
from flask import current_app
from sqlalchemy import CheckConstraint
from sqlalchemy.types import TypeDecorator

# Any number no other program locks in this database.
POSTGRES_LOCK = 7_421_900_002


def house_types(kind, thing, _context):
    """Our own types are written in migrations as the database sees them: a migration must not follow the code."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl_instance!r}"
    return False


def carry_checks(_context, _revision, directives) -> None:
    """The closed lists stand as checks on their columns, which Alembic forgets when it writes a new table."""
    tables = current_app.extensions["migrate"].db.metadata.tables
    for step in directives[0].upgrade_ops.ops:
        if isinstance(step, CreateTableOp):
            checks = [check for column in tables[step.table_name].columns for check in column.constraints]
            step.columns.extend(CheckConstraint(check.sqltext, name=check.name) for check in checks)


def only_one(connection) -> None:
    """Two upgrades at once: the second waits here, then finds nothing left to do."""
    if connection.dialect.name == "sqlite":
        # Tables are copied to be changed: their rows must not be dropped with the old copy.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("PRAGMA busy_timeout=60000")
        connection.exec_driver_sql("BEGIN EXCLUSIVE")
    else:
        connection.exec_driver_sql("SET LOCAL lock_timeout = '60s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({POSTGRES_LOCK})")


def still_whole(connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("this migration left rows pointing to nothing: nothing was changed")


def upgrade() -> None:
    extension = current_app.extensions["migrate"]
    engine = extension.db.engine
    with engine.connect() as connection:
        only_one(connection)
        context.configure(connection=connection, target_metadata=extension.db.metadata, render_item=house_types,
                          process_revision_directives=carry_checks, transactional_ddl=True, **extension.configure_args)
        with context.begin_transaction():
            context.run_migrations()
        still_whole(connection)
        connection.commit()
    # Connections of the pool may carry the relaxed pragmas above.
    engine.dispose()


upgrade()
