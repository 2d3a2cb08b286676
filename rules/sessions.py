"""How long a session lives. Polls do not count as use."""

from datetime import datetime, timedelta

from rules.access import LONG_SESSIONS

# An office computer: half an hour without use, ten hours in all. A caregiver's own phone: thirty days.
IDLE, ABSOLUTE, PHONE = timedelta(minutes=30), timedelta(hours=10), timedelta(days=30)
# A phone that holds a secret asks for its code again after this long without use.
CODE_AGAIN = timedelta(hours=12)


def is_alive(kind: str, role: str, on_phone: bool, created_at: datetime, seen_at: datetime, at: datetime) -> bool:
    """True within its two limits. `on_phone`: opened by the code of an enrolled phone.

    A caregiver who joins the office leaves her thirty days behind.
    """
    if kind == "personal_phone" and role in LONG_SESSIONS:
        return at - created_at < PHONE and not (on_phone and at - seen_at >= CODE_AGAIN)
    return at - seen_at < IDLE and at - created_at < ABSOLUTE
