"""What follows an alert: something to do, who holds it, before when; and done."""

from flask import Blueprint, url_for
from flask_login import current_user
from sqlalchemy import select

from acts import alert_actions as acts
from database import commit_once, today
from guard.doors import allowed
from models import Alert, AlertAction
from queries.reach import alerts_seen_by
from views.answers import done, found
from views.presses import pressed

bp = Blueprint("alert_actions", __name__)


@bp.post("/suivis/<int:id>/suites/<int:action_id>/fait")
@allowed("alert.follow")
def do(id, action_id):
    found(alerts_seen_by(current_user).where(Alert.id == id))
    action = found(select(AlertAction).where(AlertAction.id == action_id, AlertAction.alert_id == id))
    commit_once(pressed(), lambda: acts.do(current_user, action.id, today()), f"alert:{id}")
    return done(url_for("alerts.show", id=id, _anchor="suites"), message="C'est noté.")
