"""Whom a return visit is due to, over extensions: the table, read aloud."""

from datetime import date, timedelta

import pytest

from rules.return_visits import Leave, chains, held_before, is_due

LEAST = {"sick_leave": 60, "accident": 30}
START = date(2026, 1, 5)


def leave(id, kind, first, days):
    """`days` from the day `first` after the start; without end when None."""
    starts = START + timedelta(days=first)
    return Leave(id, kind, starts, days and starts + timedelta(days=days - 1))


@pytest.mark.parametrize(("leaves", "due"), [
    ([leave(1, "sick_leave", 0, 60)], [(1,)]),
    ([leave(1, "sick_leave", 0, 59)], []),
    ([leave(1, "accident", 0, 30)], [(1,)]),
    ([leave(1, "accident", 0, 29)], []),
    ([leave(1, "leave", 0, 200), leave(2, "training", 300, 90), leave(3, "other", 400, 90)], []),
    # nobody knows the end yet: nothing to ask
    ([leave(1, "sick_leave", 0, None)], []),
    # one paper after the other, without a day between, or over one another
    ([leave(1, "sick_leave", 0, 30), leave(2, "sick_leave", 30, 30)], [(1, 2)]),
    ([leave(2, "sick_leave", 30, 30), leave(1, "sick_leave", 0, 40)], [(1, 2)]),
    ([leave(1, "sick_leave", 0, 30), leave(2, "sick_leave", 31, 30)], []),
    ([leave(1, "sick_leave", 0, 30), leave(2, "accident", 30, 30)], [(2,)]),
    ([leave(1, "sick_leave", 0, 40), leave(2, "leave", 40, 10), leave(3, "sick_leave", 50, 40)], []),
    ([leave(1, "sick_leave", 0, 40), leave(2, "sick_leave", 40, None)], []),
])
def test_whom_it_is_due_to(leaves, due):
    assert [long.ids for long in chains(leaves) if is_due(long, LEAST)] == due


def test_held_eight_days_after_her_first_day_back_at_the_latest():
    assert held_before(date(2026, 3, 10), 8) == date(2026, 3, 19)
