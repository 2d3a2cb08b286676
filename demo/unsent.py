"""A message the service refused this morning: it waits for somebody of the office to call."""

from datetime import timedelta

from database import db, now
from demo.town import Town
from models import Message


def play(town: Town) -> None:
    """The number or the address of a caregiver is no longer right: what was told her did not leave."""
    carer, at = town.carers[1], now() - timedelta(hours=2)
    db.session.add(Message(account_id=carer.person.id, kind="answer", cause_key=f"demo:{carer.id}", channel="email", state="failed",
                           fault="refused", written_at=at, not_before=at, try_at=at, claimed_at=at, attempts=1))
    db.session.flush()
