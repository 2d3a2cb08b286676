"""A visit a request holds, done otherwise: at another hour, shorter, by the family, or not at all, as the person agrees."""

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import held_visits
from database import commit_once, today
from forms.replacements import OtherwiseForm
from guard.doors import allowed
from models import Visit
from queries import replacements as asked
from queries.reach import replacements_seen_by, visits_seen_by
from queries.telling import family_of
from rules.covering import AT_ANOTHER_TIME
from views.answers import again, answer, done, found

bp = Blueprint("held_visits", __name__)


def _page(id: int, held_id: int) -> dict:
    """The request, and the visit of it that is looked at; one that it does not hold is not there."""
    row = asked.shown(replacements_seen_by(current_user), id)
    line = next((line for line in asked.held(id) if line.held_id == held_id), None)
    if row is None or line is None:
        abort(404)
    visit = found(visits_seen_by(current_user).where(Visit.id == line.id))
    page = {"row": row, "line": line, "cannot_wait": any(held_visits.waits(visit)), "visit": visit,
            "family": family_of(current_user, visit.beneficiary_id), "today": today()}
    return page | {"back": _back(page), "kept": request.args.get("retour")}


def _form(page: dict, **shown) -> OtherwiseForm:
    visit = page["visit"]
    return OtherwiseForm((visit.day, visit.start_minute, visit.minutes), page["cannot_wait"], today(), **shown)


def _back(page: dict) -> str:
    """Where she came from: the page of the absence, or that of the request."""
    held = page["row"].Replacement
    if request.args.get("retour") == "absence" and held.absence_id:
        return url_for("absences.show", id=held.absence_id)
    return url_for("replacements.show", id=held.id)


def _as_it_is(visit: Visit) -> dict:
    return {"day": visit.day, "start": visit.start_minute, "minutes": visit.minutes, "version": visit.version,
            "agreed_on": today()}


def _agree(held_id: int, form: OtherwiseForm) -> None:
    agreed = (form.choice.data, form.who.data, form.agreed_on.data)
    if form.choice.data in AT_ANOTHER_TIME:
        held_visits.agree_on_time(current_user, held_id, form.version.data, agreed[0], form.slot, *agreed[1:])
    else:
        held_visits.do_without(current_user, held_id, *agreed)


@bp.get("/remplacements/<int:id>/interventions/<int:held_id>")
@allowed("replacement.run")
def edit(id, held_id):
    page = _page(id, held_id)
    return answer("replacements/otherwise.html", "replacements/_otherwise.html", form=_form(page, **_as_it_is(page["visit"])), **page)


@bp.post("/remplacements/<int:id>/interventions/<int:held_id>")
@allowed("replacement.run")
def update(id, held_id):
    page = _page(id, held_id)
    form = _form(page)
    if not form.validate():
        return again("replacements/otherwise.html", form=form, **page)
    commit_once(form.key.data, lambda: _agree(held_id, form), f"replacement:{id}")
    return done(_back(page), message="C'est noté. Une ligne est à reporter dans votre planning.")
