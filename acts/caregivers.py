"""A caregiver's file: opened, corrected, ended; what she can do, when, and what she must not be asked."""

from datetime import date, timedelta

from sqlalchemy import delete, select

from acts import accounts, calendar_feeds, changes, pairings, sectors
from database import change_state, db, insert_rows, now
from models import Account, Availability, Caregiver, CaregiverSector, CaregiverSkill, Pairing, Visit, WorkRestriction
from rules import hours
from rules.names import search_key


def create(by, values: dict, sector_ids: list[int]) -> int:
    caregiver = Caregiver(**values, search_name=_listed(values), created_at=now(), created_by_id=by.id, version=1)
    db.session.add(caregiver)
    db.session.flush()
    _write_sectors(caregiver.id, sector_ids)
    return caregiver.id


def update_identity(by, id: int, version: int, values: dict, sector_ids: list[int]) -> None:
    _change(id, version, **values, search_name=_listed(values))
    _write_sectors(id, sector_ids)


def set_skills(by, id: int, version: int, skills: list[str], languages: list[str]) -> None:
    _change(id, version)
    _replace(CaregiverSkill, id, [
        *({"kind": "skill", "code": code} for code in skills),
        *({"kind": "language", "code": code} for code in languages)])


def set_availability(by, id: int, version: int, week: list[list[tuple[int, int]]]) -> None:
    """`week`: seven lists, Monday first, of (start, end) in minutes since midnight."""
    _change(id, version)
    _replace(Availability, id, [{"weekday": weekday, "start_minute": start, "end_minute": end}
                                for weekday, ranges in enumerate(week) for start, end in ranges])


def add_restriction(by, id: int, values: dict) -> int:
    restriction = WorkRestriction(caregiver_id=id, by_id=by.id, **values)
    db.session.add(restriction)
    db.session.flush()
    return restriction.id


def lift_restriction(by, restriction_id: int) -> None:
    change_state(WorkRestriction, restriction_id, {"lifted_at": None}, lifted_at=now(),
                 sentence="Une collègue a déjà levé cette restriction.")


def end(by, id: int, version: int, on: date) -> None:
    """Her contract ends; `on` is her last day. Her relations end, her visits to come wait for somebody else, her
    account is closed."""
    _change(id, version, ended_on=on, ended_by_id=by.id)
    live = db.session.scalars(select(Pairing.id).where(Pairing.caregiver_id == id, Pairing.state != "ended")
                              .order_by(Pairing.id)).all()
    for pairing_id in live:
        pairings.end(by, pairing_id, "end_of_contract", on)
    _free_visits(by, id, on + timedelta(days=1))
    calendar_feeds.revoke_of(by, id)
    for account_id in db.session.scalars(select(Account.id).where(Account.caregiver_id == id,
                                                                  Account.ended_at.is_(None))).all():
        accounts.end(by, account_id)


def _free_visits(by, id: int, first_day: date) -> None:
    """Visits given to her outside a relation."""
    left = db.session.scalars(
        select(Visit).where(Visit.caregiver_id == id, Visit.day >= first_day, Visit.starts_at > now(),
                            Visit.state.in_(("planned", "suspended"))).order_by(Visit.starts_at, Visit.id)).all()
    for visit in left:
        if visit.state == "planned":
            changes.record(by, visit, "uncovered", was=hours.slot(visit.day, visit.start_minute, visit.minutes))
        visit.caregiver_id = visit.pairing_id = visit.given_at = None
        visit.version += 1
    db.session.flush()


def _listed(values: dict) -> str:
    return search_key(values["last_name"], values["first_name"])


def _change(id: int, version: int, **values) -> None:
    change_state(Caregiver, id, {"version": version, "ended_on": None}, version=version + 1,
                 sentence=lambda: _meanwhile(id), **values)


def _meanwhile(id: int) -> str:
    if db.session.scalar(select(Caregiver.ended_on).where(Caregiver.id == id)):
        return "Une collègue a noté la fin de son contrat entre-temps."
    return "Une collègue a modifié cette fiche pendant que vous écriviez. Relisez-la, puis reportez vos changements."


def _write_sectors(id: int, sector_ids: list[int]) -> None:
    sectors.check_open(sector_ids)
    _replace(CaregiverSector, id, [{"sector_id": sector_id} for sector_id in sector_ids])


def _replace(model, id: int, rows: list[dict]) -> None:
    """The whole set at once, under the version of her file."""
    db.session.execute(delete(model).where(model.caregiver_id == id).execution_options(synchronize_session=False))
    insert_rows(model, [{"caregiver_id": id, **row} for row in rows])
