"""Another data key: what was encrypted with the former one is encrypted again, a few rows at a time.

A server at work goes on meanwhile: it reads both keys, and waits for a batch no longer than for a form. Stopped in the
middle, it is begun again where it was: what the new key opens is left as it is.
"""

from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import delete, select, update

import data_keys
from database import db, short_write
from guard.journal import note_event
from guard.key_check import WrongKeys, as_kept, encrypted, establish, opens
from models import KeyCheck

BATCH = 100
_checks = KeyCheck.__table__


def begin() -> str:
    """A new key, first in the file; when the keys come from elsewhere, only drawn. Returns it, to be printed once."""
    key = data_keys.new()
    if data_keys.file():
        # The file before its check: a check without its key would refuse every start. Two at once: one after the other.
        with short_write():
            data_keys.write(data_keys.file(), [key, *data_keys.in_force()])
    return key


def _writing_key() -> Fernet:
    return Fernet(data_keys.in_force()[0])


def left() -> int:
    """How many values the first key alone does not open."""
    first, count = _writing_key(), 0
    for table, columns in encrypted():
        after = None
        with db.engine.connect() as connection:
            while rows := _next(connection, table, columns, after):
                after = rows[-1][0]
                count += sum(not opens(first, value) for row in rows for value in row[1:] if value)
    return count


def is_unfinished() -> bool:
    return len(data_keys.in_force()) > 1 and bool(left())


def run() -> int:
    """Encrypts everything with the first key. Returns how many values were changed. Raises WrongKeys when none opens one."""
    establish()
    changed = 0
    for table, columns in encrypted():
        after = None
        while True:
            with short_write() as connection:
                rows = _next(connection, table, columns, after)
                changed += sum(_encrypt_again(connection, table, columns, row) for row in rows)
            if not rows:
                break
            after = rows[-1][0]
    note_event("key.rotate")
    return changed


def _next(connection, table, columns, after):
    own, = table.primary_key
    asked = select(own, *map(as_kept, columns)).order_by(own).limit(BATCH)
    return connection.execute(asked if after is None else asked.where(own > after)).all()


def _encrypt_again(connection, table, columns, row) -> int:
    first, ring, own = _writing_key(), data_keys.ring(), table.primary_key.columns[0]
    try:
        again = {column.name: ring.decrypt(value.encode()).decode() for column, value in zip(columns, row[1:], strict=True)
                 if value and not opens(first, value)}
    except InvalidToken:
        raise WrongKeys(f"{table.name} number {row[0]} opens with none of the keys: put the missing one at the end of "
                        "DATA_KEYS, and start again. What was done so far is kept.") from None
    if again:
        connection.execute(update(table).where(own == row[0]).values(again))
    return len(again)


def began_at() -> datetime | None:
    """Since when the first key is in use: an older backup needs another one."""
    first = _writing_key()
    rows = db.session.execute(select(_checks.c.token, _checks.c.made_at).order_by(_checks.c.id)).all()
    return min((row.made_at for row in rows if opens(first, row.token)), default=None)


def drop_old() -> None:
    """The first key alone from now on. Raises WrongKeys while something still needs another."""
    kept = data_keys.in_force()[0]
    needing = left()
    if needing:
        raise WrongKeys(f"{needing} values still need the old key: run `flask rotate-key --re-encrypt` first.")
    establish()
    with short_write() as connection:
        _still_first(kept)
        old = [row.id for row in connection.execute(select(_checks).order_by(_checks.c.id)) if not opens(Fernet(kept), row.token)]
        connection.execute(delete(_checks).where(_checks.c.id.in_(old)))
    if data_keys.file():
        with short_write():
            _still_first(kept)
            data_keys.write(data_keys.file(), [kept])
    note_event("key.drop")


def _still_first(key: str) -> None:
    if data_keys.in_force()[0] != key:
        raise WrongKeys("Another rotation began meanwhile: no key was taken away.")
