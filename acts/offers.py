"""Whoever agreed, by voice, to take visits: the question and its answer are kept, and the visits are hers at once."""

from collections.abc import Collection

from sqlalchemy import select

from acts import covering
from database import Overtaken, db, local, now
from models import Offer, OfferVisit, Replacement, ReplacementVisit, Visit
from queries.candidates import asked_ids, takable_ids
from rules.offers import answered_state, notice_class

NOTHING_LEFT = "Elle n'est libre à aucune de ces interventions, ou une collègue s'en est occupée entre-temps. Relisez la demande."


def called(by, replacement_id: int, caregiver_id: int) -> int:
    """"Appelée\u00a0: d'accord": every visit of the request that she may take is hers; the others stay to be covered.

    Raises Overtaken when none is left for her. Counted among the replacements of her month by its notice
    (`queries/candidates.py`); nothing is kept of a call that ended with a no.
    """
    request = db.session.get(Replacement, replacement_id, populate_existing=True)
    rows = _open(request)
    free = set(takable_ids(by, [row.visit_id for row in rows], request.beneficiary_id, caregiver_id, now())) if rows else set()
    taken = [row for row in rows if row.visit_id in free]
    if request.state != "open" or not taken:
        raise Overtaken(NOTHING_LEFT)
    offer = _note(by, replacement_id, caregiver_id, rows, free)
    covering.cover(by, [row.id for row in taken], caregiver_id, spoken=True)
    return offer


def _open(request: Replacement) -> list:
    asked, holds = asked_ids(request, now())
    if not holds:
        return []
    return list(db.session.execute(
        select(ReplacementVisit.id, ReplacementVisit.visit_id, Visit.starts_at, Visit.day, Visit.minutes)
        .join(Visit, Visit.id == ReplacementVisit.visit_id)
        .where(ReplacementVisit.replacement_id == request.id, ReplacementVisit.state == "open", Visit.id.in_(asked),
               Visit.state == "planned", Visit.caregiver_id.is_(None), Visit.starts_at > now())
        .order_by(Visit.starts_at, Visit.id)))


def _note(by, replacement_id: int, caregiver_id: int, rows: list, free: Collection[int]) -> int:
    answers = {row.visit_id: "yes" if row.visit_id in free else "no" for row in rows}
    first = min(row.day for row in rows if row.visit_id in free)
    offer = Offer(
        replacement_id=replacement_id, caregiver_id=caregiver_id, kind="direct", asked_at=now(), asked_by_id=by.id,
        expires_at=now(), notice=notice_class(first, local(now()).date()), state=answered_state(answers.values()),
        channel="call", answered_at=now(), answered_by_id=by.id)
    db.session.add(offer)
    db.session.flush()
    db.session.add_all(OfferVisit(offer_id=offer.id, held_id=row.id, visit_id=row.visit_id, starts_at=row.starts_at,
                                  minutes=row.minutes, answer=answers[row.visit_id]) for row in rows)
    return offer.id
