"""Measures that stand on a pair. Who is outside the story reads "mesure d'organisation", never how many or why."""

from datetime import date, datetime

from sqlalchemy import or_, select

from database import db, today
from models import Account, Beneficiary, Caregiver, PairMeasure
from queries.reach import measures_seen_by
from rules.access import may_read


def _in_force(first: date, last: date | None = None):
    """Not lifted, and in force on at least one day from `first` to `last` (only `first` when last is None)."""
    return (PairMeasure.lifted_at.is_(None), PairMeasure.starts_on <= (last or first),
            or_(PairMeasure.ends_on.is_(None), PairMeasure.ends_on >= first))


def standing(beneficiary_id: int, caregiver_id: int, on: date) -> PairMeasure | None:
    """The measure in force on this pair that day, the strictest first, or None."""
    return db.session.scalars(
        select(PairMeasure).where(PairMeasure.beneficiary_id == beneficiary_id,
                                  PairMeasure.caregiver_id == caregiver_id, *_in_force(on))
        .order_by(PairMeasure.kind, PairMeasure.id).limit(1)).first()


def is_held_back(beneficiary_id: int, caregiver_id: int, first: date, last: date | None = None) -> bool:
    """A measure stands on the pair on at least one day of the period (without end when last is None)."""
    return caregiver_id in held_back(beneficiary_id, first, last)


def held_back(beneficiary_id: int, first: date, last: date | None = None) -> set[int]:
    """The caregivers on whom any measure stands beside this person in the period: nothing new is given them there."""
    return set(db.session.scalars(
        select(PairMeasure.caregiver_id)
        .where(PairMeasure.beneficiary_id == beneficiary_id, *_in_force(first, last or date.max))
        .order_by(PairMeasure.caregiver_id)))


def lifted_for(user, beneficiary_id: int | None, since: datetime) -> PairMeasure | None:
    """For the caregiver herself: the last measure lifted beside this person since then, while none stands any more."""
    if not user.caregiver_id or standing(beneficiary_id, user.caregiver_id, today()):
        return None
    return db.session.scalars(
        select(PairMeasure).where(PairMeasure.beneficiary_id == beneficiary_id, PairMeasure.caregiver_id == user.caregiver_id,
                                  PairMeasure.lifted_at >= since)
        .order_by(PairMeasure.lifted_at.desc(), PairMeasure.id).limit(1)).first()


def reads_reason(user, author_id: int) -> bool:
    """The reason of a measure has its own audience: its author, and whom the policy table names."""
    who = frozenset({user.role} | ({"author"} if author_id == user.id else set()))
    return may_read("measure_reason", who)


def readable_by(user):
    """The measures whose reason this person may read, as a select: for anyone else they do not exist."""
    seen = measures_seen_by(user)
    everyone = may_read("measure_reason", frozenset({user.role}))
    return seen if everyone else seen.where(PairMeasure.set_by_id == user.id)


def of_pair(user, beneficiary_id: int, caregiver_id: int) -> list[PairMeasure]:
    """The measures of the pair this person may read in full, the last one first."""
    return list(db.session.scalars(
        readable_by(user).where(PairMeasure.beneficiary_id == beneficiary_id,
                                PairMeasure.caregiver_id == caregiver_id)
        .order_by(PairMeasure.starts_on.desc(), PairMeasure.id.desc())))


def story(measure: PairMeasure):
    """Names for the page of a measure: the person, the caregiver, its author and who lifted it."""
    author, lifter = (Account.__table__.alias(name) for name in ("author", "lifter"))
    return db.session.execute(
        select(Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name,
               Caregiver.first_name.label("caregiver_first"), Caregiver.last_name.label("caregiver_last"),
               author.c.name.label("author"), lifter.c.name.label("lifter"))
        .select_from(PairMeasure)
        .join(Beneficiary, Beneficiary.id == PairMeasure.beneficiary_id)
        .join(Caregiver, Caregiver.id == PairMeasure.caregiver_id)
        .join(author, author.c.id == PairMeasure.set_by_id)
        .outerjoin(lifter, lifter.c.id == PairMeasure.lifted_by_id)
        .where(PairMeasure.id == measure.id)).one()
