"""Caregivers: the list, and what a file holds. Woman or man is never read here."""

from datetime import timedelta

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import defer

from database import db, now, today
from models import (
    Account,
    Availability,
    Beneficiary,
    Caregiver,
    CaregiverSector,
    CaregiverSkill,
    Pairing,
    Sector,
    Visit,
    WorkRestriction,
)
from queries import hours_back, outbox
from queries.absence_pages import of_caregiver
from queries.calendar_feeds import live_of
from queries.pages import matching
from queries.reach import caregivers_seen_by, pairings_seen_by, visits_seen_by

NEXT_VISITS = 8


def listed(user, typed: str = "", sector_id: int | None = None, qualification: str = "", ended: bool = False) -> Select:
    people = caregivers_seen_by(user).where(*matching(Caregiver.search_name, typed))
    people = people.where(Caregiver.ended_on.is_not(None) if ended else Caregiver.ended_on.is_(None))
    if qualification:
        people = people.where(Caregiver.qualification == qualification)
    if sector_id:
        people = people.where(exists().where(CaregiverSector.caregiver_id == Caregiver.id,
                                             CaregiverSector.sector_id == sector_id))
    return people


def rows_of(people: Select) -> Select:
    columns = (Caregiver.id, Caregiver.first_name, Caregiver.last_name, Caregiver.phone, Caregiver.district,
               Caregiver.qualification, Caregiver.weekly_minutes, Caregiver.has_vehicle, Caregiver.ended_on)
    return people.with_only_columns(*columns, maintain_column_froms=True)


def sectors_of_all(caregiver_ids: list[int]) -> dict[int, list[str]]:
    """Names of the sectors of each of these caregivers, in one query."""
    rows = db.session.execute(
        select(CaregiverSector.caregiver_id, Sector.name).join(Sector, Sector.id == CaregiverSector.sector_id)
        .where(CaregiverSector.caregiver_id.in_(caregiver_ids)).order_by(Sector.name, Sector.id))
    names = {}
    for caregiver_id, name in rows:
        names.setdefault(caregiver_id, []).append(name)
    return names


def seen_without_gender(user, caregiver_id: int) -> Select:
    """Her file as shown: woman or man stays in the database."""
    return (caregivers_seen_by(user).where(Caregiver.id == caregiver_id)
            .options(defer(Caregiver.gender, raiseload=True)))


def identity_of(her: Caregiver) -> dict:
    """What the form of her file shows again; woman or man is not read back."""
    names = ("last_name", "first_name", "phone", "district", "qualification", "has_vehicle", "version")
    return {**{name: getattr(her, name) for name in names}, "weekly_hours": her.weekly_minutes / 60}


def file_of(user, caregiver_id: int) -> dict:
    """Everything the panels of a file show, in a fixed number of queries."""
    skills = skills_of(caregiver_id)
    return {
        "sectors": sectors_of_all([caregiver_id]).get(caregiver_id, []),
        "skills": [code for kind, code in skills if kind == "skill"],
        "languages": [code for kind, code in skills if kind == "language"],
        "availability": availability_of(caregiver_id), "restrictions": restrictions_of(caregiver_id),
        "pairings": relations_of(user, caregiver_id), "visits": next_visits_of(user, caregiver_id),
        "planned_minutes": minutes_this_week(user, caregiver_id), "account": account_of(caregiver_id),
        "told_by": outbox.told_by(caregiver_id), "feed": live_of(user, caregiver_id),
        "absences": of_caregiver(user, caregiver_id),
        "hours_back": hours_back.of_caregiver(user, caregiver_id),
    }


def skills_of(caregiver_id: int) -> list[tuple[str, str]]:
    rows = db.session.execute(select(CaregiverSkill.kind, CaregiverSkill.code)
                              .where(CaregiverSkill.caregiver_id == caregiver_id).order_by(CaregiverSkill.id))
    return [tuple(row) for row in rows]


def sector_ids_of(caregiver_id: int) -> list[int]:
    return list(db.session.scalars(select(CaregiverSector.sector_id)
                                   .where(CaregiverSector.caregiver_id == caregiver_id)
                                   .order_by(CaregiverSector.sector_id)))


def availability_of(caregiver_id: int) -> list[list[Availability]]:
    """Seven lists, Monday first, of the hours she gives."""
    rows = db.session.scalars(select(Availability).where(Availability.caregiver_id == caregiver_id)
                              .order_by(Availability.weekday, Availability.start_minute, Availability.id))
    week = [[] for _ in range(7)]
    for row in rows:
        week[row.weekday].append(row)
    return week


def restrictions_of(caregiver_id: int) -> list[WorkRestriction]:
    """Those in force or to come; a lifted or finished one is history."""
    return list(db.session.scalars(
        select(WorkRestriction).where(WorkRestriction.caregiver_id == caregiver_id, WorkRestriction.lifted_at.is_(None),
                                      or_(WorkRestriction.ends_on.is_(None), WorkRestriction.ends_on >= today()))
        .order_by(WorkRestriction.starts_on, WorkRestriction.id)))


def relations_of(user, caregiver_id: int) -> list:
    columns = (Pairing.id, Pairing.kind, Pairing.state, Pairing.starts_on, Pairing.ends_on, Beneficiary.civility,
               Beneficiary.first_name, Beneficiary.last_name)
    return list(db.session.execute(
        pairings_seen_by(user).where(Pairing.caregiver_id == caregiver_id)
        .with_only_columns(*columns, maintain_column_froms=True)
        .outerjoin(Beneficiary, Beneficiary.id == Pairing.beneficiary_id)
        .order_by((Pairing.state == "ended"), Pairing.kind.desc(), Beneficiary.last_name, Pairing.id).limit(30)))


def next_visits_of(user, caregiver_id: int) -> list:
    columns = (Visit.id, Visit.day, Visit.start_minute, Visit.minutes, Visit.state, Beneficiary.civility,
               Beneficiary.first_name, Beneficiary.last_name)
    return list(db.session.execute(
        visits_seen_by(user).where(Visit.caregiver_id == caregiver_id, Visit.ends_at > now(),
                                   Visit.state == "planned")
        .with_only_columns(*columns, maintain_column_froms=True)
        .outerjoin(Beneficiary, Beneficiary.id == Visit.beneficiary_id)
        .order_by(Visit.starts_at, Visit.id).limit(NEXT_VISITS)))


def minutes_this_week(user, caregiver_id: int) -> int:
    """Minutes of her visits of this week, Monday to Sunday, held or planned: a fact beside her contract."""
    monday = today() - timedelta(days=today().weekday())
    hers = visits_seen_by(user).where(
        Visit.caregiver_id == caregiver_id, Visit.day >= monday, Visit.day < monday + timedelta(days=7),
        Visit.state.in_(("planned", "done", "door_closed")))
    return db.session.scalar(hers.with_only_columns(func.coalesce(func.sum(Visit.minutes), 0),
                                                    maintain_column_froms=True))


def account_of(caregiver_id: int):
    return db.session.execute(select(Account.id, Account.name).where(
        Account.caregiver_id == caregiver_id, Account.ended_at.is_(None))).first()
