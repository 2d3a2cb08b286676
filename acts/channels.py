"""How a person wishes to be told: her own choice, written by herself, or by the office for her, with her agreement."""

from collections.abc import Mapping

from sqlalchemy import delete

from database import db, now
from models import ChannelChoice


def choose(by, account_id: int, addresses: Mapping[str, str]) -> int:
    """Channel -> address, in place of what she chose before. What is already written for her leaves so too.

    Returns her account.
    """
    forget(account_id)
    db.session.add_all([ChannelChoice(account_id=account_id, channel=channel, address=address, chosen_at=now(), by_id=by.id)
                        for channel, address in addresses.items()])
    db.session.flush()
    return account_id


def forget(account_id: int) -> None:
    """Her account ends: where she was told goes with it."""
    db.session.execute(delete(ChannelChoice).where(ChannelChoice.account_id == account_id)
                       .execution_options(synchronize_session=False))
