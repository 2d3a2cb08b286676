"""What on call leaves on the board: notes the office has not read, and the next time nobody is on call.

A gap is the absence of a record: it is found in the rota (`rules/duty.py`) and given to the statement, which carries it on the
latest turn. So an association that keeps no rota is told nothing.
"""

from datetime import datetime, timedelta

from sqlalchemy import Text, bindparam, cast, exists, func
from sqlalchemy.orm import aliased

from models import DutyEntry, DutyTurn
from queries import duty, reach
from tables.base import Utc

GAP, GAP_WORDS = bindparam("duty_gap", type_=Utc), bindparam("duty_gap_words", type_=Text)
RECENT = bindparam("duty_recent", type_=Utc)
KEPT_UP = timedelta(days=31)
"""A rota nobody has added to for so long is not kept up any more."""


def parameters(at: datetime) -> dict:
    """The first gap of the days to come, or none."""
    first = next(iter(duty.gaps(duty.soon(at), at)), None)
    return {"duty_gap": first and first[0], "duty_gap_words": duty.gap_words(first, at) if first else "",
            "duty_recent": at - KEPT_UP}


def lines_of(look, line):
    """`line`: how the board makes a source of a select (queries/board.py). Neither is of a sector, nor of one file."""
    if look.by_sector or look.mine:
        return
    later = aliased(DutyTurn)
    turns = reach.duty_turns_seen_by(look.eye).where(
        DutyTurn.cancelled_at.is_(None), DutyTurn.ends_at > RECENT,
        ~exists().where(later.cancelled_at.is_(None), later.id > DutyTurn.id).correlate(DutyTurn))
    yield line(look, "duty_gap", turns, id=DutyTurn.id, person=None, caregiver=None, at=GAP,
               extra=cast(GAP_WORDS, Text), where=(GAP.is_not(None),))
    notes = reach.duty_entries_seen_by(look.eye, None).having(func.count() > 0)
    yield line(look, "duty_notes", notes, id=func.min(DutyEntry.id), person=None,
               caregiver=None, at=func.min(DutyEntry.at), n=func.count(), where=(DutyEntry.read_at.is_(None),))
