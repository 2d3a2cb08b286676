"""The rota of on call: its turns, what it leaves to nobody, one turn more, one turn less."""

from functools import partial

from flask import Blueprint, url_for
from flask_login import current_user

from acts import duty as acts
from database import Overtaken, commit_once, local, now
from forms.duty import TurnForm
from guard.doors import allowed
from models import DutyTurn
from queries import duty as rota
from queries.office import week
from queries.reach import duty_turns_seen_by
from queries.settings import settings
from rules import duty as rules
from views.answers import again, answer, done, found
from views.presses import press, pressed

bp = Blueprint("duty_turns", __name__)


def _page(form: TurnForm | None = None) -> dict:
    at, form = now(), form or TurnForm(formdata=None, phone=settings().on_call_phone)
    turns = rota.to_come(at)
    form.at = at
    form.account_id.choices = [("", "Choisir…"), *rota.those_on_rota().items()]
    clashes = [(one, other, rules.span_words(*map(local, span))) for one, other, span in rules.overlaps(turns)]
    return {"form": form, "turns": turns, "over": rota.over(at), "clashes": clashes, "at": at, "press": press(),
            "gaps": [rota.gap_words(gap, at) for gap in rota.gaps(turns, at)], "hours_known": any(week()), "places": rules.PLACES}


@bp.get("/astreinte/tour")
@allowed("duty.manage")
def index():
    return answer("duty/turns.html", **_page())


@bp.post("/astreinte/tour")
@allowed("duty.manage")
def create():
    form = TurnForm()
    page = _page(form)
    if not form.validate():
        return again("duty/turns.html", **page)
    plan = partial(acts.plan, current_user, form.account_id.data, form.phone.data, int(form.place.data), form.first, form.last)
    try:
        commit_once(form.key.data, plan, lambda id: f"duty:{id}")
    except Overtaken as refused:  # on call already, or absent: asked inside, so that a second press is no fault
        form.account_id.errors = [refused.sentence]
        return again("duty/turns.html", **page)
    return done(url_for("duty_turns.index"), message="Le tour est ajouté.")


@bp.post("/astreinte/tour/<int:id>/annulation")
@allowed("duty.manage")
def cancel(id):
    turn = found(duty_turns_seen_by(current_user).where(DutyTurn.id == id))
    commit_once(pressed(), lambda: acts.cancel(current_user, turn.id), f"duty:{id}")
    return done(url_for("duty_turns.index"), message="Le tour est annulé.")
