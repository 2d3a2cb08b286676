"""Replacement requests: the list, the page of one, the visits it is about."""

from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, case, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from database import db, local
from models import Account, Beneficiary, Caregiver, Pairing, Replacement, ReplacementVisit, Visit
from queries.absences import asked_elsewhere
from queries.pages import in_order, last_first, page_of
from queries.reach import replacements_seen_by
from rules.access import may

OPEN = ("open", "with_direction")
WEEKS = 4


def open_twin(pairing_id: int, requested_by: str, for_good: bool, starts_on: date | None) -> int | None:
    """The same request, already open: same relation, same requester, same period."""
    return db.session.scalar(
        select(Replacement.id).where(
            Replacement.pairing_id == pairing_id, Replacement.state.in_(OPEN), Replacement.for_good.is_(for_good),
            Replacement.requested_by == requested_by,
            *([] if for_good else [Replacement.starts_on == starts_on])).order_by(Replacement.id).limit(1))


def awaits_direction(user, pairing_id: int) -> bool:
    """A request of this pair from the person's side could not be granted, or was never judged: whoever is not the
    direction cannot open the same again by answering "Non".
    """
    if may(user.role, frozenset(), "replacement.judge"):
        return False
    here, then = aliased(Pairing), aliased(Pairing)
    same = and_(then.beneficiary_id == here.beneficiary_id, then.caregiver_id == here.caregiver_id)
    unjudged = and_(Replacement.state == "cancelled", Replacement.judged_at.is_(None))
    return db.session.scalar(select(
        select(Replacement.id).join(then, then.id == Replacement.pairing_id).join(here, same)
        .where(here.id == pairing_id, or_(
            and_(Replacement.discriminatory.is_not(None), Replacement.state.in_(("not_grantable", "with_direction"))),
            and_(Replacement.discriminatory.in_(("yes", "doubt")), unjudged))).exists()))


def unfinished():
    """To organise, at the direction's, or closed while who asked was not told: work is left."""
    closed_untold = and_(Replacement.state.in_(("cancelled", "not_grantable")), Replacement.requested_by != "office",
                         Replacement.requester_told_at.is_(None))
    return or_(Replacement.state.in_(OPEN), closed_untold)


def listed(user, closed: bool, after: int | None = None) -> tuple[list, int | None]:
    """A page of requests within reach, and where the next starts: those with work left, first asked first, or closed."""
    if closed:
        return last_first(_rows(user, closed), Replacement, after)
    page = page_of(_rows(user, closed), Replacement.opened_at, after)
    return page.rows, page.next_id


def every(user, closed: bool) -> Select:
    """The whole of that list, in its order."""
    return in_order(_rows(user, closed), Replacement.id if closed else Replacement.opened_at, newest=closed)


def _rows(user, closed: bool) -> Select:
    asks = exists().where(ReplacementVisit.replacement_id == Replacement.id, ReplacementVisit.state == "open")
    rows = _named(replacements_seen_by(user).with_only_columns(
        Replacement.id, Replacement.state, Replacement.reason, Replacement.requested_by, Replacement.for_good,
        Replacement.starts_on, Replacement.ends_on, Replacement.opened_at, Replacement.new_pairing_id,
        Replacement.caregiver_told_at, Replacement.caregiver_choice, Replacement.requester_told_at,
        Replacement.requester_told_how, asks.correlate(Replacement).label("asks"), maintain_column_froms=True))
    return rows.where(not_(unfinished()) if closed else unfinished())


def _named(rows):
    return (rows.add_columns(Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name,
                             Beneficiary.sector_id, Caregiver.first_name.label("caregiver_first"),
                             Caregiver.last_name.label("caregiver_last"))
            .outerjoin(Pairing, Pairing.id == Replacement.pairing_id)
            .outerjoin(Beneficiary, Beneficiary.id == Replacement.beneficiary_id)
            .outerjoin(Caregiver, Caregiver.id == Replacement.caregiver_id))


def shown(seen, request_id: int):
    """One row for the page of a request, within `seen`: the record, its relation, names and who did what."""
    opener, teller, voice, judge, closer, reader = (aliased(Account) for _ in range(6))
    newcomer, new_pairing = aliased(Caregiver), aliased(Pairing)
    return db.session.execute(
        _named(seen.with_only_columns(
            Replacement, opener.name.label("opened_by"), teller.name.label("requester_told_by"),
            voice.name.label("caregiver_told_by"), judge.name.label("judged_by"), closer.name.label("closed_by"),
            reader.name.label("read_by"),
            newcomer.first_name.label("new_first"), newcomer.last_name.label("new_last"), Pairing,
            Caregiver.weekly_minutes, maintain_column_froms=True))
        .join(opener, opener.id == Replacement.opened_by_id)
        .outerjoin(teller, teller.id == Replacement.requester_told_by_id)
        .outerjoin(voice, voice.id == Replacement.caregiver_told_by_id)
        .outerjoin(judge, judge.id == Replacement.judged_by_id)
        .outerjoin(closer, closer.id == Replacement.closed_by_id)
        .outerjoin(reader, reader.id == Replacement.read_by_id)
        .outerjoin(new_pairing, new_pairing.id == Replacement.new_pairing_id)
        .outerjoin(newcomer, newcomer.id == new_pairing.caregiver_id)
        .where(Replacement.id == request_id)).first()


def of_the_two():
    """Visits of the relation of a request, and those of the two that a planning brought under none: join Replacement first."""
    return and_(Visit.beneficiary_id == Replacement.beneficiary_id, Visit.caregiver_id == Replacement.caregiver_id,
                or_(Visit.pairing_id.is_(None), Visit.pairing_id == Replacement.pairing_id))


def _concerned(at: datetime):
    """Visits to come of a request, in its period: join Replacement, then this."""
    return and_(of_the_two(), Visit.state.in_(("planned", "suspended")),
                Visit.starts_at > at, or_(Replacement.starts_on.is_(None), Visit.day >= Replacement.starts_on),
                or_(Replacement.ends_on.is_(None), Visit.day <= Replacement.ends_on))


def concerned_ids(request_id: int, at: datetime) -> list[int]:
    return list(db.session.scalars(
        select(Visit.id).join(Replacement, _concerned(at)).where(Replacement.id == request_id)
        .order_by(Visit.starts_at, Visit.id)))


def held(request_id: int) -> list:
    """The visits a request holds, in the order of time, with what became of each and who comes; none when it holds none."""
    return list(db.session.execute(
        select(Visit.id, Visit.day, Visit.start_minute, Visit.minutes, Visit.state.label("visit_state"), Visit.ends_at,
               ReplacementVisit.id.label("held_id"), ReplacementVisit.state, ReplacementVisit.agreed_with, ReplacementVisit.choice,
               Caregiver.first_name.label("comes_first"), Caregiver.last_name.label("comes_last"),
               asked_elsewhere().label("elsewhere"))
        .join(ReplacementVisit, ReplacementVisit.visit_id == Visit.id)
        .outerjoin(Caregiver, Caregiver.id == Visit.caregiver_id)
        .where(ReplacementVisit.replacement_id == request_id).order_by(Visit.starts_at, Visit.id)))


def settled_some(request_id: int) -> bool:
    """Something was decided for one of the visits it holds, or held."""
    return db.session.scalar(select(exists().where(
        ReplacementVisit.replacement_id == request_id, ReplacementVisit.state != "open")))


def holder_of(user, visit_id: int) -> int | None:
    """The request to organise that holds this visit: where one chooses who comes."""
    return db.session.scalar(
        replacements_seen_by(user).join(ReplacementVisit, ReplacementVisit.replacement_id == Replacement.id)
        .where(ReplacementVisit.visit_id == visit_id, ReplacementVisit.state == "open", Replacement.state == "open")
        .with_only_columns(Replacement.id, maintain_column_froms=True).limit(1))


def concerned(request_id: int, at: datetime, limit: int = 20) -> list:
    """The first visits the request is about: (id, day, start_minute, minutes, state)."""
    return list(db.session.execute(
        select(Visit.id, Visit.series_id, Visit.day, Visit.start_minute, Visit.minutes, Visit.state)
        .join(Replacement, _concerned(at)).where(Replacement.id == request_id)
        .order_by(Visit.starts_at, Visit.id).limit(limit)))


def hours_of(pairing: Pairing | Replacement, at: datetime) -> tuple[int, int]:
    """Minutes a week of the caregiver over the next four weeks: planned now, and planned without this person."""
    until = local(at).date() + timedelta(weeks=WEEKS)
    whole, there = db.session.execute(
        select(func.coalesce(func.sum(Visit.minutes), 0),
               func.coalesce(func.sum(case((Visit.beneficiary_id == pairing.beneficiary_id, Visit.minutes), else_=0)), 0))
        .where(Visit.caregiver_id == pairing.caregiver_id, Visit.state == "planned", Visit.starts_at > at,
               Visit.day <= until)).one()
    return whole // WEEKS, (whole - there) // WEEKS
