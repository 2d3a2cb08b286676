"""The token of an invitation: drawn, printed, taken out of the address at once, and kept for the time of a choice.

A link preview asks by GET and comes back with no cookie: it consumes nothing and shows nobody's name.
"""

import secrets

from flask import session

from database import now
from guard.sessions import token_hash

KEPT, WHILE = "invitation", 3600


def draw() -> tuple[str, str]:
    """A new token, and its hash: the first is printed, the second kept."""
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)


def keep(token: str) -> None:
    session[KEPT] = [token[:100], int(now().timestamp())]


def token() -> str:
    """The token this browser came with less than an hour ago, or an empty text."""
    kept, at = session.get(KEPT, ("", 0))
    return kept if now().timestamp() - at < WHILE else ""


def forget() -> None:
    session.pop(KEPT, None)
