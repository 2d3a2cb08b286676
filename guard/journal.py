"""The journal: who, when, what, which, from where; never the content. A line is its own short transaction."""

from datetime import timedelta

from flask import g, has_request_context, request
from sqlalchemy import bindparam, select, update

from database import db, now, short_write
from guard.chain import append, lock
from models import JournalLine, Submission

_submissions, _lines = Submission.__table__, JournalLine.__table__
SEEN_EVERY = timedelta(minutes=5)
# Run after every change: built once.
_promised = select(_submissions).where(_submissions.c.sealed.is_(False)).order_by(_submissions.c.at, _submissions.c.key)
_promised_by = _promised.where(_submissions.c.key == bindparam("sent"))
_sealed = update(_submissions).where(_submissions.c.key == bindparam("sent")).values(sealed=True)


def address() -> str:
    return (request.remote_addr or "")[:64] if has_request_context() else "serveur"


def _note(action: str, subject: str, allowed: bool, account_id: int | None) -> None:
    with short_write() as connection:
        append(connection, account_id, action, subject, allowed, address(), now())


def note_reading(action: str, subject: str) -> None:
    """Something sensitive is about to be shown. Without its line it is not shown: an error here is a 503."""
    _note(action, subject, True, g.get("deed", {}).get("account_id"))


def note_seen(action: str, subject: str) -> None:
    """The same for a page one comes back to all day: one line per reader and subject in five minutes, not more."""
    reader = g.get("deed", {}).get("account_id")
    seen = select(_lines.c.id).where(_lines.c.subject == subject, _lines.c.account_id == reader, _lines.c.action == action,
                                     _lines.c.allowed, _lines.c.at > now() - SEEN_EVERY)
    if db.session.execute(seen.limit(1)).first() is None:
        note_reading(action, subject)


def note_refusal(action: str, subject: str, account_id: int | None) -> None:
    """A try that was turned away; once a request, whoever turned it away first."""
    if g.get("refusal_noted"):
        return
    g.refusal_noted = True
    _note(action, subject, False, account_id)


def note_event(action: str, subject: str = "", account_id: int | None = None) -> None:
    """Something that is neither a form nor a reading: sign-in, sign-out, a lock at the door."""
    _note(action, subject, True, account_id)


def seal(key: str) -> None:
    """Write the journal line promised by a submission, once."""
    _seal(_promised_by, {"sent": key})


def seal_where(*where) -> int:
    """Seal the submissions still without their line, oldest first. Returns how many."""
    return _seal(_promised.where(*where), {})


def _seal(promised, values: dict) -> int:
    with short_write() as connection:
        # Before looking: two of us must not write the same promised line twice.
        lock(connection)
        rows = connection.execute(promised, values).all()
        for row in rows:
            append(connection, row.account_id, row.action, row.subject, True, row.address, row.at)
            connection.execute(_sealed, {"sent": row.key})
    return len(rows)


def init_app(app) -> None:
    app.extensions["seal"] = seal
