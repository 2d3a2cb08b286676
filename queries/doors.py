"""A closed door: its report, and who can be phoned about it."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from database import db
from models import Account, Beneficiary, Caregiver, Contact, DoorReport, Visit
from queries.reach import visits_seen_by

Closer = aliased(Account)


def of_visit(user, visit_id: int):
    """(visit, report, person, caregiver, reported by, closed by), or None: out of reach, or no door was closed."""
    return db.session.execute(
        visits_seen_by(user).where(Visit.id == visit_id).join(DoorReport, DoorReport.visit_id == Visit.id)
        .with_only_columns(Visit, DoorReport, Beneficiary, Caregiver, Account.name.label("reported_by"),
                           Closer.name.label("closed_by"), maintain_column_froms=True)
        .outerjoin(Beneficiary, Beneficiary.id == Visit.beneficiary_id)
        .outerjoin(Caregiver, Caregiver.id == Visit.caregiver_id)
        .outerjoin(Account, Account.id == DoorReport.reported_by_id)
        .outerjoin(Closer, Closer.id == DoorReport.closed_by_id)).first()


def around(beneficiary_id: int) -> list[Contact]:
    """Those around the person, in the order in which they are called."""
    return list(db.session.scalars(
        select(Contact).where(Contact.beneficiary_id == beneficiary_id, Contact.ended_at.is_(None))
        .order_by(Contact.position, Contact.id)))


def tries(report: DoorReport) -> list[str]:
    """Each call tried, one line each, as it was added."""
    return [line for line in report.phoned.split("\n") if line]
