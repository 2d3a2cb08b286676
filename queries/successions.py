"""Requests for good from a day to come: those whose relation still goes on, those nothing is left of."""

from datetime import date, timedelta

from sqlalchemy import exists, or_, select

from database import db, today
from models import Caregiver, Pairing, Replacement, Series, Visit
from queries.replacements import of_the_two
from rules.absences import HELD_STATES
from rules.replacements import END_OF_CONTRACT

DAY = timedelta(days=1)


def under_way() -> list[Replacement]:
    """Done, somebody chosen, and the former relation not ended: its last day is to come."""
    return list(db.session.scalars(
        select(Replacement).join(Pairing, Pairing.id == Replacement.pairing_id)
        .where(Replacement.state == "done", Replacement.for_good.is_(True), Replacement.new_pairing_id.is_not(None),
               Replacement.starts_on.is_not(None), Pairing.state != "ended", Pairing.id != Replacement.new_pairing_id)
        .order_by(Replacement.id).limit(200)))


def without_object(at) -> list[Replacement]:
    """Ends of contract still open, whose day has come: no visit to come of the two is left, and no series of theirs goes on."""
    visit = exists().where(of_the_two(), Visit.starts_at > at, Visit.state.in_(sorted(HELD_STATES))).correlate(Replacement)
    goes_on = exists().where(
        Series.beneficiary_id == Replacement.beneficiary_id, Series.caregiver_id == Replacement.caregiver_id,
        Series.weekday.is_not(None), Series.ended_at.is_(None), or_(Series.ends_on.is_(None), Series.ends_on >= today()),
    ).correlate(Replacement)
    return list(db.session.scalars(
        select(Replacement).where(Replacement.state == "open", Replacement.for_good.is_(True),
                                  Replacement.reason == END_OF_CONTRACT, Replacement.starts_on <= today(), ~visit, ~goes_on)
        .order_by(Replacement.id).limit(200)))


def first_day_without(caregiver_id: int) -> date | None:
    """The day after her contract ends, as her file says it, or else as the last request about it did; None: not known."""
    ended = db.session.scalar(select(Caregiver.ended_on).where(Caregiver.id == caregiver_id))
    if ended:
        return ended + DAY
    return db.session.scalar(
        select(Replacement.starts_on).where(
            Replacement.caregiver_id == caregiver_id, Replacement.reason == END_OF_CONTRACT,
            Replacement.state.in_(("open", "done")), Replacement.starts_on.is_not(None))
        .order_by(Replacement.id.desc()).limit(1))
