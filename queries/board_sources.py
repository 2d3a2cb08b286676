"""The kinds of lines of the board that stand in a file of their own, in the order they are read; what they are given."""

from datetime import datetime

from database import local
from queries import (
    alert_board,
    cover_board,
    duty_board,
    handover_board,
    hours_back,
    import_board,
    offer_board,
    outbox_board,
    return_visits,
    telling_board,
)

APART = (alert_board, import_board, handover_board, cover_board, offer_board, telling_board, duty_board, outbox_board, return_visits, hours_back)


def parameters(at: datetime) -> dict:
    """Beside what every source is given (`queries/board_terms.py`)."""
    return {"in_an_hour": at + offer_board.NEAR, "in_four_weeks": local(at).date() + hours_back.FOUR_WEEKS,
            **alert_board.parameters(at), **duty_board.parameters(at), **outbox_board.parameters(at)}
