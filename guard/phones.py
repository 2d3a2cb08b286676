"""Enrolled phones. A phone holds a secret in a cookie, the table its hash; five wrong codes lock it until a new invitation.

A code is counted before it is compared: twelve sent at once are five tries, whatever the order of their answers.
"""

import hashlib
import hmac

from flask import after_this_request, current_app, g, request
from sqlalchemy import select, update

from database import db, now, short_write
from guard.passphrases import verify
from guard.sessions import token_hash
from models import Account, PhoneDevice
from rules.codes import MOST_WRONG, is_locked
from rules.invitations import opens_with

LASTS = 400 * 24 * 3600
_phones, _accounts = PhoneDevice.__table__, Account.__table__
_known = select(_phones, _accounts.c.role, _accounts.c.ended_at.label("account_ended_at")).join(
    _accounts, _accounts.c.id == _phones.c.account_id)


def cookie_name() -> str:
    return "__Host-trait-phone" if current_app.config["HTTPS"] else "trait-phone"


def secret_for(token: str, key: str) -> str:
    """The 256-bit secret of the phone an invitation enrols, the same for the same form sent again: an answer lost on
    the way is asked again, and the phone still holds what the table expects."""
    return hmac.new(current_app.config["SECRET_KEY"].encode(), f"phone:{token}:{key}".encode(), hashlib.sha256).hexdigest()


def here():
    """The row of the phone in hand (with `role` of its account), locked or ended or not; None when it holds no secret."""
    if "phone_here" not in g:
        secret = request.cookies.get(cookie_name(), "")
        g.phone_here = db.session.execute(_known.where(_phones.c.secret_hash == token_hash(secret))).first() \
            if secret else None
    return g.phone_here


def state() -> str:
    """What the phone in hand may do: "" (not enrolled), "open" (asks for its code), "locked" or "ended"."""
    row = here()
    if row is None:
        return ""
    if row.ended_at or row.account_ended_at or opens_with(row.role) != "code":
        return "ended"
    return "locked" if is_locked(row.wrong_tries, row.locked_at is not None) else "open"


def tries_left() -> int:
    row = here()
    return MOST_WRONG - row.wrong_tries if row else 0


def remember(secret: str) -> None:
    """The secret goes to the phone with this answer, for 400 days from now: each use renews it."""
    @after_this_request
    def give(response):
        response.set_cookie(cookie_name(), secret, max_age=LASTS, httponly=True, samesite="Lax",
                            secure=current_app.config["HTTPS"])
        return response


def unlock(code: str) -> bool:
    """True when this is the code of the phone in hand, which is not locked. A wrong one is counted, also in parallel."""
    row = here()
    if state() != "open" or not _count(row.id):
        return False
    right = verify(row.code_hash, code)
    if not right:
        _write(_phones.c.id == row.id, _phones.c.locked_at.is_(None), _phones.c.wrong_tries >= MOST_WRONG, locked_at=now())
    g.pop("phone_here")
    return right and _forget_tries(row.id)


def _write(*where, **values) -> bool:
    with short_write() as connection:
        return connection.execute(update(_phones).where(*where).values(**values)).rowcount == 1


def _count(id: int) -> bool:
    """One more try, before it is looked at; False when the tries are used up."""
    return _write(_phones.c.id == id, _phones.c.locked_at.is_(None), _phones.c.ended_at.is_(None),
                  _phones.c.wrong_tries < MOST_WRONG, wrong_tries=_phones.c.wrong_tries + 1)


def _forget_tries(id: int) -> bool:
    """The right code; False when the phone was locked or ended while it was compared."""
    return _write(_phones.c.id == id, _phones.c.locked_at.is_(None), _phones.c.ended_at.is_(None), wrong_tries=0,
                  seen_at=now())
