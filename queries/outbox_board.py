"""What messages leave on the board: one line for all those that left by no channel, which somebody looks at."""

from datetime import datetime

from sqlalchemy import and_, bindparam, exists, func, or_
from sqlalchemy.orm import aliased

from models import Message
from queries.reach import messages_seen_by
from rules.messages import LATE, UNCERTAIN
from tables.base import Utc

# The same message by another channel.
OTHER = aliased(Message)
LATE_SINCE, UNCERTAIN_SINCE = bindparam("late_since", type_=Utc), bindparam("uncertain_since", type_=Utc)


def parameters(at: datetime) -> dict:
    """What the statement is given at each run."""
    return {"late_since": at - LATE, "uncertain_since": at - UNCERTAIN}


def stands_out(late_since=LATE_SINCE, uncertain_since=UNCERTAIN_SINCE):
    """True of a message somebody must look at: not gone an hour after it was due, refused, or perhaps arrived.

    Never when another channel carried it, or still may in time; when none does, the first row of its cause speaks for all.
    """
    in_time = and_(OTHER.state.in_(("waiting", "sending")), ~_stuck(OTHER, late_since, uncertain_since))
    first = and_(_stuck(OTHER, late_since, uncertain_since), OTHER.id < Message.id)
    better = exists().where(OTHER.cause_key == Message.cause_key, or_(OTHER.state == "sent", in_time, first)).correlate(Message)
    return and_(_stuck(Message, late_since, uncertain_since), ~better)


def _stuck(row, late_since, uncertain_since):
    return or_(row.state == "failed", and_(row.state == "waiting", row.not_before <= late_since),
               and_(row.state == "sending", row.claimed_at <= uncertain_since))


def lines_of(look, line):
    """`line`: how the board makes a source of a select (queries/board.py). A message is of no sector."""
    some = messages_seen_by(look.eye).having(func.count() > 0)
    yield line(look, "unsent", some, id=func.min(Message.id), person=None, caregiver=None, at=func.min(Message.not_before),
               n=func.count(), where=(stands_out(),))
