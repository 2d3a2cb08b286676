"""A question to a caregiver about visits to take: how short its notice is, and until when she may answer.

Nobody asks her why not. What she answers decides about these visits alone: a "no" is no trait of hers.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

WEEK, DAYS = 7, 4
LAST_MOMENT = timedelta(hours=2)
# What may still be answered, or attributed.
ALIVE = frozenset({"waiting", "willing"})


def notice_class(first_day: date, today: date) -> str:
    """Whole days between today and the first visit: seven or more, four to six, fewer (the collective agreement's classes)."""
    days = (first_day - today).days
    return "week" if days >= WEEK else "days" if days >= DAYS else "urgent"


def expires_at(first_start: datetime, asked_at: datetime, hours: int) -> datetime:
    """So many hours after it was asked (a setting), and at the latest two hours before its first visit.

    Asked later than that, it may be before `asked_at`: the question is then asked by voice, not on a screen.
    """
    return min(asked_at + timedelta(hours=hours), first_start - LAST_MOMENT)


def answered_state(answers: Iterable[str | None]) -> str:
    """What her answers make of a direct question: to all, to some, to none of its visits."""
    said = [answer == "yes" for answer in answers]
    if said and all(said):
        return "agreed"
    return "partly" if any(said) else "declined"
