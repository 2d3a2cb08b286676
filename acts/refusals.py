"""The home refused the caregiver: the direction says how the person is, and what it decides, the same day."""

from database import Overtaken, db, now, today
from models import HomeRefusal
from queries.refusals import undecided


def decide(by, request_id: int, safety: str, decided: str) -> None:
    """One answer for every visit that waits. Raises Overtaken when the direction has already answered."""
    waiting = undecided(request_id, today())
    if not waiting:
        raise Overtaken("La direction a déjà répondu pour ces interventions. Relisez la demande.")
    db.session.add_all([HomeRefusal(visit_id=visit.id, replacement_id=request_id, safety=safety, decided=decided,
                                    at=now(), by_id=by.id) for visit in waiting])
