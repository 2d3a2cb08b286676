"""Visits: the list and its filters, one visit, what a colleague last did to it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, or_, select

from database import db, instant_at, local, now
from models import Account, Beneficiary, Caregiver, Series, SeriesAct, Visit, VisitChange
from queries.pages import matching
from queries.reach import beneficiaries_seen_by, caregivers_seen_by, visits_seen_by
from rules.hours import clock
from rules.vocabulary import PLANNING_CHANGES, VISIT_STATES

PEOPLE_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for. `first` and `last`: days, both included; no `last`: from that day on. `going_on`: also what
    began the day before the first one and is not over at this moment.
    """

    first: date
    last: date | None
    typed: str = ""
    sector_id: int | None = None
    beneficiary_id: int | None = None
    caregiver_id: int | None = None
    state: str | None = None
    uncovered: bool = False
    going_on: datetime | None = None


def listed(user, asked: Filters, people: tuple[list[int], list[int]] | None = None) -> Select:
    """Visits within reach that match; `people` are the ids found for the words typed (`people_named`)."""
    visits = visits_seen_by(user).where(*_from(asked))
    if asked.last:
        visits = visits.where(Visit.starts_at < instant_at(asked.last + timedelta(days=1), 0))
    if asked.uncovered:
        visits = visits.where(Visit.caregiver_id.is_(None), Visit.state == "planned")
    for column, wanted in ((Visit.beneficiary_id, asked.beneficiary_id), (Visit.caregiver_id, asked.caregiver_id),
                           (Visit.state, asked.state)):
        visits = visits.where(column == wanted) if wanted else visits
    if asked.sector_id:
        in_sector = select(Beneficiary.id).where(Beneficiary.id == Visit.beneficiary_id,
                                                 Beneficiary.sector_id == asked.sector_id)
        visits = visits.where(in_sector.correlate(Visit).exists())
    if people is not None:
        helped, helping = people
        visits = visits.where(or_(Visit.beneficiary_id.in_(helped), Visit.caregiver_id.in_(helping)))
    return visits


def _from(asked: Filters) -> list:
    """From the first day on. A night going on is sought within the day before it alone: the index of hours still decides."""
    begins = instant_at(asked.first, 0)
    if asked.going_on is None:
        return [Visit.starts_at >= begins]
    night = and_(Visit.state == "planned", Visit.ends_at > asked.going_on)
    return [Visit.starts_at >= instant_at(asked.first - timedelta(days=1), 0), or_(Visit.starts_at >= begins, night)]


def rows_of(visits: Select) -> Select:
    """What a line of the list shows. Outer joins: the visits stay the driver, whatever the planner knows."""
    columns = (Visit.id, Visit.day, Visit.start_minute, Visit.minutes, Visit.state, Visit.caregiver_id, Visit.ends_at,
               Visit.beneficiary_id, Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name,
               Beneficiary.district, Caregiver.first_name.label("caregiver_first"),
               Caregiver.last_name.label("caregiver_last"))
    return (visits.with_only_columns(*columns, maintain_column_froms=True)
            .outerjoin(Beneficiary, Beneficiary.id == Visit.beneficiary_id)
            .outerjoin(Caregiver, Caregiver.id == Visit.caregiver_id))


def people_named(user, typed: str) -> tuple[list[int], list[int]]:
    """Ids of the persons and of the caregivers whose names hold the words typed: twenty of each at most."""
    helped = (beneficiaries_seen_by(user).where(*matching(Beneficiary.search_name, typed))
              .with_only_columns(Beneficiary.id).order_by(Beneficiary.search_name, Beneficiary.id))
    helping = (caregivers_seen_by(user).where(*matching(Caregiver.search_name, typed))
               .with_only_columns(Caregiver.id).order_by(Caregiver.search_name, Caregiver.id))
    return (list(db.session.scalars(helped.limit(PEOPLE_AT_ONCE))),
            list(db.session.scalars(helping.limit(PEOPLE_AT_ONCE))))


def names_of(user, asked: Filters) -> dict[str, str]:
    """The names behind `personne=` and `intervenante=`, for the filters to say them."""
    names = {}
    for param, model, wanted, reach in (("personne", Beneficiary, asked.beneficiary_id, beneficiaries_seen_by),
                                        ("intervenante", Caregiver, asked.caregiver_id, caregivers_seen_by)):
        record = db.session.scalar(reach(user).where(model.id == wanted)) if wanted else None
        if record:
            names[param] = record.full_name
    return names


def whole(user, visit_id: int):
    """One visit with the names around it, or None out of reach."""
    return db.session.execute(
        visits_seen_by(user).where(Visit.id == visit_id)
        .with_only_columns(Visit, Beneficiary, Caregiver, Series, Account.name, maintain_column_froms=True)
        .outerjoin(Beneficiary, Beneficiary.id == Visit.beneficiary_id)
        .outerjoin(Caregiver, Caregiver.id == Visit.caregiver_id)
        .outerjoin(Series, Series.id == Visit.series_id)
        .outerjoin(Account, Account.id == Visit.state_by_id)).first()


def series_seen_by(user, series_id: int):
    """A weekly series with the person's name, or None. Reach is that of the person."""
    return db.session.execute(
        beneficiaries_seen_by(user).join(Series, Series.beneficiary_id == Beneficiary.id)
        .where(Series.id == series_id, Series.weekday.is_not(None), Series.ended_at.is_(None))
        .with_only_columns(Series.id, Series.beneficiary_id, Series.weekday, Series.start_minute, Series.minutes,
                           Series.starts_on, Series.ends_on, Beneficiary.civility, Beneficiary.first_name,
                           Beneficiary.last_name, maintain_column_froms=True)).first()


def acts_of(series_id: int) -> list[SeriesAct]:
    return list(db.session.scalars(select(SeriesAct).where(SeriesAct.series_id == series_id)
                                   .order_by(SeriesAct.cannot_wait.desc(), SeriesAct.id)))


def at_the_same_time(user, visit: Visit) -> list:
    """Her other visits whose hours overlap this one: said, never forbidden, the planning has the last word."""
    if visit.caregiver_id is None:
        return []
    a_day = timedelta(days=1)
    return list(db.session.execute(
        rows_of(visits_seen_by(user).where(
            Visit.caregiver_id == visit.caregiver_id, Visit.id != visit.id, Visit.state == "planned",
            Visit.starts_at > visit.starts_at - a_day, Visit.starts_at < visit.ends_at,
            Visit.ends_at > visit.starts_at)).order_by(Visit.starts_at, Visit.id)))


def to_come(user, beneficiary_id: int, until: datetime) -> list:
    """Her visits planned and not over, those a call may cancel."""
    return list(db.session.execute(
        rows_of(visits_seen_by(user).where(
            Visit.beneficiary_id == beneficiary_id, Visit.state == "planned", Visit.ends_at > now(),
            Visit.starts_at < until)).order_by(Visit.starts_at, Visit.id).limit(60)))


def last_said(visit_id: int) -> str:
    """What a colleague last did to this visit, in one sentence: the words of a 409."""
    change = db.session.execute(
        select(VisitChange.kind, VisitChange.made_at.label("at"), VisitChange.now, Account.name)
        .outerjoin(Account, and_(Account.id == VisitChange.made_by_id, Account.role != "caregiver"))
        .where(VisitChange.visit_id == visit_id)
        .order_by(VisitChange.id.desc()).limit(1)).first()
    state = db.session.execute(
        select(Visit.state, Visit.state_at.label("at"), Account.name)
        .outerjoin(Account, Account.id == Visit.state_by_id).where(Visit.id == visit_id)).one()
    if change and (state.at is None or change.at >= state.at):
        detail = f" ({change.now})" if change.now else ""
        return _sentence(change.name, change.at, PLANNING_CHANGES[change.kind] + detail)
    if state.at:
        return _sentence(state.name, state.at, VISIT_STATES[state.state])
    return "Cette intervention a changé entre-temps, ou son heure est passée."


def _sentence(name: str | None, at: datetime, words: str) -> str:
    hour = local(at)
    return f"{name or 'Le bureau'}, le {hour:%d/%m} à {clock(hour.hour * 60 + hour.minute)}\u00a0: {words.lower()}."
