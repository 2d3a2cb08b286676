"""The house itself: everybody finds help and the way out; nobody but the office has a board."""

from database import now
from models import PhoneDevice, Session
from tests.matrix import row


def scene(session, ids):
    """For each caregiver: a phone with its code, and a session it opened."""
    made = {}
    for name in ("aicha", "lucie"):
        phone = PhoneDevice(account_id=ids[name], secret_hash=f"{name}-phone", code_hash="none", device="", enrolled_at=now(),
                            seen_at=now())
        session.add(phone)
        session.flush()
        opened = Session(account_id=ids[name], token_hash=f"{name}-session", kind="personal_phone", device="",
                         created_at=now(), seen_at=now(), phone_device_id=phone.id)
        session.add(opened)
        session.flush()
        made |= {f"{name}_phone_device": phone.id, f"{name}_open_session": opened.id}
    return made


EVERYONE = dict(coordinator=200, caregiver=200, outside_recipient=200, administrator=200)
LANDS = dict(coordinator=303, caregiver=303, outside_recipient=303, administrator=303)
WRONG = dict(coordinator=422, caregiver=422, outside_recipient=422, administrator=422)
NOT_HERS = dict(coordinator=404, outside_recipient=404, administrator=404, caregiver=303, caregiver_other=404)

MATRIX = [
    row("GET", "house.home", **LANDS),
    row("GET", "house.help", **EVERYONE),
    row("GET", "sign_in.edit", **EVERYONE),
    row("POST", "sign_in.update", **WRONG),
    row("POST", "sign_in.keys", **LANDS),
    row("POST", "sign_in.destroy", **LANDS),
    row("GET", "devices.index", **EVERYONE),
    row("POST", "devices.end_session", own={"id": "aicha_open_session"}, other={"id": "lucie_open_session"}, **NOT_HERS),
    row("POST", "devices.end_phone", own={"id": "aicha_phone_device"}, other={"id": "lucie_phone_device"}, **NOT_HERS),
    row("GET", "board.index", coordinator=200),
    row("GET", "board.poll", coordinator=303),
]
