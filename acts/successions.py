"""A request for good, from a day on: the former relation goes on until the day before, and ends by itself.

What is written meanwhile for later goes to whoever was chosen, when she is free; what nobody has is uncovered at once, so that
the board says it long before.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import update

from acts import coverage, pairings
from database import db, now, today
from models import Pairing, Replacement
from queries import successions as known
from queries.candidates import takable_ids
from queries.eyes import HOUSE
from queries.replacements import concerned_ids
from rules.covering import BY_ITSELF
from rules.replacements import END_OF_CONTRACT

DAY = timedelta(days=1)
GIVEN = BY_ITSELF + "il ne reste aucune intervention à confier."


def end_former(by, request_id: int, only_if_empty: bool = False) -> None:
    """The relation ends the day before the request begins; one that begins later is left to the clock, and only what nobody
    was found for is taken off her. `only_if_empty`: nothing is done while a visit asks for somebody.
    """
    request = db.session.get(Replacement, request_id)
    former = db.session.get(Pairing, request.pairing_id)
    if not request.for_good or former.state == "ended" or (only_if_empty and concerned_ids(request_id, now())):
        return
    first = max(request.starts_on or today(), today())
    if first > today() + DAY:
        coverage.uncover(by, (request.beneficiary_id, request.caregiver_id), first, date.max)
        return
    reason = END_OF_CONTRACT if request.reason == END_OF_CONTRACT else "replacement"
    pairings.end(by, request.pairing_id, reason, first - DAY, keep_request=request_id)


def follow(by, at: datetime) -> int:
    """Give what was written since, end what ends today, close what has no object any more. Returns how many; run by the clock."""
    done = 0
    for id, starts_on in [(request.id, request.starts_on) for request in known.under_way()]:
        waiting = concerned_ids(id, at)
        if waiting:
            _give(by, id, waiting)
        if waiting or starts_on <= today() + DAY:
            end_former(by, id)
            done += 1
    return done + _close(known.without_object(at), at)


def _give(by, request_id: int, visit_ids: list[int]) -> None:
    request = db.session.get(Replacement, request_id)
    chosen = db.session.get(Pairing, request.new_pairing_id)
    if chosen.state != "ended":
        free = takable_ids(HOUSE, visit_ids, request.beneficiary_id, chosen.caregiver_id, now())
        coverage.cover(by, free, chosen.caregiver_id, chosen.id, for_good=True)


def _close(requests: list[Replacement], at: datetime) -> int:
    ids = [request.id for request in requests]
    db.session.execute(update(Replacement).where(Replacement.id.in_(ids), Replacement.state == "open").values(
        state="done", closed_at=at, closing_words=GIVEN).execution_options(synchronize_session=False))
    return len(ids)
