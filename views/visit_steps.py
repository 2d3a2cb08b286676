"""What changes a visit: another hour, another caregiver, nobody, how it ended, taken back."""

from flask import Blueprint, request, url_for
from flask_login import current_user

from acts import visits
from database import commit_once, db, now, today
from forms.visits import MoveForm, OutcomeForm, ReassignForm, VersionForm
from guard.doors import allowed
from models import Beneficiary, Series, Visit
from queries import assignments
from queries.reach import visits_seen_by
from rules.visits import outcomes
from views.answers import again, answer, done, found
from views.visits import page_of_visit

bp = Blueprint("visit_steps", __name__)

HERS_AGAIN = "Celle qu'on remplaçait est revenue\u00a0: l'intervention est de nouveau à elle."
DONE = {"done": "Notée comme faite.", "cancelled_by_person": "Notée comme annulée par la personne.",
        "refused_by_person": "Notée comme refusée par la personne. Vérifiez qu'elle n'est pas en danger.",
        "not_covered": "Notée comme non couverte.", "withdrawn": "L'intervention est retirée."}


def _visit(id: int) -> Visit:
    return found(visits_seen_by(current_user).where(Visit.id == id))


def _said(id: int, message: str):
    return done(url_for("visits.show", id=id), message=message)


@bp.get("/interventions/<int:id>/deplacement")
@allowed("visit.edit")
def move_form(id):
    visit = _visit(id)
    form = MoveForm(formdata=None, day=visit.day, start=visit.start_minute, minutes=visit.minutes,
                    version=visit.version)
    return answer("visits/move.html", form=form, visit=visit)


@bp.post("/interventions/<int:id>/deplacement")
@allowed("visit.edit")
def move(id):
    visit, form = _visit(id), MoveForm()
    form.today = today()
    if not form.validate():
        return again("visits/move.html", form=form, visit=visit)
    commit_once(form.key.data, lambda: visits.move(
        current_user, id, form.version.data, form.day.data, form.start.data, form.minutes.data), f"visit:{id}")
    return _said(id, "L'intervention est déplacée. Une ligne est à reporter dans votre planning.")


def _reassignment(visit: Visit, form: ReassignForm) -> dict:
    """The form ready to be shown or checked, and what its page shows."""
    person = db.session.get(Beneficiary, visit.beneficiary_id)
    plan = db.session.get(Series, visit.series_id)
    last = plan.ends_on if form.extent.data == "following" else visit.day
    groups = assignments.caregiver_choices(current_user, person, visit.day, request.args.get("partout") == "1")
    barred = {pair[1] for pair in assignments.barred_pairs([person.id], visit.day, last)}
    form.propose(groups, (line[0] for line in groups[assignments.KNOWN]), barred)
    return {"form": form, "visit": visit, "person": person, "weekly": plan.weekday is not None}


@bp.get("/interventions/<int:id>/intervenante")
@allowed("visit.edit")
def reassign_form(id):
    visit = _visit(id)
    form = ReassignForm(formdata=None, version=visit.version, kind="replacement")
    return answer("visits/reassign.html", **_reassignment(visit, form))


@bp.post("/interventions/<int:id>/intervenante")
@allowed("visit.edit")
def reassign(id):
    form = ReassignForm()
    context = _reassignment(_visit(id), form)
    if not form.validate():
        return again("visits/reassign.html", **context)
    commit_once(form.key.data, lambda: visits.reassign(
        current_user, id, form.version.data, form.caregiver_id.data, form.kind.data or "replacement",
        form.why.data or "hours", form.extent.data == "following"), f"visit:{id}")
    return _said(id, "L'intervenante a changé. Une ligne est à reporter dans votre planning.")


@bp.post("/interventions/<int:id>/sans-intervenante")
@allowed("visit.edit")
def uncover(id):
    visit, form = _visit(id), VersionForm()
    if not form.validate():
        return again("visits/show.html", **page_of_visit(id))
    commit_once(form.key.data, lambda: visits.uncover(current_user, visit.id, form.version.data), f"visit:{id}")
    return _said(id, HERS_AGAIN if _visit(id).caregiver_id else "Personne ne couvre plus cette intervention.")


@bp.post("/interventions/<int:id>/issue")
@allowed("visit.edit")
def settle(id):
    visit = _visit(id)
    form = OutcomeForm().offer(outcomes(visit.state, visit.starts_at, now()))
    if visit.version == form.version.data and not form.validate():
        return again("visits/show.html", **page_of_visit(id, form))
    commit_once(form.key.data, lambda: visits.settle(
        current_user, id, form.version.data, form.state.data, form.note.data), f"visit:{id}")
    return _said(id, DONE.get(form.state.data))


@bp.post("/interventions/<int:id>/retablissement")
@allowed("visit.edit")
def restore(id):
    visit, form = _visit(id), VersionForm()
    if not form.validate():
        return again("visits/show.html", **page_of_visit(id))
    commit_once(form.key.data, lambda: visits.restore(current_user, visit.id, form.version.data), f"visit:{id}")
    return _said(id, "L'intervention est de nouveau prévue.")
