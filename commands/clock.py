"""The one clock: what is done by itself, under a lease, so that two clocks at once run each job once."""

import os
import socket
from datetime import timedelta
from uuid import uuid4

import click
from flask import current_app
from sqlalchemy import or_, select, update

from acts import absences, alert_news, alerts, handovers, imports, offer_answers, pairings, purges, replacements, rounds, series
from commands import outbox
from commands.keys import with_data
from database import commit_as, db, insert_new, local, now, short_write
from guard import backups, import_folder, journal
from models import Submission, Tick
from queries.health import CLOCK
from rules.clock import JOBS, is_due

# Longer than any job; a clock that dies in the middle holds the others up for that long.
LEASE = timedelta(minutes=5)
# A form being answered right now writes its own line.
IN_FLIGHT = timedelta(minutes=1)
_ticks = Tick.__table__


class NothingDone(Exception):
    """The job found nothing to do: its transaction leaves no trace, not even in the journal."""


def seal_promised() -> None:
    """A server stopped between a change and its journal line left a promise: the line is written now."""
    journal.seal_where(Submission.__table__.c.at < now() - IN_FLIGHT)


def as_change(action: str, act):
    """A job that changes records: journaled under its action when it did change some. Returns what the act did."""
    def only_if_any():
        done = act(None, now())
        if not done:
            raise NothingDone
        return done

    def job():
        try:
            return commit_as(action, only_if_any)
        except NothingDone:
            return ""
    return job


def back_up() -> None:
    made = backups.make()
    if made.journal_problems:
        raise backups.BackupFailed("la sauvegarde est faite, mais le journal est rompu : lancez flask journal-verify")


def take_imports() -> None:
    """What is left of old imports goes first; then the watched folder, whose faults are those of the job."""
    as_change("planning.tidy", imports.tidy)()
    import_folder.take_files()


# The words and the hours of each are in rules/clock.py.
RUN = {
    "seal": seal_promised,
    "rounds": as_change("rounds.open_due", rounds.open_due),
    "pairings": as_change("pairings.follow_visits", pairings.follow_visits),
    "absences": as_change("absence.close", absences.follow),
    "alerts": as_change("alert.escalate", alerts.escalate),
    "dangers": as_change("alert.escalate", alert_news.follow_dangers),
    "old_alerts": as_change("alert.erase", lambda _, at: purges.alerts(at)),
    "old_hands": as_change("help_request.erase", lambda _, at: purges.hands(at)),
    "offers": as_change("offer.close", offer_answers.follow),
    "messages": outbox.send_due,
    "replacements": as_change("replacements.follow", replacements.follow),
    "handovers": as_change("handover.tidy", handovers.tidy),
    "series": as_change("series.extend_series", series.extend_series),
    "imports": take_imports,
    "backup": back_up,
    "purge": as_change("purge", purges.purge),
}


def take_lease(me: str) -> bool:
    """True when no other clock is at work."""
    free = or_(_ticks.c.held_until.is_(None), _ticks.c.held_until < now(), _ticks.c.held_by == me)
    with short_write() as connection:
        connection.execute(insert_new(_ticks).values(name=CLOCK, held_by="", result=""))
        taken = connection.execute(update(_ticks).where(_ticks.c.name == CLOCK, free)
                                   .values(held_by=me, held_until=now() + LEASE))
    return taken.rowcount == 1


def give_back(me: str) -> None:
    with short_write() as connection:
        connection.execute(update(_ticks).where(_ticks.c.name == CLOCK, _ticks.c.held_by == me)
                           .values(held_by="", held_until=None, ran_at=now()))


def run_due(jobs=None) -> list[str] | None:
    """Runs every job that is due, the failure of one stopping no other. Returns those run; None: another is at it."""
    me = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"[:80]
    if not take_lease(me):
        return None
    ran = []
    try:
        for name, job in (RUN if jobs is None else jobs).items():
            if job_is_due(name) and take_lease(me):
                run_one(name, job)
                ran.append(name)
    finally:
        give_back(me)
    return ran


def job_is_due(name: str) -> bool:
    row = db.session.execute(select(_ticks).where(_ticks.c.name == name)).first()
    done, failed = (row.ran_at, row.failed_at) if row else (None, None)
    return is_due(JOBS[name].every, local(now()), done and local(done), failed and local(failed))


def run_one(name: str, job) -> None:
    try:
        job()
    except Exception as error:
        db.session.rollback()
        current_app.logger.exception("the job %s failed", name)
        note(name, failed_at=now(), result=in_words(error))
    else:
        note(name, ran_at=now(), failed_at=None, result="")


def in_words(error: Exception) -> str:
    """What is shown of a failure. A database error may quote the records it was about, an error of the disk names the file
    it met: of the first its kind is kept, of the second what went wrong.
    """
    kind = type(error).__name__
    if isinstance(error, (backups.BackupFailed, import_folder.FolderFault)):
        return f"{kind} : {error}"[:200]
    return f"{kind} : {error.strerror}"[:200] if isinstance(error, OSError) and error.strerror else kind


def note(name: str, **values) -> None:
    with short_write() as connection:
        connection.execute(insert_new(_ticks).values(name=name, held_by="", result=""))
        connection.execute(update(_ticks).where(_ticks.c.name == name).values(**values))


@click.command()
@with_data
def tick():
    """Do now what is due: rounds to open, visits to prepare, the backup of the night."""
    ran = run_due()
    click.echo("another clock is at work" if ran is None else f"done: {', '.join(ran) or 'nothing was due'}")
