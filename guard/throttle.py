"""Wrong tries at the door, counted in the database: every worker sees the same count.

Five wrong tries within a minute: wait for the minute to pass. Ten within half an hour: half an hour.
Counted by what was typed, known account or not.

By address another thing is counted, four times as loose: how many *different* names or numbers were tried wrongly.
An office or a household stands behind one address: forty slips by a few colleagues are no attack and must not close
the door on everybody, each of them being held by her own count. Somebody who tries one phrase on many names is seen
by this count, and by this one alone.

Where a guess costs nothing (six digits), `take` counts the try
before it is looked at: twelve sent at once are five tries.
"""

import hashlib
from datetime import timedelta

from sqlalchemy import delete, exists, func, insert, select, text

from database import db, now, short_write
from models import JournalLine, SignInTry
from rules.names import dial, fold

_tries = SignInTry.__table__
MINUTE, LOCK = timedelta(minutes=1), timedelta(minutes=30)
PER_MINUTE, BEFORE_LOCK, ADDRESS_FACTOR = 5, 10, 4
# Different false links from one address: whoever opens again and again the link she was given stays at one.
LINKS = 30
FALSE_LINK = "faux lien "
# Any number will do, as long as nothing else in this database locks the same one.
POSTGRES_LOCK = 7_421_900_003


def identifier(typed: str) -> str:
    """The e-mail or phone number as compared: any usual form of the same number is the same."""
    typed = (typed or "").strip()
    return typed.lower() if "@" in typed else dial(typed) or fold(typed)


def hashed(typed: str) -> str:
    return hashlib.sha256(identifier(typed).encode()).hexdigest()


def _counts(connection, where, counted):
    at = now()
    recent = counted.filter(_tries.c.at > at - MINUTE)
    columns = (recent, counted, func.min(_tries.c.at).filter(_tries.c.at > at - MINUTE), func.max(_tries.c.at))
    return connection.execute(select(*columns).where(where, _tries.c.at > at - LOCK)).one()


def _wait(connection, where, counted, factor: int):
    in_minute, in_lock, oldest, newest = _counts(connection, where, counted)
    if in_lock >= BEFORE_LOCK * factor:
        return newest + LOCK - now()
    if in_minute >= PER_MINUTE * factor:
        return oldest + MINUTE - now()
    return timedelta(0)


def wait_before(typed: str, address: str, connection=None) -> timedelta:
    """How long to wait before the next try; zero when the door is open."""
    connection = connection or db.session
    return max(_wait(connection, _tries.c.identifier_hash == hashed(typed), func.count(), 1),
               wait_behind(address, connection))


def wait_behind(address: str, connection=None) -> timedelta:
    """The same for whoever comes from an address, whatever she types: too many different things were wrong there."""
    names = func.count(_tries.c.identifier_hash.distinct())
    return max(_wait(connection or db.session, _tries.c.address == address, names, ADDRESS_FACTOR), timedelta(0))


def take(typed: str, address: str) -> timedelta:
    """One more try, counted before it is looked at; or how long to wait instead, and nothing is counted.

    One after the other, whoever asks at once. `forget` gives the tries back to whoever was right.
    """
    with short_write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": POSTGRES_LOCK})
        wait = wait_before(typed, address, connection)
        if not wait:
            connection.execute(_note(typed, address))
    return wait


def _note(typed: str, address: str):
    return insert(_tries).values(identifier_hash=hashed(typed), at=now(), address=address)


def note_failure(typed: str, address: str) -> None:
    with short_write() as connection:
        connection.execute(_note(typed, address))


def note_once(typed: str, address: str) -> None:
    """A wrong try that says nothing new when it comes again: the same old paper counts once in half an hour."""
    again = exists().where(_tries.c.identifier_hash == hashed(typed), _tries.c.address == address, _tries.c.at > now() - LOCK)
    if not db.session.scalar(select(again)):
        note_failure(typed, address)


def forget(typed: str) -> None:
    """After a right passphrase the wrong tries no longer count."""
    with short_write() as connection:
        connection.execute(delete(_tries).where(_tries.c.identifier_hash == hashed(typed)))


def in_words(wait: timedelta) -> str:
    minutes = -(-int(wait.total_seconds()) // 60)
    return "une minute" if minutes <= 1 else f"{minutes} minutes"


def false_link(hashed_token: str) -> str:
    """How the journal calls a link never made here: always the same words for the same one, which open nothing."""
    return FALSE_LINK + hashed_token[:12]


def link_wait(address: str) -> timedelta:
    """How long this address waits before it may try another false link; zero when it may now.

    Asked once the link was not found: a residence or a mobile operator stands behind one address, and a link that was
    really made, open or not, is never held back by what a neighbour tries. Counted in the journal, where each false link
    stands: a page that is only looked at writes nothing else.
    """
    line = JournalLine.__table__.c
    refused = select(func.count(line.subject.distinct()), func.min(line.at)).where(
        line.at > now() - LOCK, line.action == "link.refused", line.address == address, line.allowed.is_(False),
        line.subject.startswith(FALSE_LINK))
    count, first = db.session.execute(refused).one()
    return first + LOCK - now() if count >= LINKS else timedelta(0)
