"""The home sheet of a person: what stands, what stood before, what she agreed to, who keeps it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from database import db
from models import (
    Account,
    HomeAccess,
    HomeInstruction,
    HomeSheet,
    HomeSheetAgreement,
    HomeSheetCopy,
    HomeSheetEntry,
    HomeSheetReading,
    Pairing,
    Visit,
)
from queries.reach import pairings_seen_by, visits_seen_by
from rules.assignment import COUNTED
from rules.handovers import is_new, since

ENTRY = HomeSheetEntry


def agreement_of(person_id: int):
    """What she last said of having a sheet, and who noted it; None: nobody asked her yet."""
    said = HomeSheetAgreement
    return db.session.execute(
        select(said.answer, said.said_on, said.at, Account.name.label("by")).join(Account, Account.id == said.by_id)
        .where(said.beneficiary_id == person_id).order_by(said.id.desc()).limit(1)).first()


def standing_entry(person_id: int, section: str) -> HomeSheetEntry | None:
    return db.session.scalars(select(ENTRY).where(ENTRY.beneficiary_id == person_id, ENTRY.section == section,
                                                  ENTRY.replaced_at.is_(None))).one_or_none()


def entries_of(person_id: int, *sections: str) -> dict:
    """What stands, by section (of these, or of all): id, words, at, by."""
    rows = _with_authors(person_id, sections).where(ENTRY.replaced_at.is_(None)).order_by(ENTRY.id)
    return {row.section: row for row in db.session.execute(rows)}


def entries_of_each(people: Collection[int]) -> dict[int, dict[str, str]]:
    """Person -> the words that stand, by section, of those who did not refuse to have a sheet."""
    said = select(func.max(HomeSheetAgreement.id)).group_by(HomeSheetAgreement.beneficiary_id)
    refused = select(HomeSheetAgreement.beneficiary_id).where(HomeSheetAgreement.id.in_(said), HomeSheetAgreement.answer == "no")
    found: dict[int, dict[str, str]] = {}
    for row in db.session.execute(
            select(ENTRY.beneficiary_id, ENTRY.section, ENTRY.words)
            .where(ENTRY.beneficiary_id.in_(sorted(people)), ENTRY.replaced_at.is_(None), ENTRY.words != "",
                   ENTRY.beneficiary_id.not_in(refused)).order_by(ENTRY.id)):
        found.setdefault(row.beneficiary_id, {})[row.section] = row.words
    return found


def former_entries(person_id: int, *sections: str) -> dict[str, list]:
    """What stood before, by section, the last replaced first, with who wrote it."""
    rows = _with_authors(person_id, sections).where(ENTRY.replaced_at.is_not(None), ENTRY.words != "")
    found: dict[str, list] = {}
    for row in db.session.execute(rows.order_by(ENTRY.replaced_at.desc(), ENTRY.id.desc())):
        found.setdefault(row.section, []).append(row)
    return found


def _with_authors(person_id: int, sections):
    rows = (select(ENTRY.id, ENTRY.section, ENTRY.words, ENTRY.at, ENTRY.replaced_at, ENTRY.by_id, Account.name.label("by"))
            .join(Account, Account.id == ENTRY.by_id).where(ENTRY.beneficiary_id == person_id))
    return rows.where(ENTRY.section.in_(sections)) if sections else rows


def flag_of(person_id: int):
    """Since when a passage de relais is written each time, and who said so; None: for a first time only."""
    return db.session.execute(
        select(HomeSheet.always_since, Account.name.label("by")).outerjoin(Account, Account.id == HomeSheet.always_by_id)
        .where(HomeSheet.beneficiary_id == person_id, HomeSheet.always_since.is_not(None))).first()


def copies_of(person_id: int) -> list:
    return list(db.session.execute(
        select(HomeSheetCopy.id, HomeSheetCopy.handed_on, HomeSheetCopy.at, Account.name.label("by"))
        .join(Account, Account.id == HomeSheetCopy.by_id).where(HomeSheetCopy.beneficiary_id == person_id)
        .order_by(HomeSheetCopy.handed_on.desc(), HomeSheetCopy.id.desc())))


def keeps(user, person_id: int) -> bool:
    """Whether she keeps this sheet: she is a usual caregiver of the person."""
    hers = pairings_seen_by(user).where(Pairing.beneficiary_id == person_id, Pairing.kind == "usual",
                                        Pairing.state != "ended")
    return bool(user.caregiver_id) and db.session.execute(hers.limit(1)).first() is not None


def seen_until(user, person_id: int, now: datetime) -> datetime | None:
    """Up to when she knows this home: her last reading of the sheet, or her last visit there; None: she never came."""
    reading, visit = HomeSheetReading, Visit
    read = (select(func.max(reading.read_at)).where(reading.beneficiary_id == person_id,
                                                    reading.caregiver_id == user.caregiver_id)).scalar_subquery()
    been = (visits_seen_by(user).where(visit.beneficiary_id == person_id, visit.state.in_(sorted(COUNTED)),
                                       visit.ends_at <= now)
            .with_only_columns(func.max(visit.ends_at)).scalar_subquery())
    return since(db.session.execute(select(read, been)).one())


def home_changed(person_id: int, seen: datetime | None) -> dict:
    """What changed beside the sheet since then: instructions added or lifted, codes. Whether, never the codes."""
    if seen is None:
        return {"added": set(), "lifted": [], "codes": False}
    point = HomeInstruction
    rows = list(db.session.execute(select(point.id, point.code, point.since, point.ended_at).where(
        point.beneficiary_id == person_id).order_by(point.id)))
    codes = db.session.scalar(select(HomeAccess.changed_at).where(HomeAccess.beneficiary_id == person_id))
    return {"added": {row.id for row in rows if row.ended_at is None and is_new(row.since, seen)},
            "lifted": [row.code for row in rows if row.ended_at and is_new(row.ended_at, seen) and not is_new(row.since, seen)],
            "codes": bool(codes) and is_new(codes, seen)}
