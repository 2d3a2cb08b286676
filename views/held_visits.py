"""A visit a request holds, when nobody comes instead: the family takes it, or the person agrees to do without."""

from flask import Blueprint, abort, url_for
from flask_login import current_user

from acts import held_visits
from database import commit_once, today
from forms.replacements import WithoutForm
from guard.doors import allowed
from models import Visit
from queries import replacements as asked
from queries.reach import replacements_seen_by, visits_seen_by
from views.answers import again, answer, done, found

bp = Blueprint("held_visits", __name__)


def _page(id: int, held_id: int) -> dict:
    """The request, and the visit of it that is looked at; one that it does not hold is not there."""
    row = asked.shown(replacements_seen_by(current_user), id)
    line = next((line for line in asked.held(id) if line.held_id == held_id), None)
    if row is None or line is None:
        abort(404)
    visit = found(visits_seen_by(current_user).where(Visit.id == line.id))
    return {"row": row, "line": line, "cannot_wait": any(held_visits.waits(visit))}


@bp.get("/remplacements/<int:id>/interventions/<int:held_id>")
@allowed("replacement.run")
def edit(id, held_id):
    page = _page(id, held_id)
    return answer("replacements/without.html", form=WithoutForm(page["cannot_wait"], agreed_on=today()), **page)


@bp.post("/remplacements/<int:id>/interventions/<int:held_id>")
@allowed("replacement.run")
def update(id, held_id):
    page = _page(id, held_id)
    form = WithoutForm(page["cannot_wait"])
    if not form.validate():
        return again("replacements/without.html", form=form, **page)
    commit_once(form.key.data, lambda: held_visits.do_without(
        current_user, held_id, form.choice.data, form.who.data, form.agreed_on.data), f"replacement:{id}")
    return done(url_for("replacements.show", id=id), message="C'est noté. Une ligne est à reporter dans votre planning.")
