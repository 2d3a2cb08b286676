"""Prendre des nouvelles: a caregiver was called to ask how she is."""

from datetime import date

from database import db, now
from models import LoadNote


def note(by, caregiver_id: int, called_on: date, line: str) -> int:
    """One line of the call, which she reads. Nobody's line is changed: the next call is another."""
    written = LoadNote(caregiver_id=caregiver_id, called_on=called_on, line=line, at=now(), by_id=by.id)
    db.session.add(written)
    db.session.flush()
    return written.id
