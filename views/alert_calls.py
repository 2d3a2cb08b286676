"""Somebody needs help now: the office calls her, whoever may read why; and an alert written for her, with her agreement."""

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import alerts as acts
from database import commit_once
from forms.alerts import WrittenForm
from guard.doors import allowed
from models import Caregiver
from queries import alerts as known
from queries.calls import prefill
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
    return done(url_for("board.index" if current_user.is_office else "duty.index"), message="C'est noté\u00a0: elle a été jointe.")


def _call(caregiver: Caregiver):
    """The call this page comes from, about this very caregiver."""
    call = prefill(current_user, request.args.get("appel"))
    return call if call and call.caregiver_id == caregiver.id else None


def _page(caregiver: Caregiver, form, call) -> dict:
    return {"caregiver": caregiver, "call": call, **ready(form, caregiver.id)}


@bp.get("/intervenantes/<int:id>/nouvelles")
@allowed("alert.write")
def new(id):
    caregiver = found(caregivers_seen_by(current_user).where(Caregiver.id == id))
    call = _call(caregiver)
    return answer("alerts/new.html", **_page(caregiver, WrittenForm(formdata=None, facts=call.line if call else ""), call))


@bp.post("/intervenantes/<int:id>/nouvelles")
@allowed("alert.write")
def create(id):
    caregiver, form = found(caregivers_seen_by(current_user).where(Caregiver.id == id)), WrittenForm()
    call = _call(caregiver)
    page = _page(caregiver, form, call)
    if not form.validate():
        return again("alerts/new.html", **page)
    try:
        commit_once(form.key.data, lambda: acts.report(current_user, id, form.said, agreed=True), lambda id: f"alert:{id}")
    except NobodyOutside:
        form.whom.errors = [NOBODY]
        return again("alerts/new.html", **page)
    return _sent(id, call)


def _sent(caregiver_id: int, call):
    """The call is not settled from here: the whole office reads it, and one sentence of ours would tell what it became."""
    said = "C'est envoyé à qui doit le lire. Elle en suit chaque étape."
    if call:
        return done(url_for("calls.show", id=call.call_id), message=f"{said} L'appel reste tel quel.")
    return done(url_for("caregivers.show", id=caregiver_id), message=said)
