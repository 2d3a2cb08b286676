"""A person's help stops for a time, or for good: one act, the caregivers to phone, "Quand reprendre ?"."""

from flask import Blueprint, request, url_for
from flask_login import current_user
from sqlalchemy import select

from acts import calls
from acts import interruptions as acts
from database import commit_once, today
from forms.interruptions import ExtendForm, OpenForm, ResumeForm
from guard.doors import allowed
from models import Beneficiary, Interruption, InterruptionCall
from queries import interruptions as queries
from queries.calls import prefill
from rules.interruptions import by_voice_only
from views.answers import again, answer, done, found
from views.beneficiaries import file_open, person_seen
from views.presses import press, pressed

bp = Blueprint("interruptions", __name__)


def _interruption(id: int, *where) -> Interruption:
    return found(queries.interruptions_seen_by(current_user).where(Interruption.id == id, *where))


@bp.get("/beneficiaires/<int:id>/interruptions/nouvelle")
@allowed("interruption.open")
def new(id):
    person, away, call = file_open(id), queries.open_of(id), prefill(current_user, request.args.get("appel"))
    form = OpenForm(formdata=None, starts_on=today(), known=away.id if away else "", note=call.line if call else "",
                    told_by=call.caller if call else "")
    return answer("interruptions/new.html", person=person, form=form, away=away, call=call)


@bp.post("/beneficiaires/<int:id>/interruptions/nouvelle")
@allowed("interruption.open")
def create(id):
    person, form, call = file_open(id), OpenForm(), prefill(current_user, request.args.get("appel"))
    form.today = today()
    if not form.validate():
        return again("interruptions/new.html", person=person, form=form, away=queries.open_of(id), call=call)
    made = commit_once(form.key.data, lambda: _open(person, form, call), lambda id: f"interruption:{id}")
    return done(url_for("interruptions.show", id=made), message="C'est noté. Voici qui prévenir.")


def _open(person: Beneficiary, form: OpenForm, call) -> int:
    id = acts.open(current_user, person.id, form.known_id, form.kind.data, form.starts_on.data, form.ends_on.data,
                   form.asked_on(), form.told_by.data or "", form.note.data or "")
    if call:
        calls.become(current_user, call.call_id, f"interruption:{id}")
    return id


def _page(interruption: Interruption, resume: ResumeForm | None = None, extend: ExtendForm | None = None) -> dict:
    """Everything the page of an interruption shows."""
    known = "|".join(day.isoformat() if day else "" for day in (interruption.ends_on, interruption.ask_again_on))
    return {
        "interruption": interruption, "person": person_seen(interruption.beneficiary_id),
        "calls": queries.calls_of(interruption.id), "suspended": queries.suspended_by(interruption.id),
        "by_voice": by_voice_only(interruption.kind), "press": press(),
        "resume": resume or ResumeForm(formdata=None, resumed_on=interruption.ends_on and today()),
        "extend": extend or ExtendForm(formdata=None, new_end=interruption.ends_on, known=known,
                                       new_ask=interruption.ask_again_on),
    }


@bp.get("/interruptions/<int:id>")
@allowed("interruption.open")
def show(id):
    return answer("interruptions/show.html", **_page(_interruption(id)))


@bp.post("/interruptions/<int:id>/appels/<int:call_id>")
@allowed("interruption.open")
def tell(id, call_id):
    interruption = _interruption(id)
    call = found(select(InterruptionCall).where(InterruptionCall.id == call_id,
                                                InterruptionCall.interruption_id == interruption.id))
    commit_once(pressed(), lambda: acts.tell(current_user, call.id), f"interruption:{id}")
    return done(url_for("interruptions.show", id=id), "interruptions/_calls.html", **_page(interruption))


@bp.post("/interruptions/<int:id>/reprise")
@allowed("interruption.open")
def resume(id):
    interruption, form = _interruption(id), ResumeForm()
    form.interruption = interruption
    if not form.validate():
        return again("interruptions/show.html", **_page(interruption, resume=form))
    commit_once(form.key.data, lambda: acts.resume(current_user, id, form.resumed_on.data), f"interruption:{id}")
    return done(url_for("interruptions.show", id=id), message="La reprise est notée.")


@bp.post("/interruptions/<int:id>/prolongation")
@allowed("interruption.open")
def extend(id):
    interruption, form = _interruption(id), ExtendForm()
    form.interruption = interruption
    if not form.validate():
        return again("interruptions/show.html", **_page(interruption, extend=form))
    commit_once(form.key.data, lambda: acts.extend(current_user, id, form.known_days, form.new_end.data,
                                                   form.new_ask.data), f"interruption:{id}")
    return done(url_for("interruptions.show", id=id), message="La nouvelle date est notée.")
