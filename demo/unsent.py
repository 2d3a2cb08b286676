"""A message the service refused this morning waits for somebody to call; and a caregiver is told by two channels."""

from datetime import timedelta

from database import db, now
from demo.town import Town
from models import ChannelChoice, Message


def play(town: Town) -> None:
    """The number or the address of a caregiver is no longer right: what was told her did not leave."""
    carer, at = town.carers[1], now() - timedelta(hours=2)
    db.session.add(Message(account_id=carer.person.id, kind="answer", cause_key=f"demo:{carer.id}", channel="email", state="failed",
                           fault="refused", written_at=at, not_before=at, try_at=at, claimed_at=at, attempts=1))
    _told_twice(town)
    db.session.flush()


def _told_twice(town: Town) -> None:
    """On the phone she said that she reads her SMS, and her e-mails in the evening: the coordinator noted both."""
    carer, at = town.carers[0], now() - timedelta(days=40)
    for channel, address in (("email", "chez.elle@exemple.fr"), ("sms", carer.row["phone"])):
        db.session.add(ChannelChoice(account_id=carer.person.id, channel=channel, address=address, chosen_at=at,
                                     by_id=carer.row["created_by_id"]))
