"""The watched folder: a nightly export goes in by itself, then stands in `importes` or `refuses` beside.

A fault of the folder itself (gone, not readable) fails the job, which the server page says; a fault of a file is a run
refused, which the office reads.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from acts import imports
from database import Overtaken, db, local, now
from guard import importing
from models import ImportRun
from queries.import_known import already_applied
from queries.settings import settings
from rules.import_columns import missing
from rules.import_folder import DONE, REFUSED, is_ready, kept_name, kind_of_name
from rules.import_look import Look, look
from rules.import_reading import check_size
from rules.imports import MOST_BYTES
from rules.imports import Refused as FileRefused

AT_ONCE = 20


def fault(path: str) -> str:
    """Why this folder cannot be watched, in French; "" when it can. An empty path watches nothing."""
    if not path:
        return ""
    folder = Path(path)
    if not folder.is_absolute():
        return "Écrivez le chemin entier du dossier, depuis la racine."
    if not folder.is_dir():
        return "Ce dossier n'existe pas sur le serveur, ou le programme n'y a pas accès."
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return "Le programme ne peut pas lire ce dossier, ou y déplacer des fichiers."
    return ""


def take_files() -> list[int]:
    """Import every file that is ready, the oldest first. Returns the ids of the runs. Raises OSError for the folder."""
    path = settings().import_folder.strip()
    if not path:
        return []
    wrong = fault(path)
    if wrong:
        raise OSError(wrong)
    taken, faults = [], []
    for file in ready(Path(path))[:AT_ONCE]:
        try:
            taken.append(_take(Path(path), file))
        except OSError as error:
            faults.append(error)  # one file nobody can read or move holds no other up
    if faults:
        raise faults[0]
    return [run_id for run_id in taken if run_id]


def ready(folder: Path) -> list[Path]:
    """Files nobody writes any more; links are not followed out of the folder."""
    at = datetime.now(UTC)  # the clock of the files, not the one a test holds
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                changed = datetime.fromtimestamp(entry.stat(follow_symlinks=False).st_mtime, UTC)
                found += [(changed, entry.name)] if is_ready(entry.name, changed, at) else []
    return [folder / name for _, name in sorted(found)]


def _take(folder: Path, file: Path) -> int | None:
    seen = _look(file)
    if already_applied(seen.sha256):
        _put_aside(folder, file, DONE)
        return None
    try:
        run_id = importing.take_in("folder", file.name, seen)
    except Overtaken:
        return None  # another import is at work: the next time
    state = db.session.scalar(select(ImportRun.state).where(ImportRun.id == run_id))
    _put_aside(folder, file, REFUSED if state == "refused" else DONE)
    return run_id


def _look(file: Path) -> Look:
    """The kind its name says, unless its columns say another."""
    size, kind = file.stat().st_size, kind_of_name(file.name)
    try:
        check_size(size)
    except FileRefused as refused:
        return Look("", size, kind or None, refused.sentence)
    with file.open("rb") as held:
        content = held.read(MOST_BYTES + 1)
    seen = look(content, kind)
    if kind and not seen.refusal and missing(kind, imports.mapping_of(seen)):
        return look(content)
    return seen


def _put_aside(folder: Path, file: Path, where: str) -> None:
    beside = folder / where
    beside.mkdir(mode=0o700, exist_ok=True)
    name = kept_name(file.name, local(now()))
    place, number = beside / name, 1
    while place.exists():
        number += 1
        place = beside / f"{number}-{name}"
    file.rename(place)
