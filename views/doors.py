"""Porte close: one tap, then who was phoned, who has a key, and how it ended."""

from flask import Blueprint, abort, url_for
from flask_login import current_user

from acts import doors as acts
from database import commit_once, now
from forms.base import Form
from forms.doors import DoorCloseForm, DoorNoteForm
from guard.doors import allowed
from guard.journal import note_reading
from models import Visit
from queries import doors
from queries.reach import visits_seen_by
from rules.visits import may_report_door
from views.answers import again, answer, done, found
from views.visits import page_of_visit

bp = Blueprint("doors", __name__)


def _page(id: int, note: DoorNoteForm | None = None, close: DoorCloseForm | None = None) -> dict:
    row = doors.of_visit(current_user, id)
    if row is None:
        abort(404)
    report, person = row.DoorReport, row.Beneficiary
    if report.key_holder and not report.closed_at:
        note_reading("home_access.read", f"beneficiary:{person.id}")
    note = note or DoorNoteForm(formdata=None, key_holder=report.key_holder or "",
                                known_key=report.key_holder or "")
    return {"row": row, "visit": row.Visit, "report": report, "person": person, "contacts": doors.around(person.id),
            "tries": doors.tries(report), "note": note, "close": close or DoorCloseForm(formdata=None)}


@bp.post("/interventions/<int:id>/porte-close")
@allowed("visit.edit")
def create(id):
    visit, form = found(visits_seen_by(current_user).where(Visit.id == id)), Form()
    early = visit.state == "planned" and not may_report_door(visit.state, visit.starts_at, visit.ends_at, now())
    if early or not form.validate():
        return again("visits/show.html", door_refused=early, **page_of_visit(id))
    commit_once(form.key.data, lambda: acts.report(current_user, id), f"visit:{id}")
    return done(url_for("doors.show", id=id), message="Porte close. Appelez la personne, puis ses proches.")


@bp.get("/interventions/<int:id>/porte-close")
@allowed("visit.see")
def show(id):
    return answer("doors/show.html", **_page(id))


@bp.post("/interventions/<int:id>/porte-close/appels")
@allowed("visit.edit")
def note(id):
    form = DoorNoteForm()
    page = _page(id, note=form)
    if not form.validate():
        return again("doors/show.html", **page)
    commit_once(form.key.data, lambda: acts.note(
        current_user, page["report"].id, form.phoned.data, form.key_holder.data, form.known_key.data), f"visit:{id}")
    return done(url_for("doors.show", id=id), message="C'est noté.")


@bp.post("/interventions/<int:id>/porte-close/fin")
@allowed("visit.edit")
def close(id):
    form = DoorCloseForm()
    page = _page(id, close=form)
    if not form.validate():
        return again("doors/show.html", **page)
    commit_once(form.key.data, lambda: acts.close(
        current_user, page["report"].id, id, form.outcome.data, form.state.data), f"visit:{id}")
    return done(url_for("visits.show", id=id), message="La porte close est réglée.")
