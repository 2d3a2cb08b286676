"""The employer declares an accident in 48 hours, Sundays and public holidays not counted: the table, read aloud."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rules.accidents import declare_before, left_words

PARIS = ZoneInfo("Europe/Paris")
HOLIDAYS = {date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 14), date(2026, 5, 25)}


def at(month, day, hour=10, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(("known", "due"), [
    (at(3, 10), at(3, 12)),
    (at(3, 10, 23, 59), at(3, 12, 23, 59)),
    # a Sunday in between gives a day
    (at(3, 13), at(3, 16)),
    (at(3, 14), at(3, 17)),
    # known on a Sunday: the hours begin at midnight
    (at(3, 15, 18), at(3, 18, 0)),
    # a public holiday, then a Sunday
    (at(4, 30), at(5, 4)),
    (at(5, 8, 9), at(5, 12, 0)),
    # Whit Monday after its Sunday
    (at(5, 23, 16), at(5, 27, 16)),
    # the night the clocks go on: the hour one expects
    (at(3, 27, 9), at(3, 30, 9)),
])
def test_until_when_it_is_declared(known, due):
    assert declare_before(known, HOLIDAYS, timedelta(hours=48)) == due


@pytest.mark.parametrize(("ago", "words"), [
    (timedelta(hours=-47, minutes=-30), "il reste 47 heures"), (timedelta(minutes=-20), "il reste moins d'une heure"),
    (timedelta(hours=-1), "il reste 1 heure"), (timedelta(0), "en retard de moins d'une heure"),
    (timedelta(hours=26), "en retard de 26 heures"), (timedelta(days=3, hours=2), "en retard de 3 jours")])
def test_how_long_is_left(ago, words):
    due = at(3, 12)
    assert left_words(due, due + ago) == words
