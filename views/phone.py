"""The caregiver's phone: her week, one visit, what became of what she said, help."""

from datetime import timedelta

from flask import Blueprint, request
from flask_login import current_user

from database import now, today
from forms.base import Form
from forms.phone import ASKED, WordForm
from guard.doors import allowed
from models import Visit
from queries import offers
from queries.absence_pages import away_now
from queries.phone_answers import addenda_to, her_answers, questions_due, thanks_passed_on
from queries.phone_handovers import waiting
from queries.phone_visit import visit_page
from queries.phone_week import acts_by_series, changes_for, head_of_week, visits_of_week
from queries.phone_words import decisions_told, her_mediations, her_requests, her_words, replies_since
from queries.reach import visits_seen_by
from rules.week import by_day, gather
from views.answers import answer, found

bp = Blueprint("phone", __name__)

RECENT = timedelta(days=14)
SHOWN = 3
KEPT = 100


@bp.get("/ma-semaine")
@allowed("phone.see")
def week():
    at = now()
    night, visits, later = visits_of_week(current_user, at)
    to_be_called, received, relays, away, asked, duty_at = head_of_week(current_user, at)
    return answer(
        "phone/week.html", night=night, days=by_day(visits), later=later,
        acts=acts_by_series(visit.series_id for visit in [*night, *visits]),
        changes=gather(changes_for(current_user, at), current_user.caregiver_id),
        to_be_called=to_be_called, questions=questions_due(current_user),
        thanks=thanks_passed_on(current_user, SHOWN, at - RECENT), received=received,
        replies=replies_since(current_user, at - RECENT, SHOWN), absence=away_now(current_user) if away else None,
        duty_at=None if away else duty_at, relays=waiting(current_user, at, today()) if relays else [],
        offers=offers.waiting(current_user, at) if asked else [])


@bp.get("/ma-semaine/<int:id>")
@allowed("phone.see")
def visit(id):
    visit = found(visits_seen_by(current_user).where(Visit.id == id))
    return answer("phone/visit.html", visit=visit, form=WordForm(), tap=Form(), codes=None,
                  **visit_page(current_user, visit, now()))


@bp.get("/mes-mots")
@allowed("phone.see")
def said():
    answers = her_answers(current_user, KEPT)
    return answer(
        "phone/words.html", answers=answers,
        words=her_words(current_user, request.args.get("apres", type=int), request.args.get("avant", type=int)),
        added=addenda_to([row.Answer.id for row in answers]), told=decisions_told(current_user, KEPT),
        mediations=her_mediations(current_user, KEPT), requests=her_requests(current_user, KEPT),
        thanks=thanks_passed_on(current_user, KEPT), asked=ASKED)


@bp.get("/aide-telephone")
@allowed("phone.see")
def help():
    return answer("phone/help.html")
