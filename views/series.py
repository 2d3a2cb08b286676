"""The end of a weekly series, from a day on."""

from flask import Blueprint, abort, url_for
from flask_login import current_user

from acts import series as acts
from database import commit_once, today
from forms.visits import EndSeriesForm
from guard.doors import allowed
from queries import visits
from views.answers import again, answer, done

bp = Blueprint("series", __name__)


def _series(id: int):
    """The series with the person's name and what is left of it; out of reach, or a single visit, is 404."""
    return visits.series_seen_by(current_user, id) or abort(404)


@bp.get("/series/<int:id>/fin")
@allowed("visit.edit")
def end_form(id):
    plan = _series(id)
    form = EndSeriesForm(formdata=None, known_end=plan.ends_on.isoformat() if plan.ends_on else "")
    return answer("visits/end_series.html", form=form, plan=plan)


@bp.post("/series/<int:id>/fin")
@allowed("visit.edit")
def end(id):
    plan, form = _series(id), EndSeriesForm()
    form.today = today()
    if not form.validate():
        return again("visits/end_series.html", form=form, plan=plan)
    left = commit_once(form.key.data, lambda: str(acts.end(current_user, id, form.first_day.data, form.end_seen)),
                       f"series:{id}")
    said = f"La série prend fin. Interventions retirées\u00a0: {left}."
    return done(url_for("visits.index", personne=plan.beneficiary_id), message=said)
