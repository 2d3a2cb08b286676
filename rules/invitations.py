"""An invitation opens one account, once, within a week: a link, or the same as a QR code on paper."""

from datetime import datetime, timedelta

# On a sheet of paper: time to be handed over, not to be found in a drawer.
LIFE = timedelta(days=7)


def opens_with(role: str) -> str:
    """What is chosen at its end: a caregiver's own phone and its code, or a passphrase."""
    return "code" if role == "caregiver" else "passphrase"


def is_open(used: bool, revoked: bool, expires_at: datetime, at: datetime) -> bool:
    """True while it opens its account; from its last instant on it opens nothing."""
    return not used and not revoked and at < expires_at


def needs_one(role: str, new_role: str) -> bool:
    """A phone's code opens no office, and no passphrase is kept by who only had a phone: another way in is printed."""
    return opens_with(role) != opens_with(new_role)
