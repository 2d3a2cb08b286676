"""The hours a caregiver gives, as people write them."""

import pytest

from rules.availability import parse, written


@pytest.mark.parametrize(("typed", "ranges"), [
    ("", []), ("   ", []), ("8-12", [(480, 720)]), ("8:00-12:00, 14:00-18:30", [(480, 720), (840, 1110)]),
    ("8 h - 12 h et 14 h à 18 h 30", [(480, 720), (840, 1110)]), ("de 8h à 12h", [(480, 720)]),
    ("14h-18h; 8h30–12h", [(510, 720), (840, 1080)]), ("20:00-24:00", [(1200, 1440)]),
    ("8-12, 12-14", [(480, 720), (720, 840)])])
def test_hours_are_read_as_people_write_them(typed, ranges):
    assert parse(typed) == ranges


@pytest.mark.parametrize("typed", ["le matin", "8", "8-", "8:60-9", "25-26", "12-8", "8-8", "8-12, 11-14", "23-24:30"])
def test_hours_that_make_no_sense_say_what_to_write(typed):
    with pytest.raises(ValueError, match="plage|heures"):
        parse(typed)


def test_what_is_written_back_is_read_the_same():
    ranges = [(480, 720), (845, 1110)]
    assert parse(written(ranges)) == ranges
