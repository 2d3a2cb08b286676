"""An import from end to end, outside any request: read, compared, then written in one transaction.

The work is done outside the write lock; inside it, one number tells whether anything changed meanwhile, and then it is
done again. A server stopped in the middle leaves nothing half written: the heartbeat stops, the run reads "Interrompu".
"""

import json
import threading
import traceback
from types import SimpleNamespace

from flask import current_app
from sqlalchemy import delete, insert, select, update

from acts import absences, imported_people, imported_visits, imports, offers
from database import Overtaken, commit_as, db, now, short_write
from guard.memory import give_memory_back
from models import ChangeCount, ImportFile, ImportLine, ImportRun
from queries import import_known
from queries.import_lines import lines
from queries.import_plans import Planned, plan_of
from rules.import_look import Look, look, narrow, pack, unpack
from rules.imports import CHANGED_SINCE, CUT_OFF_AFTER, LINES_SHOWN, OTHER_SINCE, Refused
from write_lock import Busy

__all__ = ["apply", "log_without_words", "look", "preview", "start", "take_in"]
ACTION = "planning.import"
BROKEN = "Le serveur n'a pas pu finir. Rien n'est changé\u00a0: recommencez."
UNSAID = ("Personne n'a encore dit quelle colonne est laquelle pour ces titres. "
          "Envoyez ce fichier une fois depuis la page Imports.")
TRIES = 3
_runs, _lines, _files = ImportRun.__table__, ImportLine.__table__, ImportFile.__table__


class MovedOn(Exception):
    """Something changed between the comparison and the writing: compare again."""


def preview(run_id: int) -> None:
    """Read the file and say what it would do; the run goes to `previewed`, or `refused`."""
    if not _step(run_id, ("received", "interrupted"), "reading"):
        return
    run, began = _run(run_id), now()
    if import_known.another_at_work(run_id, began - CUT_OFF_AFTER):
        began -= CUT_OFF_AFTER  # what is being written now is not seen yet
    try:
        planned = plan_of(run, lambda done: _beat(run_id, done))
    except Refused as refused:
        _refuse(run, refused.sentence)
        return
    kept = lines(run_id, planned)
    with short_write() as connection:
        _replace_lines(connection, run_id, kept)
        connection.execute(update(_runs).where(_runs.c.id == run_id, _runs.c.state == "reading").values(
            state="previewed", heartbeat_at=began, rows_done=run.rows_total, **_facts(planned)))
        connection.execute(update(ChangeCount.__table__).values(number=ChangeCount.__table__.c.number + 1))


def apply(run_id: int) -> None:
    """The file goes in: all of it, in one transaction. The run (`applying`) goes to `applied`; or back to `previewed`
    when so much would be cancelled that somebody must say yes first, or when it would do something else than what the
    preview showed, because another file went in since."""
    run = _run(run_id)
    if run.state != "applying":
        return
    try:
        for attempt in range(1, TRIES + 1):
            try:
                _write_once(run, last=attempt == TRIES)
                return
            except MovedOn:
                continue
    except Refused as refused:
        _refuse(run, refused.sentence)


def _write_once(run: ImportRun, last: bool) -> None:
    """Compared outside the lock; the last time inside it, where nobody moves anything."""
    number = import_known.change_number()
    planned = None if last else plan_of(run, lambda done: _beat(run.id, done))
    _beat(run.id, run.rows_total)

    def act():
        return write_if_still(run, planned, number) if planned else _write(run, plan_of(run, lambda done: None))
    commit_as(ACTION, act, _by(run).id, f"import:{run.id}")


def write_if_still(run: ImportRun, planned: Planned, number: int) -> int:
    """In the write transaction. Raises MovedOn when anything changed since the comparison, made at that `number`."""
    if import_known.change_number() != number:
        raise MovedOn
    return _write(run, planned)


def _write(run: ImportRun, planned: Planned) -> int:
    """In the write transaction: the records, the lines, the run."""
    at, by_id, rows = now(), _by(run).id, lines(run.id, planned)
    since = _since(run, planned, rows)
    waits = bool(since) or (bool(planned.confirm) and not run.confirmed)
    connection = db.session.connection()
    if not waits and planned.visits:
        imported_visits.write(by_id, run.id, planned.visits, import_known.covered_until(), at)
        absences.take(None)  # whoever is away has none of it
        offers.close_unasked(None, at)  # and nobody answers about an hour that moved
    elif not waits:
        imported_people.write(by_id, run.id, run.kind, planned.people, at)
    _replace_lines(connection, run.id, rows)
    done = {"state": "previewed"} if waits else {"state": "applied", "applied_at": at, "needs_confirmation": False}
    said = {"reason": f"{since} {planned.confirm}".strip()} if since else {}
    written = connection.execute(update(_runs).where(_runs.c.id == run.id, _runs.c.state == "applying").values(
        **{**_facts(planned), **done, **said, "rows_done": run.rows_total, "heartbeat_at": at}))
    if written.rowcount != 1:
        raise Overtaken(imports.MOVED_ON)
    if not waits:
        imports.drop_file(run.id)
    db.session.expire_all()
    return run.id


def _since(run: ImportRun, planned: Planned, rows: list[dict]) -> str:
    """Why what somebody agreed to on the preview is not what this file would do now; "" when it is, or when nobody saw
    one. A decision of a colleague stays a gap and is no reason; another file that went in is, and one more visit called off.
    """
    if run.applied_by_id is None:
        return ""
    counts = planned.counts()
    seen = set(db.session.scalars(select(ImportLine.words).where(ImportLine.run_id == run.id, ImportLine.outcome == "cancelled")))
    listed = {row["words"] for row in rows if row["outcome"] == "cancelled"}
    more = counts["cancelled"] > run.cancelled or (counts["cancelled"] <= LINES_SHOWN and not listed <= seen)
    if run.reason == OTHER_SINCE:
        return OTHER_SINCE if more or any(getattr(run, name) != many for name, many in counts.items()) else ""
    return CHANGED_SINCE if more else ""


def _facts(planned: Planned) -> dict:
    first, last = planned.days or (None, None)
    return {**planned.counts(), "covers_from": first, "covers_to": last, "needs_confirmation": bool(planned.confirm),
            "reason": planned.confirm, "nothing_cancelled_why": planned.nothing_cancelled_why}


def _replace_lines(connection, run_id: int, rows: list[dict]) -> None:
    """The lines of this comparison take the place of those of the one before; what somebody chose is kept with them."""
    chosen = {row.line: row for row in connection.execute(select(_lines.c.line, _lines.c.choice, _lines.c.chosen_by_id).where(
        _lines.c.run_id == run_id, _lines.c.choice.is_not(None)))}
    connection.execute(delete(_lines).where(_lines.c.run_id == run_id))
    for row in rows:
        before = chosen.get(row["line"]) if row["outcome"] == "duplicate" else None
        row |= {"choice": before.choice if before else None, "chosen_by_id": before.chosen_by_id if before else None}
    if rows:
        connection.execute(insert(_lines), rows)


def _run(run_id: int) -> ImportRun:
    return db.session.get(ImportRun, run_id, populate_existing=True)


def _by(run: ImportRun) -> SimpleNamespace:
    return SimpleNamespace(id=run.applied_by_id or run.made_by_id)


def _refuse(run: ImportRun, reason: str) -> None:
    commit_as(ACTION, lambda: imports.refuse(run.id, reason), _by(run).id, f"import:{run.id}")


def _beat(run_id: int, done: int) -> None:
    """How far it is; a busy moment is no reason to stop."""
    try:
        with short_write() as connection:
            connection.execute(update(_runs).where(_runs.c.id == run_id).values(rows_done=done, heartbeat_at=now()))
    except Busy:
        pass


def _step(run_id: int, before: tuple[str, ...], after: str) -> bool:
    with short_write() as connection:
        return connection.execute(update(_runs).where(_runs.c.id == run_id, _runs.c.state.in_(before)).values(
            state=after, rows_done=0, heartbeat_at=now())).rowcount == 1


# --- in a thread of its own -------------------------------------------------------------------------------------------

def columns(run_id: int) -> None:
    """Somebody just said which column is which: the cells of the others are erased, then the file is read."""
    run = _run(run_id)
    packed = db.session.scalar(select(_files.c.content).where(_files.c.run_id == run_id))
    if packed:
        content, sample, _ = pack(unpack(packed), set(json.loads(run.mapping).values()))
        still = select(_runs.c.id).where(_runs.c.id == run_id, _runs.c.mapping == run.mapping).exists()
        with short_write() as connection:
            connection.execute(update(_files).where(_files.c.run_id == run_id, still).values(content=content, sample=sample))
    preview(run_id)


WORK = {"preview": preview, "apply": apply, "columns": columns}


def start(what: str, run_id: int) -> threading.Thread:
    """`preview`, `apply` or `columns`, while the page polls the run."""
    thread = threading.Thread(target=_work, args=(current_app._get_current_object(), what, run_id), daemon=True,
                              name=f"import-{run_id}")
    thread.start()
    return thread


def _work(app, what: str, run_id: int) -> None:
    give_memory_back()  # what the pages before left, the sending of this very file first
    with app.app_context():
        _finish(what, run_id)
    give_memory_back()


def _finish(what: str, run_id: int) -> None:
    """Work that breaks is given up: nothing of it is written, and the run says so."""
    try:
        WORK[what](run_id)
    except Exception as error:
        log_without_words(error, f"the import {run_id} could not be finished")
        db.session.rollback()
        _give_up(run_id)


def log_without_words(error: Exception, what: str) -> None:
    """Where it broke and how, never what it was about: an error may quote the file it met."""
    where = "".join(traceback.format_tb(error.__traceback__))
    current_app.logger.error("%s: %s\n%s", what, type(error).__name__, where)


def _give_up(run_id: int) -> None:
    with short_write() as connection:
        connection.execute(update(_runs).where(_runs.c.id == run_id, _runs.c.state.in_(("received", "reading", "applying"))).values(
            state="interrupted", reason=BROKEN))


# --- the command and the watched folder -------------------------------------------------------------------------------

def take_in(source: str, file_name: str, seen: Look, by_id: int | None = None, dry_run: bool = False,
            confirm_many: bool = False, only_known: bool = False) -> int:
    """Receive and apply without a screen. Returns the id of the run: what became of it stands there.

    only_known: the columns must be those somebody set once for these titles; else a file of the folder waits for
    somebody to say them, one of the command is refused. Raises Overtaken while another import is at work.
    """
    if import_known.another_at_work(0, now() - CUT_OFF_AFTER):
        raise Overtaken(imports.ONE_AT_A_TIME)
    known = None if seen.refusal else import_known.remembered_mapping(seen.kind, seen.signature)
    if known is not None:
        seen = narrow(seen, known.values())
    by = SimpleNamespace(id=by_id)
    run_id = int(commit_as(ACTION, lambda: imports.receive(by, source, file_name, seen), by_id, lambda id: f"import:{id}"))
    unsaid = only_known and known is None
    if _run(run_id).state != "received" or (unsaid and source == "folder"):
        return run_id
    if unsaid:
        _refuse(_run(run_id), UNSAID)
    else:
        seen = None  # the file as it was read, and the one before it, are let go
        give_memory_back()
        (_try_out if dry_run else _go_in)(run_id, by, confirm_many)
    return run_id


def _try_out(run_id: int, by, _confirm_many: bool) -> None:
    _finish("preview", run_id)
    if _run(run_id).state == "previewed":
        commit_as(ACTION, lambda: imports.abandon(by, run_id), by.id, f"import:{run_id}")


def _go_in(run_id: int, by, confirm_many: bool) -> None:
    try:
        commit_as(ACTION, lambda: imports.begin_unattended(run_id, confirm_many), by.id, f"import:{run_id}")
    except Overtaken:  # another one began in between: this one comes again, as if it had never been received
        commit_as(ACTION, lambda: imports.abandon(by, run_id), by.id, f"import:{run_id}")
        raise
    _finish("apply", run_id)
