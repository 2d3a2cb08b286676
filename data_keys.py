"""The keys of what is kept encrypted: the first one writes, each one reads. In instance/trait.env, or given from outside.

A server at work sees the file change: a key put first by `flask rotate-key` writes at once, everywhere.
"""

import base64
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from flask import current_app

NAME = "DATA_KEYS"


def new() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def read_file(path: Path) -> dict[str, str]:
    """NAME=value, one a line; nothing where there is no file."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def split(written: str) -> list[str]:
    return [key for key in (part.strip() for part in written.split(",")) if key]


def write(path: Path, keys: list[str]) -> None:
    """Other keys in the same file, replaced whole: whoever reads it meanwhile finds the former keys, or these."""
    lines = path.read_text(encoding="utf-8").splitlines()
    mine = f"{NAME}={','.join(keys)}"
    kept = [mine if line.startswith(f"{NAME}=") else line for line in lines]
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("\n".join(kept if mine in kept else [*kept, mine]) + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def file() -> Path | None:
    """The file these keys live in; None when they were given from outside."""
    return current_app.config.get("DATA_KEYS_FILE")


def in_force() -> list[str]:
    """The keys as they are now; the file is read again when it changed."""
    path = file()
    if path:
        _look_again(path)
    return current_app.config[NAME]


def _look_again(path: Path) -> None:
    try:
        found = path.stat()
    except OSError:
        return  # a file taken away under a server at work: it goes on with the keys it has
    mark = (found.st_ino, found.st_mtime_ns, found.st_size)
    if current_app.extensions.get("data_keys_seen") == mark:
        return
    current_app.extensions["data_keys_seen"] = mark
    keys, known = split(read_file(path).get(NAME, "")), current_app.config[NAME]
    # A key added is taken up. One taken away by a slip of the hand must not make a server write with another.
    if keys and (set(keys) >= set(known) or current_app.extensions["data_keys_fit"](keys)):
        current_app.config[NAME] = keys


@lru_cache(maxsize=8)
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def ring() -> MultiFernet:
    """Raises ValueError when one of them is no key at all."""
    return _ring(tuple(in_force()))
