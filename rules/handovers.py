"""The passage de relais: when one is opened and of which kind, who writes it, who reads it, when it is late, how it ends.

to_write -> sent -> read -> returned -> closed | cancelled. Someone who knows the home has nothing to wait for: hers opens
as "Relire : ce qui a changé", already sent. Who comes for good gives no return note: her relation has its rounds.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from rules.absence_lists import ASKED_NOTHING

# What still lives: it follows the visits of the one who comes.
LIVE = frozenset({"to_write", "sent", "read"})
# Reasons for which the one who leaves hands over herself. For all others the office writes, and she reads nothing of it:
# a relay is not asked beside a home where something went wrong.
HANDED_OVER = frozenset({"leave", "sick_leave", "accident", "training", "other_absence", "schedule_clash", "end_of_contract"})
# By hand, the one who hands over went there in these last days, or goes there still.
KNOWS_FOR = timedelta(days=60)
# A return note that does not come is waited for that long after the last visit.
RETURN_WAITS = timedelta(days=14)


def kind_for(knows_home: bool, always: bool) -> str:
    """Full for a first time, or where the home is flagged "à chaque fois"; else what changed since she was there."""
    return "full" if always or not knows_home else "reread"


def first_state(kind: str) -> str:
    return "to_write" if kind == "full" else "sent"


def hands_over(reason: str) -> bool:
    """Whether the one who leaves is part of the relay."""
    return reason in HANDED_OVER


def is_asked(absences: Iterable[tuple[str, date, date | None]], today: date) -> bool:
    """Whether the one who leaves is asked to write, or to read: her open absences as (kind, from, to or None).

    Never on sick leave or accident leave, even one that is still to come; and not while she is away for any other reason.
    """
    for kind, starts_on, ends_on in absences:
        over = ends_on is not None and ends_on < today
        if not over and (kind in ASKED_NOTHING or starts_on <= today):
            return False
    return True


def written_here(state: str, mode: str | None, asked_on_her_page: bool) -> bool:
    """Whether the office writes it with the others of an absence: not one that she who leaves is asked for, nor one to be made
    together or by a call, which has its day.
    """
    return state == "to_write" and not asked_on_her_page and not mode


def after_reading(asks_return: bool) -> str:
    """Read, and waits for what she says afterwards; or over, when she stays for good."""
    return "read" if asks_return else "closed"


def return_due(state: str, asks_return: bool, last_end: datetime | None, now: datetime) -> bool:
    """Once her last visit there has ended. One she never opened is handed back all the same: she was there."""
    return asks_return and state in ("sent", "read") and last_end is not None and last_end <= now


def told_back(went: str | None) -> str | None:
    """What the colleague reads of the one question: a wish to talk is for the office alone."""
    return None if went == "talk" else went


def since(readings: Iterable[datetime | None]) -> datetime | None:
    """From when on a line is new to her: her last reading, or the end of her last visit there, whichever is later."""
    known = [at for at in readings if at is not None]
    return max(known, default=None)


def is_new(at: datetime, seen: datetime | None) -> bool:
    """Written after she last knew; to someone who never came, everything is new and nothing needs a mark."""
    return seen is not None and at > seen
