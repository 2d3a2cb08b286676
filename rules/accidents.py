"""An accident at work: until when the employer declares it, and which alerts may hide one. Pure: holidays are given."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from rules.alerts import HELD_AT_ONCE

SUNDAY = 6
# After an aggression an injury that cannot be seen counts like another.
MAY_BE_ONE = HELD_AT_ONCE


def declare_before(known_at: datetime, holidays: Collection[date], hours: timedelta) -> datetime:
    """The last instant to declare: so many hours after the employer knew, Sundays and public holidays not counted.

    `known_at` is local (Europe/Paris). The hours are those of the clock on the wall: a night when it changes counts for
    twenty-four, so that the deadline is at the hour one expects.
    """
    at, left = known_at.replace(tzinfo=None), hours
    while True:
        midnight = datetime.combine(at.date() + timedelta(days=1), time())
        counts = at.weekday() != SUNDAY and at.date() not in holidays
        if counts and at + left < midnight:
            return (at + left).replace(tzinfo=known_at.tzinfo)
        left -= (midnight - at) if counts else timedelta(0)
        at = midnight


def left_words(due_at: datetime, at: datetime) -> str:
    """"il reste 5 heures", "en retard de 2 jours": how long is left, in whole hours, then in days."""
    late, span = at >= due_at, abs(due_at - at)
    days, hours = span.days, span.seconds // 3600
    if days >= 3:
        words = f"{days} jours"
    else:
        hours += 24 * days
        words = "moins d'une heure" if hours == 0 else "1 heure" if hours == 1 else f"{hours} heures"
    return f"en retard de {words}" if late else f"il reste {words}"
