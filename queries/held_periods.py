"""Requests for a period: the visits each has still to hold, and those it holds that nobody took."""

from collections.abc import Collection

from sqlalchemy import and_, exists, or_, select

from database import db, now, today
from models import Replacement, ReplacementVisit, Visit
from queries.replacements import of_the_two
from rules.absences import HELD_STATES
from rules.covering import BY_ITSELF

# One turn of the clock takes at most so many visits; the next takes the rest.
AT_ONCE = 500


def _lines(*where):
    held = select(ReplacementVisit.id).where(ReplacementVisit.replacement_id == Replacement.id, *where)
    return held.correlate(Replacement, Visit)


def lasts():
    """True of a request for a period that no absence opened, and that is not over: to organise, or organised. One that closed
    by itself without anybody coming is not over either, unless her visits went back to her.
    """
    without = and_(Replacement.state == "cancelled", Replacement.closing_words.startswith(BY_ITSELF),
                   ~exists(_lines(ReplacementVisit.state == "returned")))
    return and_(Replacement.for_good.is_(False), Replacement.absence_id.is_(None), Replacement.ends_on >= today(),
                or_(Replacement.state.in_(("open", "done")), without))


def to_take(request_id: int | None = None, again: bool = False) -> list[tuple[int, Visit]]:
    """(request, visit) still in the week of the one replaced, each visit once, in the order of time.

    Those a request held before are left out, unless it starts `again`.
    """
    this = [Replacement.id == request_id] if request_id else []
    new = [] if again else [~exists(_lines(ReplacementVisit.visit_id == Visit.id))]
    question = (
        select(Replacement.id, Visit).join(Visit, of_the_two())
        .where(lasts(), *this, *new, Visit.starts_at > now(), Visit.day >= Replacement.starts_on,
               Visit.day <= Replacement.ends_on, Visit.state.in_(sorted(HELD_STATES)))
        .order_by(Visit.starts_at, Visit.id, Replacement.id).limit(AT_ONCE))
    found: dict[int, tuple[int, Visit]] = {}
    for id, visit in db.session.execute(question):
        found.setdefault(visit.id, (id, visit))
    return list(found.values())


def visits(ids: Collection[int]) -> list[Visit]:
    return list(db.session.scalars(select(Visit).where(Visit.id.in_(sorted(ids))).order_by(Visit.starts_at, Visit.id)))


def nobody_took(request_id: int) -> list:
    """(line, visit, whose it was, under which relation) still to come of a request, in the order of time."""
    return list(db.session.execute(
        select(ReplacementVisit.id, Visit, ReplacementVisit.former_caregiver_id, ReplacementVisit.former_pairing_id)
        .join(Visit, Visit.id == ReplacementVisit.visit_id)
        .where(ReplacementVisit.replacement_id == request_id, ReplacementVisit.state == "open", Visit.caregiver_id.is_(None),
               Visit.state.in_(sorted(HELD_STATES)), Visit.starts_at > now()).order_by(Visit.starts_at, Visit.id)))
