"""The watched folder: a nightly export goes in by itself, then stands in `importes` or `refuses` beside.

A fault of the folder itself (gone, not readable) fails the job, which the server page says; a fault of a file is a run
refused or given up, which the office reads. No name of a file leaves this room but into its run.
"""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from acts import imports
from config import INSTANCE
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
from write_lock import Busy

AT_ONCE = 20
# Where the system has it: whoever may write in the folder does not make the house read, or move, anything else.
NOT_A_LINK = getattr(os, "O_NOFOLLOW", 0)
AS_IT_IS = os.O_RDONLY | NOT_A_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
BROKEN_FILE = "Le serveur n'a pas pu lire ce fichier. Rien n'est changé\u00a0: exportez-le à nouveau, ou envoyez-le depuis la page Imports."


class FolderFault(Exception):
    """Why the folder cannot be watched, in French, without a name of a file."""


def fault(path: str) -> str:
    """Why this folder cannot be watched, in French; "" when it can. An empty path watches nothing."""
    if not path:
        return ""
    folder = Path(path)
    if not folder.is_absolute():
        return "Écrivez le chemin entier du dossier, depuis la racine."
    if not folder.is_dir():
        return "Ce dossier n'existe pas sur le serveur, ou le programme n'y a pas accès."
    if folder.resolve() in (Path(folder.resolve().anchor), INSTANCE):
        return "Choisissez un dossier réservé aux exports du planning\u00a0: celui-ci contient les fichiers du serveur."
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return "Le programme ne peut pas lire ce dossier, ou y déplacer des fichiers."
    if any((folder / name).is_symlink() for name in (DONE, REFUSED)):
        return f"Dans ce dossier, «\u00a0{DONE}\u00a0» ou «\u00a0{REFUSED}\u00a0» est un lien. Mettez un vrai dossier à sa place."
    return ""


def take_files() -> list[int]:
    """Import every file that is ready, the oldest first. Returns the ids of the runs.

    Raises FolderFault for the folder; and, once the others are done, the OSError or the Busy of a file that waits.
    """
    path = settings().import_folder.strip()
    if not path:
        return []
    wrong = fault(path)
    if wrong:
        raise FolderFault(wrong)
    taken, faults = [], []
    for file in ready(Path(path))[:AT_ONCE]:
        try:
            taken.append(_take_or_refuse(Path(path), file))
        except (OSError, Busy) as error:
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


def _take_or_refuse(folder: Path, file: Path) -> int | None:
    """A file the house breaks on is refused like any other; the next ones go on."""
    try:
        return _take(folder, file)
    except (OSError, Busy):
        raise
    except Exception as error:
        importing.log_without_words(error, "a file of the watched folder could not be read")
        db.session.rollback()
        run_id = importing.take_in("folder", file.name, Look("", 0, None, BROKEN_FILE))
        _put_aside(folder, file, REFUSED)
        return run_id


def _take(folder: Path, file: Path) -> int | None:
    seen = _look(file)
    if already_applied(seen.sha256):
        _put_aside(folder, file, DONE)
        return None
    try:
        run_id = importing.take_in("folder", file.name, seen, only_known=True)
    except Overtaken:
        return None  # another import is at work: the next time
    state = db.session.scalar(select(ImportRun.state).where(ImportRun.id == run_id))
    _put_aside(folder, file, REFUSED if state in ("refused", "interrupted") else DONE)
    return run_id


def _look(file: Path) -> Look:
    """The kind its name says, unless its columns say another."""
    kind = kind_of_name(file.name)
    with os.fdopen(os.open(file, AS_IT_IS), "rb") as held:
        about = os.fstat(held.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise FileNotFoundError
        try:
            check_size(about.st_size)
        except FileRefused as refused:
            return Look("", about.st_size, kind or None, refused.sentence)
        content = held.read(MOST_BYTES + 1)
    seen = look(content, kind)
    if kind and not seen.refusal and missing(kind, imports.mapping_of(seen)):
        by_titles = look(content)
        return seen if by_titles.refusal else by_titles  # titles nobody knows: somebody says what they are
    return seen


def _put_aside(folder: Path, file: Path, where: str) -> None:
    """Into the folder beside, and into no other it would be a link to."""
    beside, number = folder / where, 1
    beside.mkdir(mode=0o700, exist_ok=True)
    held = os.open(beside, os.O_RDONLY | os.O_DIRECTORY | NOT_A_LINK) if NOT_A_LINK else None
    try:
        taken, dated = set(os.listdir(beside if held is None else held)), kept_name(file.name, local(now()))
        name = dated
        while name in taken:
            number += 1
            name = f"{number}-{dated}"
        os.rename(file, beside / name if held is None else name, dst_dir_fd=held)
    finally:
        if held is not None:
            os.close(held)
