"""Questions to caregivers about visits to take: asked, answered, attributed, expired."""

from collections.abc import Collection

from sqlalchemy import select

from database import Overtaken, db, local, now
from models import Offer, OfferVisit, ReplacementVisit, Visit
from queries.settings import settings
from rules.offers import ALIVE, expires_at, notice_class

NOTHING_LEFT = "Ces interventions n'attendent plus personne\u00a0: une collègue s'en est occupée entre-temps."
ALREADY = "Une collègue lui a déjà posé la question pour cette personne."


def ask(by, replacement_id: int, caregiver_id: int, held_ids: Collection[int], kind: str = "direct") -> int:
    """Ask her one question about these visits of one person. Raises Overtaken when one is taken, or she was asked."""
    rows = db.session.execute(
        select(ReplacementVisit.id, Visit.id.label("visit_id"), Visit.starts_at, Visit.day, Visit.minutes)
        .join(Visit, Visit.id == ReplacementVisit.visit_id)
        .where(ReplacementVisit.id.in_(sorted(held_ids)), ReplacementVisit.replacement_id == replacement_id,
               ReplacementVisit.state == "open", Visit.state == "planned", Visit.caregiver_id.is_(None),
               Visit.starts_at > now()).order_by(Visit.starts_at, Visit.id)).all()
    if not rows or len(rows) != len(set(held_ids)):
        raise Overtaken(NOTHING_LEFT)
    if db.session.scalar(select(Offer.id).where(Offer.replacement_id == replacement_id, Offer.caregiver_id == caregiver_id,
                                                Offer.state.in_(sorted(ALIVE)))):
        raise Overtaken(ALREADY)
    offer = Offer(replacement_id=replacement_id, caregiver_id=caregiver_id, kind=kind, asked_at=now(), asked_by_id=by.id,
                  notice=notice_class(rows[0].day, local(now()).date()),
                  expires_at=expires_at(rows[0].starts_at, now(), settings().number("offer_hours")))
    db.session.add(offer)
    db.session.flush()
    db.session.add_all(OfferVisit(offer_id=offer.id, held_id=row.id, visit_id=row.visit_id, starts_at=row.starts_at,
                                  minutes=row.minutes) for row in rows)
    return offer.id
