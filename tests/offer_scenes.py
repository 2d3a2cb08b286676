"""Scenes of questions: somebody away, somebody free, and what she was asked."""

from datetime import date

from sqlalchemy import select

from acts import offers
from database import now
from models import Account, Beneficiary, CaregiverSector, ReplacementVisit
from tests.absence_scenes import a_third, declare, do, request_of
from tests.people import known_by
from tests.world import reading, writing


def rosa_is_free(app, people, **absence) -> int:
    """Aïcha is away from Monday for two weeks; Rosa, of the same sector, is free and has a phone. Returns the request of Mme Durand."""
    a_third(app, people)
    with writing(app) as session:
        sector = session.get(Beneficiary, people["mme_durand"]).sector_id
        session.add(CaregiverSector(caregiver_id=people["rosa_caregiver"], sector_id=sector))
        account = Account(name="Rosa Lopez", role="caregiver", email="rosa@exemple.fr", created_at=now(),
                          passphrase_hash=known_by(), caregiver_id=people["rosa_caregiver"],
                          is_administrator=False, is_alert_referent=False)
        session.add(account)
        session.flush()
        people["rosa"] = account.id
    absence.setdefault("ends_on", date(2026, 3, 22))
    return request_of(app, declare(app, people, **absence), people["mme_durand"]).id


def open_visits(app, request_id) -> list[int]:
    with reading(app) as session:
        return list(session.scalars(select(ReplacementVisit.visit_id).where(
            ReplacementVisit.replacement_id == request_id, ReplacementVisit.state == "open")
            .order_by(ReplacementVisit.visit_id)))


def asked_of(app, people, request_id, name="rosa", visit_ids=None, by="claire", kind="direct") -> int:
    return int(do(app, people, by, offers.ask, request_id, people[f"{name}_caregiver"],
                  visit_ids or open_visits(app, request_id), kind))
