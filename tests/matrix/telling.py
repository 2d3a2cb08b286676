"""Prévenir: what a person was told of who comes, and what she answered."""

from database import now
from models import Telling
from tests.matrix import row


def scene(session, ids):
    """One answer for each of the two persons: a call nobody answered, and an agreement with its words."""
    made = {}
    for name, answer in (("mme_durand", "unreached"), ("m_petit", "agrees")):
        one = Telling(beneficiary_id=ids[name], answer=answer, spoken_name="Anne", words="D'accord pour lundi.",
                      told_at=now(), told_by_id=ids["claire"])
        session.add(one)
        session.flush()
        made[f"{name}_telling"] = one.id
    return made


OF = dict(own={"id": "mme_durand"}, other={"id": "m_petit"})
SAID = dict(own={"id": "mme_durand", "telling_id": "mme_durand_telling"}, other={"id": "m_petit", "telling_id": "m_petit_telling"})

MATRIX = [
    row("GET", "telling.index", coordinator=200),
    row("GET", "telling.show", **OF, coordinator=200),
    row("POST", "telling.tell", **OF, coordinator=422),
    row("POST", "telling.family", **OF, coordinator=422),
    row("POST", "telling.take_back", **SAID, coordinator=303),
]
