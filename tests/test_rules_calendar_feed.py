"""A calendar file that real calendars accept: an independent library reads it back."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from database import instant_at
from rules.calendar_feed import Event, Notice, calendar, escaped, folded, identity, instant, is_known, title

PARIS = ZoneInfo("Europe/Paris")
MADE = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)


def event(day: date, minute: int, minutes: int, summary="J. D., Les Lilas", **more) -> Event:
    start = instant_at(day, minute)
    return Event(f"{day}-{minute}@trait-dunion", start, start + timedelta(minutes=minutes), summary, **more)


def read(*entries) -> icalendar.Calendar:
    text = calendar(entries, MADE)
    assert text.endswith("END:VCALENDAR\r\n") and "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    parsed = icalendar.Calendar.from_ical(text)
    assert not parsed.errors and not [fault for part in parsed.walk() for fault in part.errors]
    return parsed


@pytest.mark.parametrize("day, minute, minutes, utc", [
    (date(2026, 3, 28), 480, 60, "20260328T070000Z"),   # the day before the clocks go forward
    (date(2026, 3, 29), 480, 60, "20260329T060000Z"),   # the last Sunday of March
    (date(2026, 10, 24), 480, 60, "20261024T060000Z"),
    (date(2026, 10, 25), 480, 60, "20261025T070000Z"),  # the clocks went back in the night
    (date(2026, 3, 28), 1380, 300, "20260328T220000Z"),  # a night over the change: five hours, whatever the clock says
    (date(2026, 10, 24), 1380, 300, "20261024T210000Z"),
    (date(2026, 12, 31), 1410, 90, "20261231T223000Z"),  # past midnight, into another year
])
def test_a_calendar_shows_the_hour_of_the_planning_whatever_the_clocks_do(day, minute, minutes, utc):
    seen = read(event(day, minute, minutes)).events[0]
    start, end = seen["DTSTART"].dt, seen["DTEND"].dt
    assert start.astimezone(PARIS).replace(tzinfo=None) == datetime.combine(day, datetime.min.time()) + timedelta(
        minutes=minute)
    assert end - start == timedelta(minutes=minutes)
    assert f"DTSTART:{utc}\r\n" in calendar([event(day, minute, minutes)], MADE)


@pytest.mark.parametrize("summary", [
    "É. N., L'Haÿ-les-Roses", "J. D., Quartier de l'Église; côté cour, 2\\3", "M. Œ., " + "très long quartier, " * 12,
    "J. D., 日本語の長い地区の名前がここにあります、とても長い名前です", "J. D., 👩‍🦽" + "👩‍🦽" * 30, "J. D., ligne\nautre", "a" * 75, "é" * 200])
def test_a_title_comes_back_letter_for_letter(summary):
    assert read(event(date(2026, 3, 11), 480, 60, summary)).events[0]["SUMMARY"] == summary.replace("\u200d", "")


def test_what_a_title_may_not_hold_is_left_out_and_no_line_is_smuggled_in():
    text = calendar([event(date(2026, 3, 11), 480, 60, "J. D.\r\nATTENDEE:mailto:a@b.c\x00\x07\u2028X\u00a0Y")], MADE)
    assert "\r\nATTENDEE" not in text and "\x00" not in text
    assert icalendar.Calendar.from_ical(text).events[0]["SUMMARY"] == "J. D.\nATTENDEE:mailto:a@b.c X Y"


@pytest.mark.parametrize("line", ["", "a" * 75, "a" * 76, "é" * 38, "a" * 74 + "é", "👩" * 40])
def test_a_line_is_folded_at_75_octets_and_never_inside_a_letter(line):
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


def test_the_file_says_what_it_is_and_how_often_to_read_it():
    parsed = read(event(date(2026, 3, 11), 480, 60))
    assert parsed["VERSION"] == "2.0" and parsed["PRODID"] and parsed["CALSCALE"] == "GREGORIAN"
    assert parsed["METHOD"] == "PUBLISH" and parsed["X-WR-CALNAME"] == "Mes interventions"
    assert parsed["X-WR-TIMEZONE"] == "Europe/Paris"
    assert parsed["REFRESH-INTERVAL"].dt == timedelta(hours=1)


def test_an_entry_says_its_version_its_certainty_and_that_the_hour_is_taken():
    sure, unsure = read(event(date(2026, 3, 11), 480, 60, version=4), event(
        date(2026, 3, 12), 480, 60, "Appelez le bureau", tentative=True)).events
    assert (sure["SEQUENCE"], sure["STATUS"], sure["TRANSP"], sure["DTSTAMP"].dt) == (4, "CONFIRMED", "OPAQUE", MADE)
    assert (unsure["STATUS"], unsure["CLASS"]) == ("TENTATIVE", "PRIVATE")


def test_a_notice_takes_the_day_and_no_hour_of_it():
    seen = read(Notice("a@trait-dunion", date(2026, 3, 9), "Le bureau vous appelle")).events[0]
    assert (seen["DTSTART"].dt, seen["DTEND"].dt, seen["TRANSP"]) == (date(2026, 3, 9), date(2026, 3, 10), "TRANSPARENT")


def test_an_empty_calendar_is_a_calendar():
    assert read().events == []


def test_a_visit_keeps_its_identity_which_tells_neither_its_number_nor_its_house():
    one, again, other = identity(b"secret" * 20, "visit 1"), identity(b"secret" * 20, "visit 1"), identity(b"s", "visit 1")
    assert one == again != other and one != identity(b"secret" * 20, "visit 2")
    assert len(one.split("@")[0]) == 32


@pytest.mark.parametrize("first, last, district, to_come, said", [
    ("Jeanne", "Durand", "Les Lilas", True, "J. D., Les Lilas"), ("Jeanne", "Durand", "", True, "J. D."),
    ("Jeanne", "Durand", "Les Lilas", False, "J. D."), ("émile", "Œuvrard", "Nord", True, "É. Œ., Nord")])
def test_a_title_is_initials_and_a_district_while_the_visit_is_to_come(first, last, district, to_come, said):
    assert title(first, last, district, to_come) == said


@pytest.mark.parametrize("kind, hers_first, known", [
    ("moved", True, True), ("cancelled", True, True), ("reassigned", True, True), ("suspended", True, True),
    ("added", True, False), ("resumed", True, False), ("reassigned", False, False)])
def test_a_change_either_touches_what_she_knew_or_brings_what_she_did_not(kind, hers_first, known):
    assert is_known(kind, hers_first) is known


def test_an_hour_is_written_in_utc():
    assert instant(datetime(2026, 3, 11, 8, 5, tzinfo=PARIS)) == "20260311T070500Z"
    assert escaped("a;b,c\\d\ne") == "a\\;b\\,c\\\\d\\ne"
