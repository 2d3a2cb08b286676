"""A hand asked for: housing, money, papers, transport. No alert and no case: who reads it, and that she is answered."""

from collections.abc import Iterable
from datetime import datetime

from rules.alerts import Receiver
from rules.clock import same_day_before

HELP_KINDS = {
    "housing": "Le logement",
    "money": "L'argent",
    "papers": "Les papiers, une démarche",
    "transport": "Les trajets, la voiture",
    "other": "Autre chose",
}


def is_over(closed_at: datetime | None, at: datetime, months: int) -> bool:
    """Settled that many months ago, to the instant: it is erased. One that is open never is."""
    return closed_at is not None and closed_at < same_day_before(at, months)


class NobodyElse(Exception):
    """Whoever could read it is the one who must not."""


def helper(accounts: Iterable[Receiver], but_id: int | None) -> int:
    """Who reads it, alone: a referent, else a director; never the one it must be kept from. Raises NobodyElse.

    In the order of the accounts, so that the name read before sending is the one who receives it.
    """
    known = sorted((one for one in accounts if one.id != but_id and one.role != "outside_recipient"), key=lambda one: one.id)
    first = [one.id for one in known if one.is_referent] + [one.id for one in known if one.role == "director"]
    if not first:
        raise NobodyElse
    return first[0]
