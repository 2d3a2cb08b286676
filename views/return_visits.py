"""The return visit after a long absence, at the office: due, asked for, held."""

from flask import Blueprint, abort, url_for
from flask_login import current_user

from acts import return_visits as acts
from database import commit_once, today
from forms.return_visits import ReturnVisitForm
from guard.doors import allowed
from models import Absence
from queries import return_visits as known
from queries.absence_pages import whole
from queries.reach import absences_seen_by
from views.answers import again, answer, done, found
from views.presses import pressed

bp = Blueprint("return_visits", __name__)


def _page(id: int, form: ReturnVisitForm) -> dict:
    row = whole(current_user, id) or abort(404)
    return {"row": row, "absence": row.Absence, "found": known.of_absence(current_user, id), "form": form}


@bp.get("/absences/<int:id>/visite-de-reprise")
@allowed("absence.run")
def show(id):
    return answer("absences/return_visit.html", **_page(id, ReturnVisitForm(formdata=None, done_on=today())))


@bp.post("/absences/<int:id>/visite-de-reprise/nouvelle")
@allowed("absence.run")
def create(id):
    found(absences_seen_by(current_user).where(Absence.id == id))
    commit_once(pressed(), lambda: acts.open_one(current_user, id), f"absence:{id}")
    return done(url_for("return_visits.show", id=id), message="La visite de reprise est à demander.")


@bp.post("/absences/<int:id>/visite-de-reprise")
@allowed("absence.run")
def update(id):
    """The next step: asked for, then held."""
    form = ReturnVisitForm()
    page, form.today = _page(id, form), today()
    visit = (page["found"] or abort(404)).ReturnVisit
    if not form.validate():
        return again("absences/return_visit.html", **page)
    step = acts.ask if visit.asked_at is None else acts.hold
    commit_once(form.key.data, lambda: step(current_user, visit.id, form.done_on.data), f"absence:{id}")
    return done(url_for("return_visits.show", id=id), message="C'est noté.")
