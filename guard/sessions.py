"""Sessions in a table on the server: signed out is dead, even for a copied cookie.

The signed cookie holds a random id; the table holds its hash, with the account, the device and when it was seen.
How long it lives: rules/sessions.py.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta

from flask import current_app, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import bindparam, insert, select, update

from database import Overtaken, db, now, short_write
from models import Account, PhoneDevice, Session
from rules import sessions as rules
from rules.access import LONG_SESSIONS, OFFICE, may
from rules.second_factor import needs_factor

SEEN_EVERY = timedelta(minutes=5)
CLOSED = "Ce compte ou ce téléphone vient d'être fermé. Appelez le bureau."

# The forms whose right code gives the session a new id, and how long a second press of the same one may follow.
RENEWING = frozenset({"second_factor.create", "second_factor.confirm", "proofs.create"})
DOUBLE_PRESS, KEY_LENGTH = timedelta(seconds=10), 32
# Where a session leaves word, for one page, that it was signed out.
LEFT = "left"

login_manager = LoginManager()
_sessions, _accounts, _phones = Session.__table__, Account.__table__, PhoneDevice.__table__
_known = select(
    _sessions.c.id.label("session_id"), _sessions.c.kind, _sessions.c.created_at, _sessions.c.seen_at,
    _sessions.c.ended_at, _accounts.c.id, _accounts.c.name, _accounts.c.role, _accounts.c.is_administrator,
    _accounts.c.is_alert_referent, _accounts.c.caregiver_id, _accounts.c.sector_id, _sessions.c.phone_device_id,
    _accounts.c.keys_off, _accounts.c.ended_at.label("account_ended_at"), _sessions.c.factor_at, _sessions.c.proved_at,
    _phones.c.ended_at.label("phone_ended_at"),
).join(_accounts, _accounts.c.id == _sessions.c.account_id).outerjoin(
    _phones, _phones.c.id == _sessions.c.phone_device_id).where(_sessions.c.token_hash == bindparam("hashed"))


class User(UserMixin):
    """Who is signed in: enough for every question of the policy table, read in one query a request."""

    __slots__ = ("id", "name", "role", "flags", "caregiver_id", "sector_id", "keys_off", "session_id", "kind", "seen_at",
                 "phone_device_id", "token", "factor_at", "proved_at")

    def __init__(self, row, token: str = ""):
        self.id, self.name, self.role, self.token = row.id, row.name, row.role, token
        pairs = (("administrator", row.is_administrator), ("alert_referent", row.is_alert_referent))
        self.flags = frozenset(flag for flag, held in pairs if held)
        self.caregiver_id, self.sector_id = row.caregiver_id, row.sector_id
        self.keys_off, self.phone_device_id = row.keys_off, row.phone_device_id
        self.session_id, self.kind, self.seen_at = row.session_id, row.kind, row.seen_at
        self.factor_at, self.proved_at = row.factor_at, row.proved_at

    def get_id(self) -> str:
        return self.token

    def may(self, action: str) -> bool:
        return may(self.role, self.flags, action)

    @property
    def lacks_factor(self) -> bool:
        """The passphrase was right; the second factor is still to be given on this session."""
        return self.factor_at is None and needs_factor(self.role, self.flags)

    @property
    def is_office(self) -> bool:
        return self.role in OFFICE

    @property
    def draft_mark(self) -> str:
        """Whose a draft kept on a phone is: hers, and nobody else's. It says neither who nor which.

        Not her session's: what she sent without network still waits when the session has run out meanwhile.
        """
        told = f"draft:{self.id}".encode()
        return hmac.new(current_app.config["SECRET_KEY"].encode(), told, hashlib.sha256).hexdigest()[:32]


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def is_alive(row, at) -> bool:
    """A session lives while neither it nor its account nor its phone is ended, within its two limits.

    A phone that five wrong codes locked asks for none any more; what is open on it stays.
    """
    if row.ended_at or row.account_ended_at or row.phone_ended_at:
        return False
    return rules.is_alive(row.kind, row.role, row.phone_device_id is not None, row.created_at, row.seen_at, at)


@login_manager.user_loader
def load_user(token: str) -> User | None:
    row = db.session.execute(_known, {"hashed": token_hash(token)}).first()
    if row is None:
        return follow(token, request.form.get("key", "")) if request.endpoint in RENEWING else None
    if not is_alive(row, now()):
        # Whose form this was: the text typed is given back to the same person only.
        g.expired_account = row.id if not row.account_ended_at else None
        g.closed_elsewhere = bool(row.ended_at or row.account_ended_at or row.phone_ended_at)
        return None
    return User(row, token)


def note_use(user: User) -> None:
    """"Seen" is written at most every five minutes, in its own short transaction."""
    if now() - user.seen_at >= SEEN_EVERY:
        with short_write() as connection:
            connection.execute(update(_sessions).where(_sessions.c.id == user.session_id).values(seen_at=now()))


def sign_in(account: Account, personal_phone: bool = False, phone_device_id: int | None = None,
            given: User | None = None) -> User:
    """A new session under a new random id; whatever the browser held before is dropped, and dead on the server.

    Raises Overtaken when the account, or the phone, was closed at this very moment: nobody is in.
    `given`: whoever changes her own passphrase has given her second factor already, on the session this one follows.
    """
    if current_user.is_authenticated:
        end_sessions(_sessions.c.id == current_user.session_id)
    token = secrets.token_urlsafe(32)
    personal_phone = personal_phone and account.role in LONG_SESSIONS
    values = {"token_hash": token_hash(token), "account_id": account.id, "created_at": now(), "seen_at": now(),
              "kind": "personal_phone" if personal_phone else "office", "phone_device_id": phone_device_id,
              "device": (request.user_agent.string or "")[:120],
              "factor_at": given.factor_at if given else None, "proved_at": given.proved_at if given else None}
    with short_write() as connection:
        connection.execute(insert(_sessions).values(values))
    session.clear()
    session.permanent = personal_phone
    user = load_user(token)
    if user is None:
        raise Overtaken(CLOSED)
    login_user(user)
    return user


def _id_after(token: str, key: str) -> str:
    """The id a session gets after a code: only the browser that holds this form, with its key, could follow it there."""
    return hmac.new(current_app.config["SECRET_KEY"].encode(), f"session:{token}:{key}".encode(), hashlib.sha256).hexdigest()


def follow(token: str, key: str) -> User | None:
    """Who goes on after `note_factor` by this very form, a few seconds ago: a double press took the answer away, and the
    browser still holds the former id. It gets the new one; a copied cookie without the form gets nothing."""
    after = _id_after(token, key)
    row = db.session.execute(_known, {"hashed": token_hash(after)}).first() if len(key) == KEY_LENGTH else None
    if row is None or not is_alive(row, now()) or now() - row.proved_at >= DOUBLE_PRESS:
        return None
    g.followed, user = True, User(row, after)
    login_user(user)
    return user


def note_factor(user: User, key: str) -> None:
    """The code was right: the same session under a new id, which a cookie copied before does not open.

    The first one lifts the second step; each of them is a fresh proof. The rest of what the browser holds stays: forms
    open in other windows still go out. `key`: that of the form, drawn for its page (`follow`).
    """
    with short_write() as connection:
        connection.execute(renewal(user, key))
    go_on(user, key)


def renewal(user: User, key: str):
    """The same as a statement, for the transaction in which the code is spent: whoever finds it spent finds it renewed."""
    at = now()
    return update(_sessions).where(_sessions.c.id == user.session_id, _sessions.c.ended_at.is_(None)).values(
        token_hash=token_hash(_id_after(user.token, key)), factor_at=user.factor_at or at, proved_at=at, seen_at=at)


def go_on(user: User, key: str) -> None:
    """This browser gets the new id."""
    given = load_user(_id_after(user.token, key))
    if given:
        login_user(given)


def sign_out(user: User) -> None:
    end_sessions(_sessions.c.id == user.session_id)
    logout_user()
    session.clear()
    session[LEFT] = True


def is_over() -> bool:
    """True, once, on the page that follows a sign-out; and where the session was ended from elsewhere.

    What a phone kept for that session goes then. One that has only run out is no goodbye.
    """
    return bool(session.pop(LEFT, False) or (not current_user.is_authenticated and g.get("closed_elsewhere", False)))


def end_sessions(*where) -> None:
    """Ends the sessions matching `where` that are still open, at once."""
    with short_write() as connection:
        connection.execute(update(_sessions).where(_sessions.c.ended_at.is_(None), *where).values(ended_at=now()))
