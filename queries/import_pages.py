"""What the pages of an import show beside the run itself: who did what, what may be done next, how many of each."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from database import db, now
from models import Account, ImportLine, ImportRun, VisitChange
from queries.imports import COUNTS, is_kept, lines_of, runs_listed, to_decide
from queries.pages import PAGE, last_first
from rules import import_columns
from rules.import_screens import shown
from rules.imports import AT_WORK, is_cut_off

# Between the sending of a file and the first line read, nothing moves: that is no cut.
JUST_SENT = timedelta(minutes=1)
# Each outcome's first lines stand on the page of the run; the others on their own pages.
FIRST = 5


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a run stands, as the page shows it: `state` is the run's, or `interrupted` when its work was cut off.

    unsaid: it came by itself and waits for somebody to say its columns; missing: what they do not say yet; kept: the file is still there; moving: the page follows the work.
    """

    state: str
    unsaid: bool
    missing: list[str]
    kept: bool
    moving: bool


def stage_of(run: ImportRun, mapping: dict[str, int]) -> Stage:
    at, state = now(), run.state
    missing = import_columns.missing(run.kind, mapping) if run.kind and state == "received" else []
    unsaid = state == "received" and run.source == "folder" and run.heartbeat_at is None
    waits = state == "received" and not missing and not unsaid
    if is_cut_off(state, run.heartbeat_at, at) or (waits and at - max(run.made_at, run.heartbeat_at or run.made_at) > JUST_SENT):
        state = "interrupted"
    moving = state in AT_WORK or (state == "received" and waits)
    return Stage(state, unsaid, missing, is_kept(run.id), moving)


def listed(user, after: int | None = None) -> tuple[list, int | None]:
    """A page of the files received, the last first, and the id after which the next page starts."""
    rows = runs_listed(user).add_columns(ImportRun.id)
    return last_first(rows.order_by(None), ImportRun, after)


def names_of_run(run: ImportRun) -> dict[int, str]:
    """Who sent it, who applied it, who has seen it."""
    ids = {run.made_by_id, run.applied_by_id, run.seen_by_id} - {None}
    return dict(db.session.execute(select(Account.id, Account.name).where(Account.id.in_(ids))).all()) if ids else {}


def outcomes(run: ImportRun) -> list[tuple]:
    """(count, how many, its first lines) of each outcome that happened, in the order of the page."""
    counts = shown({name: getattr(run, name) for name in COUNTS})
    first = {count.outcome: [] for count in counts}
    for name in first:
        if name not in ("left", "duplicate"):
            first[name] = db.session.scalars(lines_of(run.id, name).limit(FIRST)).all()
    return [(count, getattr(run, count.column), first[count.outcome]) for count in counts]


def notes(run_id: int) -> list[ImportLine]:
    return list(db.session.scalars(lines_of(run_id, "noted").limit(FIRST * 2)))


def duplicates(run_id: int, after: int | None = None) -> tuple[list[ImportLine], int | None]:
    """Those to decide or decided, a page of them, and the id after which the next page starts."""
    return page_of_lines(run_id, "duplicate", after)


def page_of_lines(run_id: int, outcome: str, after: int | None = None) -> tuple[list[ImportLine], int | None]:
    lines = lines_of(run_id, outcome)
    rows = list(db.session.scalars((lines.where(ImportLine.id > after) if after else lines).limit(PAGE + 1)))
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None


def undecided(run: ImportRun) -> int:
    return to_decide(run.id) if run.duplicates and run.state == "previewed" else 0


def decided_here(gaps) -> dict[int, tuple[datetime, str]]:
    """Gap -> (when, by whom) somebody decided what its row shows as decided here: last of all while it is open, before the
    file said otherwise once it is decided (rows of queries/gaps.py). What an import changed is no decision: it is reported
    the instant it is made."""
    gaps, made = list(gaps), {}
    for change in _decisions({gap.visit_id for gap in gaps}):
        made.setdefault(change.visit_id, []).append(change)
    found = {}
    for gap in gaps:
        before = [change for change in made.get(gap.visit_id, ()) if gap.decided_at is None or change.made_at <= gap.seen_at]
        if before:
            found[gap.id] = (before[-1].made_at, before[-1].name)
    return found


def _decisions(visit_ids: set[int]) -> list:
    """Every change somebody made of these visits, the oldest first."""
    ids = sorted(visit_ids)
    by_somebody = or_(VisitChange.reported_at.is_(None), VisitChange.reported_at != VisitChange.made_at)
    changes = (select(VisitChange.visit_id, VisitChange.made_at, Account.name)
               .join(Account, Account.id == VisitChange.made_by_id)
               .where(VisitChange.visit_id.in_(ids), by_somebody).order_by(VisitChange.visit_id, VisitChange.id))
    return list(db.session.execute(changes)) if ids else []
