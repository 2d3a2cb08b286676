"""What questions of replacement leave on the board: who would go and waits to be told, whose time to answer is nearly over.

A visit of a question is counted as uncovered on its own line until somebody agreed; what nobody answered is only there.
"""

from datetime import timedelta

from sqlalchemy import bindparam, func

from models import Offer, Replacement
from queries.reach import offers_seen_by
from tables.base import Utc

NOW, IN_AN_HOUR = bindparam("now", type_=Utc), bindparam("in_an_hour", type_=Utc)
NEAR = timedelta(hours=1)


def lines_of(look, line):
    """`line`: how the board makes a source of a select (queries/board.py)."""
    seen = offers_seen_by(look.eye).join(Replacement, Replacement.id == Offer.replacement_id)
    still = Replacement.state == "open"
    yield line(look, "offer_willing", seen, id=Offer.replacement_id, person=Replacement.beneficiary_id, caregiver=None,
               at=func.min(Offer.answered_at), n=func.count(), where=(Offer.state == "willing", still),
               group=(Offer.replacement_id, Replacement.beneficiary_id))
    yield line(look, "offer_late", seen, id=Offer.id, person=Replacement.beneficiary_id, caregiver=Offer.caregiver_id,
               at=Offer.expires_at, where=(Offer.state == "waiting", Offer.expires_at > NOW, Offer.expires_at <= IN_AN_HOUR, still))
