"""Continuity of the persons helped: the office's."""

from datetime import date

from database import instant_at
from models import Visit
from tests.matrix import row


def scene(session, ids):
    """Enough visits held at one home to be a case: four in the last thirty days."""
    for number, name in enumerate(("aicha", "lucie", "aicha", "lucie")):
        day = date(2026, 2, 16 + number)
        session.add(Visit(beneficiary_id=ids["mme_durand"], caregiver_id=ids[f"{name}_caregiver"],
                          series_id=ids["mme_durand_series"], day=day, start_minute=840, minutes=45,
                          starts_at=instant_at(day, 840), ends_at=instant_at(day, 885), state="done", version=1))


MATRIX = [row("GET", "continuity.index", coordinator=200)]
