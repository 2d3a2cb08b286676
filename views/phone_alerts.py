"""On her phone: what happened to her, sent in two minutes; then every step, who opened it, and what she adds.

Addresses and titles say nothing: a phone is looked at over a shoulder.
"""

from datetime import timedelta

from flask import Blueprint, abort, url_for
from flask_login import current_user

from acts import alerts as acts
from database import commit_once, today
from forms.alerts import AlertForm, OwnWordsForm, ViewForm
from guard.doors import allowed
from models import Alert
from queries import alert_actions
from queries import alerts as known
from queries.measures import lifted_for
from queries.reach import alerts_seen_by
from rules.alerts import FIRST_ANSWER, NobodyOutside, her_steps
from views.alert_readers import who_reads
from views.answers import again, answer, done, found
from views.presses import pressed

bp = Blueprint("phone_alerts", __name__)

LATELY = timedelta(days=60)
KEPT = 50
PRESSES = frozenset({"validated", "call_asked", "answer_asked", "shared", "unshared"})


def _ready(form):
    form.offer(known.her_people(current_user.caregiver_id, today() - LATELY), known.office_people())
    return form


@bp.get("/mes-nouvelles")
@allowed("phone.alert")
def index():
    return answer("phone_alerts/index.html", rows=known.hers(current_user, KEPT))


@bp.get("/mes-nouvelles/nouvelle")
@allowed("phone.alert")
def new():
    return answer("phone_alerts/new.html", form=_ready(AlertForm(formdata=None)), readers=who_reads())


@bp.post("/mes-nouvelles/nouvelle")
@allowed("phone.alert")
def create():
    form = _ready(AlertForm())
    if not form.validate():
        return again("phone_alerts/new.html", form=form, readers=who_reads())
    try:
        id = commit_once(form.key.data, lambda: acts.report(current_user, current_user.caregiver_id, form.said),
                         lambda id: f"alert:{id}")
    except NobodyOutside:
        form.whom.errors = [NOBODY]
        return again("phone_alerts/new.html", form=form, readers=who_reads())
    return done(url_for("phone_alerts.show", id=id))


NOBODY = ("Personne en dehors de l'association ne reçoit encore ces messages\u00a0: il n'est pas envoyé. "
          "Appelez le 3928, ou l'inspection du travail.")


def _hers(id: int) -> Alert:
    return found(alerts_seen_by(current_user).where(Alert.id == id))


def _page(id: int, adding=None, viewing=None) -> dict:
    alert = _hers(id)
    reader, shared = known.referent_to_share(alert), known.is_shared(id)
    return {"alert": alert, "names": known.names(alert), "steps": known.steps(id), "readings": known.readings(id),
            "receivers": known.names_of([alert.first_id]), "reader": reader, "due": alert.reported_at + FIRST_ANSWER,
            "lifted": lifted_for(current_user, alert.beneficiary_id, alert.reported_at) if alert.measure_id else None,
            "actions": alert_actions.of_alert(id), "may": her_steps(alert.state, alert.wants_answer, shared, reader is not None),
            "adding": adding or OwnWordsForm(formdata=None), "viewing": viewing or ViewForm(formdata=None)}


@bp.get("/mes-nouvelles/<int:id>")
@allowed("phone.alert")
def show(id):
    return answer("phone_alerts/show.html", **_page(id))


@bp.post("/mes-nouvelles/<int:id>/ajout")
@allowed("phone.alert")
def add(id):
    _hers(id)
    form = OwnWordsForm()
    if not form.validate():
        return again("phone_alerts/show.html", **_page(id, adding=form))
    commit_once(form.key.data, lambda: acts.hers(current_user, id, "added", form.words.data), f"alert:{id}")
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
