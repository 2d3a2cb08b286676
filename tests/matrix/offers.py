"""Questions of replacement: the office asks and attributes, a caregiver answers her own."""

from datetime import timedelta

from database import now, today
from models import Offer, Replacement
from tests.matrix import row

PAIRS = (("aicha", "mme_durand"), ("lucie", "m_petit"))


def scene(session, ids):
    """For each of the two: one question that waits, about a request that holds no visit any more."""
    made = {}
    for caregiver, person in PAIRS:
        request = Replacement(beneficiary_id=ids[person], caregiver_id=ids[f"{caregiver}_caregiver"], state="open",
                              requested_by="office", reason="leave", for_good=False, opened_at=now(),
                              starts_on=today(), ends_on=today(),
                              opened_by_id=ids["claire"])
        session.add(request)
        session.flush()
        offer = Offer(replacement_id=request.id, caregiver_id=ids[f"{caregiver}_caregiver"], kind="direct", notice="week",
                      asked_at=now(), asked_by_id=ids["claire"], expires_at=now() + timedelta(days=1))
        session.add(offer)
        session.flush()
        made[f"{caregiver}_offer"], made[f"{caregiver}_offer_request"] = offer.id, request.id
    return made


REQUEST = dict(own={"id": "aicha_offer_request"}, other={"id": "lucie_offer_request"})
OFFER = dict(own={"id": "aicha_offer"}, other={"id": "lucie_offer"})

MATRIX = [
    row("GET", "offers.index", coordinator=200),
    row("POST", "offers.create", **REQUEST, coordinator=303),
    row("POST", "offers.ask_several", **REQUEST, coordinator=409),
    row("POST", "offers.say_yes", **OFFER, coordinator=303),
    row("POST", "offers.say_no", **OFFER, coordinator=303),
    row("POST", "offers.attribute", **OFFER, coordinator=409),
    row("GET", "phone_offers.index", caregiver=200),
    row("GET", "phone_offers.show", **OFFER, caregiver=200, caregiver_other=404),
    row("POST", "phone_offers.update", **OFFER, caregiver=422, caregiver_other=404),
    row("POST", "phone_offers.be_told", caregiver=303),
]
