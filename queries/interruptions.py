"""Interruptions: who is away now, whom to phone, what was suspended."""

from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select

from database import db, now
from models import Account, Beneficiary, Caregiver, Interruption, InterruptionCall, Visit
from queries.reach import beneficiaries_seen_by


def interruptions_seen_by(user) -> Select:
    """Interruptions of the people within reach; a case note, so the office's alone."""
    people = beneficiaries_seen_by(user).with_only_columns(Beneficiary.id, maintain_column_froms=True)
    return select(Interruption).where(Interruption.beneficiary_id.in_(people), user.is_office)


def holds(day):
    """True of an interruption whose person is still away on `day`: open, or with a return noted for a later day."""
    return or_(Interruption.resumed_at.is_(None), Interruption.resumed_on > day)


def open_of(person_id: int) -> Interruption | None:
    return db.session.scalar(select(Interruption).where(Interruption.beneficiary_id == person_id,
                                                        Interruption.resumed_at.is_(None)))


def calls_of(interruption_id: int) -> list:
    """Each caregiver to phone, with her number and her lost minutes; those not told first."""
    return list(db.session.execute(
        select(InterruptionCall.id, InterruptionCall.caregiver_id, InterruptionCall.lost_minutes,
               InterruptionCall.told_at, Caregiver.first_name, Caregiver.last_name, Caregiver.phone,
               Account.name.label("told_by"))
        .outerjoin(Caregiver, Caregiver.id == InterruptionCall.caregiver_id)
        .outerjoin(Account, Account.id == InterruptionCall.told_by_id)
        .where(InterruptionCall.interruption_id == interruption_id)
        .order_by(InterruptionCall.told_at.is_not(None), Caregiver.last_name, InterruptionCall.id)))


@dataclass(frozen=True, slots=True)
class Suspended:
    """How many visits stay suspended, how many of them are to come, and their minutes."""

    visits: int
    to_come: int
    minutes: int


def suspended_by(interruption_id: int) -> Suspended:
    row = db.session.execute(
        select(func.count(), func.count().filter(Visit.starts_at > now()), func.coalesce(func.sum(Visit.minutes), 0))
        .where(Visit.interruption_id == interruption_id, Visit.state == "suspended")).one()
    return Suspended(*row)
