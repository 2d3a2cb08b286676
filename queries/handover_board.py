"""What a passage de relais leaves on the board: to write, not read the day before, a return note the office is to read."""

from sqlalchemy import Date, bindparam, or_

from models import Handover
from queries.absences import is_handed_nothing
from queries.handovers import has_page
from queries.reach import handovers_seen_by
from tables.base import Utc

NOW, TODAY = bindparam("now", type_=Utc), bindparam("today", type_=Date)
SOON, IN_TWO_DAYS = bindparam("soon", type_=Utc), bindparam("in_two_days", type_=Utc)


def lines_of(look, line):
    """`line`: how the board makes a source of a select (queries/board.py)."""
    relay, seen = Handover, handovers_seen_by(look.eye)
    pair = {"person": relay.beneficiary_id, "caregiver": relay.to_caregiver_id}
    to_come = relay.last_visit_at > NOW
    yield line(look, "handover_late", seen, id=relay.id, at=relay.first_visit_at, **pair,
               where=(relay.state == "sent", relay.first_visit_at < IN_TWO_DAYS, to_come))
    # The one who leaves writes it herself, unless nothing is asked of her; the day comes near, and it is the office's.
    nobody = ~has_page(relay.from_caregiver_id)
    away = is_handed_nothing(relay.from_caregiver_id, TODAY)
    yield line(look, "handover_write", seen, id=relay.id, at=relay.first_visit_at, **pair,
               where=(relay.state == "to_write", to_come, or_(nobody, away, relay.first_visit_at < SOON)))
    talks = relay.went == "talk"
    yield line(look, "handover_return", seen, id=relay.id, at=relay.returned_at, **pair,
               where=(relay.state == "returned", relay.taken_up_at.is_(None), or_(talks, nobody)))
