"""A call is noted in one line, settled with words, or becomes another record."""

from sqlalchemy import update

from database import change_state, db, now, today
from models import Beneficiary, CallNote
from rules.names import dial, search_key

SETTLED = "Une collègue a déjà réglé ou transformé cet appel."
NAMED = "Une collègue a déjà dit de qui il s'agit."


def note(by, *, caller_kind: str, caller: str, phone: str, beneficiary_id: int | None, caregiver_id: int | None,
         line: str, due_on=None, for_id: int | None = None) -> int:
    """Who called, about whom, one line; to do by `for_id` for `due_on`, or nothing to do."""
    call = CallNote(caller_kind=caller_kind, caller=caller, phone=dial(phone), beneficiary_id=beneficiary_id,
                    caregiver_id=caregiver_id, line=line, search_line=search_key(line, caller), at=now(),
                    by_id=by.id, due_on=due_on, for_id=(for_id or by.id) if due_on else None)
    db.session.add(call)
    db.session.flush()
    if beneficiary_id and caller_kind != "caregiver":  # the file's last contact: retention counts from there
        db.session.execute(update(Beneficiary).where(Beneficiary.id == beneficiary_id).values(last_contact_on=today())
                           .execution_options(synchronize_session=False))
    return call.id


def settle(by, call_id: int, words: str) -> None:
    """Done, and what was done."""
    change_state(CallNote, call_id, {"done_at": None}, sentence=SETTLED, done_at=now(), done_by_id=by.id,
                 done_words=words)


def become(by, call_id: int, subject: str) -> None:
    """The call became this record ("interruption:12"), in the same transaction as the record itself."""
    change_state(CallNote, call_id, {"became": "", "done_at": None}, sentence=SETTLED, became=subject,
                 done_at=now(), done_by_id=by.id)


def name_subject(by, call_id: int, beneficiary_id: int | None, caregiver_id: int | None) -> None:
    """About whom it was, when nobody had said so."""
    change_state(CallNote, call_id, {"beneficiary_id": None, "caregiver_id": None}, sentence=NAMED,
                 beneficiary_id=beneficiary_id, caregiver_id=caregiver_id)
