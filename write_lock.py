"""One writer at a time on SQLite: a lock between threads, and a kernel file lock between processes.

SQLite's own waiting is by polling and unfair; a file lock taken just before BEGIN IMMEDIATE halves the longest waits.
"""

import os
import threading
import time
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: one process serves, the lock between threads is enough
    fcntl = None

LOCK_SECONDS = 5.0


class Busy(Exception):
    """The database could not be written within the time allowed: nothing was changed, try again."""


class WriteLock:
    """One writer at a time: a lock between threads, and a kernel file lock between processes (SQLite only)."""

    def __init__(self, url):
        path = url.database if url.get_backend_name() == "sqlite" else None
        self.path = Path(path + ".lock") if path and path != ":memory:" and fcntl else None
        self.sqlite = url.get_backend_name() == "sqlite"
        self.threads = threading.Lock()
        self.file = None

    def take(self) -> None:
        if not self.sqlite:
            return
        deadline = time.monotonic() + LOCK_SECONDS
        if not self.threads.acquire(timeout=LOCK_SECONDS):
            raise Busy
        try:
            self._take_file(deadline)
        except BaseException:
            self.threads.release()
            raise

    def _take_file(self, deadline: float) -> None:
        if self.path is None:
            return
        handle = os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600)
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.file = handle
                return
            except BlockingIOError:
                if time.monotonic() > deadline:
                    os.close(handle)
                    raise Busy from None
                time.sleep(0.002)

    def give_back(self) -> None:
        if not self.sqlite:
            return
        if self.file is not None:
            os.close(self.file)
            self.file = None
        self.threads.release()
