"""On her phone: what happened to her, sent in two minutes; then every step, who opened it, and what she adds.

Addresses and titles say nothing: a phone is looked at over a shoulder.
"""

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import alerts as acts
from database import commit_once, today
from forms.alerts import AlertForm, ColleagueForm, OwnWordsForm, PlaceForm, ViewForm
from guard.doors import allowed
from models import Alert
from queries import alert_actions
from queries import alerts as known
from queries.measures import lifted_for
from queries.reach import alerts_seen_by
from rules.alerts import NobodyOutside, her_steps
from views.alert_readers import LATELY, ready
from views.answers import again, answer, done, found
from views.presses import pressed

bp = Blueprint("phone_alerts", __name__)

KEPT = 50
PRESSES = frozenset({"validated", "call_asked", "answer_asked", "shared", "unshared"})


@bp.get("/mes-nouvelles")
@allowed("phone.alert")
def index():
    return answer("phone_alerts/index.html", rows=known.hers(current_user, KEPT))


@bp.get("/mes-nouvelles/nouvelle")
@allowed("phone.alert")
def new():
    return answer("phone_alerts/new.html", **ready(AlertForm(formdata=None), current_user.caregiver_id))


@bp.post("/mes-nouvelles/nouvelle")
@allowed("phone.alert")
def create():
    page = ready(form := AlertForm(), current_user.caregiver_id)
    if not form.validate():
        return again("phone_alerts/new.html", **page)
    return _sent(form, current_user.caregiver_id) or again("phone_alerts/new.html", **page)


def _sent(form, caregiver_id: int):
    """Where she goes next; None, with the reason on the form, when nobody may receive it."""
    try:
        id = commit_once(form.key.data, lambda: acts.report(current_user, caregiver_id, form.said), lambda id: f"alert:{id}")
    except NobodyOutside:
        form.whom.errors = [NOBODY]
        return None
    if caregiver_id == current_user.caregiver_id:
        return done(url_for("phone_alerts.show", id=id, recu=1))
    return done(url_for("phone_alerts.index"), message="C'est envoyé. Votre collègue en suit chaque étape sur son téléphone.")


@bp.get("/mes-nouvelles/pour-une-collegue")
@allowed("phone.alert")
def new_for_colleague():
    return answer("phone_alerts/colleague.html", **ready(ColleagueForm(formdata=None), current_user.caregiver_id))


@bp.post("/mes-nouvelles/pour-une-collegue")
@allowed("phone.alert")
def create_for_colleague():
    """Her own alert from then on: whoever sent it reads no step of it."""
    page = ready(form := ColleagueForm(), current_user.caregiver_id)
    form.colleague_id = known.colleague_named(form.colleague.data or "")
    if not form.validate():
        return again("phone_alerts/colleague.html", **page)
    return _sent(form, form.colleague_id) or again("phone_alerts/colleague.html", **page)


NOBODY = ("Personne en dehors de l'association ne reçoit encore ces messages\u00a0: il n'est pas envoyé. "
          "Appelez le 3928, ou l'inspection du travail.")


def _hers(id: int) -> Alert:
    return found(alerts_seen_by(current_user).where(Alert.id == id))


def _placing(alert: Alert, form: PlaceForm) -> PlaceForm:
    form.offer(known.her_people(alert.caregiver_id, today() - LATELY))
    return form


def _page(id: int, adding=None, viewing=None, placing=None) -> dict:
    alert = _hers(id)
    shared = known.shared_with(id)
    reader = shared or known.referent_to_share(alert)
    return {"alert": alert, "names": known.names(alert), "steps": known.steps(id), "readings": known.readings(id),
            "receivers": known.names_of([alert.first_id]),
            "then": known.names_of([alert.second_id]) if alert.escalated_at else [],
            "nobody": known.nobody_reads(alert), "reader": reader, "due": alert.reported_at + known.first_answer(),
            "may": her_steps(alert.state, alert.wants_answer, shared is not None, reader is not None),
            "lifted": lifted_for(current_user, alert.beneficiary_id, alert.reported_at) if alert.measure_id else None,
            "actions": alert_actions.of_alert(id),
            "placing": (placing or _placing(alert, PlaceForm(formdata=None))) if known.may_place(alert) else None,
            "adding": adding or OwnWordsForm(formdata=None), "viewing": viewing or ViewForm(formdata=None)}


@bp.get("/mes-nouvelles/<int:id>")
@allowed("phone.alert")
def show(id):
    return answer("phone_alerts/show.html", received="recu" in request.args, **_page(id))


@bp.post("/mes-nouvelles/<int:id>/ajout")
@allowed("phone.alert")
def add(id):
    _hers(id)
    form = OwnWordsForm()
    if not form.validate():
        return again("phone_alerts/show.html", **_page(id, adding=form))
    commit_once(form.key.data, lambda: acts.hers(current_user, id, "added", form.words.data), f"alert:{id}")
    return done(url_for("phone_alerts.show", id=id), message="C'est ajouté.")


@bp.post("/mes-nouvelles/<int:id>/lieu")
@allowed("phone.alert")
def place(id):
    form = _placing(_hers(id), PlaceForm())
    if not form.validate():
        return again("phone_alerts/show.html", **_page(id, placing=form))
    said = form.person_id.data, form.by_whom.data, form.go_back.is_yes
    commit_once(form.key.data, lambda: acts.place(current_user, id, *said), f"alert:{id}")
    return done(url_for("phone_alerts.show", id=id), message="C'est ajouté.")


@bp.post("/mes-nouvelles/<int:id>/avis")
@allowed("phone.alert")
def give_view(id):
    _hers(id)
    form = ViewForm()
    if not form.validate():
        return again("phone_alerts/show.html", **_page(id, viewing=form))
    commit_once(form.key.data, lambda: acts.hers(current_user, id, "view", form.words.data), f"alert:{id}")
    return done(url_for("phone_alerts.show", id=id), message="Merci. Votre avis est gardé.")


@bp.post("/mes-nouvelles/<int:id>/<kind>")
@allowed("phone.alert")
def press(id, kind):
    _hers(id)
    if kind not in PRESSES:
        abort(404)
    commit_once(pressed(), lambda: acts.hers(current_user, id, kind), f"alert:{id}")
    return done(url_for("phone_alerts.show", id=id), message="C'est noté.")
