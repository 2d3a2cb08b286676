"""The demo: a fictional association that tells a story, in an empty database. A real one is never touched."""

from flask import g
from sqlalchemy import func, select

from database import commit_as, db, now
from demo import story, town
from demo.cast import KNOWN, settle
from demo.clock import Calendar
from demo.rows import Rows
from models import Account, Beneficiary, Caregiver, Sector
from queries.settings import settings

SEED = "trois-rives"


class FilledForReal(Exception):
    """There is something here that the demo did not write: nothing was touched."""


def accounts() -> list[tuple[str, str, str, str]]:
    """The accounts to print: (role in words, name, identifier, passphrase)."""
    return [(known.words, known.name, known.email, known.passphrase) for known in KNOWN]


def fill(scale: int = 1) -> bool:
    """Fill an empty, migrated database: all of it or nothing. False when it is already the demo.

    `scale` builds that many associations in one house, stories included (the benchmark: 10, 100).
    Raises FilledForReal when there is anything else in it.
    """
    if settings().demo == "1":
        return False
    commit_as("demo.fill", lambda: _fill(scale))
    return True


def _fill(scale: int) -> int:
    if _is_inhabited():
        raise FilledForReal
    rows, calendar = Rows(), Calendar(now())
    house = settle(rows, calendar.now)
    # The office first: it is who hired the caregivers, whose own accounts come after them.
    rows.write()
    towns = []
    for turn in range(scale):
        towns.append(town.build(rows, house, SEED, turn))
        rows.write()
    rows.finish()
    g.pop("settings", None)
    story.tell(calendar, house, towns)
    return scale


def _is_inhabited() -> bool:
    return any(db.session.scalar(select(func.count()).select_from(model))
               for model in (Account, Beneficiary, Caregiver, Sector))
