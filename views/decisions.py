"""The decision of a point à deux voix, once both sides are heard or closed."""

from flask import Blueprint, url_for
from flask_login import current_user

from acts import decisions
from database import commit_once, today
from forms.decisions import TellForm
from guard.doors import allowed
from models import Round
from queries.measures import standing
from queries.reach import rounds_seen_by
from queries.replacements import awaits_direction
from queries.rounds import open_mediation_of
from views.answers import again, done, found
from views.round_page import both_sides, new_decision_form

bp = Blueprint("decisions", __name__)


@bp.post("/points/<int:id>/decision")
@allowed("round.decide")
def create(id):
    round_ = found(rounds_seen_by(current_user).where(Round.id == id))
    form = new_decision_form()
    measure = standing(round_.beneficiary_id, round_.caregiver_id, today())
    complete = form.check(bool(measure), bool(open_mediation_of(round_.pairing_id)),
                          awaits_direction(current_user, round_.pairing_id))
    # A colleague's decision is said first, whatever is missing in this form.
    if not complete and (round_.state == "open" or form.key.errors):
        return again("rounds/show.html", **both_sides(id, deciding=form))
    commit_once(form.key.data, lambda: decisions.decide(current_user, id, form.choice), f"round:{id}")
    return done(url_for("rounds.show", id=id), message="La décision est enregistrée.")


@bp.post("/points/<int:id>/paroles")
@allowed("round.decide")
def tell(id):
    found(rounds_seen_by(current_user).where(Round.id == id, Round.state == "decided"))
    form = TellForm()
    if not form.validate():
        return again("rounds/show.html", **both_sides(id, telling=form))
    commit_once(form.key.data, lambda: decisions.tell(current_user, id, form.words_to_her.data), f"round:{id}")
    return done(url_for("rounds.show", id=id), message="C'est écrit\u00a0: elle peut le lire.")
