"""Prendre des nouvelles: the office's, and what each caregiver reads of herself."""

from datetime import date

from database import now
from models import LoadNote
from tests.matrix import row


def scene(session, ids):
    """Each of the two was called once."""
    session.add_all(LoadNote(caregiver_id=ids[f"{name}_caregiver"], called_on=date(2026, 3, 3), line="Elle va bien.", at=now(),
                             by_id=ids["claire"]) for name in ("aicha", "lucie"))


HER = dict(own={"id": "aicha_caregiver"}, other={"id": "lucie_caregiver"})
MATRIX = [
    row("GET", "load.index", coordinator=200),
    row("GET", "load.show", **HER, coordinator=200),
    row("POST", "load.create", **HER, coordinator=422),
    row("GET", "phone_load.show", caregiver=200),
]
