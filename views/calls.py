"""Noter un appel, retrouver ceux qui sont notés, les régler."""

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import calls as acts
from database import commit_once, today
from forms.base import choices
from forms.calls import CallForm, SettleForm, subject_of
from guard.doors import allowed
from queries import beneficiaries, calls
from queries.pages import count_up_to, page_of
from views.answers import again, answer, done
from views.call_turns import became, turns

bp = Blueprint("calls", __name__)


def asked() -> tuple[str, str]:
    """Which calls, and the words looked for."""
    view = request.args.get("vue") if request.args.get("vue") in calls.VIEWS else "a_faire"
    return view, request.args.get("q", "").strip()[:80]


@bp.get("/appels")
@allowed("call.note")
def index():
    args, (view, typed) = request.args, asked()
    wanted = calls.listed(current_user, view, typed)
    page = page_of(calls.rows_of(wanted), calls.order(view), args.get("apres", type=int),
                   args.get("avant", type=int), view == "tous")
    return answer("calls/index.html", "calls/_list.html", page=page, view=view, typed=typed, views=calls.VIEWS,
                  count=count_up_to(wanted), kept={"vue": view, "q": typed})


def _ready(form: CallForm, chosen: str = "") -> CallForm:
    """The people found for the words typed, and the one already chosen, whom another search must not lose."""
    people = calls.people_found(current_user, request.args.get("q", ""), chosen)
    form.about.choices = choices(people) + form.about.choices
    form.for_id.choices = beneficiaries.referents()
    form.today = today()
    return form


@bp.get("/appels/nouveau")
@allowed("call.note")
def new():
    person, caregiver = request.args.get("beneficiaire", type=int), request.args.get("intervenante", type=int)
    chosen = f"b{person}" if person else f"c{caregiver}" if caregiver else ""
    form = _ready(CallForm(formdata=None, about=chosen, for_id=current_user.id, due_on=today()), chosen)
    if request.args.get("q") and len(form.about.choices) == 2 and not chosen:
        form.about.data = form.about.choices[0].value
    return answer("calls/new.html", "calls/_people.html", form=form, typed=request.args.get("q", ""))


@bp.post("/appels/nouveau")
@allowed("call.note")
def create():
    form = CallForm()
    form = _ready(form, form.about.data or "")
    if not form.validate():
        return again("calls/new.html", form=form, typed="")
    call_id = commit_once(form.key.data, lambda: _note(form), lambda id: f"call:{id}")
    return done(url_for("calls.show", id=call_id), message="L'appel est noté.")


def _note(form: CallForm) -> int:
    person, caregiver = subject_of(form.about.data)
    to_do = form.to_do.data == "do"
    return acts.note(
        current_user, caller_kind=form.caller_kind.data, caller=form.caller.data, phone=form.phone.data,
        beneficiary_id=person, caregiver_id=caregiver, line=form.line.data,
        due_on=(form.due_on.data or today()) if to_do else None, for_id=form.for_id.data if to_do else None)


def _page(id: int, form: SettleForm | None = None) -> dict:
    call = calls.whole(current_user, id)
    if call is None:
        abort(404)
    return {"call": call, "form": form or SettleForm(formdata=None), "turns": turns(call), "became": became(call)}


@bp.get("/appels/<int:id>")
@allowed("call.note")
def show(id):
    return answer("calls/show.html", **_page(id))


@bp.post("/appels/<int:id>/suite")
@allowed("call.settle")
def settle(id):
    form = SettleForm()
    page = _page(id, form)
    if not form.validate():
        return again("calls/show.html", **page)
    commit_once(form.key.data, lambda: acts.settle(current_user, id, form.words.data), f"call:{id}")
    return done(url_for("calls.index"), message="L'appel est réglé.")
