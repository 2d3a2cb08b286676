"""Sectors: those that are open, those that are closed, and who is still in them."""

from sqlalchemy import func, select

from database import db
from models import Beneficiary, Caregiver, CaregiverSector, Sector
from rules.names import fold


def _files():
    """Open files of people helped, in this sector."""
    return (select(func.count()).select_from(Beneficiary)
            .where(Beneficiary.sector_id == Sector.id, Beneficiary.ended_on.is_(None)).correlate(Sector).scalar_subquery())


def _caregivers():
    """Caregivers at work, in this sector."""
    return (select(func.count()).select_from(CaregiverSector).join(Caregiver, Caregiver.id == CaregiverSector.caregiver_id)
            .where(CaregiverSector.sector_id == Sector.id, Caregiver.ended_on.is_(None)).correlate(Sector)
            .scalar_subquery())


def listed() -> list:
    """Every sector with who is in it: the open ones first, by name."""
    return list(db.session.execute(
        select(Sector.id, Sector.name, Sector.ended_at, _files().label("files"), _caregivers().label("caregivers"))
        .order_by(Sector.ended_at.is_not(None), Sector.name, Sector.id)))


def held_by(sector_id: int) -> tuple[int, int, int]:
    """Files, caregivers, and how many other sectors are open: what decides whether it may close."""
    others = (select(func.count()).select_from(Sector).where(Sector.ended_at.is_(None), Sector.id != sector_id)
              .scalar_subquery())
    shared = select(_files(), _caregivers(), others).select_from(Sector).where(Sector.id == sector_id)
    return tuple(db.session.execute(shared).one())


def same_name(name: str, but_id: int | None = None):
    """The sector that already bears this name, whatever its case and accents; or None."""
    rows = db.session.execute(select(Sector.id, Sector.name, Sector.ended_at).order_by(Sector.id))
    return next((row for row in rows if fold(row.name) == fold(name) and row.id != but_id), None)
