"""Beneficiaries: the list one searches as one types, and everything a file holds."""

from sqlalchemy import Select, and_, or_, select

from database import db, now, today
from models import (
    Account,
    Beneficiary,
    Caregiver,
    CarePlan,
    Contact,
    HomeAccess,
    HomeInstruction,
    Interruption,
    Pairing,
    Sector,
    Series,
    SeriesAct,
    Visit,
    Wish,
)
from queries.pages import matching
from queries.reach import beneficiaries_seen_by, pairings_seen_by, visits_seen_by
from rules.vocabulary import PRECAUTIONS, VIGILANCE

NEXT_VISITS = 8


def listed(user, typed: str = "", sector_id: int | None = None, mine: bool = False, ended: bool = False) -> Select:
    """People within reach that match the filters; one row each, without a code, a story or a wish."""
    people = beneficiaries_seen_by(user).where(*matching(Beneficiary.search_name, typed))
    people = people.where(Beneficiary.ended_on.is_not(None) if ended else Beneficiary.ended_on.is_(None))
    if sector_id:
        people = people.where(Beneficiary.sector_id == sector_id)
    return people.where(Beneficiary.referent_id == user.id) if mine else people


def rows_of(people: Select) -> Select:
    """What a line of the list shows. Outer joins: the list stays the driver, whatever the planner knows."""
    suspended = and_(Interruption.beneficiary_id == Beneficiary.id, Interruption.resumed_at.is_(None))
    columns = (Beneficiary.id, Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name,
               Beneficiary.district, Beneficiary.phone, Beneficiary.last_contact_on, Beneficiary.ended_on,
               Sector.name.label("sector"), Account.name.label("referent"), Interruption.kind.label("interruption"))
    return (people.with_only_columns(*columns, maintain_column_froms=True)
            .outerjoin(Sector, Sector.id == Beneficiary.sector_id)
            .outerjoin(Account, Account.id == Beneficiary.referent_id).outerjoin(Interruption, suspended))


def sectors() -> list[tuple[int, str]]:
    rows = db.session.execute(select(Sector.id, Sector.name).where(Sector.ended_at.is_(None))
                              .order_by(Sector.name, Sector.id))
    return [tuple(row) for row in rows]


def referents() -> list[tuple[int, str]]:
    """Those who may follow a file: the office."""
    rows = db.session.execute(select(Account.id, Account.name)
                              .where(Account.role.in_(("coordinator", "director")), Account.ended_at.is_(None))
                              .order_by(Account.name, Account.id))
    return [tuple(row) for row in rows]


def place_of(person: Beneficiary):
    """Names of her sector and of her referent coordinator."""
    return db.session.execute(
        select(Sector.name.label("sector"), Account.name.label("referent")).select_from(Beneficiary)
        .outerjoin(Sector, Sector.id == Beneficiary.sector_id)
        .outerjoin(Account, Account.id == Beneficiary.referent_id).where(Beneficiary.id == person.id)).one()


def file_of(user, person: Beneficiary) -> dict:
    """Everything the panels of a file show. A fixed number of queries; codes are never read here."""
    points = instructions_of(person.id)
    return {
        "place": place_of(person), "contacts": contacts_of(person.id), "plans": plans_of(person.id),
        "acts": acts_of(person.id), "vigilance": [p for p in points if p.code in VIGILANCE],
        "precautions": [p for p in points if p.code in PRECAUTIONS], "wishes": wishes_of(person.id),
        "access": access_of(person.id), "interruptions": interruptions_of(person.id),
        "pairings": relations_of(user, person.id), "visits": next_visits_of(user, person.id),
    }


def contacts_of(person_id: int) -> list[Contact]:
    return list(db.session.scalars(select(Contact).where(
        Contact.beneficiary_id == person_id, Contact.ended_at.is_(None)).order_by(Contact.position, Contact.id)))


def plans_of(person_id: int) -> list[CarePlan]:
    return list(db.session.scalars(select(CarePlan).where(
        CarePlan.beneficiary_id == person_id, CarePlan.ended_at.is_(None))
        .order_by(CarePlan.starts_on.desc(), CarePlan.id)))


def acts_of(person_id: int) -> list:
    """The acts of her visits to come, each once: (act, cannot_wait, qualification)."""
    to_come = or_(Series.weekday.is_not(None), Series.starts_on >= today())
    return list(db.session.execute(
        select(SeriesAct.act, SeriesAct.cannot_wait, SeriesAct.qualification).distinct()
        .join(Series, Series.id == SeriesAct.series_id)
        .where(Series.beneficiary_id == person_id, Series.ended_at.is_(None), to_come,
               or_(Series.ends_on.is_(None), Series.ends_on >= today()))
        .order_by(SeriesAct.cannot_wait.desc(), SeriesAct.act, SeriesAct.qualification)))


def instructions_of(person_id: int) -> list[HomeInstruction]:
    return list(db.session.scalars(select(HomeInstruction).where(
        HomeInstruction.beneficiary_id == person_id, HomeInstruction.ended_at.is_(None))
        .order_by(HomeInstruction.since, HomeInstruction.id)))


def wishes_of(person_id: int) -> list[Wish]:
    return list(db.session.scalars(select(Wish).where(Wish.beneficiary_id == person_id, Wish.ended_at.is_(None))
                                   .order_by(Wish.kind, Wish.id)))


def access_of(person_id: int):
    """Whether something is kept and since when; the codes themselves are read by `codes_of` alone."""
    return db.session.execute(
        select(HomeAccess.id, HomeAccess.changed_at, HomeAccess.codes.is_not(None).label("has_codes"),
               HomeAccess.keys.is_not(None).label("has_keys"), Account.name.label("changed_by"))
        .outerjoin(Account, Account.id == HomeAccess.changed_by_id)
        .where(HomeAccess.beneficiary_id == person_id)).first()


def codes_of(person_id: int) -> HomeAccess | None:
    """The codes in clear. Call it only after the journal has its line."""
    return db.session.scalar(select(HomeAccess).where(HomeAccess.beneficiary_id == person_id))


def interruptions_of(person_id: int) -> list[Interruption]:
    return list(db.session.scalars(select(Interruption).where(Interruption.beneficiary_id == person_id)
                                   .order_by(Interruption.starts_on.desc(), Interruption.id.desc()).limit(5)))


def relations_of(user, person_id: int) -> list:
    """Her relations, those under way first."""
    columns = (Pairing.id, Pairing.kind, Pairing.state, Pairing.starts_on, Pairing.ends_on, Caregiver.first_name,
               Caregiver.last_name)
    return list(db.session.execute(
        pairings_seen_by(user).where(Pairing.beneficiary_id == person_id)
        .with_only_columns(*columns, maintain_column_froms=True)
        .outerjoin(Caregiver, Caregiver.id == Pairing.caregiver_id)
        .order_by((Pairing.state == "ended"), Pairing.kind.desc(), Pairing.starts_on.desc(), Pairing.id).limit(12)))


def next_visits_of(user, person_id: int) -> list:
    columns = (Visit.id, Visit.day, Visit.start_minute, Visit.minutes, Visit.state, Caregiver.first_name,
               Caregiver.last_name)
    return list(db.session.execute(
        visits_seen_by(user).where(Visit.beneficiary_id == person_id, Visit.ends_at > now(),
                                   Visit.state.in_(("planned", "suspended")))
        .with_only_columns(*columns, maintain_column_froms=True)
        .outerjoin(Caregiver, Caregiver.id == Visit.caregiver_id)
        .order_by(Visit.starts_at, Visit.id).limit(NEXT_VISITS)))
