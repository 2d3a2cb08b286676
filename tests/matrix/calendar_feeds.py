"""A caregiver's private calendar address: hers to make and to close, the office's to close; a stranger's if she gives it."""

from database import now
from guard.sessions import token_hash
from models import CalendarFeed
from tests.matrix import row


def scene(session, ids) -> dict[str, int]:
    """An address for each of the two; a calendar reads them at /agenda/<name>.ics."""
    made = {}
    for name in ("aicha", "lucie"):
        feed = CalendarFeed(caregiver_id=ids[f"{name}_caregiver"], token_hash=token_hash(f"agenda-de-{name}"),
                            made_at=now(), made_by_id=ids[name])
        session.add(feed)
        session.flush()
        made[f"{name}_feed"] = feed.id
    return made


HERS = dict(own={"id": "aicha_feed"}, other={"id": "lucie_feed"})

MATRIX = [
    row("GET", "calendar_feeds.show", caregiver=200),
    row("POST", "calendar_feeds.create", caregiver=200),
    row("POST", "calendar_feeds.end", **HERS, caregiver=303, caregiver_other=404),
    row("POST", "calendar_feeds.close", own={"id": "aicha_caregiver", "feed_id": "aicha_feed"},
        other={"id": "lucie_caregiver", "feed_id": "lucie_feed"}, coordinator=303),
]
