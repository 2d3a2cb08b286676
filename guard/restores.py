"""Putting a backup back: checked first, what it replaces is kept aside, every session ends, what was closed stays closed."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from database import db, now, short_write
from guard import backups, journal, postgres, ways_in
from guard.sessions import end_sessions
from models import CalendarFeed, Invitation, Message, PersonalLink
from queries.health import backup_folder, read_backup


class RestoreRefused(Exception):
    """Nothing was changed; the words say why."""


def check(path: Path) -> backups.Facts:
    """What the file holds, after reading it through. Raises RestoreRefused when it must not be put back."""
    if not path.is_file():
        raise RestoreRefused(f"there is no file {path}")
    noted = read_backup(path)
    if noted and noted.sha256 != backups.digest(path):
        raise RestoreRefused(f"{path.name} changed since it was made")
    try:
        facts = backups.examine(path)
    except backups.BackupFailed as failure:
        raise RestoreRefused(str(failure)) from failure
    if facts.revision and facts.revision not in known_revisions():
        raise RestoreRefused(f"{path.name} was made by a newer version of Trait d'union: update it first")
    if (path.suffix == ".dump") != (db.engine.dialect.name == "postgresql"):
        raise RestoreRefused(f"{path.name} is not a backup of a {db.engine.dialect.name} database")
    return facts


def known_revisions() -> set[str]:
    scripts = ScriptDirectory(current_app.extensions["migrate"].directory)
    return {script.revision for script in scripts.walk_revisions()}


def keep_aside() -> Path | None:
    """The database about to be replaced: as a backup when it can still be read, else its files as they are."""
    path = Path(db.engine.url.database or "")
    if db.engine.dialect.name == "sqlite" and not path.exists():
        return None
    try:
        return backups.make("replaced").path
    except (backups.BackupFailed, DatabaseError):
        return _set_aside(path) if db.engine.dialect.name == "sqlite" else None


def _set_aside(path: Path) -> Path:
    """A database that cannot be read any more is moved, whole, out of the way."""
    db.engine.dispose()
    aside = backup_folder() / f"unreadable-{now():%Y%m%dT%H%M%SZ}"
    aside.mkdir(mode=0o700, parents=True)
    for end in ("", "-wal", "-shm"):
        if Path(f"{path}{end}").exists():
            shutil.move(f"{path}{end}", aside / f"{path.name}{end}")
    return aside


def put_back(path: Path) -> None:
    """Replaces the content of the database. Whoever reads it meanwhile sees the former state, or the new one."""
    if db.engine.dialect.name == "postgresql":
        db.engine.dispose()
        postgres.restore(db.engine.url, path)
        return
    lock = current_app.extensions["write_lock"]
    lock.take()
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source:
            with closing(sqlite3.connect(db.engine.url.database, timeout=30)) as target:
                source.backup(target)
    finally:
        lock.give_back()
        db.engine.dispose()


def finish(known: ways_in.WaysIn | None) -> list[str]:
    """Nobody stays signed in with a session of another time, no paper opens twice, and the journal says what happened.

    A personal link answered or a calendar closed since the backup would be open again: they all close. What else was
    closed since stays closed, as the replaced database (`known`) says. Returns what must be told.

    The backup made now is the new witness of the journal: those before saw lines that are no longer there.
    """
    end_sessions()
    with short_write() as connection:
        for table in (Invitation.__table__, PersonalLink.__table__, CalendarFeed.__table__):
            connection.execute(update(table).where(table.c.revoked_at.is_(None)).values(revoked_at=now()))
        _hold_messages(connection)
        said = ways_in.close_again(connection, known)
    journal.note_event("backup.restored")
    backups.make()
    return said


def _hold_messages(connection) -> None:
    """What waited to leave when the backup was made may have left since: somebody looks, nothing leaves twice by itself."""
    table = Message.__table__
    connection.execute(update(table).where(table.c.state.in_(("waiting", "sending"))).values(state="failed", fault="uncertain"))
