"""Mediations: the list, the page of one; each side's words are read through one function, for the mediator alone."""

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from database import db
from models import Account, Beneficiary, Caregiver, Mediation, MediationPoint, MediationVersion, Pairing
from queries.pages import in_order, last_first, page_of
from queries.reach import mediations_seen_by
from rules.mediations import OPEN


def _named(rows):
    return (rows.add_columns(Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name,
                             Beneficiary.sector_id, Caregiver.first_name.label("caregiver_first"),
                             Caregiver.last_name.label("caregiver_last"))
            .outerjoin(Pairing, Pairing.id == Mediation.pairing_id)
            .outerjoin(Beneficiary, Beneficiary.id == Pairing.beneficiary_id)
            .outerjoin(Caregiver, Caregiver.id == Pairing.caregiver_id))


def listed(user, closed: bool, after: int | None = None) -> tuple[list, int | None]:
    """A page of mediations within reach, and where the next starts: under way, the first to check first, or closed."""
    if closed:
        return last_first(_rows(user, closed), Mediation, after)
    page = page_of(_rows(user, closed), Mediation.check_on, after)
    return page.rows, page.next_id


def every(user, closed: bool) -> Select:
    """The whole of that list, in its order."""
    return in_order(_rows(user, closed), Mediation.id if closed else Mediation.check_on, newest=closed)


def _rows(user, closed: bool) -> Select:
    rows = _named(mediations_seen_by(user).with_only_columns(
        Mediation.id, Mediation.state, Mediation.subject, Mediation.check_on, Mediation.opened_at,
        Mediation.closed_at, Account.name.label("owner"), maintain_column_froms=True)
        .outerjoin(Account, Account.id == Mediation.owner_id))
    return rows.where(Mediation.state.not_in(OPEN) if closed else Mediation.state.in_(OPEN))


def shown(seen, mediation_id: int):
    """One row for the page of a mediation, within `seen`: the record, its relation, names and who did what."""
    owner, opener, closer = (aliased(Account) for _ in range(3))
    return db.session.execute(
        _named(seen.with_only_columns(Mediation, Pairing.beneficiary_id, Pairing.caregiver_id, owner.name.label("owner"),
                                      opener.name.label("opened_by"), closer.name.label("closed_by"),
                                      maintain_column_froms=True))
        .join(owner, owner.id == Mediation.owner_id).join(opener, opener.id == Mediation.opened_by_id)
        .outerjoin(closer, closer.id == Mediation.closed_by_id)
        .where(Mediation.id == mediation_id)).first()


def collected(mediation_id: int) -> list:
    """That a version was collected: which side, when, by whom. Not a word of it."""
    return list(db.session.execute(
        select(MediationVersion.id, MediationVersion.side, MediationVersion.at, Account.name.label("by"))
        .join(Account, Account.id == MediationVersion.by_id).where(MediationVersion.mediation_id == mediation_id)
        .order_by(MediationVersion.at, MediationVersion.id)))


def versions(mediation_id: int) -> list:
    """The words of each side. For the mediator, and only once the journal has its line."""
    return list(db.session.execute(
        select(MediationVersion, Account.name.label("by")).join(Account, Account.id == MediationVersion.by_id)
        .where(MediationVersion.mediation_id == mediation_id).order_by(MediationVersion.at, MediationVersion.id)))


def points(mediation_id: int) -> list[MediationPoint]:
    return list(db.session.scalars(
        select(MediationPoint).where(MediationPoint.mediation_id == mediation_id).order_by(MediationPoint.id)))
