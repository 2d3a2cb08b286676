"""`flask serve`: one process per core on one shared socket, and the one clock beside them."""

import gc
import logging
import os
import socket
import subprocess
import sys
import threading
import time

import click
import waitress
from flask import current_app
from flask.cli import ScriptInfo

from commands import family
from commands.clock import run_due
from commands.greeting import greet
from commands.keeping import newest_revision
from commands.keys import with_data
from database import db
from guard import backups
from guard.memory import give_large_pieces_back_at_once, give_memory_back
from queries import board
from queries.settings import settings

THREADS, BACKLOG, EVERY = 2, 1024, 60
ALONE = 8


def open_socket(host: str, port: int) -> socket.socket:
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(kind, socket.SOCK_STREAM)
    if os.name != "nt":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    # A process that loses the race for a newcomer must not wait for the next one.
    listening.setblocking(False)
    listening.listen(BACKLOG)
    return listening


def fresh_app():
    """The application made anew, as the command line found it: no connection is shared with a parent."""
    found = click.get_current_context().find_object(ScriptInfo)
    return ScriptInfo(app_import_path=found.app_import_path, create_app=found.create_app).load_app()


def serve_pages(listening: socket.socket, threads: int = THREADS) -> None:
    """One process at work."""
    # A queue is what the threads are for: it is no news for the log.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    give_large_pieces_back_at_once()
    app = fresh_app()
    with app.app_context():
        board.prepare()
    # What building leaves behind (some 40 MB) goes now; what stays is never looked through again.
    give_memory_back()
    gc.freeze()
    # Who is behind a proxy is told by ProxyFix, which counts the hops; waitress would erase what it reads.
    waitress.serve(app, sockets=[listening], threads=threads, ident=None, connection_limit=500,
                   clear_untrusted_proxy_headers=not app.config["TRUSTED_PROXIES"])


def keep_time() -> None:
    """The clock: every minute, for as long as the server lives."""
    app = fresh_app()
    while True:
        started = time.monotonic()
        with app.app_context():
            try:
                run_due()
            except Exception:
                # Locked or full: the next minute tries again, and the board says when it is too long.
                app.logger.exception("the clock could not run")
        time.sleep(max(1.0, EVERY - (time.monotonic() - started)))


def keep_time_outside() -> None:
    """The same where the system cannot fork: a command of its own every minute."""
    while True:
        subprocess.run([sys.executable, "-m", "flask", "--app", "app", "tick"], stdout=subprocess.DEVNULL, check=False)
        time.sleep(EVERY)


def check_database() -> None:
    with db.engine.connect() as connection:
        if backups.revision_of(connection) != newest_revision():
            raise click.ClickException("the database is not up to date: run `flask upgrade` first")


@click.command()
@click.option("--host", envvar="HOST", help="Address to listen on; by default this machine only, all for the demo.")
@click.option("--port", envvar="PORT", default=8000, show_default=True)
@click.option("--processes", envvar="PROCESSES", default=os.cpu_count() or 1, show_default="one per core")
@with_data
def serve(host, port, processes):
    """Serve the pages, and keep the clock."""
    os.umask(0o077)
    check_database()
    host = host or ("0.0.0.0" if settings().demo else "127.0.0.1")  # noqa: S104  the demo is read from phones
    try:
        listening = open_socket(host, port)
    except OSError as error:
        raise click.ClickException(f"port {port} cannot be used ({error.strerror}): set PORT to another") from error
    with listening:
        greet(host, listening.getsockname()[1])
        # Nothing open may cross the fork.
        db.session.remove()
        db.engine.dispose()
        if hasattr(os, "fork"):
            family.keep([lambda: serve_pages(listening)] * max(1, processes) + [keep_time], current_app.logger)
        else:
            threading.Thread(target=keep_time_outside, daemon=True).start()
            serve_pages(listening, ALONE)
