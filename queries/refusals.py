"""A home that shuts its door on a caregiver, after a request that can never be granted: what waits for the direction."""

from datetime import date

from sqlalchemy import and_, or_, select

from database import db
from models import Account, HomeRefusal, Pairing, Replacement, Visit, VisitChange
from rules.access import may


def waits(today):
    """SQL of a visit the home refused since the request, or refuses today, on which the direction said nothing yet.

    Join Replacement, then Visit on the relation; `today` is a date or a parameter.
    """
    answered = select(HomeRefusal.id).where(HomeRefusal.visit_id == Visit.id).correlate(Visit).exists()
    return and_(Replacement.state == "not_grantable", Visit.state == "refused_by_person", ~answered,
                or_(Visit.starts_at >= Replacement.opened_at, Visit.day >= today))


def of_relation():
    return Visit.pairing_id == Replacement.pairing_id


def undecided(request_id: int, today: date) -> list:
    """The visits of this request that wait: (id, day, start_minute, note)."""
    return list(db.session.execute(
        select(Visit.id, Visit.day, Visit.start_minute, Visit.note).join(Replacement, of_relation())
        .where(Replacement.id == request_id, waits(today)).order_by(Visit.starts_at, Visit.id)))


def decided(request_id: int) -> list:
    """What the direction noted of each, the last one first: (day, safety, decided, at, by)."""
    return list(db.session.execute(
        select(Visit.day, HomeRefusal.safety, HomeRefusal.decided, HomeRefusal.at, Account.name.label("by"))
        .join(Visit, Visit.id == HomeRefusal.visit_id).join(Account, Account.id == HomeRefusal.by_id)
        .where(HomeRefusal.replacement_id == request_id).order_by(HomeRefusal.at.desc(), HomeRefusal.id.desc())))


def keeps_others_away(user, visit: Visit) -> bool:
    """The home refused this visit, and why can never be granted: nobody but the direction sends somebody else."""
    if may(user.role, frozenset(), "replacement.judge"):
        return False
    return db.session.scalar(select(_shut().where(VisitChange.visit_id == visit.id).exists()))


def shut_visits() -> set[int]:
    """Every such visit: no file sends somebody else there."""
    return set(db.session.scalars(_shut()))


def _shut():
    return (select(VisitChange.visit_id)
            .join(Pairing, and_(Pairing.beneficiary_id == VisitChange.beneficiary_id,
                                Pairing.caregiver_id == VisitChange.caregiver_id))
            .join(Replacement, and_(Replacement.pairing_id == Pairing.id, Replacement.state == "not_grantable"))
            .where(VisitChange.kind == "refused"))
