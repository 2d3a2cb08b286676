"""What is known of those who could replace: facts for rules/candidates.py, in a fixed number of queries."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from database import db, local
from models import Beneficiary, Caregiver, CaregiverSector, Pairing, Replacement, SeriesAct, Visit, Wish
from queries.measures import held_back
from queries.pairings import was_held
from queries.reach import caregivers_seen_by
from queries.replacements import concerned_ids
from rules.candidates import Candidate, answers_intimate_care, in_order, level_needed

SHOWN = 30


def candidates(user, request: Replacement, pairing: Pairing, at: datetime,
               everyone: bool) -> tuple[list[Candidate], str | None]:
    """Those who could take the visits of the request, in the printed order, and the qualification the acts need."""
    asked = concerned_ids(request.id, at)
    needed = level_needed(_qualifications(asked))
    sector_id = db.session.scalar(select(Beneficiary.sector_id).where(Beneficiary.id == pairing.beneficiary_id))
    known = _known(pairing.beneficiary_id, at)
    people = _people(user, pairing, sector_id, known, everyone)
    ids = [person.id for person in people]
    against = _against_wish(pairing.beneficiary_id, asked, ids)
    busy = _busy(asked, ids, at)
    kept_away = held_back(pairing.beneficiary_id, max(request.starts_on or local(at).date(), local(at).date()),
                          request.ends_on)
    facts = [Candidate(
        id=person.id, name=f"{person.first_name} {person.last_name}", qualification=person.qualification,
        visits_known=known.get(person.id, (0, None))[0], last_known=known.get(person.id, (0, None))[1],
        asked=len(asked), busy=busy.get(person.id, 0), in_sector=person.in_sector, held_back=person.id in kept_away,
        against_wish=person.id in against) for person in people]
    return in_order(facts, needed)[:SHOWN], needed


def _qualifications(visit_ids: list[int]) -> list[str | None]:
    series = select(Visit.series_id).where(Visit.id.in_(visit_ids))
    return list(db.session.scalars(select(SeriesAct.qualification).where(SeriesAct.series_id.in_(series)).distinct()
                                   .order_by(SeriesAct.qualification)))


def _against_wish(beneficiary_id: int, visit_ids: list[int], caregiver_ids: list[int]) -> set[int]:
    """Whom the rule of intimate care sets aside. The only place where woman or man is read, and only when it counts."""
    wished = set(db.session.scalars(select(Wish.value).where(
        Wish.beneficiary_id == beneficiary_id, Wish.kind == "intimate_care", Wish.ended_at.is_(None))))
    if not wished:
        return set()
    series = select(Visit.series_id).where(Visit.id.in_(visit_ids))
    acts = set(db.session.scalars(select(SeriesAct.act).where(SeriesAct.series_id.in_(series))))
    rows = db.session.execute(select(Caregiver.id, Caregiver.gender).where(Caregiver.id.in_(caregiver_ids))
                              .order_by(Caregiver.id))
    return {row.id for row in rows if not answers_intimate_care(wished, acts, row.gender)}


def _known(beneficiary_id: int, at: datetime) -> dict[int, tuple]:
    """Caregiver -> how many visits she made there, and the day of the last."""
    rows = db.session.execute(
        select(Visit.caregiver_id, func.count(), func.max(Visit.day))
        .where(Visit.beneficiary_id == beneficiary_id, Visit.caregiver_id.is_not(None), was_held(at))
        .group_by(Visit.caregiver_id).order_by(Visit.caregiver_id))
    return {caregiver_id: (visits, last) for caregiver_id, visits, last in rows}


def _people(user, pairing: Pairing, sector_id: int, known, everyone: bool) -> list:
    """Caregivers of the sector or who know the person, or all of them; never the one to be replaced."""
    in_sector = Caregiver.id.in_(select(CaregiverSector.caregiver_id).where(CaregiverSector.sector_id == sector_id))
    people = (caregivers_seen_by(user)
              .with_only_columns(Caregiver.id, Caregiver.first_name, Caregiver.last_name, Caregiver.qualification,
                                 in_sector.label("in_sector"), maintain_column_froms=True)
              .where(Caregiver.ended_on.is_(None), Caregiver.id != pairing.caregiver_id))
    if not everyone:
        people = people.where(in_sector | Caregiver.id.in_(known))
    return list(db.session.execute(people.order_by(Caregiver.last_name, Caregiver.first_name, Caregiver.id)))


def _busy(visit_ids: list[int], caregiver_ids: list[int], at: datetime) -> dict[int, int]:
    """Caregiver -> at how many of these visits she is already somewhere else."""
    asked, other = aliased(Visit), aliased(Visit)
    rows = db.session.execute(
        select(other.caregiver_id, func.count(asked.id.distinct())).select_from(other)
        .join(asked, (other.starts_at < asked.ends_at) & (other.ends_at > asked.starts_at))
        .where(asked.id.in_(visit_ids), other.caregiver_id.in_(caregiver_ids), other.state == "planned",
               other.starts_at > at - timedelta(days=1))
        .group_by(other.caregiver_id).order_by(other.caregiver_id))
    return dict(rows.all())
