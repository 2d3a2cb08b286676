"""What is asked of a caregiver on her phone: a replacement, a round, a passage de relais to write, to read or to hand back."""

from datetime import datetime

from sqlalchemy import exists, literal, or_, select

from database import db, now, today
from models import Message
from queries import offers, phone_answers, phone_handovers
from queries.absences import is_away
from queries.eyes import Eye


def nothing_waits(caregiver_id: int) -> bool:
    """She has nothing to answer, write or read any more. While she is on leave nobody can tell: it is looked at on her return."""
    her, at, on = _eye(caregiver_id), now(), today()
    return not _any(is_away(literal(caregiver_id), on), offers.something_is_asked(her, at), phone_answers.one_waits(her),
                    phone_handovers.something_waits(her, at, on))


def waits_since(caregiver_id: int, account_id: int, since: datetime) -> bool:
    """Something waits for her that nobody told her of since then: it came while she was ill, or was held back because she was."""
    her, at, on = _eye(caregiver_id), now(), today()
    held_back = exists().where(Message.account_id == account_id, Message.kind == "question", Message.fault == "away",
                               Message.settled_at >= since)
    return _any(phone_answers.one_waits(her, since), phone_handovers.something_waits(her, at, on, since)) or (
        _any(held_back) and not nothing_waits(caregiver_id))


def _eye(caregiver_id: int) -> Eye:
    return Eye("caregiver", frozenset(), False, caregiver_id)


def _any(*conditions) -> bool:
    with db.session.no_autoflush:
        return bool(db.session.scalar(select(or_(*conditions))))
