"""A caregiver's private calendar address: made, and revoked."""

from sqlalchemy import update

from database import change_state, db, now
from models import CalendarFeed


def make(by, caregiver_id: int, token_hash: str) -> int:
    """A new address; the former one leads nowhere from now on."""
    revoke_of(by, caregiver_id)
    feed = CalendarFeed(caregiver_id=caregiver_id, token_hash=token_hash, made_at=now(), made_by_id=by.id)
    db.session.add(feed)
    db.session.flush()
    return feed.id


def revoke(by, id: int) -> None:
    change_state(CalendarFeed, id, {"revoked_at": None}, revoked_at=now(), revoked_by_id=by.id,
                 sentence="Cette adresse d'agenda est déjà fermée.")


def revoke_of(by, caregiver_id: int | None) -> None:
    """Whatever address she has, if she has one: her account or her contract ends, or a new one is made."""
    db.session.execute(update(CalendarFeed)
                       .where(CalendarFeed.caregiver_id == caregiver_id, CalendarFeed.revoked_at.is_(None))
                       .values(revoked_at=now(), revoked_by_id=by.id).execution_options(synchronize_session=False))
