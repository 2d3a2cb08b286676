"""Who may be sent to whom: measures on pairs, live relations, interruptions, the caregivers proposed."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select

from database import db, today
from models import Absence, Beneficiary, Caregiver, CaregiverSector, Interruption, Pairing, PairMeasure
from queries.interruptions import holds
from queries.reach import caregivers_seen_by, pairings_seen_by
from rules.measures import holding_back

KNOWN = "Déjà en relation"


def barred_pairs(beneficiary_ids: Collection[int], start: date, end: date | None,
                 already_hers: bool = False) -> set[tuple[int, int]]:
    """(person, caregiver) whom a measure keeps away at some time from `start` to `end` (None: for good).

    From anything new; or, with `already_hers`, from what is hers already (`rules/measures.py`).
    """
    question = select(PairMeasure.beneficiary_id, PairMeasure.caregiver_id).where(
        PairMeasure.beneficiary_id.in_(beneficiary_ids), PairMeasure.kind.in_(sorted(holding_back(already_hers))),
        PairMeasure.lifted_at.is_(None), or_(PairMeasure.ends_on.is_(None), PairMeasure.ends_on >= start))
    if end is not None:
        question = question.where(PairMeasure.starts_on <= end)
    return {tuple(row) for row in db.session.execute(question)}


def is_barred(beneficiary_id: int, caregiver_id: int, start: date, end: date | None, already_hers: bool = False) -> bool:
    return (beneficiary_id, caregiver_id) in barred_pairs([beneficiary_id], start, end, already_hers)


def live_pairings(beneficiary_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """(person, caregiver) -> their relation that is not ended."""
    question = select(Pairing.beneficiary_id, Pairing.caregiver_id, Pairing.id).where(
        Pairing.beneficiary_id.in_(beneficiary_ids), Pairing.state != "ended")
    return {(row.beneficiary_id, row.caregiver_id): row.id for row in db.session.execute(question)}


def open_interruptions(beneficiary_ids: Collection[int]) -> dict[int, Interruption]:
    """Person -> what suspends the help now, or until the return noted; one still open comes before such a return."""
    question = (select(Interruption).where(Interruption.beneficiary_id.in_(beneficiary_ids), holds(today()))
                .order_by(Interruption.resumed_at.is_(None), Interruption.id))
    return {row.beneficiary_id: row for row in db.session.scalars(question)}


def caregivers_at_work(ids: Collection[int], on: date) -> set[int]:
    """Those of these whose contract has not ended."""
    question = select(Caregiver.id).where(Caregiver.id.in_(ids),
                                          or_(Caregiver.ended_on.is_(None), Caregiver.ended_on >= on))
    return set(db.session.scalars(question))


def caregiver_choices(user, beneficiary: Beneficiary, on: date, everywhere: bool = False) -> dict[str, list]:
    """Those proposed for a visit, by group: those she already has, then those of the sector (or of everywhere). Nobody
    who is away that day."""
    name = (Caregiver.id, Caregiver.first_name, Caregiver.last_name)
    here = or_(Caregiver.ended_on.is_(None), Caregiver.ended_on >= on)
    order = (Caregiver.last_name, Caregiver.first_name, Caregiver.id)
    hers = pairings_seen_by(user).where(Pairing.beneficiary_id == beneficiary.id, Pairing.state != "ended")
    known = set(db.session.scalars(hers.with_only_columns(Pairing.caregiver_id)))
    away = select(Absence.id).where(Absence.caregiver_id == Caregiver.id, Absence.state == "open", Absence.starts_on <= on,
                                    or_(Absence.ends_on.is_(None), Absence.ends_on >= on)).exists()
    reach = caregivers_seen_by(user).where(here, ~away).with_only_columns(*name).order_by(*order)
    if not everywhere:
        sector = select(CaregiverSector.caregiver_id).where(CaregiverSector.sector_id == beneficiary.sector_id)
        reach = reach.where(or_(Caregiver.id.in_(sector), Caregiver.id.in_(known)))
    rows = [(row.id, f"{row.first_name} {row.last_name}") for row in db.session.execute(reach)]
    return {KNOWN: [row for row in rows if row[0] in known],
            "Toutes" if everywhere else "De son secteur": [row for row in rows if row[0] not in known]}
