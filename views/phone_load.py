"""Ma charge: what the office reads when it asks a caregiver how she is, read by herself, with what it noted."""

from flask import Blueprint
from flask_login import current_user

from database import now
from guard.doors import allowed
from models import Caregiver
from queries import load
from queries.caregivers import seen_without_gender
from views.answers import answer, found
from views.display import day

bp = Blueprint("phone_load", __name__)


@bp.get("/ma-charge")
@allowed("phone.see")
def show():
    her = found(seen_without_gender(current_user, current_user.caregiver_id).where(Caregiver.ended_on.is_(None)))
    return answer("phone/load.html", facts=load.facts_of(current_user, [her], now(), day)[her.id],
                  notes=load.notes(current_user, [her.id])[her.id])
