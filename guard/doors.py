"""The gate. Strangers reach only PUBLIC; forged requests are turned away; every view names its action."""

from functools import wraps
from urllib.parse import urlsplit

from flask import abort, after_this_request, current_app, g, redirect, request, url_for
from flask_login import current_user

from database import now
from guard.journal import address, note_event, note_refusal, note_stray, tried
from guard.sessions import login_manager, note_use, sign_out
from rules.access import NEEDS_PROOF, PROOF_OF_HOLDERS
from rules.second_factor import is_fresh, needs_factor

PUBLIC = frozenset({"sign_in.show", "sign_in.create", "phones.unlock", "invitations.arrive", "invitations.show",
                    "invitations.create", "respond.arrive", "respond.show", "respond.create", "respond.thanks",
                    "calendar_feeds.read", "house.favicon", "house.health", "static"})
# What a passphrase alone opens to whoever needs a second factor: giving it, setting it up, or leaving.
BEFORE_FACTOR = frozenset({"second_factor.show", "second_factor.create", "second_factor.new", "second_factor.confirm",
                           "sign_in.destroy"})
QUIT = "trait-quit"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ProofNeeded(Exception):
    """What was asked for needs a code given less than thirty minutes ago: the page that asks comes first."""


def _asks_proof(action: str) -> bool:
    holds = action in PROOF_OF_HOLDERS and needs_factor(current_user.role, current_user.flags)
    return holds or action in NEEDS_PROOF


def allowed(action: str):
    """Name the action a view is. Refused is 403, journaled, before any record is looked up."""
    def door(view):
        @wraps(view)
        def opened(*args, **kwargs):
            if not current_user.may(action):
                note_refusal(action, tried(), current_user.id)
                abort(403)
            if _asks_proof(action) and not is_fresh(current_user.proved_at, now()):
                raise ProofNeeded
            g.deed["action"] = action
            return view(*args, **kwargs)
        opened.action = action
        return opened
    return door


def is_forged() -> bool:
    """A change asked for by another site: its Sec-Fetch-Site says so, or its Origin is not ours."""
    if request.method in SAFE:
        return False
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    return bool(origin) and urlsplit(origin).netloc != request.host


def gate():
    """Before every request, in order: forged, stranger, second factor, then who does this."""
    if is_forged():
        note_stray("request.forged", tried())
        abort(403)
    if left_in_haste():
        return redirect(url_for("sign_in.show"), 303)
    if request.endpoint is None or request.endpoint in PUBLIC:
        return None
    if not current_user.is_authenticated:
        return login_manager.unauthorized()
    if current_user.lacks_factor and request.endpoint not in BEFORE_FACTOR:
        return login_manager.unauthorized()
    g.deed = {"account_id": current_user.id, "address": address(), "action": request.endpoint}
    if request.endpoint not in POLLS:
        note_use(current_user)
    return None


def left_in_haste() -> bool:
    """She pressed "Quitter vite", maybe without network: the first request that comes ends her session, before any answer.

    The phone remembers it in a cookie that says nothing else (quit.js). True when the answer would have been a page of hers.
    """
    if QUIT not in request.cookies or request.endpoint == "static":
        return False
    if current_user.is_authenticated:
        note_event("session.close", f"account:{current_user.id}", current_user.id)
        sign_out(current_user)

    @after_this_request
    def forget(response):
        response.delete_cookie(QUIT, secure=current_app.config["HTTPS"], samesite="Lax")
        return response
    return request.endpoint not in PUBLIC


def acts_as(account_id: int, action: str) -> None:
    """On a public page, whose change this is: proved by what she sent, not by a session."""
    g.deed = {"account_id": account_id, "address": address(), "action": action}


# A page asking by itself whether something changed is not a person at work.
POLLS = frozenset({"board.poll", "imports.status"})


def init_app(app) -> None:
    login_manager.init_app(app)
    app.before_request(gate)
