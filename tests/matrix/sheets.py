"""Personal links and sheets: the office's. What they open is for people without an account (tests/test_respond.py)."""

from datetime import timedelta

from database import now
from models import PersonalLink, PersonalLinkSide, SheetBatch
from rules.numbers import following
from tests.matrix import row
from tests.matrix.rounds import pair

NUMBERS = dict(zip(("mme_durand", "m_petit"), following(None, 2), strict=True))


def scene(session, ids) -> dict[str, int]:
    """For the rounds of tests/matrix/rounds.py: a sheet for a relative of each person, in a batch of its own."""
    made = {}
    for person, number in NUMBERS.items():
        batch = SheetBatch(made_at=now(), made_by_id=ids["claire"])
        session.add(batch)
        session.flush()
        sheet = PersonalLink(beneficiary_id=ids[person], batch_id=batch.id, voice="relative", kind="sheet", number=number,
                             token_hash=f"{number}", made_at=now(), made_by_id=ids["claire"],
                             expires_at=now() + timedelta(days=21))
        session.add(sheet)
        session.flush()
        session.add(PersonalLinkSide(link_id=sheet.id, side_id=ids[f"{person}_beneficiary_side"]))
        made |= {f"{person}_batch": batch.id, f"{person}_link": sheet.id, f"{person}_number": number}
    return made


MATRIX = [
    row("GET", "links.index", **pair(id=""), coordinator=200),
    row("POST", "links.create", **pair(id=""), coordinator=409),
    row("POST", "links.revoke", **pair(id="_link"), coordinator=303),
    row("GET", "batches.index", coordinator=200),
    row("GET", "batches.new", coordinator=200),
    row("POST", "batches.create", coordinator=422),
    row("GET", "batches.show", **pair(id="_batch"), coordinator=200),
    row("GET", "entries.new", coordinator=200),
    row("POST", "entries.create", **pair(number="_number"), coordinator=422),
]
