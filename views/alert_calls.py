"""Somebody needs help now: the office calls her, whoever may read why; and an alert written for her, with her agreement."""

from flask import Blueprint, abort, url_for
from flask_login import current_user

from acts import alerts as acts
from database import commit_once
from forms.alerts import WrittenForm
from guard.doors import allowed
from models import Caregiver
from queries import alerts as known
from queries.reach import caregivers_seen_by
from rules.alerts import NobodyOutside
from views.alert_readers import ready
from views.answers import again, answer, done, found
from views.phone_alerts import NOBODY
from views.presses import pressed

bp = Blueprint("alert_calls", __name__)


@bp.get("/a-appeler-maintenant/<int:id>")
@allowed("alert.call")
def show(id):
    return answer("alerts/call.html", row=known.call_for_help(current_user, id) or abort(404))


@bp.post("/a-appeler-maintenant/<int:id>")
@allowed("alert.call")
def reach(id):
    known.call_for_help(current_user, id) or abort(404)
    commit_once(pressed(), lambda: acts.helped(current_user, id), f"alert:{id}")
    return done(url_for("board.index"), message="C'est noté\u00a0: elle a été jointe.")


@bp.get("/intervenantes/<int:id>/nouvelles")
@allowed("alert.write")
def new(id):
    caregiver = found(caregivers_seen_by(current_user).where(Caregiver.id == id))
    return answer("alerts/new.html", caregiver=caregiver, **ready(WrittenForm(formdata=None), id))


@bp.post("/intervenantes/<int:id>/nouvelles")
@allowed("alert.write")
def create(id):
    caregiver = found(caregivers_seen_by(current_user).where(Caregiver.id == id))
    page = ready(form := WrittenForm(), id)
    if not form.validate():
        return again("alerts/new.html", caregiver=caregiver, **page)
    try:
        commit_once(form.key.data, lambda: acts.report(current_user, id, form.said, agreed=True), lambda id: f"alert:{id}")
    except NobodyOutside:
        form.whom.errors = [NOBODY]
        return again("alerts/new.html", caregiver=caregiver, **page)
    return done(url_for("caregivers.show", id=id), message="C'est envoyé à qui doit le lire. Elle en suit chaque étape.")
