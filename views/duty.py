"""The page of whoever is on call: who else is, the visits around this hour, the codes of a home. Nothing outside her turn."""

from flask import Blueprint, request
from flask_login import current_user

from database import now
from guard.doors import allowed
from guard.journal import note_reading, note_seen
from models import Visit
from queries import duty as rota
from queries import duty_pages as pages
from queries.alerts import calls_waiting
from queries.reach import visits_of_duty
from rules import duty as rules
from views.answers import answer, found

bp = Blueprint("duty", __name__)


@bp.get("/astreinte")
@allowed("duty.see")
def index():
    at = now()
    turns = rota.to_come(at)
    called = rules.on_call(turns, at)
    mine = next((turn for turn in called if turn.account_id == current_user.id), None)
    if mine:
        note_seen("duty.read", f"duty:{mine.id}")
    typed = request.args.get("q", "").strip()[:80]
    return answer("duty/index.html", "duty/_visits.html" if mine else None, mine=mine, called=called, typed=typed,
                  calls=calls_waiting(current_user),
                  following=rules.following(turns, at), whom=rota.whom_to_call(at),
                  hers=[turn for turn in turns if turn.account_id == current_user.id],
                  visits=pages.named(pages.visits(current_user, mine, at), typed))


@bp.post("/astreinte/visites/<int:id>/codes")
@allowed("duty.code")
def codes(id):
    at = now()
    visit = found(visits_of_duty(current_user, rota.turn_now(current_user, at), at).where(Visit.id == id))
    note_reading("duty.code", f"beneficiary:{visit.beneficiary_id}")
    return answer("duty/codes.html", "duty/_codes.html", visit_id=id, shown=pages.codes_of(visit.beneficiary_id))
