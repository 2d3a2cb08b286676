"""Do the data keys of this server open what this database holds? Asked before anything is served or written."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Table, Text, insert, inspect, select, type_coerce

import data_keys
from database import db, now, short_write
from models import KeyCheck
from tables.base import Encrypted

KNOWN = b"Trait d'union"
_checks = KeyCheck.__table__


class WrongKeys(Exception):
    """A key is missing, or is not the right one: the words say what to do."""


def encrypted() -> list[tuple[Table, list]]:
    """Every table with its encrypted columns, found in the tables themselves: one added tomorrow is here too."""
    found = [(table, [column for column in table.columns if isinstance(column.type, Encrypted)])
             for table in db.metadata.sorted_tables]
    return [(table, columns) for table, columns in found if columns]


def as_kept(column):
    """The column as it stands in the database, unread."""
    return type_coerce(column, Text).label(column.name)


def opens(ring, token: str) -> bool:
    try:
        ring.decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def demand() -> None:
    """Raises WrongKeys unless each key in use is here. One tiny read.

    What the database holds is read before the keys: a rotation at work writes its new key in the file first, and a value of
    it afterwards.
    """
    with db.engine.connect() as connection:
        held = _tokens(connection) or list(_samples(connection))
    try:
        ring = data_keys.ring()
    except ValueError:
        raise WrongKeys(f"DATA_KEYS holds something that is no key.\n{what_to_do()}") from None
    if not all(opens(ring, token) for token in held):
        raise WrongKeys(f"The data key of this server does not open what this database holds.\n{what_to_do()}")


def fits(keys: list[str]) -> bool:
    """Whether these keys, found in the file by a server at work, open what each key in use answered for."""
    try:
        ring = MultiFernet([Fernet(key) for key in keys])
    except ValueError:
        return False
    with db.engine.connect() as connection:
        tokens = _tokens(connection)
        return bool(tokens) and all(opens(ring, token) for token in tokens)


def init_app(app) -> None:
    app.extensions["data_keys_fit"] = fits


def _tokens(connection) -> list[str]:
    if not inspect(connection).has_table(_checks.name):
        return []
    return connection.execute(select(_checks.c.token).order_by(_checks.c.id)).scalars().all()


def _samples(connection):
    """A database that had no check yet, or not its last tables: a value of each encrypted column answers for the others."""
    there = inspect(connection)
    for table, columns in encrypted():
        known = {column["name"] for column in there.get_columns(table.name)} if there.has_table(table.name) else ()
        for kept in [as_kept(column) for column in columns if column.name in known]:
            yield from connection.execute(select(kept).where(kept.is_not(None)).order_by(*table.primary_key).limit(1)).scalars()


def place() -> str:
    path = data_keys.file()
    return f"after DATA_KEYS= in {path}" if path else "into DATA_KEYS, in the environment of the server"


def what_to_do() -> str:
    return (f"Nothing was started and nothing was changed. Put the key kept on paper {place()}, then start again. After a "
            "rotation\nthat was not finished: both keys, the newer first, with a comma between them.")


def establish() -> None:
    """The key that writes answers for itself from now on. Raises WrongKeys first, when one is missing."""
    demand()
    writes = Fernet(data_keys.in_force()[0])
    with short_write() as connection:
        if not any(opens(writes, token) for token in _tokens(connection)):
            connection.execute(insert(_checks).values(token=writes.encrypt(KNOWN).decode(), made_at=now()))
