"""Somebody needs help now: the office calls her, whoever may read why; and an alert written for her, with her agreement."""

from datetime import timedelta

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import alerts as acts
from acts import calls
from database import commit_once, today
from forms.alerts import WrittenForm
from guard.doors import allowed
from models import Caregiver
from queries import alerts as known
from queries.calls import prefill
from queries.reach import caregivers_seen_by
from rules.alerts import NobodyOutside
from views.alert_readers import who_reads
from views.answers import again, answer, done, found
from views.phone_alerts import NOBODY
from views.presses import pressed

bp = Blueprint("alert_calls", __name__)

LATELY = timedelta(days=60)


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


# The call is settled with the same words as many others: what it became is for those who may read it.
SETTLED = "Suite donnée avec elle."


def _call(caregiver: Caregiver):
    """The call this page comes from, about this very caregiver."""
    call = prefill(current_user, request.args.get("appel"))
    return call if call and call.caregiver_id == caregiver.id else None


def _page(caregiver: Caregiver, form, call) -> dict:
    form.offer(known.her_people(caregiver.id, today() - LATELY), known.office_people())
    return {"caregiver": caregiver, "form": form, "readers": who_reads(), "call": call}


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
        commit_once(form.key.data, lambda: _report(id, form, call), lambda id: f"alert:{id}")
    except NobodyOutside:
        form.whom.errors = [NOBODY]
        return again("alerts/new.html", **page)
    return done(url_for("caregivers.show", id=id), message="C'est envoyé à qui doit le lire. Elle en suit chaque étape.")


def _report(caregiver_id: int, form, call) -> int:
    id = acts.report(current_user, caregiver_id, form.said, agreed=True)
    if call:
        calls.settle(current_user, call.call_id, SETTLED)
    return id
