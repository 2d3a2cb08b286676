"""Calls noted: the office's memory. Nobody else reads a line of it."""

from datetime import date, datetime

from models import CallNote
from tests.matrix import row

CALL = dict(own={"id": "mme_durand_note"}, other={"id": "m_petit_note"})
LOOSE = dict(own={"id": "mme_durand_loose_note"}, other={"id": "m_petit_loose_note"})


def scene(session, ids) -> dict[str, int]:
    """For each person: a call about her, and one about nobody yet."""
    made, at = {}, datetime.fromisoformat("2026-03-09T08:00+00:00")
    for person in ("mme_durand", "m_petit"):
        for name, about in ((f"{person}_note", ids[person]), (f"{person}_loose_note", None)):
            call = CallNote(caller_kind="relative", line="Rappeler.", search_line=" rappeler", at=at, by_id=ids["claire"],
                            beneficiary_id=about, due_on=date(2026, 3, 9), for_id=ids["claire"])
            session.add(call)
            session.flush()
            made[name] = call.id
    return made


MATRIX = [
    row("GET", "calls.index", coordinator=200),
    row("GET", "calls.new", coordinator=200),
    row("POST", "calls.create", coordinator=303, data={"caller_kind": "other", "line": "Rien.", "to_do": "nothing"}),
    row("GET", "calls.show", **CALL, coordinator=200),
    row("POST", "calls.settle", **CALL, coordinator=303, data={"words": "Fait."}),
    row("GET", "call_turns.cancel_form", **CALL, coordinator=200),
    row("POST", "call_turns.cancel", **CALL, coordinator=422),
    row("GET", "call_turns.subject_form", **LOOSE, coordinator=200),
    row("POST", "call_turns.subject", **LOOSE, coordinator=422),
]
