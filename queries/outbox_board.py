"""What messages leave on the board: one line for all those that did not leave, which somebody looks at."""

from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_

from models import Message
from queries.reach import messages_seen_by
from rules.messages import LATE, UNCERTAIN
from tables.base import Utc

LATE_SINCE, UNCERTAIN_SINCE = bindparam("late_since", type_=Utc), bindparam("uncertain_since", type_=Utc)


def parameters(at: datetime) -> dict:
    """What the statement is given at each run."""
    return {"late_since": at - LATE, "uncertain_since": at - UNCERTAIN}


def stands_out(late_since=LATE_SINCE, uncertain_since=UNCERTAIN_SINCE):
    """True of a message somebody must look at: not gone an hour after it was due, refused, or perhaps arrived."""
    return or_(Message.state == "failed", and_(Message.state == "waiting", Message.not_before <= late_since),
               and_(Message.state == "sending", Message.claimed_at <= uncertain_since))


def lines_of(look, line):
    """`line`: how the board makes a source of a select (queries/board.py). A message is of no sector."""
    some = messages_seen_by(look.eye).having(func.count() > 0)
    yield line(look, "unsent", some, id=func.min(Message.id), person=None, caregiver=None, at=func.min(Message.not_before),
               n=func.count(), where=(stands_out(),))
