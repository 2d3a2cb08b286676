"""Hours to give back: a caregiver who no longer goes somewhere keeps her contract; what she lost is shown until it is made up.

Read of the same facts whatever it came from. A request remembers her minutes a week of that day (`minutes_before`); now is
what is planned over the next four weeks. Her contract is the ceiling: she is owed no more than it holds.
"""

from datetime import datetime, timedelta

from sqlalchemy import Date, and_, bindparam, case, func, select
from sqlalchemy.orm import aliased

from database import db, local, now, today
from models import Caregiver, Replacement, Visit
from queries import reach
from queries.absences import is_away
from queries.board_terms import NOW, TODAY
from queries.replacements import WEEKS

FOUR_WEEKS = timedelta(weeks=WEEKS)
IN_FOUR_WEEKS = bindparam("in_four_weeks", type_=Date)


def _planned(at, until):
    """Minutes a week planned for the caregiver of a request, as SQL."""
    return (select(func.coalesce(func.sum(Visit.minutes), 0)).where(
        Visit.caregiver_id == Replacement.caregiver_id, Visit.state == "planned", Visit.starts_at > at, Visit.day <= until)
        .correlate(Replacement).scalar_subquery()) // WEEKS


def _before():
    capped = and_(Caregiver.weekly_minutes > 0, Caregiver.weekly_minutes < Replacement.minutes_before)
    return case((capped, Caregiver.weekly_minutes), else_=Replacement.minutes_before)


def _owing(seen):
    """Of these requests, those whose hours are still to be given back: the first of each caregiver that is not made up."""
    earlier = aliased(Replacement)
    return (seen.join(Caregiver, Caregiver.id == Replacement.caregiver_id).where(
        Replacement.minutes_before.is_not(None), Replacement.made_up_at.is_(None), Caregiver.ended_on.is_(None),
        ~select(earlier.id).where(earlier.caregiver_id == Replacement.caregiver_id, earlier.id < Replacement.id,
                                  earlier.minutes_before.is_not(None), earlier.made_up_at.is_(None))
        .correlate(Replacement).exists()))


def lines_of(look, line):
    """The board: how much a week, and nothing of why. Somebody away is owed nothing those days."""
    if look.by_sector or look.mine:
        return
    owed = _before() - _planned(NOW, IN_FOUR_WEEKS)
    yield line(look, "hours_back", _owing(reach.replacements_seen_by(look.eye)), id=Replacement.caregiver_id, person=None,
               caregiver=Replacement.caregiver_id, at=Replacement.opened_at, n=owed,
               where=(owed > 0, ~is_away(Replacement.caregiver_id, TODAY)))


def of_caregiver(user, caregiver_id: int):
    """(before, planned) a week, in minutes, while something is owed; or None."""
    at = now()
    before, planned = _before(), _planned(at, today() + FOUR_WEEKS)
    return db.session.execute(
        _owing(reach.replacements_seen_by(user)).where(Replacement.caregiver_id == caregiver_id, before > planned)
        .with_only_columns(before.label("before"), planned.label("planned"), maintain_column_froms=True)).first()


def made_up(at: datetime) -> list[int]:
    """Requests whose hours are back, or whose contract is full."""
    still = _before() - _planned(at, local(at).date() + FOUR_WEEKS)
    return list(db.session.scalars(
        _owing(select(Replacement)).where(still <= 0).with_only_columns(Replacement.id, maintain_column_froms=True)
        .order_by(Replacement.id).limit(200)))
