"""The relation of one person and one caregiver: opened, introduced, its whole story on one page, ended."""

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import pairings
from database import commit_once, now, today
from forms.pairings import EndForm, IntroductionForm, PairingForm
from guard.doors import allowed
from guard.journal import note_seen
from models import Beneficiary
from queries import measures
from queries.pairings import names, shown, who_may_be_chosen
from queries.reach import beneficiaries_seen_by, pairings_seen_by
from queries.timeline import timeline
from rules.candidates import UNAVAILABLE
from rules.steps import may_step
from views.answers import again, answer, done, found

bp = Blueprint("pairings", __name__)


def named(id: int):
    """The relation within reach with its two names, or 404."""
    row = names(pairings_seen_by(current_user), id)
    if row is None:
        abort(404)
    return row


def live(id: int):
    """The same, while it is not ended: an ended relation has nothing more to be asked of it."""
    row = named(id)
    if row.Pairing.state == "ended":
        abort(404)
    return row


def _person():
    return found(beneficiaries_seen_by(current_user).where(
        Beneficiary.id == request.args.get("personne", type=int), Beneficiary.ended_on.is_(None)))


def _form(person: Beneficiary) -> PairingForm:
    form = PairingForm()
    form.caregiver_id.choices = [("", "Choisir…"), *who_may_be_chosen(current_user, person, bool(request.args.get("toutes")))]
    return form


@bp.get("/relations/nouvelle")
@allowed("pairing.edit")
def new():
    if "personne" not in request.args:
        return answer("pairings/choose.html")
    person = _person()
    return answer("pairings/new.html", person=person, form=_form(person))


@bp.post("/relations/nouvelle")
@allowed("pairing.edit")
def create():
    person = _person()
    form = _form(person)
    valid = form.validate()
    if valid and measures.is_held_back(person.id, form.caregiver_id.data, form.starts_on.data, form.ends_on.data):
        form.caregiver_id.errors, valid = [f"Cette intervenante est {UNAVAILABLE}."], False
    if not valid:
        return again("pairings/new.html", person=person, form=form)
    id = commit_once(form.key.data, lambda: pairings.create(
        current_user, person.id, form.caregiver_id.data, form.kind.data, form.chosen_why.data, form.starts_on.data,
        form.ends_on.data), lambda id: f"pairing:{id}")
    return done(url_for("pairings.show", id=id), message="La relation est ouverte. La présentation vient ensuite.")


@bp.get("/relations/<int:id>")
@allowed("pairing.see")
def show(id):
    at = now()
    row = shown(current_user, id, at)
    if row is None:
        abort(404)
    pairing = row.Pairing
    note_seen("pairing.story", f"pairing:{id}")
    entries, older = timeline(current_user, pairing, at, request.args.get("avant", ""))
    return answer("pairings/show.html", "pairings/_story.html", row=row, pairing=pairing, entries=entries, older=older,
                  measure=measures.standing(pairing.beneficiary_id, pairing.caregiver_id, today()),
                  readable=measures.of_pair(current_user, pairing.beneficiary_id, pairing.caregiver_id),
                  may_introduce=may_step("pairing", pairing.state, "introduced"), before=request.args.get("avant"))


@bp.route("/relations/<int:id>/presentation", methods=["GET", "POST"])
@allowed("pairing.edit")
def introduce(id):
    row, form = live(id), IntroductionForm()
    if not form.validate():
        return answer("pairings/introduce.html", None, 422 if form.is_submitted() else 200, row=row, form=form)
    commit_once(form.key.data, lambda: pairings.introduce(current_user, id, form.on.data), f"pairing:{id}")
    return done(url_for("pairings.show", id=id), message="La présentation est notée.")


@bp.route("/relations/<int:id>/fin", methods=["GET", "POST"])
@allowed("pairing.edit")
def end(id):
    row, form = named(id), EndForm()
    if not form.validate():
        return answer("pairings/end.html", None, 422 if form.is_submitted() else 200, row=row, form=form)
    commit_once(form.key.data, lambda: pairings.end(current_user, id, form.reason.data, form.on.data), f"pairing:{id}")
    return done(url_for("pairings.show", id=id), message="La relation est terminée.")
