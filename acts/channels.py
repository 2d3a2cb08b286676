"""How a person wishes to be told: her own choice, which nobody makes for her."""

from sqlalchemy import delete

from database import db, now
from models import ChannelChoice


def choose(by, channel: str, address: str) -> int:
    """What is already written for her leaves this way too. Returns her account."""
    forget(by.id)
    db.session.add(ChannelChoice(account_id=by.id, channel=channel, address=address, chosen_at=now()))
    db.session.flush()
    return by.id


def forget(account_id: int) -> None:
    """Her account ends: where she was told goes with it."""
    db.session.execute(delete(ChannelChoice).where(ChannelChoice.account_id == account_id)
                       .execution_options(synchronize_session=False))
