"""A parent and its children: each child does one thing for ever; one that dies is started again."""

import os
import signal
import threading
import time

# A child that dies sooner than this after its start is not started again at once.
TOO_SOON, PAUSE = 5.0, 2.0
# Time left to answer what was begun, before a child is killed.
PATIENCE = 10.0


class Stop(Exception):
    """Somebody asked the parent to stop."""


def keep(works: list, log) -> None:
    """Starts one child per work and keeps them alive until SIGTERM or SIGINT, then stops them all."""
    children = {}
    signal.signal(signal.SIGTERM, _raise_stop)
    signal.signal(signal.SIGINT, _raise_stop)
    try:
        for work in works:
            _start(work, children)
        while True:
            _replace_dead(children, log)
    except Stop:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _stop_all(children)


def _raise_stop(*_):
    raise Stop


def _start(work, children) -> None:
    # A signal between the fork and its note would leave a child nobody stops.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    parent, pid = os.getpid(), os.fork()
    if pid == 0:
        _live(work, parent)
    children[pid] = (work, time.monotonic())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})


def _live(work, parent: int) -> None:
    """The whole life of a child: it never returns into the parent's code."""
    code = 1
    try:
        signal.signal(signal.SIGTERM, lambda *_: _leave())
        # Ctrl+C reaches the whole family: the parent says when to stop.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
        threading.Thread(target=_follow_parent, args=(parent,), daemon=True).start()
        work()
        code = 0
    except SystemExit as left:
        code = left.code or 0
    except BaseException:
        import traceback
        traceback.print_exc()
    finally:
        os._exit(code)


def _leave():
    raise SystemExit(0)


def _follow_parent(parent: int) -> None:
    """A parent killed without a word, were it at the very birth, leaves no orphan holding the port."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(1)


def _replace_dead(children, log) -> None:
    pid, status = os.wait()
    work, started = children.pop(pid, (None, 0.0))
    if work is None:
        return
    log.warning("process %s ended (status %s): starting another", pid, os.waitstatus_to_exitcode(status))
    if time.monotonic() - started < TOO_SOON:
        time.sleep(PAUSE)
    _start(work, children)


def _stop_all(children) -> None:
    _tell(children, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while children and time.monotonic() < deadline:
        pid, _ = os.waitpid(-1, os.WNOHANG)
        children.pop(pid, None)
        if not pid:
            time.sleep(0.05)
    _tell(children, signal.SIGKILL)
    for pid in children:
        os.waitpid(pid, 0)


def _tell(children, what) -> None:
    for pid in children:
        os.kill(pid, what)
