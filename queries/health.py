"""How the server is: its clock, its backups, its database. Dates and counts, nothing about people."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select, text

from database import db, local, now
from models import Session, Tick
from rules.clock import EVERY_WORDS, JOBS, OLD_BACKUP, is_late

CLOCK = "clock"
LATE = ("L'horloge du serveur ne tourne plus depuis dix minutes\u00a0: les rappels et les sauvegardes ne se font pas. "
        "Prévenez la personne qui s'occupe du serveur.")
_ticks, _sessions = Tick.__table__, Session.__table__
_ran = select(_ticks.c.ran_at).where(_ticks.c.name == CLOCK)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was opened and found whole. `journal` is the number and hash of its last journal line;
    `journal_problems` says what was already wrong with that journal.
    """

    path: Path
    kind: str
    made_at: datetime
    size: int
    sha256: str
    revision: str
    journal: tuple[int, str]
    journal_problems: tuple[str, ...]


def backup_folder() -> Path:
    return Path(current_app.config["INSTANCE"]) / "backups"


def read_backup(path: Path) -> Backup | None:
    """What was noted beside a backup when it was made; None when nothing was."""
    note = Path(f"{path}.json")
    if not note.exists():
        return None
    noted = json.loads(note.read_text(encoding="utf-8"))
    return Backup(path, noted["kind"], datetime.fromisoformat(noted["made_at"]), noted["size"], noted["sha256"],
                  noted["revision"], tuple(noted["journal"]), tuple(noted["journal_problems"]))


def backups() -> list[Backup]:
    """The backups kept on this machine, newest first."""
    notes = backup_folder().glob("*.json")
    found = [read_backup(note.with_suffix("")) for note in notes if note.with_suffix("").exists()]
    return sorted(found, key=lambda backup: (backup.made_at, backup.path.name), reverse=True)


def clock_sentence() -> str:
    """The sentence the board shows when the clock has stopped; empty when it runs."""
    return LATE if is_late(now(), db.session.execute(_ran).scalar()) else ""


def jobs() -> list[dict]:
    """Each periodic job: its words, how often, when it was last done, and its failure since then."""
    rows = {row.name: row for row in db.session.execute(select(_ticks).order_by(_ticks.c.name))}
    return [{"name": name, "words": job.words, "every": EVERY_WORDS[job.every],
             "ran_at": rows[name].ran_at if name in rows else None,
             "failed_at": rows[name].failed_at if name in rows else None,
             "result": rows[name].result if name in rows else ""} for name, job in JOBS.items()]


def last_tick() -> datetime | None:
    return db.session.execute(_ran).scalar()


def database_size() -> int:
    """Bytes the database takes, its log included."""
    url = db.engine.url
    if db.engine.dialect.name == "postgresql":
        return db.session.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    files = (Path(url.database + end) for end in ("", "-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def open_sessions() -> list[tuple[str, int]]:
    """Sessions used within the last half hour at the office, within the month on phones: how many of each kind."""
    at = now()
    fresh = ((_sessions.c.kind == "office") & (_sessions.c.seen_at > at - timedelta(minutes=30))) | (
        (_sessions.c.kind == "personal_phone") & (_sessions.c.created_at > at - timedelta(days=30)))
    rows = db.session.execute(select(_sessions.c.kind, func.count()).where(_sessions.c.ended_at.is_(None), fresh)
                              .group_by(_sessions.c.kind).order_by(_sessions.c.kind))
    return [(kind, count) for kind, count in rows]


def backup_is_old(kept: list[Backup]) -> bool:
    nightly = [backup for backup in kept if backup.kind == "nightly"]
    return not nightly or local(now()) - local(nightly[0].made_at) > OLD_BACKUP
