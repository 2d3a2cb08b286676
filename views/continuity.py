"""Who comes, and how often the same: the ten persons who see the most different faces."""

from flask import Blueprint
from flask_login import current_user

from database import now
from guard.doors import allowed
from queries import continuity
from rules.continuity import ENOUGH, Case, in_words, lowest
from views.answers import answer

bp = Blueprint("continuity", __name__)


@bp.get("/continuite")
@allowed("continuity.see")
def index():
    cases, compared, left_out = lowest(continuity.cases(current_user, now()))
    return answer("continuity/index.html", cases=_said(cases), compared=compared, left_out=left_out, enough=ENOUGH)


def _said(cases: list[Case]) -> list[tuple]:
    """Each case with the person's names, and its words."""
    people = continuity.people_named(current_user, {case.beneficiary_id for case in cases})
    names = continuity.caregivers_named({id for case in cases for id, _ in case.visits})
    return [(people[case.beneficiary_id], in_words(sorted(
        ((names[id], count) for id, count in case.visits), key=lambda one: (-one[1], one[0])))) for case in cases]
