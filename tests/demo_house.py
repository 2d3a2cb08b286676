"""The demo association in a house of its own: filled once per test process, on a Monday at nine, then copied."""

import functools
import tempfile
from contextlib import contextmanager
from pathlib import Path

import demo
from database import db
from tests.clock import Clock
from tests.houses import build, close, house


@functools.cache
def _filled() -> tuple[bytes, list[str]]:
    """The database of the demo, and the keys of what it holds encrypted."""
    with tempfile.TemporaryDirectory() as folder, house("sqlite", Path(folder), Clock()) as made:
        with made.app_context():
            assert demo.fill()
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        close(made)
        return (Path(folder) / "trait.sqlite").read_bytes(), made.config["DATA_KEYS"]


@contextmanager
def demo_house(folder):
    """`with demo_house(tmp_path) as made:`; its clock is `made.config["CLOCK"]`."""
    filled, keys = _filled()
    path = Path(folder) / "trait.sqlite"
    path.write_bytes(filled)
    made = build(f"sqlite:///{path}", folder, Clock(), DATA_KEYS=keys)
    try:
        yield made
    finally:
        close(made)


def passphrase(name: str) -> str:
    """What one types to come in as `name`, as `make run` prints it."""
    return next(said for _, _, email, said in demo.accounts() if email.startswith(f"{name}@"))
