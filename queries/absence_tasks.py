"""What an absence still asks of the office once somebody comes: the relays to write, whatever became of them meanwhile."""

from collections.abc import Collection

from sqlalchemy import Select, func, select

from database import db
from models import Beneficiary, Handover, Replacement, ReplacementVisit, Visit, VisitChange
from queries import changes
from queries.absence_pages import still_asks
from queries.handovers import named
from queries.reach import beneficiaries_seen_by, handovers_seen_by, held_visits_seen_by

LINES = 60


def _relays(user, absence_id: int) -> Select:
    return handovers_seen_by(user).where(Handover.replacement_id.in_(
        select(Replacement.id).where(Replacement.absence_id == absence_id)))


def relays(user, absence_id: int) -> list:
    """Those of this absence, whatever became of them, the nearest first visit first, with the names."""
    rows = _relays(user, absence_id).with_only_columns(
        Handover.id, Handover.state, Handover.kind, Handover.mode, Handover.beneficiary_id, Handover.first_visit_at,
        maintain_column_froms=True)
    return list(db.session.execute(named(rows).order_by(Handover.first_visit_at, Handover.id)))


def relays_to_write(user, absence_id: int) -> int:
    return db.session.scalar(_relays(user, absence_id).where(Handover.state == "to_write").with_only_columns(
        func.count(), maintain_column_froms=True))


def names_of(user, absence_id: int, people: Collection[int]) -> dict[int, str]:
    """Person -> her name, of those within reach whom this absence leaves without her caregiver."""
    concerned = select(Replacement.beneficiary_id).where(Replacement.absence_id == absence_id)
    rows = db.session.execute(beneficiaries_seen_by(user).where(
        Beneficiary.id.in_(sorted(people)), Beneficiary.id.in_(concerned)).with_only_columns(
        Beneficiary.id, Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name, maintain_column_froms=True)
        .order_by(Beneficiary.id))
    return {row.id: f"{row.civility} {row.first_name} {row.last_name}" for row in rows}


def still_open(user, absence_id: int) -> int:
    """How many of its visits nobody agreed to yet."""
    return db.session.scalar(
        held_visits_seen_by(user).join(Replacement, Replacement.id == ReplacementVisit.replacement_id)
        .join(Visit, Visit.id == ReplacementVisit.visit_id).where(Replacement.absence_id == absence_id, still_asks())
        .with_only_columns(func.count(), maintain_column_froms=True))


def lines(user, absence_id: int) -> list:
    """Its lines to report, the nearest visit first, as one goes down a planning: as many as a page shows, and one more."""
    rows = changes.rows_of(changes.listed(user, absence_id=absence_id))
    return list(db.session.execute(rows.order_by(VisitChange.starts_at, VisitChange.id).limit(LINES + 1)))
