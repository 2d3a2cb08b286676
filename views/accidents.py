"""An accident at work: declared in time, or written in the register of minor accidents; the care form handed over."""

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import alert_actions as acts
from database import commit_once, today
from forms.alert_actions import AccidentForm
from guard.doors import allowed
from guard.journal import note_reading, note_seen
from models import Alert
from queries import alert_actions as known
from queries import alerts
from queries.reach import alerts_seen_by
from views.answers import again, answer, done, found
from views.presses import pressed

bp = Blueprint("accidents", __name__)


def _alert(id: int) -> Alert:
    return found(alerts_seen_by(current_user).where(Alert.id == id))


def _back(id: int, message: str):
    return done(url_for("alerts.show", id=id, _anchor="suites"), message=message)


@bp.post("/suivis/<int:id>/accident/nouveau")
@allowed("alert.follow")
def open_one(id):
    _alert(id)
    commit_once(pressed(), lambda: acts.open_accident(current_user, id), f"alert:{id}")
    return _back(id, "C'est noté\u00a0: l'accident est à déclarer.")


@bp.get("/suivis/<int:id>/accident")
@allowed("alert.follow")
def edit(id):
    alert, action = _alert(id), known.of_kind(id, "declare") or abort(404)
    return answer("accidents/declare.html", alert=alert, names=alerts.names(alert), action=action,
                  form=AccidentForm(formdata=None, done_on=today()))


@bp.post("/suivis/<int:id>/accident")
@allowed("alert.follow")
def declare(id):
    alert, action, form = _alert(id), known.of_kind(id, "declare") or abort(404), AccidentForm()
    form.today = today()
    if not form.validate():
        return again("accidents/declare.html", alert=alert, names=alerts.names(alert), action=action, form=form)
    commit_once(form.key.data, lambda: acts.declare(current_user, id, form.end.data, form.done_on.data, form.words.data),
                f"alert:{id}")
    return _back(id, "C'est noté.")


@bp.get("/accidents/registre")
@allowed("accident.register")
def register():
    """The register of minor accidents of a year, for paper. Each line is a piece of her story: she sees who read it."""
    year = request.args.get("annee", type=int) or today().year
    if not 2000 <= year <= today().year + 1:
        abort(404)
    rows = known.minor_accidents(current_user, year)
    note_reading("accident.register", "")
    for row in rows:
        note_seen("alert.read", f"alert:{row.Alert.id}")
    return answer("accidents/register.html", rows=rows, year=year, this_year=today().year)
