"""A person's file is opened, corrected, and ended; never deleted."""

from datetime import date, timedelta

from sqlalchemy import or_, select, update

from acts import changes, interruptions, links, offers, pairings, sectors, series
from database import change_state, db, now
from models import Account, Beneficiary, CarePlan, DoorReport, HomeAccess, Series, Visit
from queries import assignments
from queries.interruptions import open_of
from rules import hours
from rules.names import search_key


def create(by, values: dict) -> int:
    sectors.check_open([values["sector_id"]])
    person = Beneficiary(**values, search_name=_listed(values), created_at=now(), created_by_id=by.id, version=1)
    db.session.add(person)
    db.session.flush()
    return person.id


def update_identity(by, id: int, version: int, values: dict) -> None:
    """Raises Overtaken when a colleague changed the file since `version`."""
    sectors.check_open([values["sector_id"]])
    _change(id, version, **values, search_name=_listed(values))


def set_safety(by, id: int, version: int, words: str) -> None:
    _change(id, version, safety_instruction=words)


def _listed(values: dict) -> str:
    return search_key(values["last_name"], values["first_name"])


def _change(id: int, version: int, **values) -> None:
    change_state(Beneficiary, id, {"version": version, "ended_on": None}, version=version + 1,
                 sentence=lambda: meanwhile(id), **values)


def meanwhile(id: int) -> str:
    """What happened to the file since it was read."""
    row = db.session.execute(select(Beneficiary.ended_on, Account.name).where(Beneficiary.id == id)
                             .outerjoin(Account, Account.id == Beneficiary.ended_by_id)).one()
    if row.ended_on:
        return f"{row.name or 'Une collègue'} a mis fin à cet accompagnement le {row.ended_on:%d/%m/%Y}."
    return "Une collègue a modifié cette fiche pendant que vous écriviez. Relisez-la, puis reportez vos changements."


def end(by, id: int, version: int, on: date, reason: str) -> None:
    """The help ends; `on` is its last day. Relations end with it, visits to come are withdrawn, codes are erased."""
    _change(id, version, ended_on=on, end_reason=reason, ended_by_id=by.id)
    died = open_of(id)
    why = "death" if died and died.kind == "death" else "end_of_help"
    _withdraw(by, id, on + timedelta(days=1))
    for pairing_id in assignments.live_pairings([id]).values():
        pairings.end(by, pairing_id, why, on)
    interruptions.close_with_file(by, id)
    links.revoke_all(by, id)
    for change in (
        update(CarePlan).where(CarePlan.beneficiary_id == id, CarePlan.ended_at.is_(None)).values(ended_at=now()),
        update(HomeAccess).where(HomeAccess.beneficiary_id == id)
            .values(codes=None, keys=None, changed_at=now(), changed_by_id=by.id),
        update(DoorReport).where(DoorReport.visit_id.in_(select(Visit.id).where(Visit.beneficiary_id == id)))
            .values(key_holder=None),
    ):
        db.session.execute(change.execution_options(synchronize_session=False))


def _withdraw(by, id: int, first_day: date) -> None:
    """Series end first, one line each; then the visits left on their own."""
    going = db.session.execute(
        select(Series.id, Series.ends_on).where(Series.beneficiary_id == id, Series.ended_at.is_(None),
                                                Series.weekday.is_not(None),
                                                or_(Series.ends_on.is_(None), Series.ends_on >= first_day))
        .order_by(Series.id)).all()
    for series_id, ends_on in going:
        series.end(by, series_id, first_day, ends_on)
    left = db.session.scalars(
        select(Visit).where(Visit.beneficiary_id == id, Visit.day >= first_day, Visit.starts_at > now(),
                            Visit.state.in_(("planned", "suspended"))).order_by(Visit.starts_at, Visit.id)).all()
    for visit in left:
        if visit.state == "planned":
            changes.record(by, visit, "withdrawn", was=hours.slot(visit.day, visit.start_minute, visit.minutes))
        visit.state, visit.version = "withdrawn", visit.version + 1
        visit.state_at, visit.state_by_id = now(), by.id
    offers.close_unasked(by, now())
