"""What whoever is on call sees for that time, and the logbook. Columns only, never the office's pages."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from database import db
from models import Account, Beneficiary, Caregiver, DutyEntry, HomeAccess, Visit
from queries.pages import last_first
from queries.reach import duty_entries_seen_by, visits_of_duty
from rules.duty import Turn
from rules.names import search_key, search_words

Reader = aliased(Account)


def visits(user, turn: Turn | None, at: datetime) -> list:
    """The visits around this instant: where, who comes, both numbers, the safety instruction. Nothing more is read."""
    if turn is None:
        return []
    has_codes = select(HomeAccess.id).where(HomeAccess.beneficiary_id == Beneficiary.id).exists()
    return list(db.session.execute(
        visits_of_duty(user, turn, at).join(Beneficiary, Beneficiary.id == Visit.beneficiary_id)
        .outerjoin(Caregiver, Caregiver.id == Visit.caregiver_id)
        .with_only_columns(
            Visit.id, Visit.day, Visit.start_minute, Visit.minutes, Visit.ends_at, Visit.state, Visit.beneficiary_id,
            Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name, Beneficiary.address, Beneficiary.district,
            Beneficiary.phone, Beneficiary.safety_instruction, has_codes.label("has_codes"), Visit.caregiver_id,
            Caregiver.first_name.label("caregiver_first"), Caregiver.last_name.label("caregiver_last"),
            Caregiver.phone.label("caregiver_phone"), maintain_column_froms=True)
        .order_by(Visit.starts_at, Visit.id)))


def named(visits: list, typed: str) -> list:
    """Those whose person or caregiver has every word typed at the start of a name."""
    def holds(row) -> bool:
        names = search_key(row.first_name, row.last_name, row.caregiver_first, row.caregiver_last)
        return all(f" {word}" in names for word in search_words(typed))
    return [row for row in visits if holds(row)]


def codes_of(beneficiary_id: int) -> HomeAccess | None:
    """Codes and keys in clear: the caller asked her reach and wrote the journal line."""
    return db.session.scalars(select(HomeAccess).where(HomeAccess.beneficiary_id == beneficiary_id)).one_or_none()


def entries(user, turn: Turn | None, after: int | None = None) -> tuple[list, int | None]:
    """A page of the logbook, newest first, and where the next one starts. Outside her turn, her lines name no colleague."""
    named = user.is_office or turn is not None
    colleague = (Caregiver.first_name.label("caregiver_first"), Caregiver.last_name.label("caregiver_last")) if named else ()
    rows = (duty_entries_seen_by(user, turn).join(Account, Account.id == DutyEntry.by_id)
            .outerjoin(Reader, Reader.id == DutyEntry.read_by_id)
            .outerjoin(Beneficiary, Beneficiary.id == DutyEntry.beneficiary_id))
    rows = rows.outerjoin(Caregiver, Caregiver.id == DutyEntry.caregiver_id) if named else rows
    return last_first(rows.with_only_columns(
        DutyEntry.id, DutyEntry.at, DutyEntry.words, DutyEntry.read_at, Account.name.label("by"), Reader.name.label("read_by"),
        Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name, *colleague, maintain_column_froms=True),
        DutyEntry, after)


def unread(user) -> tuple[int, int]:
    """(how many lines nobody of the office has read, the last of them)."""
    return tuple(db.session.execute(duty_entries_seen_by(user, None).where(DutyEntry.read_at.is_(None)).with_only_columns(
        func.count(), func.coalesce(func.max(DutyEntry.id), 0))).one())


def about(visits: list) -> tuple[dict[int, str], dict[int, str]]:
    """Whom a note may be about: the persons, and the caregivers, of the visits she sees."""
    people = {row.beneficiary_id: f"{row.civility} {row.first_name} {row.last_name}" for row in visits}
    hers = {row.caregiver_id: f"{row.caregiver_first} {row.caregiver_last}" for row in visits if row.caregiver_id}
    return people, hers
