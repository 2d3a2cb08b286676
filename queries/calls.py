"""Calls noted: the list, what is to do, one call, and what it gives to the form it becomes."""

from dataclasses import dataclass

from database import db
from models import CallNote
from queries.reach import calls_seen_by


@dataclass(frozen=True, slots=True)
class Prefill:
    """What a call gives to another form, so that nobody types it twice."""

    call_id: int
    beneficiary_id: int | None
    caregiver_id: int | None
    caller_kind: str
    caller: str
    phone: str
    line: str


def prefill(user, call_id) -> Prefill | None:
    """The call `?appel=` names, if this person may see it and it has become nothing else; None otherwise."""
    if not str(call_id or "").isdecimal():
        return None
    call = db.session.scalar(calls_seen_by(user).where(CallNote.id == int(call_id), CallNote.became == "",
                                                       CallNote.done_at.is_(None)))
    return call and Prefill(call.id, call.beneficiary_id, call.caregiver_id, call.caller_kind, call.caller,
                            call.phone, call.line)
