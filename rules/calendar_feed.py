"""A caregiver's visits as a calendar file (RFC 5545), from plain values: hours, initials and a district, nothing more.

Lines end in CRLF and are folded at 75 octets, never inside a letter; commas, semicolons, backslashes and new lines in
words are escaped. Hours are written in UTC: a change of the clocks, or a visit past midnight, is read the same
everywhere. Nothing is repeated by rule: each visit stands by itself, under an identity of its own.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from rules.names import initials

NAME = "Mes interventions"
CALL = "Appelez le bureau"
# What a client is asked to wait between two readings.
EVERY = "PT1H"
FOLD = 75
# From a week ago to what is planned: a phone needs no more.
BEHIND, AHEAD = timedelta(days=7), timedelta(days=90)
# The kinds of change that bring a visit into her week: before it, she had none there.
BROUGHT = frozenset({"added", "resumed"})


@dataclass(frozen=True, slots=True)
class Event:
    """One entry. `starts_at`, `ends_at`: instants; `version` grows with each change of the visit.

    `tentative`: something about it must still be said by voice; its title then says to call the office, and no more.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    version: int = 0
    tentative: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for a whole day, which takes no time of it."""

    uid: str
    day: date
    summary: str


def identity(secret: bytes, what: str) -> str:
    """The same visit has the same identity at every reading, and it tells neither its number nor its house."""
    return f"{hashlib.blake2b(what.encode(), key=secret[:64], digest_size=16).hexdigest()}@trait-dunion"


def title(first_name: str, last_name: str, district: str, to_come: bool) -> str:
    """"J. D., Les Lilas"; a visit that is over keeps the initials, as her screen keeps the name alone."""
    who = initials(first_name, last_name)
    return f"{who}, {district}" if district and to_come else who


def is_known(kind: str, hers_first: bool) -> bool:
    """True when a change touches a visit that stood in her week before it, rather than one it brings her."""
    return hers_first and kind not in BROUGHT


def escaped(words: str) -> str:
    """Words as a value of type TEXT; what no calendar may hold is left out."""
    plain = (" " if sign.isspace() and sign != "\n" else sign for sign in words.replace("\r\n", "\n"))
    kept = "".join(sign for sign in plain if sign == "\n" or sign.isprintable())
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        kept = kept.replace(sign, written)
    return kept


def folded(line: str) -> str:
    """The line, cut in pieces of 75 octets at most, each but the first after a space; a letter is never cut in two."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > FOLD:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    return "\r\n".join([*pieces, piece])


def instant(at: datetime) -> str:
    """20261103T060500Z."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def calendar(entries: Iterable[Event | Notice], made_at: datetime) -> str:
    """The whole file; `made_at` is when this copy was made."""
    return "".join(f"{folded(line)}\r\n" for line in _lines(entries, instant(made_at)))


def _lines(entries, stamp: str) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Trait d'union//Agenda//FR", "CALSCALE:GREGORIAN",
                "METHOD:PUBLISH", f"NAME:{NAME}", f"X-WR-CALNAME:{NAME}", "X-WR-TIMEZONE:Europe/Paris",
                f"REFRESH-INTERVAL;VALUE=DURATION:{EVERY}", f"X-PUBLISHED-TTL:{EVERY}")
    for entry in entries:
        yield from ("BEGIN:VEVENT", f"UID:{entry.uid}", f"DTSTAMP:{stamp}")
        yield from _when(entry) if isinstance(entry, Event) else _all_day(entry)
        yield from (f"SUMMARY:{escaped(entry.summary)}", "CLASS:PRIVATE", "END:VEVENT")
    yield "END:VCALENDAR"


def _when(event: Event) -> tuple[str, ...]:
    return (f"DTSTART:{instant(event.starts_at)}", f"DTEND:{instant(event.ends_at)}", f"SEQUENCE:{event.version}",
            f"STATUS:{'TENTATIVE' if event.tentative else 'CONFIRMED'}", "TRANSP:OPAQUE")


def _all_day(notice: Notice) -> tuple[str, ...]:
    return (f"DTSTART;VALUE=DATE:{notice.day:%Y%m%d}", f"DTEND;VALUE=DATE:{notice.day + timedelta(days=1):%Y%m%d}",
            "TRANSP:TRANSPARENT")
