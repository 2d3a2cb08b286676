"""Wrong tries at the door, counted in the database: every worker sees the same count.

Five wrong tries within a minute: wait for the minute to pass. Ten within half an hour: half an hour.
Counted by what was typed, known account or not.

By address another thing is counted, four times as loose: how many *different* names or numbers were tried wrongly.
An office or a household stands behind one address: forty slips by a few colleagues are no attack and must not close
the door on everybody, each of them being held by her own count. Somebody who tries one phrase on many names is seen
by this count, and by this one alone.
"""

import hashlib
from datetime import timedelta

from sqlalchemy import delete, func, insert, select

from database import db, now, short_write
from models import JournalLine, SignInTry
from rules.names import dial, fold

_tries = SignInTry.__table__
MINUTE, LOCK = timedelta(minutes=1), timedelta(minutes=30)
PER_MINUTE, BEFORE_LOCK, ADDRESS_FACTOR = 5, 10, 4
# Different false links from one address: whoever opens again and again the link she was given stays at one.
LINKS = 30
FALSE_LINK = "faux lien "


def identifier(typed: str) -> str:
    """The e-mail or phone number as compared: any usual form of the same number is the same."""
    typed = (typed or "").strip()
    return typed.lower() if "@" in typed else dial(typed) or fold(typed)


def hashed(typed: str) -> str:
    return hashlib.sha256(identifier(typed).encode()).hexdigest()


def _counts(where, counted):
    at = now()
    recent = counted.filter(_tries.c.at > at - MINUTE)
    columns = (recent, counted, func.min(_tries.c.at).filter(_tries.c.at > at - MINUTE), func.max(_tries.c.at))
    return db.session.execute(select(*columns).where(where, _tries.c.at > at - LOCK)).one()


def _wait(where, counted, factor: int):
    in_minute, in_lock, oldest, newest = _counts(where, counted)
    if in_lock >= BEFORE_LOCK * factor:
        return newest + LOCK - now()
    if in_minute >= PER_MINUTE * factor:
        return oldest + MINUTE - now()
    return timedelta(0)


def wait_before(typed: str, address: str) -> timedelta:
    """How long to wait before the next try; zero when the door is open."""
    names = func.count(_tries.c.identifier_hash.distinct())
    return max(_wait(_tries.c.identifier_hash == hashed(typed), func.count(), 1),
               _wait(_tries.c.address == address, names, ADDRESS_FACTOR), timedelta(0))


def note_failure(typed: str, address: str) -> None:
    with short_write() as connection:
        connection.execute(insert(_tries).values(identifier_hash=hashed(typed), at=now(), address=address))


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
