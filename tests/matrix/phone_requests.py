"""What a caregiver asks about one home, from her phone: hers alone."""

from database import now
from models import Replacement
from tests.matrix import row


def scene(session, ids):
    made = {}
    for person, name in (("mme_durand", "aicha"), ("m_petit", "lucie")):
        request = Replacement(
            pairing_id=ids[f"{person}_pairing"], beneficiary_id=ids[person], caregiver_id=ids[f"{name}_caregiver"],
            requested_by="caregiver", reason="schedule_clash", opened_at=now(), opened_by_id=ids[name])
        session.add(request)
        session.flush()
        made[f"{name}_request"] = request.id
    return made


HOME = dict(own={"pairing_id": "mme_durand_pairing"}, other={"pairing_id": "m_petit_pairing"}, caregiver_other=404)
OFFICE = dict(own={"id": "aicha_request"}, other={"id": "lucie_request"})
HERS = dict(**OFFICE, caregiver_other=404)

MATRIX = [
    row("GET", "phone_requests.choose", caregiver=200),
    row("GET", "phone_requests.new", **HOME, caregiver=200),
    row("POST", "phone_requests.create", **HOME, caregiver=422),
    row("GET", "phone_requests.show", **HERS, caregiver=200),
    row("POST", "replacement_steps.read", **OFFICE, coordinator=303),
]
