"""The journal: who, when, what, which, from where; never the content. A line is its own short transaction."""

import re
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
_take = update(_submissions).where(_submissions.c.key == bindparam("sent"), _submissions.c.sealed.is_(False)).values(
    sealed=True)


def address() -> str:
    return (request.remote_addr or "")[:64] if has_request_context() else "serveur"


def tried() -> str:
    """The address of a try that was turned away, without the number of an alert: that there is one is for its readers."""
    return re.sub(r"\d{9,}", "…", request.path)[:60]


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


def note_stray(action: str, subject: str = "", account_id: int | None = None, each: bool = False) -> None:
    """A try that nothing stood against (a guess, an old paper, a phone that opens nothing): one line for each place they
    come from in five minutes, not more. Nobody fills the journal from outside.

    each: one line for each subject; for a caller who bounds how many there can be.
    """
    recent = select(_lines.c.id).where(_lines.c.at > now() - SEEN_EVERY, _lines.c.action == action,
                                       _lines.c.address == address(), *([_lines.c.subject == subject] if each else ()))
    if db.session.execute(recent.limit(1)).first():
        g.refusal_noted = True  # by the line that stands there
    else:
        note_refusal(action, subject, account_id)


def note_event(action: str, subject: str = "", account_id: int | None = None) -> None:
    """Something that is neither a form nor a reading: sign-in, sign-out, a lock at the door."""
    _note(action, subject, True, account_id)


def seal(kept: dict) -> None:
    """Write the journal line promised by this submission, once."""
    with short_write() as connection:
        _seal(connection, kept)


def seal_where(*where) -> int:
    """Seal the submissions still without their line, oldest first. Returns how many."""
    with short_write() as connection:
        promised = connection.execute(_promised.where(*where)).mappings().all()
        return sum(_seal(connection, kept) for kept in promised)


def _seal(connection, kept) -> bool:
    """The promise is taken before the line is written: two of us never write the same line twice."""
    lock(connection)
    if connection.execute(_take, {"sent": kept["key"]}).rowcount != 1:
        return False
    append(connection, kept["account_id"], kept["action"], kept["subject"], True, kept["address"], kept["at"])
    return True


def init_app(app) -> None:
    app.extensions["seal"] = seal
