"""Her own requests to be replaced beside a person, on her phone: which homes are hers, where each request stands."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from database import db
from models import Account, Beneficiary, Pairing, Replacement, Visit
from queries.phone_words import PERSON, as_she_knows, known_end
from queries.reach import pairings_seen_by, replacements_seen_by


def her_homes(user) -> list:
    """The relations of hers that go on, by name: (id, civility, first_name, last_name)."""
    return list(db.session.execute(_homes(user).order_by(Beneficiary.last_name, Beneficiary.first_name, Pairing.id)))


def her_home(user, pairing_id: int):
    return db.session.execute(_homes(user).where(Pairing.id == pairing_id)).first()


def _homes(user):
    return (pairings_seen_by(user).where(Pairing.state != "ended")
            .join(Beneficiary, Beneficiary.id == Pairing.beneficiary_id)
            .with_only_columns(Pairing.id, *PERSON, maintain_column_froms=True))


def her_request(user, request_id: int):
    """One of hers: what she asked, who read it, what she was told; never the words kept by the office."""
    reader = aliased(Account)
    return db.session.execute(
        replacements_seen_by(user).where(Replacement.id == request_id)
        .join(Beneficiary, Beneficiary.id == Replacement.beneficiary_id)
        .outerjoin(reader, reader.id == Replacement.read_by_id)
        .with_only_columns(
            Replacement.id, Replacement.reason, Replacement.caregiver_id, Replacement.beneficiary_id,
            Replacement.opened_at, Replacement.opened_by_id, Replacement.read_at, Replacement.minutes_before,
            Replacement.requester_told_at, Replacement.closing_words, Replacement.for_good, Replacement.starts_on,
            Replacement.ends_on, reader.name.label("read_by"), *PERSON,
            as_she_knows(user, Replacement, "open", Replacement.beneficiary_id), known_end(user),
            maintain_column_froms=True)).first()


def next_there(row, at: datetime) -> datetime | None:
    """When her next visit beside this person begins; None when she has none left."""
    return db.session.scalar(
        select(func.min(Visit.starts_at)).where(
            Visit.caregiver_id == row.caregiver_id, Visit.beneficiary_id == row.beneficiary_id,
            Visit.state == "planned", Visit.starts_at > at))
