"""A request that asks for nobody any more: its questions are closed, and what nobody took is hers again."""

from acts import absences, covering, offers
from database import db
from models import Offer, Replacement
from queries.absences import may_take_again
from queries.held_periods import nobody_took


def let_go(by, request_id: int) -> None:
    """What somebody agreed to stays with her: the office may change it, visit by visit. A day she is away goes to her absence.

    Where a measure stands, where she is taken meanwhile or has left, the visit stays uncovered, and the board says so.
    """
    offers.close(by, Offer.replacement_id == request_id)
    hers = [row[0] for row in may_take_again(nobody_took(request_id))]
    if hers:
        covering.give_back(by, hers)
        absences.take(by, db.session.get(Replacement, request_id).caregiver_id)
