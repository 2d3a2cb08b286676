"""Last night's export of the planning came in by itself: two rows refused, and one écart with what was decided yesterday."""

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import select

from database import db
from demo.clock import Calendar
from models import ImportedVisit, ImportGap, ImportLine, ImportRun, Visit, VisitChange
from rules.import_people import UNKNOWN

NIGHT = 130
REFUSED = ((118, UNKNOWN["beneficiaries"], "Perrin Odette"),
           (341, "la durée «\u00a01h3O\u00a0» ne se lit pas. Écrivez par exemple 1:30, ou 90.", "1h3O"))


def play(calendar: Calendar) -> None:
    with calendar.at(0, NIGHT) as at:
        moved = _decided_before(at)
        run = ImportRun(kind="visits", source="folder", state="applied", file_name="export-planning.csv", size=48_213,
                        sha256=sha256(b"demo").hexdigest(), encoding="cp1252", separator=";", rows_total=412, rows_done=412,
                        left=406, changed=3, gaps=1, refused=2, covers_from=calendar.today, covers_to=calendar.day(27),
                        made_at=at - timedelta(minutes=1), applied_at=at)
        db.session.add(run)
        db.session.flush()
        db.session.add_all(ImportLine(run_id=run.id, line=line, outcome="refused", words=words, cells=cell)
                           for line, words, cell in REFUSED)
        _gap(run, moved, at)


def _decided_before(at) -> VisitChange:
    """A visit to come that was moved here yesterday: the planning still has its former hour."""
    return db.session.scalars(select(VisitChange).join(Visit, Visit.id == VisitChange.visit_id).where(
        VisitChange.kind == "moved", VisitChange.made_at < at, Visit.state == "planned", Visit.starts_at > at)
        .order_by(VisitChange.made_at.desc(), VisitChange.id).limit(1)).one()


def _gap(run: ImportRun, moved: VisitChange, at) -> None:
    visit = db.session.get(Visit, moved.visit_id)
    said = {"caregiver_id": visit.caregiver_id, "starts_at": moved.starts_at, "minutes": visit.minutes, "run_id": run.id}
    db.session.add(ImportedVisit(visit_id=visit.id, decided_here=True, **said))
    db.session.add(ImportGap(visit_id=visit.id, here_caregiver_id=visit.caregiver_id, here_starts_at=visit.starts_at,
                             here_minutes=visit.minutes, here_state=visit.state, opened_at=at, **said))
