"""The gate. Strangers reach only PUBLIC; forged requests are turned away; every view names its action."""

from functools import wraps
from urllib.parse import urlsplit

from flask import abort, g, redirect, request, url_for
from flask_login import current_user

from guard.journal import address, note_refusal
from guard.sessions import login_manager, note_use

PUBLIC = frozenset({"sign_in.show", "sign_in.create", "house.favicon", "house.health", "static"})
# What a one-time passphrase opens: choosing one's own, or leaving.
BEFORE_CHANGE = frozenset({"sign_in.edit", "sign_in.update", "sign_in.destroy"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def allowed(action: str):
    """Name the action a view is. Refused is 403, journaled, before any record is looked up."""
    def door(view):
        @wraps(view)
        def opened(*args, **kwargs):
            if not current_user.may(action):
                note_refusal(action, request.path[:60], current_user.id)
                abort(403)
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
    """Before every request, in order: forged, stranger, passphrase to choose, then who does this."""
    if is_forged():
        note_refusal("request.forged", request.path[:60], None)
        abort(403)
    if request.endpoint is None or request.endpoint in PUBLIC:
        return None
    if not current_user.is_authenticated:
        return login_manager.unauthorized()
    if current_user.must_change and request.endpoint not in BEFORE_CHANGE:
        return redirect(url_for("sign_in.edit"), 303)
    g.deed = {"account_id": current_user.id, "address": address(), "action": request.endpoint}
    if request.endpoint not in POLLS:
        note_use(current_user)
    return None


# A page asking by itself whether something changed is not a person at work.
POLLS = frozenset({"board.poll", "imports.status"})


def init_app(app) -> None:
    login_manager.init_app(app)
    app.before_request(gate)
