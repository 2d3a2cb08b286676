"""A question to a caregiver about visits to take: how short its notice is, and what her answers make of it.

Nobody asks her why not. What she answers decides about these visits alone: a "no" is no trait of hers.
"""

from collections.abc import Iterable
from datetime import date

WEEK, DAYS = 7, 4
# What may still be answered, or attributed.
ALIVE = frozenset({"waiting", "willing"})


def notice_class(first_day: date, today: date) -> str:
    """Whole days between today and the first visit: seven or more, four to six, fewer (the collective agreement's classes)."""
    days = (first_day - today).days
    return "week" if days >= WEEK else "days" if days >= DAYS else "urgent"


def answered_state(answers: Iterable[str | None]) -> str:
    """To all, to some, to none of the visits asked."""
    said = [answer == "yes" for answer in answers]
    if said and all(said):
        return "agreed"
    return "partly" if any(said) else "declined"
