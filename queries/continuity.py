"""Visits held in the last thirty days, by person and caregiver: how many faces, and how often the same one."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from database import db, instant_at, local
from models import Beneficiary, Caregiver, Sector, Visit
from queries.pairings import was_held
from queries.reach import beneficiaries_seen_by, visits_seen_by
from rules.continuity import Case, first_day


def _held(user, at: datetime):
    """How many visits each caregiver held beside each person, without those who left."""
    since = instant_at(first_day(local(at).date()), 0)
    return (visits_seen_by(user)
            .with_only_columns(Visit.beneficiary_id, Visit.caregiver_id, func.count().label("visits"), maintain_column_froms=True)
            .where(Visit.starts_at >= since, Visit.starts_at <= at, Visit.caregiver_id.is_not(None), was_held(at))
            .group_by(Visit.beneficiary_id, Visit.caregiver_id))


def cases(user, at: datetime) -> list[Case]:
    """Everybody whose help goes on and who had a visit, by the number of her file: one question."""
    going_on = beneficiaries_seen_by(user, at).with_only_columns(Beneficiary.id).where(Beneficiary.ended_on.is_(None))
    found = defaultdict(list)
    for row in db.session.execute(_held(user, at).where(Visit.beneficiary_id.in_(going_on))
                                  .order_by(Visit.beneficiary_id, func.count().desc(), Visit.caregiver_id)):
        found[row.beneficiary_id].append((row.caregiver_id, row.visits))
    return [Case(person, tuple(visits)) for person, visits in found.items()]


def of_person(user, beneficiary_id: int, at: datetime) -> list[tuple[str, int]]:
    """(name, visits) of each of her caregivers, the one who came most often first."""
    held = _held(user, at).where(Visit.beneficiary_id == beneficiary_id).subquery()
    rows = db.session.execute(
        select(Caregiver.first_name, Caregiver.last_name, held.c.visits).join(held, held.c.caregiver_id == Caregiver.id)
        .order_by(held.c.visits.desc(), Caregiver.last_name, Caregiver.first_name, Caregiver.id))
    return [(f"{row.first_name} {row.last_name}", row.visits) for row in rows]


def caregivers_named(ids: Collection[int]) -> dict[int, str]:
    rows = db.session.execute(select(Caregiver.id, Caregiver.first_name, Caregiver.last_name)
                              .where(Caregiver.id.in_(sorted(ids))).order_by(Caregiver.id))
    return {row.id: f"{row.first_name} {row.last_name}" for row in rows}


def people_named(user, ids: Collection[int]) -> dict[int, object]:
    """Person -> her names and her sector."""
    rows = db.session.execute(
        beneficiaries_seen_by(user).with_only_columns(
            Beneficiary.id, Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name, Sector.name.label("sector"),
            maintain_column_froms=True)
        .join(Sector, Sector.id == Beneficiary.sector_id).where(Beneficiary.id.in_(sorted(ids))).order_by(Beneficiary.id))
    return {row.id: row for row in rows}
