"""The tools that come with PostgreSQL: pg_dump, pg_restore, psql. They are optional; without them, plain words."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL

EMPTY = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"


class ToolFailed(Exception):
    """A tool is not on this machine, or said no: its words."""


def tool(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise ToolFailed(f"{name} is not on this machine: install the PostgreSQL client (Debian: postgresql-client)")
    return found


def surroundings(url: URL) -> dict[str, str]:
    """How to reach the database, by environment: a password on a command line can be read by everybody."""
    said = {"PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password,
            "PGDATABASE": url.database}
    return {**os.environ, **{name: str(value) for name, value in said.items() if value}}


def run(words: list[str], url: URL | None = None, **kwargs) -> subprocess.CompletedProcess:
    done = subprocess.run(words, env=surroundings(url) if url else None, stderr=subprocess.PIPE, text=True, **kwargs)
    if done.returncode:
        raise ToolFailed(f"{Path(words[0]).name}: {done.stderr.strip()}")
    return done


def dump(url: URL, into: Path) -> None:
    """A dump in PostgreSQL's own compressed format, listed afterwards to see that it can be read."""
    os.close(os.open(into, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    run([tool("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", f"--file={into}"], url)
    check_dump(into)


def check_dump(path: Path) -> None:
    listed = run([tool("pg_restore"), "--list", str(path)], stdout=subprocess.PIPE).stdout
    if "TABLE DATA public journal " not in listed:
        raise ToolFailed(f"{path.name} is not a backup of this application")


def restore(url: URL, path: Path) -> None:
    """Puts a dump back in one transaction: all of it, or nothing."""
    script = path.with_name(f".{path.name}.sql")
    os.close(os.open(script, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    try:
        run([tool("pg_restore"), "--no-owner", "--no-privileges", f"--file={script}", str(path)])
        run([tool("psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
             f"--command={EMPTY}", f"--file={script}"], url, stdout=subprocess.DEVNULL)
    finally:
        script.unlink(missing_ok=True)
