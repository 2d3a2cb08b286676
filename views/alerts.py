"""Alerts at the office: those one may read, each with its steps. Outside its readers its page does not exist."""

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import alerts as acts
from database import commit_once, db, local, now, today
from forms.alerts import FORMS, AlertDecisionForm
from guard.doors import allowed
from guard.journal import note_seen
from models import Alert, PairMeasure
from queries import alert_actions, alert_letters
from queries import alerts as known
from queries.reach import alerts_seen_by
from rules.accidents import MAY_BE_ONE, left_words
from rules.alert_lists import ALERT_LETTERS
from rules.alerts import first_step, is_late, is_urgent, may_take, next_steps
from rules.work_situations import OF_THE_WORK
from views.answers import again, answer, done, found
from views.presses import pressed

bp = Blueprint("alerts", __name__)

# What the office does next, in a verb.
VERBS = {"acknowledged": "J'ai lu", "called": "Noter un appel", "heard": "Noter ce qu'elle a dit",
         "protected": "Poser ou confirmer une mesure", "not_protected": "Aucune mesure\u00a0: dire pourquoi",
         "home_heard": "Noter ce que dit la personne ou ses proches", "home_not_heard": "Ne pas les entendre\u00a0: dire pourquoi",
         "decided": "Décider", "followed": "Prendre de ses nouvelles", "closed": "Clore", "reopened": "Rouvrir"}


@bp.get("/suivis")
@allowed("alert.see")
def index():
    closed = request.args.get("etat") == "clos"
    page = known.listed(current_user, closed, request.args.get("apres", type=int), request.args.get("avant", type=int))
    return answer("alerts/index.html", "alerts/_list.html", page=page, closed=closed, is_late=_late, since=today(),
                  answer_due=known.first_answer(), year=today().year)


def _late(reported_at, state: str) -> bool:
    return is_late(reported_at, state != "reported", now(), known.first_answer())


def _alert(id: int) -> Alert:
    return found(alerts_seen_by(current_user).where(Alert.id == id))


def _next(alert: Alert) -> set[str]:
    if not current_user.may("alert.follow"):
        return set()
    return next_steps(alert.state, known.done_kinds(alert.id), known.is_of_the_home(alert), alert.wants_answer)


def _due(alert: Alert, kind: str | None):
    """By when the step is to be taken, a day; None when no rule says so."""
    if kind == "acknowledged":
        return local(alert.reported_at + known.first_answer()).date()
    if kind == "protected" and is_urgent(alert.kind, alert.wants_no_return):
        return local(alert.reported_at).date()
    return alert.follow_on if kind == "followed" else None


def _case(alert: Alert) -> dict:
    """What the part draws: the next step first, then the others, who follows it, and every step taken. It is a reading."""
    note_seen("alert.read", f"alert:{alert.id}")
    steps, taken, owner = _next(alert), known.steps(alert.id), known.owner(alert.id)
    done = {row.AlertStep.kind for row in taken}
    first = first_step(alert.state, done, known.is_of_the_home(alert), is_urgent(alert.kind, alert.wants_no_return),
                       alert.call_asked_at is not None, known.followed(alert.id))
    first = first if first in steps else None
    return {"alert": alert, "names": known.names(alert), "steps": taken, "owner": owner, "verbs": VERBS, "first": first,
            "answer_due": known.first_answer(), "due": _due(alert, first), "since": today(),
            "others": [kind for kind in VERBS if kind in steps - {first}], "late": _late(alert.reported_at, alert.state),
            "may_take": bool(steps) and may_take(alert.state, owner and owner.id, current_user.id), **_follow_ups(alert)}


@bp.get("/suivis/<int:id>")
@allowed("alert.see")
def show(id):
    alert = _alert(id)
    return answer("alerts/show.html", "alerts/_case.html", **_case(alert), shared=known.shared_with(id),
                  readers=known.names_of([alert.first_id, alert.second_id]))


def _moved(id: int, message: str):
    """After a press: the case as it is now, or its page again."""
    return done(url_for("alerts.show", id=id), "alerts/_case.html", message=message, **_case(_alert(id)))


def _follow_ups(alert: Alert) -> dict:
    """What follows it: what is to be done, and whether the office is reminded that it may be an accident."""
    actions, at = alert_actions.of_alert(alert.id), now()
    is_one = any(row.AlertAction.kind == "declare" for row in actions)
    return {"actions": actions, "left": lambda due_at: left_words(due_at, at),
            "measure": db.session.get(PairMeasure, alert.measure_id) if alert.measure_id else None,
            "letters": alert_letters.of_alert(alert.id), "letters_to_write": _to_write(alert),
            "proposes_review": alert_actions.proposes_review(current_user, alert, at), "of_the_work": alert.kind in OF_THE_WORK,
            "dangers": known.dangers(alert.id) if alert.needs_help else [],
            "may_be_accident": not is_one and alert.kind in MAY_BE_ONE | {"work_accident"}}


def _to_write(alert: Alert) -> list[str]:
    """The letters that a decision calls for."""
    decided = alert_letters.decided(alert.id) if alert.beneficiary_id else set()
    return [kind for kind in ALERT_LETTERS if kind in decided]


@bp.post("/suivis/<int:id>/lecture")
@allowed("alert.follow")
def acknowledge(id):
    _alert(id)
    commit_once(pressed(), lambda: acts.acknowledge(current_user, id), f"alert:{id}")
    return _moved(id, "Elle voit que vous avez lu.")


@bp.post("/suivis/<int:id>/suivi")
@allowed("alert.follow")
def take_over(id):
    _alert(id)
    commit_once(pressed(), lambda: acts.take(current_user, id), f"alert:{id}")
    return _moved(id, "Vous suivez cette alerte. Elle le voit sur son téléphone.")


def _form(alert: Alert, kind: str, **kwargs):
    """The form of a step, as this role may fill it."""
    if kind == "decided":
        return AlertDecisionForm(current_user.role, known.is_of_the_home(alert), **kwargs)
    form = FORMS[kind](**kwargs)
    if kind == "home_heard":
        form.offer(known.office_people(), current_user)
    if kind == "closed":
        form.last_days = known.follow_up_days()[-1]
        form.followed, form.wants_answer = known.followed(alert.id), alert.wants_answer
        form.given = "view" in known.done_kinds(alert.id)
    return form


@bp.get("/suivis/<int:id>/etapes/<kind>")
@allowed("alert.follow")
def step(id, kind):
    alert = _alert(id)
    if kind not in FORMS or kind not in _next(alert):
        abort(404)
    return answer("alerts/step.html", alert=alert, names=known.names(alert), kind=kind, verb=VERBS[kind],
                  form=_form(alert, kind, formdata=None))


@bp.post("/suivis/<int:id>/etapes/<kind>")
@allowed("alert.follow")
def take(id, kind):
    alert = _alert(id)
    if kind not in FORMS:
        abort(404)
    form = _form(alert, kind)
    if not form.validate():
        return again("alerts/step.html", alert=alert, names=known.names(alert), kind=kind, verb=VERBS[kind], form=form)
    commit_once(form.key.data, lambda: acts.step(current_user, id, kind, **form.boxes), f"alert:{id}")
    return done(url_for("alerts.show", id=id), message="C'est noté. Elle voit cette étape sur son téléphone.")
