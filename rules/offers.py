"""A question to a caregiver about visits to take: how short its notice is, until when she may answer, what her answers make
of it.

Nobody asks her why not. What she answers decides about these visits alone: a "no" is no trait of hers.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

WEEK, DAYS = 7, 4
# What may still be answered, or attributed.
ALIVE = frozenset({"waiting", "willing"})


def notice_class(first_day: date, today: date) -> str:
    """Whole days between today and the first visit: seven or more, four to six, fewer (the collective agreement's classes)."""
    days = (first_day - today).days
    return "week" if days >= WEEK else "days" if days >= DAYS else "urgent"


def expires_at(first_start: datetime, asked_at: datetime, answer_hours: int, before_hours: int) -> datetime | None:
    """`answer_hours` after it is asked, and at the latest `before_hours` before its first visit (two settings).

    None when that moment is past already: she is called, no page asks her anything any more.
    """
    last = min(asked_at + timedelta(hours=answer_hours), first_start - timedelta(hours=before_hours))
    return last if last > asked_at else None


def is_as_asked(asked: tuple[datetime, int], visit: tuple[datetime, int], waits: bool) -> bool:
    """Whether a visit may still be answered for: it waits for somebody, at the (start, minutes) it had when it was asked."""
    return waits and asked == visit


def standing(state: str, expires: datetime, at: datetime) -> str:
    """The state of a question as it is now: what nobody answered in time is over, even before the clock has written it."""
    return "expired" if state == "waiting" and expires <= at else state


def answered_state(answers: Iterable[str | None]) -> str:
    """To all, to some, to none of the visits asked."""
    said = [answer == "yes" for answer in answers]
    if said and all(said):
        return "agreed"
    return "partly" if any(said) else "declined"


def may_be_asked_with_others(opted_in: bool, on_duty: bool) -> bool:
    """Asked to several: those who said "Prévenez-moi des remplacements", and those on duty: at work, or on the rota, one of these days."""
    return opted_in or on_duty
