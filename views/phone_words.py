"""A mediation as the caregiver reads it; what she was told of a decision, noted as read."""

from flask import Blueprint, url_for
from flask_login import current_user

from acts import told
from database import commit_once
from forms.base import Form
from guard.doors import allowed
from guard.journal import note_reading
from models import Decision, Mediation
from queries.phone_words import agreement_points, decision_told, her_versions, person_of_mediation
from queries.reach import mediations_seen_by
from views.answers import answer, done, found

bp = Blueprint("phone_words", __name__)


@bp.get("/mes-mediations/<int:id>")
@allowed("phone.see")
def mediation(id):
    opened = found(mediations_seen_by(current_user).where(Mediation.id == id))
    note_reading("mediation.see", f"mediation:{id}")
    return answer("phone/mediation.html", mediation=opened, person=person_of_mediation(current_user, id),
                  versions=her_versions(current_user, id), points=agreement_points(current_user, id))


@bp.post("/mes-mots/decisions/<int:id>/lu")
@allowed("phone.answer")
def read(id):
    decision = found(decision_told(current_user).where(Decision.id == id))
    form = Form()
    if form.validate():
        commit_once(form.key.data, lambda: told.read(current_user, decision.id), f"decision:{id}")
    return done(url_for("phone.said"))
