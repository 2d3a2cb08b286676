"""Messages that did not leave are the office's; how one is told is each person's own, or written for a caregiver by the
office; the trial is the direction's.
"""

from database import now
from models import Message
from tests.matrix import row


def scene(session, ids):
    """For each of the two caregivers, an answer the service refused."""
    made = {}
    for name in ("aicha", "lucie"):
        one = Message(account_id=ids[name], kind="answer", cause_key=f"matrix:{name}", channel="email", state="failed",
                      fault="refused", written_at=now(), not_before=now(), try_at=now(), attempts=1)
        session.add(one)
        session.flush()
        made[f"{name}_message"] = one.id
    return made


HER = dict(own={"id": "aicha_caregiver"}, other={"id": "lucie_caregiver"})
OF = dict(own={"id": "aicha_message"}, other={"id": "lucie_message"})

MATRIX = [
    row("GET", "outbox.index", coordinator=200),
    row("POST", "outbox.resend", **OF, coordinator=303),
    row("POST", "outbox.called", **OF, coordinator=303),
    row("POST", "outbox.try_out", coordinator=403, director=303),
    row("GET", "channels.new", **HER, coordinator=200),
    row("POST", "channels.create", **HER, coordinator=422),
    row("GET", "channels.edit", coordinator=200, caregiver=200, outside_recipient=200, administrator=200),
    row("POST", "channels.update", coordinator=422, caregiver=422, outside_recipient=422, administrator=422),
]
