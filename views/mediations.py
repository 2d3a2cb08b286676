"""Mediations: opened on a relation, each side's version, the points agreed, the check, another mediator."""

from datetime import timedelta

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import mediations
from database import commit_once, today
from forms.mediations import AgreementForm, CheckForm, HandOverForm, MediationForm, VersionForm
from guard.doors import allowed
from guard.journal import note_reading
from models import Mediation
from queries import mediations as asked
from queries.measures import is_held_back
from queries.pairings import mediators
from queries.reach import mediations_seen_by
from queries.settings import settings
from rules.mediations import OPEN, may_hand_over, reads_versions
from views.answers import again, answer, done, found
from views.pairings import live

bp = Blueprint("mediations", __name__)


@bp.get("/mediations")
@allowed("mediation.see")
def index():
    closed = request.args.get("etat") == "closes"
    rows, further = asked.listed(current_user, closed, request.args.get("apres", type=int))
    return answer("mediations/index.html", rows=rows, further=further, closed=closed, on=today())


@bp.route("/relations/<int:pairing_id>/mediation", methods=["GET", "POST"])
@allowed("mediation.run")
def new(pairing_id):
    row, form = live(pairing_id), MediationForm()
    form.owner_id.choices = mediators()
    if not form.is_submitted():
        form.owner_id.data = current_user.id
        form.check_on.data = today() + timedelta(days=settings().number("mediation_check_days"))
    if not form.validate():
        return answer("mediations/new.html", None, 422 if form.is_submitted() else 200, row=row, form=form)
    id = commit_once(form.key.data, lambda: mediations.open(
        current_user, pairing_id, form.subject.data, form.check_on.data, form.owner_id.data),
        lambda id: f"mediation:{id}")
    return done(url_for("mediations.show", id=id), message="La médiation est ouverte.")


def _page(id: int, **forms) -> dict:
    """Everything the page of a mediation shows; the versions' words for the mediator alone, journaled."""
    row = asked.shown(mediations_seen_by(current_user), id)
    if row is None:
        abort(404)
    mediation = row.Mediation
    reads = reads_versions(current_user.role, current_user.id, mediation.owner_id)
    collected = asked.collected(id)
    if reads and collected:
        note_reading("mediation.versions", f"mediation:{id}")
    points = asked.points(id)
    return {"row": row, "mediation": mediation, "collected": collected, "points": points, "reads": reads,
            "versions": asked.versions(id) if reads else [], "is_open": mediation.state in OPEN,
            "stopped": mediation.state in OPEN and is_held_back(row.beneficiary_id, row.caregiver_id, today(), today()),
            "may_hand_over": may_hand_over(current_user.role, current_user.id, mediation.owner_id),
            **_forms(mediation, points, forms)}


def _forms(mediation: Mediation, points: list, sent: dict) -> dict:
    """The forms of the page: the one that was sent as it was sent, the others fresh."""
    forms = {"version": VersionForm, "agreement": AgreementForm, "check": CheckForm, "hand_over": HandOverForm}
    fresh = {name: sent.get(name) or form(formdata=None) for name, form in forms.items()}
    fresh["check"].kept.choices = [(point.id, point.what) for point in points if not point.kept_at]
    fresh["hand_over"].new_owner_id.choices = [row for row in mediators() if row[0] != mediation.owner_id]
    if fresh["agreement"] is not sent.get("agreement"):
        fresh["agreement"].check_on.data = mediation.check_on if mediation.check_on > today() else None
        fresh["agreement"].known_check.data, fresh["agreement"].known_company.data = (
            mediation.check_on, mediation.accompanied_by)
    if fresh["hand_over"] is not sent.get("hand_over"):
        fresh["hand_over"].owner_id.data = mediation.owner_id
    return fresh


@bp.get("/mediations/<int:id>")
@allowed("mediation.see")
def show(id):
    return answer("mediations/show.html", **_page(id))


def _found(id: int) -> Mediation:
    return found(mediations_seen_by(current_user).where(Mediation.id == id))


@bp.post("/mediations/<int:id>/versions")
@allowed("mediation.run")
def hear(id):
    mediation, form = _found(id), VersionForm()
    if not reads_versions(current_user.role, current_user.id, mediation.owner_id):
        abort(403)
    if not form.validate():
        return again("mediations/show.html", erreurs=form.errors, **_page(id, version=form))
    commit_once(form.key.data, lambda: mediations.add_version(
        current_user, id, form.side.data, form.facts.data, form.quoted.data, form.supposed.data, form.spoken_by.data),
        f"mediation:{id}")
    return done(url_for("mediations.show", id=id), message="La version est gardée.")


@bp.post("/mediations/<int:id>/points")
@allowed("mediation.run")
def agree(id):
    _found(id)
    form = AgreementForm()
    if not form.validate():
        return again("mediations/show.html", erreurs=form.errors, **_page(id, agreement=form))
    commit_once(form.key.data, lambda: mediations.agree(
        current_user, id, form.points, form.check_on.data, form.accompanied_by.data, form.known), f"mediation:{id}")
    return done(url_for("mediations.show", id=id), message="L'accord est noté.")


@bp.post("/mediations/<int:id>/verification")
@allowed("mediation.run")
def check(id):
    _found(id)
    form = CheckForm()
    form.kept.choices = [(point.id, point.what) for point in asked.points(id)]
    if not form.validate():
        return again("mediations/show.html", erreurs=form.errors, **_page(id, check=form))
    commit_once(form.key.data, lambda: mediations.close(
        current_user, id, form.outcome.data, form.outcome_words.data, form.kept.data), f"mediation:{id}")
    return done(url_for("mediations.show", id=id), message="La médiation est close.")


@bp.post("/mediations/<int:id>/mediatrice")
@allowed("mediation.run")
def hand_over(id):
    _found(id)
    form = HandOverForm()
    if not may_hand_over(current_user.role, current_user.id, form.owner_id.data):
        abort(403)
    form.new_owner_id.choices = mediators()
    if not form.validate():
        return again("mediations/show.html", erreurs=form.errors, **_page(id, hand_over=form))
    commit_once(form.key.data, lambda: mediations.hand_over(
        current_user, id, form.owner_id.data, form.new_owner_id.data), f"mediation:{id}")
    return done(url_for("mediations.show", id=id), message="La médiation est confiée.")
