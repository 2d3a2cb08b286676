"""Nobody answered the phone, or the person cannot answer by phone: noted, and what comes next."""

from flask import Blueprint, url_for
from flask_login import current_user

from acts import rounds
from database import commit_once
from forms.said import TryForm
from guard.doors import allowed
from models import Beneficiary, Round, RoundSide
from queries.reach import beneficiaries_seen_by, rounds_seen_by
from views.answers import again, done, found
from views.call_list import sheet
from views.presses import pressed

bp = Blueprint("tries", __name__)


@bp.post("/a-appeler/<int:id>/essais")
@allowed("round.collect")
def create(id):
    found(beneficiaries_seen_by(current_user).where(Beneficiary.id == id))
    form = TryForm()
    if not form.validate():
        return again("call_list/show.html", **sheet(id, None, trying=form))
    commit_once(form.key.data, lambda: rounds.note_tries(current_user, id, form.call_again_on.data, form.note.data),
                f"beneficiary:{id}")
    return done(url_for("call_list.index"), message="L'appel sans réponse est noté.")


@bp.post("/a-appeler/<int:id>/visite")
@allowed("round.collect")
def to_visit(id):
    found(beneficiaries_seen_by(current_user).where(Beneficiary.id == id))
    commit_once(pressed(), lambda: rounds.send_to_visit(current_user, id), f"beneficiary:{id}")
    return done(url_for("call_list.index"), message="C'est noté\u00a0: une visite à domicile est à faire.")


def _round(side_id: int) -> Round:
    """The round of this side, within reach."""
    return found(rounds_seen_by(current_user).join(RoundSide, RoundSide.round_id == Round.id)
                 .where(RoundSide.id == side_id))


@bp.post("/points/cotes/<int:side_id>/essais")
@allowed("round.collect")
def create_one(side_id):
    round_ = _round(side_id)
    form = TryForm()
    if not form.validate():
        return again("call_list/show.html", **sheet(round_.beneficiary_id, side_id, trying=form))
    commit_once(form.key.data, lambda: rounds.note_try(current_user, side_id, form.call_again_on.data, form.note.data),
                f"round:{round_.id}")
    return done(url_for("call_list.index"), message="L'appel sans réponse est noté.")


@bp.post("/points/cotes/<int:side_id>/sans-reponse")
@allowed("round.collect")
def close(side_id):
    round_ = _round(side_id)
    commit_once(pressed(), lambda: rounds.close_side(current_user, side_id, "no_answer"), f"round:{round_.id}")
    return done(url_for("rounds.show", id=round_.id), message="Ce côté est fermé\u00a0: sans réponse.")
