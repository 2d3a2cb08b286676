"""What a caregiver answers to a question, from her phone or by voice; what the office attributes; what the clock closes."""

from collections.abc import Collection

from sqlalchemy import select, update

from acts import covering, offers
from database import Overtaken, change_state, db, now
from models import Caregiver, Offer, OfferVisit, Replacement
from queries.candidates import takable_ids
from queries.eyes import HOUSE
from queries.offers import asked_still, lines_of
from rules.offers import answered_state, standing

MOVED = "L'intervention a changé d'heure\u00a0: cette question n'est plus posée. Rien ne vous est demandé."
NOT_ASKED = "Cette question n'est plus posée. Rien ne vous est demandé."
OVER = "Le délai pour répondre est passé. Merci\u00a0: le bureau s'en occupe."
SAID = "Cette question a déjà sa réponse."
GONE = "Ces interventions n'attendent plus personne, ou elle n'est plus libre à ces heures. Relisez la demande."


def answer(by, offer_id: int, yes: Collection[int], channel: str) -> str:
    """She takes these of the visits asked, or none: nobody asks why. Returns the state of the question.

    Asked alone, what she takes is hers at once; asked with others, she says she would, and the office attributes. A visit
    taken or changed meanwhile, or at an hour when she is free no more, is not given: her page says which.
    """
    offer = _waiting(offer_id)
    still = asked_still(offer_id, now())
    taken = _free(offer, [line for line in still if line.visit_id in set(yes)])
    said = {line.visit_id: "no" for line in still if line.visit_id not in set(yes)} | {line.visit_id: "yes" for line in taken}
    if yes and not taken:
        return _settle(by, offer, "withdrawn", channel, said)
    state = answered_state([said[id] for id in sorted(said)])
    if offer.kind == "several" and taken:
        return _settle(by, offer, "willing", channel, said)
    _settle(by, offer, state, channel, said)
    if taken:
        _give(by, offer, taken)
    return state


def attribute(by, offer_id: int) -> int:
    """The office gives her, among those who would go, what she said yes to. Raises Overtaken when nothing of it is left."""
    offer = db.session.get(Offer, offer_id, populate_existing=True)
    if offer.state != "willing":
        raise Overtaken(SAID)
    lines = asked_still(offer_id, now())
    taken = _free(offer, [line for line in lines if line.answer == "yes"])
    if not taken:
        raise Overtaken(GONE)
    state = "agreed" if len(taken) == len(_lines(offer_id)) else "partly"
    change_state(Offer, offer_id, {"state": "willing"}, sentence=SAID, state=state, closed_at=now(), closed_by_id=by.id)
    _give(by, offer, taken)
    return offer.replacement_id


def follow(by, at) -> int:
    """What nobody answered in time is over, and so is a question whose visits moved, were taken or called off. By the clock."""
    late = db.session.execute(
        update(Offer).where(Offer.state == "waiting", Offer.expires_at <= at).values(state="expired", closed_at=at)
        .execution_options(synchronize_session=False)).rowcount
    return late + offers.close_unasked(by, at)


def be_told(by, wanted: bool) -> None:
    """"Prévenez-moi des remplacements": she alone turns it on and off."""
    db.session.execute(update(Caregiver).where(Caregiver.id == by.caregiver_id).values(
        wants_offers_since=now() if wanted else None))


def _waiting(offer_id: int) -> Offer:
    offer = db.session.get(Offer, offer_id, populate_existing=True)
    state = standing(offer.state, offer.expires_at, now())
    if state == "withdrawn":
        moved = any(line.became == "moved" for line in lines_of([offer_id], now()))
        raise Overtaken(MOVED if moved else NOT_ASKED)
    if state != "waiting":
        raise Overtaken(OVER if state == "expired" else SAID)
    return offer


def _lines(offer_id: int) -> list[OfferVisit]:
    return list(db.session.scalars(select(OfferVisit).where(OfferVisit.offer_id == offer_id).order_by(OfferVisit.id)))


def _free(offer: Offer, lines: list) -> list:
    """Those of these lines she may take now, all together."""
    if not lines:
        return []
    person = db.session.scalar(select(Replacement.beneficiary_id).where(Replacement.id == offer.replacement_id))
    free = set(takable_ids(HOUSE, [line.visit_id for line in lines], person, offer.caregiver_id, now()))
    return [line for line in lines if line.visit_id in free]


def _settle(by, offer: Offer, state: str, channel: str, said: dict[int, str]) -> str:
    for line in _lines(offer.id):
        line.answer = said.get(line.visit_id)
    change_state(Offer, offer.id, {"state": "waiting"}, sentence=SAID, state=state, channel=channel, answered_at=now(),
                 answered_by_id=by.id)
    return state


def _give(by, offer: Offer, lines: list) -> None:
    """The visits are hers; whoever else was asked about them alone need not answer any more."""
    covering.cover(by, [line.held_id for line in lines], offer.caregiver_id)
    offers.close_unasked(by, now(), Offer.replacement_id == offer.replacement_id)


def say_yes(by, offer_id: int) -> str:
    """Said by voice, to all that is still asked."""
    return answer(by, offer_id, [line.visit_id for line in asked_still(offer_id, now())], "call")
