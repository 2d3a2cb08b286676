"""What follows an alert: something to do, who holds it, before when; and done."""

from flask import Blueprint, request, url_for
from flask_login import current_user
from sqlalchemy import select

from acts import alert_actions as acts
from database import commit_once, today
from forms.alert_actions import WorkForm
from guard.doors import allowed
from models import Alert, AlertAction
from queries import alerts as known
from queries.reach import alerts_seen_by
from rules.alert_lists import WORK_ACTIONS
from rules.alerts import holders
from views.answers import again, answer, done, found
from views.presses import pressed

bp = Blueprint("alert_actions", __name__)


def _page(id: int, form: WorkForm) -> dict:
    alert = found(alerts_seen_by(current_user).where(Alert.id == id))
    hold = holders(alert.first_id, alert.second_id, alert.escalated_at is not None, current_user.id)
    form.owner_id.choices = list(zip(hold, known.names_of(hold), strict=True))
    form.today = today()
    return {"alert": alert, "names": known.names(alert), "form": form}


@bp.get("/suivis/<int:id>/suites/nouvelle")
@allowed("alert.follow")
def new(id):
    asked = request.args.get("faire")
    return answer("alerts/work.html", **_page(id, WorkForm(formdata=None, owner_id=current_user.id,
                                                           kind=asked if asked in WORK_ACTIONS else None)))


@bp.post("/suivis/<int:id>/suites/nouvelle")
@allowed("alert.follow")
def create(id):
    page = _page(id, form := WorkForm())
    if not form.validate():
        return again("alerts/work.html", **page)
    commit_once(form.key.data, lambda: acts.plan(current_user, id, form.kind.data, form.due_on.data, form.owner_id.data,
                                                 form.situation.data, form.note.data), f"alert:{id}")
    return done(url_for("alerts.show", id=id, _anchor="suites"), message="C'est noté. Elle le lit sur son téléphone.")


@bp.post("/suivis/<int:id>/suites/<int:action_id>/fait")
@allowed("alert.follow")
def do(id, action_id):
    found(alerts_seen_by(current_user).where(Alert.id == id))
    action = found(select(AlertAction).where(AlertAction.id == action_id, AlertAction.alert_id == id))
    commit_once(pressed(), lambda: acts.do(current_user, action.id, today()), f"alert:{id}")
    return done(url_for("alerts.show", id=id, _anchor="suites"), message="C'est noté.")
