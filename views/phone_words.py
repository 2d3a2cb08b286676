"""What became of what she said: her words, her answers, decisions told, mediations, thanks."""

from flask import Blueprint, url_for
from flask_login import current_user

from acts import decisions
from database import commit_once
from forms.base import Form
from guard.doors import allowed
from guard.journal import note_reading
from models import Mediation
from queries.phone_answers import addenda_to, her_answers, thanks_passed_on
from queries.phone_words import (
    agreement_points,
    decisions_told,
    her_mediations,
    her_requests,
    her_versions,
    her_words,
    person_of_mediation,
)
from queries.reach import mediations_seen_by
from views.answers import answer, done, found

bp = Blueprint("phone_words", __name__)
SHOWN = 20


@bp.get("/mes-mots")
@allowed("phone.see")
def index():
    answers = her_answers(current_user, SHOWN)
    return answer(
        "phone/words.html", words=her_words(current_user, SHOWN), answers=answers,
        added=addenda_to([row.Answer.id for row in answers]), told=decisions_told(current_user, SHOWN),
        mediations=her_mediations(current_user, SHOWN), requests=her_requests(current_user, SHOWN),
        thanks=thanks_passed_on(current_user, SHOWN), tap=Form())


@bp.get("/mes-mediations/<int:id>")
@allowed("phone.see")
def mediation(id):
    opened = found(mediations_seen_by(current_user).where(Mediation.id == id))
    note_reading("mediation.see", f"mediation:{id}")
    return answer("phone/mediation.html", mediation=opened, person=person_of_mediation(current_user, id),
                  versions=her_versions(current_user, id), points=agreement_points(current_user, id))
