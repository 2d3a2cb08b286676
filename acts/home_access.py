"""Codes and keys of a home: written without being shown, kept encrypted."""

from datetime import datetime

from database import Overtaken, change_state, db, now
from models import HomeAccess
from queries.beneficiaries import access_of

MEANWHILE = "Une collègue a changé ces accès entre-temps. Relisez-les, puis recommencez."


def write(by, person_id: int, known: datetime | None, values: dict[str, str | None]) -> None:
    """Replace what `values` names (codes, keys; None erases), if nobody changed it since `known`."""
    kept = access_of(person_id)
    if (kept.changed_at if kept else None) != known:
        raise Overtaken(MEANWHILE)
    if kept is None:
        db.session.add(HomeAccess(beneficiary_id=person_id, changed_at=now(), changed_by_id=by.id, **values))
        db.session.flush()
        return
    change_state(HomeAccess, kept.id, {"changed_at": known}, sentence=MEANWHILE, changed_at=now(),
                 changed_by_id=by.id, **values)
