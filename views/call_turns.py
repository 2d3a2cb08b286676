"""What a call noted may become, without typing it twice; and about whom it was, when nobody had said so."""

from datetime import timedelta

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import calls as acts
from acts import visits
from database import commit_once, now
from forms.base import choices
from forms.calls import SubjectForm, subject_of
from forms.visits import CancelSeveralForm
from guard.doors import allowed
from queries import calls
from queries.visits import to_come
from rules.hours import slot
from views.answers import again, answer, done

bp = Blueprint("call_turns", __name__)

AHEAD = timedelta(days=21)
# What `became` names: (endpoint, the name of its argument, words).
RECORDS = {
    "beneficiary": ("beneficiaries.show", "id", "un nouveau dossier"),
    "interruption": ("interruptions.show", "id", "une interruption"),
    "replacement": ("replacements.show", "id", "une demande de remplacement"),
    "round": ("rounds.show", "id", "un point à deux voix"),
    "absence": ("absences.show", "id", "une absence"),
    "visit": ("visits.show", "id", "une intervention annulée"),
}


def became(call) -> dict | None:
    kind, _, number = call.became.partition(":")
    if kind not in RECORDS:
        return None
    endpoint, argument, words = RECORDS[kind]
    return {"url": url_for(endpoint, **{argument: number}), "words": words}


def turns(call) -> list[tuple[str, str]]:
    """(words, url) of the forms this call may prefill: the address carries its id and nothing of what was said."""
    if call.done_at:
        return []
    lines = []
    if call.beneficiary_id:
        lines = [("Interrompre l'aide", url_for("interruptions.new", id=call.beneficiary_id, appel=call.id)),
                 ("Annuler des interventions, à sa demande", url_for("call_turns.cancel_form", id=call.id))]
    if call.caregiver_id:
        lines.append(("Noter une absence", url_for("absences.new", id=call.caregiver_id, appel=call.id)))
        lines.append(("Écrire ce qui lui est arrivé, avec son accord", url_for("alert_calls.new", id=call.caregiver_id, appel=call.id)))
    for row in calls.relations_of(current_user, call):
        pair = f"{row.civility} {row.last_name} et {row.first_name} {row.caregiver_last}"
        lines.append((f"Demander un remplacement\u00a0: {pair}",
                      url_for("replacements.new", pairing_id=row.id, appel=call.id)))
        if row.kind == "usual":
            lines.append((f"Faire un point à deux voix\u00a0: {pair}",
                          url_for("rounds.new", relation=row.id, appel=call.id)))
    if not call.beneficiary_id:
        lines.append(("Ouvrir un nouveau dossier", url_for("beneficiaries.new", appel=call.id)))
    if not call.beneficiary_id and not call.caregiver_id:
        lines.append(("Dire d'abord de qui il s'agit", url_for("call_turns.subject_form", id=call.id)))
    return lines


def _open_call(id: int):
    """A call within reach that is still open, or 404."""
    call = calls.whole(current_user, id)
    if call is None or call.done_at:
        abort(404)
    return call


def _cancelling(call, form: CancelSeveralForm) -> dict:
    """The person's visits to come, each a line to tick."""
    if not call.beneficiary_id:
        abort(404)
    rows = to_come(current_user, call.beneficiary_id, now() + AHEAD)
    form.visits.choices = choices({row.id: _words(row) for row in rows})
    return {"form": form, "call": call, "any": bool(rows)}


def _words(row) -> str:
    who = f"{row.caregiver_first} {row.caregiver_last}" if row.caregiver_id else "personne pour l'instant"
    return f"{slot(row.day, row.start_minute, row.minutes)}, {who}"


@bp.get("/appels/<int:id>/annulation")
@allowed("visit.edit")
def cancel_form(id):
    call = _open_call(id)
    form = CancelSeveralForm(formdata=None, note=call.line[:250])
    return answer("calls/cancel.html", **_cancelling(call, form))


@bp.post("/appels/<int:id>/annulation")
@allowed("visit.edit")
def cancel(id):
    form = CancelSeveralForm()
    context = _cancelling(calls.whole(current_user, id) or abort(404), form)
    if context["call"].done_at is None and not form.validate():
        return again("calls/cancel.html", **context)
    visit_id = commit_once(form.key.data, lambda: _cancel(id, form), lambda id: f"visit:{id}")
    return done(url_for("visits.show", id=visit_id), message="C'est annulé, à sa demande. À reporter dans votre planning.")


def _cancel(call_id: int, form: CancelSeveralForm) -> int:
    acts.become(current_user, call_id, f"visit:{form.visits.data[0]}")
    visits.cancel_several(current_user, form.visits.data, form.note.data or "")
    return form.visits.data[0]


def _naming(id: int, form: SubjectForm) -> dict:
    call, typed = _open_call(id), request.args.get("q", "")
    form.about.choices = choices(calls.people_found(current_user, typed, form.about.data or ""))
    return {"call": call, "form": form, "typed": typed}


@bp.get("/appels/<int:id>/personne")
@allowed("call.note")
def subject_form(id):
    return answer("calls/subject.html", "calls/_people.html", **_naming(id, SubjectForm(formdata=None)))


@bp.post("/appels/<int:id>/personne")
@allowed("call.note")
def subject(id):
    form = SubjectForm()
    context = _naming(id, form)
    if not form.validate():
        return again("calls/subject.html", **context)
    commit_once(form.key.data, lambda: acts.name_subject(current_user, id, *subject_of(form.about.data)), f"call:{id}")
    return done(url_for("calls.show", id=id), message="C'est noté.")
