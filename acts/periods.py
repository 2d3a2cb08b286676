"""A request for a period holds its visits one by one, as an absence does, from the moment it can be organised to its last day.

One that waits for the direction, or that cannot be granted, holds nothing. Whatever is written later for the two (a series
that goes on, a planning received) is taken by the clock.
"""

from collections import defaultdict

from sqlalchemy import update

from acts import covering
from database import db
from models import Replacement
from queries import held_periods as known
from rules.covering import BY_ITSELF


def take(by, request_id: int | None = None, again: bool = False) -> int:
    """Hold the visits still to begin of these requests (of this one alone, when given). Returns how many.

    A visit that the request held once is not taken twice: whoever has it since was given it by the office. `again`: the
    request itself stopped, and starts again.
    """
    found = defaultdict(list)
    for id, visit in known.to_take(request_id, again):
        found[id].append(visit.id)
    for id, visit_ids in found.items():
        requested_by = _open_again(id)
        # she who asked to be replaced that day knows; whoever did not ask, and is near, is phoned
        covering.hold(by, id, known.visits(visit_ids), phone=requested_by != "caregiver")
    return sum(map(len, found.values()))


def _open_again(id: int) -> str:
    """One that had found somebody for all its visits asks for somebody again. Returns who had asked for it."""
    request = db.session.get(Replacement, id, populate_existing=True)
    if request.state != "open":
        words = "" if request.closing_words.startswith(BY_ITSELF) else request.closing_words
        db.session.execute(update(Replacement).where(Replacement.id == id).values(
            state="open", closed_at=None, closed_by_id=None, closing_words=words))
    return request.requested_by
