"""A measure on a pair. Outside its audience its page does not exist."""

from flask import Blueprint, url_for
from flask_login import current_user

from acts import measures
from database import commit_once
from forms.measures import LiftForm, MeasureForm
from guard.doors import allowed
from guard.journal import note_reading
from models import PairMeasure
from queries.measures import readable_by, story
from views.answers import again, answer, done, found
from views.pairings import named

bp = Blueprint("measures", __name__)


@bp.get("/relations/<int:pairing_id>/mesure")
@allowed("measure.set")
def new(pairing_id):
    return answer("measures/new.html", row=named(pairing_id), form=MeasureForm())


@bp.post("/relations/<int:pairing_id>/mesure")
@allowed("measure.set")
def create(pairing_id):
    row, form = named(pairing_id), MeasureForm()
    if not form.validate():
        return again("measures/new.html", row=row, form=form)
    pairing = row.Pairing
    commit_once(form.key.data, lambda: measures.set(
        current_user, pairing.beneficiary_id, pairing.caregiver_id, form.kind.data, form.reason.data,
        form.starts_on.data, form.ends_on.data), f"pairing:{pairing_id}")
    return done(url_for("pairings.show", id=pairing_id), message="C'est noté.")


@bp.get("/mesures/<int:id>")
@allowed("measure.set")
def show(id):
    measure = found(readable_by(current_user).where(PairMeasure.id == id))
    note_reading("measure.read", f"measure:{id}")
    return answer("measures/show.html", measure=measure, story=story(measure), form=LiftForm())


@bp.post("/mesures/<int:id>/levee")
@allowed("measure.lift")
def lift(id):
    measure, form = found(readable_by(current_user).where(PairMeasure.id == id)), LiftForm()
    if not form.validate():
        note_reading("measure.read", f"measure:{id}")
        return again("measures/show.html", measure=measure, story=story(measure), form=form)
    commit_once(form.key.data, lambda: measures.lift(
        current_user, id, form.her_opinion.data, form.lift_reason.data, form.lift_told.data), f"measure:{id}")
    return done(url_for("measures.show", id=id), message="La mesure est levée.")
