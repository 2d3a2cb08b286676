"""What the office told a caregiver of a decision: read by her, and when."""

from sqlalchemy import update

from database import db, now
from models import Decision


def read(by, decision_id: int) -> int:
    """Note, the first time only, that she read it. The view has checked that it is hers."""
    db.session.execute(update(Decision).where(Decision.id == decision_id, Decision.seen_by_caregiver_at.is_(None))
                       .values(seen_by_caregiver_at=now()))
    return decision_id
