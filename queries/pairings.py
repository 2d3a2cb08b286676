"""Relations: the live one of a pair, who stands on its page, and who may be chosen for a new one."""

from datetime import datetime
from functools import lru_cache

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from database import db, local
from models import (
    Account,
    Beneficiary,
    Caregiver,
    CaregiverSector,
    Handover,
    Mediation,
    Pairing,
    PairingStep,
    Replacement,
    Round,
    Sector,
    Visit,
)
from queries.eyes import Eye, eye_of
from queries.reach import caregivers_seen_by, pairings_seen_by
from rules.handovers import LIVE
from rules.vocabulary import PAIRING_STATES
from tables.base import Utc

BESIDES = "Cette relation a changé entre-temps. Relisez-la, puis recommencez."


def live_pairing_id(beneficiary_id: int, caregiver_id: int) -> int | None:
    return db.session.scalar(
        select(Pairing.id).where(Pairing.beneficiary_id == beneficiary_id, Pairing.caregiver_id == caregiver_id,
                                 Pairing.state != "ended"))


def was_held(at: datetime):
    """SQL of rules/visits.py `took_place`: done, or planned with a caregiver and past."""
    return or_(Visit.state == "done",
               and_(Visit.state == "planned", Visit.caregiver_id.is_not(None), Visit.ends_at <= at))


def held_visits(pairing_id, at: datetime):
    """The visits of a relation that took place."""
    return select(Visit.id).where(Visit.pairing_id == pairing_id, was_held(at))


def last_step_words(pairing_id: int) -> str:
    """What the colleague did: "Claire Martin a déjà noté « Présentée », le 03/11 à 7 h 05." """
    step = db.session.execute(
        select(PairingStep.state, PairingStep.at, Account.name)
        .outerjoin(Account, Account.id == PairingStep.by_id).where(PairingStep.pairing_id == pairing_id)
        .order_by(PairingStep.at.desc(), PairingStep.id.desc()).limit(1)).first()
    if step is None or not step.name:
        return BESIDES
    return (f"{step.name} a déjà noté «\u00a0{PAIRING_STATES[step.state]}\u00a0», le "
            f"{local(step.at):%d/%m à %H h %M}. Relisez la relation, puis recommencez.")


def shown(user, pairing_id: int, at: datetime):
    """One row for the page of a relation within her reach: names, dates, what is open, visits held and to come."""
    return db.session.execute(_page(eye_of(user)), {"at": at, "pairing": pairing_id}).first()


@lru_cache(maxsize=64)
def _page(eye: Eye):
    """The statement, built once per eye; the relation and the moment are its parameters."""
    introducer, ender, at = aliased(Account), aliased(Account), bindparam("at", type_=Utc)
    return (
        pairings_seen_by(eye).with_only_columns(
            Pairing, Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name, Beneficiary.sector_id,
            Caregiver.first_name.label("caregiver_first"), Caregiver.last_name.label("caregiver_last"),
            Sector.name.label("sector"), introducer.name.label("introduced_by"), ender.name.label("ended_by"),
            _held(at), _next_visit(at), _open(Mediation, ("opened", "agreed")), _open(Round, ("open",)),
            _open(Replacement, ("open", "with_direction")), _open_relay(), maintain_column_froms=True)
        .join(Beneficiary, Beneficiary.id == Pairing.beneficiary_id)
        .join(Caregiver, Caregiver.id == Pairing.caregiver_id)
        .join(Sector, Sector.id == Beneficiary.sector_id)
        .outerjoin(introducer, introducer.id == Pairing.introduced_by_id)
        .outerjoin(ender, ender.id == Pairing.ended_by_id)
        .where(Pairing.id == bindparam("pairing")))


def _held(at: datetime):
    return (select(func.count()).where(Visit.pairing_id == Pairing.id, was_held(at))
            .correlate(Pairing).scalar_subquery().label("held"))


def _next_visit(at: datetime):
    return (select(func.min(Visit.starts_at))
            .where(Visit.pairing_id == Pairing.id, Visit.state == "planned", Visit.ends_at > at)
            .correlate(Pairing).scalar_subquery().label("next_visit"))


def _open(model, states: tuple):
    return (select(func.max(model.id)).where(model.pairing_id == Pairing.id, model.state.in_(states))
            .correlate(Pairing).scalar_subquery().label(f"open_{model.__tablename__}"))


def _open_relay():
    """The last passage de relais under way at this home that is from her or to her."""
    return (select(func.max(Handover.id)).where(
        Handover.beneficiary_id == Pairing.beneficiary_id, Handover.state.in_(sorted(LIVE)),
        or_(Handover.to_caregiver_id == Pairing.caregiver_id, Handover.from_caregiver_id == Pairing.caregiver_id))
        .correlate(Pairing).scalar_subquery().label("open_relay"))


def names(seen, pairing_id: int):
    """The relation and the two names, within `seen`: what the small forms print on top."""
    return db.session.execute(
        seen.with_only_columns(Pairing, Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name,
                               Caregiver.first_name.label("caregiver_first"),
                               Caregiver.last_name.label("caregiver_last"), maintain_column_froms=True)
        .join(Beneficiary, Beneficiary.id == Pairing.beneficiary_id)
        .join(Caregiver, Caregiver.id == Pairing.caregiver_id).where(Pairing.id == pairing_id)).first()


def who_may_be_chosen(user, beneficiary: Beneficiary, everyone: bool) -> list[tuple[int, str]]:
    """Caregivers for a new relation, by name: those of the person's sector, or all; who is beside her already says so."""
    live = exists().where(Pairing.beneficiary_id == beneficiary.id, Pairing.caregiver_id == Caregiver.id,
                          Pairing.state != "ended").label("live")
    of_sector = select(CaregiverSector.caregiver_id).where(CaregiverSector.sector_id == beneficiary.sector_id)
    chosen = (caregivers_seen_by(user)
              .with_only_columns(Caregiver.id, Caregiver.first_name, Caregiver.last_name, live,
                                 maintain_column_froms=True)
              .where(Caregiver.ended_on.is_(None)))
    if not everyone:
        chosen = chosen.where(Caregiver.id.in_(of_sector))
    rows = db.session.execute(chosen.order_by(Caregiver.last_name, Caregiver.first_name, Caregiver.id))
    return [(row.id, f"{row.first_name} {row.last_name}" + (" (déjà en relation)" if row.live else "")) for row in rows]


def mediators() -> list[tuple[int, str]]:
    """The accounts of the office that may run a mediation, by name."""
    rows = db.session.execute(
        select(Account.id, Account.name).where(Account.role.in_(("coordinator", "director")),
                                               Account.ended_at.is_(None)).order_by(Account.name, Account.id))
    return [(row.id, row.name) for row in rows]
