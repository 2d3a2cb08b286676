"""Backups: made by the database itself, opened to verify, fourteen kept; and what is put back when all else fails."""

import hashlib
import json
import os
import secrets
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from database import db, now
from guard import chain, postgres
from queries.health import Backup, backup_folder, backups, read_backup

# A backup holds what a purge erases from the database: none is kept for long.
KEPT = {"nightly": 14, "before-upgrade": 3, "replaced": 3}


class BackupFailed(Exception):
    """No backup was made, or the one given is not whole: the words say what to do."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a copy holds: its migration, the end of its journal, and what is wrong with that journal.

    A broken journal must be told; it is no reason to be without backups.
    """

    revision: str
    journal: tuple[int, str]
    journal_problems: tuple[str, ...]


def facts_of(connection) -> Facts:
    return Facts(revision_of(connection), chain.head(connection), tuple(chain.verify(connection)))


def make(kind: str = "nightly") -> Backup:
    """Copies the database while it is in use, opens the copy, checks it, notes it, drops the oldest."""
    folder = backup_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    sqlite = db.engine.dialect.name == "sqlite"
    name = f"{now():%Y%m%dT%H%M%SZ}-{kind}-{secrets.token_hex(2)}{'.sqlite' if sqlite else '.dump'}"
    draft = folder / f".{name}.draft"
    try:
        facts = _copy_sqlite(draft) if sqlite else _copy_postgres(draft)
        draft.replace(folder / name)
    finally:
        draft.unlink(missing_ok=True)
    backup = _note(folder / name, kind, facts)
    _drop_oldest(kind)
    return backup


def _copy_sqlite(draft: Path) -> Facts:
    # VACUUM INTO copies one state of the database, without the traces of what was erased from it.
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with db.engine.connect() as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (str(draft),))
    return examine(draft)


def _copy_postgres(draft: Path) -> Facts:
    with db.engine.connect() as connection:
        facts = facts_of(connection)
    try:
        postgres.dump(db.engine.url, draft)
    except postgres.ToolFailed as failure:
        raise BackupFailed(str(failure)) from failure
    return facts


def examine(path: Path) -> Facts:
    """Opens a backup and reads it through. Raises BackupFailed when it is not whole."""
    if _starts(path, b"PGDMP"):
        return _examine_dump(path)
    opened = create_engine("sqlite://", poolclass=NullPool, creator=lambda: sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro", uri=True))
    try:
        with opened.connect() as connection:
            problems, facts = _wrong_with(connection), facts_of(connection)
    except DatabaseError as error:
        raise BackupFailed(f"{path.name} cannot be read as a backup of this application: {error.orig}") from error
    if problems:
        raise BackupFailed(f"{path.name} is not whole: " + "; ".join(problems[:5]))
    return facts


def _starts(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def _wrong_with(connection) -> list[str]:
    said = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    problems = [] if said == ["ok"] else list(said)
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        problems.append("rows point to nothing")
    return problems


def _examine_dump(path: Path) -> Facts:
    try:
        postgres.check_dump(path)
    except postgres.ToolFailed as failure:
        raise BackupFailed(str(failure)) from failure
    noted = read_backup(path)
    return Facts(noted.revision, noted.journal, ()) if noted else Facts("", (0, ""), ())


def revision_of(connection) -> str:
    """The migration a database is at; empty when it was never migrated."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _note(path: Path, kind: str, facts: Facts) -> Backup:
    backup = Backup(path, kind, now(), path.stat().st_size, digest(path), facts.revision, facts.journal,
                    facts.journal_problems)
    noted = {"kind": kind, "made_at": backup.made_at.isoformat(), "size": backup.size, "sha256": backup.sha256,
             "revision": backup.revision, "journal": backup.journal, "journal_problems": backup.journal_problems}
    draft = Path(f"{path}.json.draft")
    draft.write_text(json.dumps(noted, indent=1) + "\n", encoding="utf-8")
    draft.replace(f"{path}.json")
    return backup


def _drop_oldest(kind: str) -> None:
    for old in [backup for backup in backups() if backup.kind == kind][KEPT[kind]:]:
        old.path.unlink(missing_ok=True)
        Path(f"{old.path}.json").unlink(missing_ok=True)


def witness() -> tuple[int, str] | None:
    """The end of the journal as the last backup saw it, kept outside the database."""
    kept = backups()
    return kept[0].journal if kept else None
