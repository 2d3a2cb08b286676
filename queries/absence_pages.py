"""Absences as they are read: the list, the page of one and its visits, what a caregiver sees of her own."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from database import db, now, today
from models import (
    Absence,
    AbsenceStep,
    Account,
    Beneficiary,
    Caregiver,
    CaregiverSector,
    Offer,
    OfferVisit,
    Replacement,
    ReplacementVisit,
    Visit,
)
from queries import absences
from queries.phone_week import acts_by_series
from queries.reach import absences_seen_by, held_visits_seen_by
from rules.absences import held_words, pressing, still_waits
from rules.offers import ALIVE

VIEWS = {"en-cours": "En cours", "a-venir": "À venir", "passees": "Passées"}
ASKED = {"waiting": "demandée à", "willing": "serait d'accord\u00a0:"}
NAMES = (Caregiver.first_name, Caregiver.last_name)


def still_asks(at=None):
    """True of a line nobody took: planned, to come, without a caregiver (whatever its request is called)."""
    return and_(ReplacementVisit.state == "open", Visit.caregiver_id.is_(None), Visit.state == "planned",
                Visit.ends_at > (now() if at is None else at))


def listed(user, view: str, sector_id: int | None = None) -> Select:
    """Those in force, those to come, those over; a sector keeps the caregivers who work there."""
    wanted = absences_seen_by(user).where({
        "en-cours": and_(Absence.state == "open", Absence.starts_on <= today()),
        "a-venir": and_(Absence.state == "open", Absence.starts_on > today()),
        "passees": Absence.state != "open"}[view])
    if sector_id:
        wanted = wanted.where(Absence.caregiver_id.in_(select(CaregiverSector.caregiver_id).where(
            CaregiverSector.sector_id == sector_id)))
    return wanted


def rows_of(wanted: Select) -> Select:
    columns = [getattr(Absence, name) for name in ("id", "caregiver_id", "kind", "starts_on", "ends_on", "news_on",
                                                   "received_on", "state", "declared_at", "read_at", "back_on")]
    counted = (select(func.count()).select_from(ReplacementVisit)
               .join(Replacement, Replacement.id == ReplacementVisit.replacement_id)
               .join(Visit, Visit.id == ReplacementVisit.visit_id)
               .where(Replacement.absence_id == Absence.id, still_asks()))
    first = counted.with_only_columns(func.min(Visit.starts_at))
    return (wanted.with_only_columns(*columns, *NAMES, counted.correlate(Absence).scalar_subquery().label("uncovered"),
                                     first.correlate(Absence).scalar_subquery().label("first_at"), maintain_column_froms=True)
            .join(Caregiver, Caregiver.id == Absence.caregiver_id))


def whole(user, absence_id: int):
    """(absence, caregiver, who noted it, who read it), or None out of reach."""
    reader = aliased(Account)
    return db.session.execute(
        absences_seen_by(user).where(Absence.id == absence_id)
        .join(Caregiver, Caregiver.id == Absence.caregiver_id)
        .outerjoin(Account, Account.id == Absence.declared_by_id).outerjoin(reader, reader.id == Absence.read_by_id)
        .with_only_columns(Absence, Caregiver.first_name, Caregiver.last_name, Caregiver.phone, Caregiver.ended_on,
                           Account.name.label("declared_by"), reader.name.label("read_by"), maintain_column_froms=True)).first()


def steps_of(absence_id: int) -> list:
    return list(db.session.execute(
        select(AbsenceStep.kind, AbsenceStep.was, AbsenceStep.now, AbsenceStep.at, Account.name)
        .outerjoin(Account, Account.id == AbsenceStep.by_id).where(AbsenceStep.absence_id == absence_id)
        .order_by(AbsenceStep.id)))


@dataclass(slots=True)
class Held:
    """A visit as the page of an absence shows it. `words`: where it stands; `asked`: of whom, when nobody agreed yet."""

    row: object
    acts: list
    words: str
    asked: str
    waits: bool

    @property
    def place(self) -> tuple:
        return pressing([(act.act, act.cannot_wait) for act in self.acts], self.row.starts_at)


def people_of(user, absence: Absence, replacing: bool = False) -> list[tuple[object, list[Held]]]:
    """Its visits by person, the most pressing first; those still to cover before the others. `replacing`: those she had
    taken instead of somebody else, which are again in that one's requests."""
    about = absences.let_go(absence) if replacing else Replacement.absence_id == absence.id
    rows = db.session.execute(_rows(user).where(about).order_by(Visit.starts_at, ReplacementVisit.id)).all()
    acts, asked, at = acts_by_series(row.series_id for row in rows), _asked([row.id for row in rows]), now()
    groups: dict[int, list[Held]] = {}
    for row in rows:
        held = _held(row, acts.get(row.series_id, []), asked.get(row.id, []), at)
        groups.setdefault(row.replacement_id, []).append(held)
    for group in groups.values():
        group.sort(key=lambda held: (not held.waits, *held.place))
    return sorted(((group[0].row, group) for group in groups.values()),
                  key=lambda pair: (not pair[1][0].waits, *pair[1][0].place))


def _rows(user) -> Select:
    comes, planned = aliased(Caregiver), aliased(Caregiver)
    return (held_visits_seen_by(user)
            .join(Replacement, Replacement.id == ReplacementVisit.replacement_id)
            .join(Visit, Visit.id == ReplacementVisit.visit_id)
            .join(Beneficiary, Beneficiary.id == Visit.beneficiary_id)
            .outerjoin(comes, comes.id == Visit.caregiver_id)
            .outerjoin(planned, planned.id == ReplacementVisit.planned_caregiver_id)
            .with_only_columns(
                ReplacementVisit.id, ReplacementVisit.state, ReplacementVisit.replacement_id, Replacement.absence_id,
                Replacement.state.label("request_state"), Visit.id.label("visit_id"), Visit.series_id, Visit.day,
                Visit.start_minute, Visit.minutes, Visit.starts_at, Visit.ends_at, Visit.state.label("visit_state"),
                Visit.caregiver_id, absences.asked_elsewhere().label("elsewhere"), Visit.beneficiary_id,
                Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name, Beneficiary.district, comes.first_name.label("comes_first"),
                comes.last_name.label("comes_last"), planned.first_name.label("planned_first"),
                planned.last_name.label("planned_last"), maintain_column_froms=True))


def _held(row, acts: list, asked: list[tuple], at: datetime) -> Held:
    comes = f"{row.comes_first} {row.comes_last}" if row.caregiver_id else None
    words = held_words(row.state, row.visit_state, comes, row.ends_at, at, row.elsewhere)
    waits = still_waits(row.visit_state, comes, row.ends_at, at, row.elsewhere)
    said = ""
    if waits and asked:
        said = ", ".join(f"{ASKED[state]} {name}" for name, state in asked)
    elif waits and row.planned_last:
        said = f"prévue pour {row.planned_first} {row.planned_last}, pas encore demandée"
    return Held(row, acts, words, said, waits)


def _asked(held_ids: list[int]) -> dict[int, list[tuple]]:
    """Line -> (name, state) of the questions that wait for an answer, or for the office."""
    found: dict[int, list[tuple]] = {}
    rows = db.session.execute(
        select(OfferVisit.held_id, Offer.state, *NAMES).join(Offer, Offer.id == OfferVisit.offer_id)
        .join(Caregiver, Caregiver.id == Offer.caregiver_id)
        .where(OfferVisit.held_id.in_(held_ids), Offer.state.in_(sorted(ALIVE))).order_by(Offer.asked_at, Offer.id))
    for held_id, state, first, last in rows:
        found.setdefault(held_id, []).append((f"{first} {last}", state))
    return found


def of_caregiver(user, caregiver_id: int) -> list:
    """Hers not over, the first to begin first."""
    return list(db.session.execute(
        absences_seen_by(user).where(Absence.caregiver_id == caregiver_id, Absence.state == "open")
        .with_only_columns(Absence.id, Absence.kind, Absence.starts_on, Absence.ends_on, Absence.news_on,
                           Absence.read_at, maintain_column_froms=True).order_by(Absence.starts_on, Absence.id)))


def hers(user, limit: int) -> list:
    """All of her own, those not over first, then the last one first."""
    reader = aliased(Account)
    return list(db.session.execute(
        absences_seen_by(user).outerjoin(reader, reader.id == Absence.read_by_id)
        .with_only_columns(Absence.id, Absence.kind, Absence.starts_on, Absence.ends_on, Absence.state, Absence.read_at,
                           Absence.declared_at, reader.name.label("read_by"), maintain_column_froms=True)
        .order_by(case((Absence.state == "open", 0), else_=1), Absence.starts_on.desc(), Absence.id.desc()).limit(limit)))


def taken_from(absence: Absence) -> tuple[int, int]:
    """(visits, homes) this absence took from her week, for her own page: numbers, no names."""
    lines = (select(func.count(ReplacementVisit.id.distinct()), func.count(Visit.beneficiary_id.distinct()))
             .select_from(ReplacementVisit).join(Replacement, Replacement.id == ReplacementVisit.replacement_id)
             .join(Visit, Visit.id == ReplacementVisit.visit_id)
             .where(or_(Replacement.absence_id == absence.id, absences.let_go(absence)),
                    ReplacementVisit.state != "returned"))
    return tuple(db.session.execute(lines).one())


def away_now(user) -> Absence | None:
    """Her absence of today, the one that lasts longest."""
    return absences.away_on([user.caregiver_id], today()).get(user.caregiver_id) if user.caregiver_id else None
