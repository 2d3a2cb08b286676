"""Absences: who is away which day, the visits they still have to take, those that go back to the one who returns."""

from datetime import date, datetime, timedelta

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from database import db, instant_at, local, now, today
from models import Absence, AbsenceStep, Account, Offer, OfferVisit, Replacement, ReplacementVisit, Visit, VisitChange
from queries import assignments
from rules.absence_lists import ASKED_NOTHING
from rules.absences import AHEAD, HELD_STATES
from rules.offers import ALIVE

# One turn of the clock takes or gives back at most so many visits; the next takes the rest.
AT_ONCE = 500


def is_away(caregiver, day, *more):
    """True of a caregiver on a day, both as SQL or as values: an absence not closed covers it (`rules/absences.covers`)."""
    return exists().where(Absence.caregiver_id == caregiver, Absence.state == "open", Absence.starts_on <= day,
                          or_(Absence.ends_on.is_(None), Absence.ends_on >= day), *more).correlate_except(Absence)


def asked_elsewhere():
    """True in SQL of a line that asks for nobody any more, while another request holds the same visit and does."""
    other = aliased(ReplacementVisit)
    asks = exists().where(other.visit_id == ReplacementVisit.visit_id, other.state == "open").correlate(ReplacementVisit)
    return and_(ReplacementVisit.state != "open", asks)


def holding(visit_id: int) -> list[Absence]:
    """The absence in whose requests this visit waits for somebody: one at most, or none."""
    return list(db.session.scalars(
        select(Absence).join(Replacement, Replacement.absence_id == Absence.id)
        .join(ReplacementVisit, ReplacementVisit.replacement_id == Replacement.id)
        .where(ReplacementVisit.visit_id == visit_id, ReplacementVisit.state == "open").order_by(Absence.id)))


def beside(absence: Absence, first: date, last: date | None) -> list[tuple[date, date | None]]:
    """Her other absences not closed that share a day with these: (first day, last day), in the order of time."""
    shares = [Absence.starts_on <= last] if last else []
    return [tuple(row) for row in db.session.execute(
        select(Absence.starts_on, Absence.ends_on).where(
            Absence.caregiver_id == absence.caregiver_id, Absence.id != absence.id, Absence.state == "open",
            or_(Absence.ends_on.is_(None), Absence.ends_on >= first), *shares).order_by(Absence.starts_on, Absence.id))]


def is_on_sick_leave(caregiver, day):
    """True in SQL of one on sick leave or accident leave that day: nobody asks her to do anything."""
    return is_away(caregiver, day, Absence.kind.in_(sorted(ASKED_NOTHING)))


def is_handed_nothing(caregiver, day):
    """True in SQL of one who is asked for no passage de relais that day (`rules/handovers.is_asked`): away, or on a sick
    leave that is still to come.
    """
    return exists().where(
        Absence.caregiver_id == caregiver, Absence.state == "open", or_(Absence.ends_on.is_(None), Absence.ends_on >= day),
        or_(Absence.kind.in_(sorted(ASKED_NOTHING)), Absence.starts_on <= day)).correlate_except(Absence)


def away_on(caregiver_ids, day: date) -> dict[int, Absence]:
    """Who of these is away that day, and her absence: the one that lasts longest."""
    rows = db.session.scalars(
        select(Absence).where(Absence.caregiver_id.in_(sorted(caregiver_ids)), Absence.state == "open",
                              Absence.starts_on <= day, or_(Absence.ends_on.is_(None), Absence.ends_on >= day))
        .order_by(Absence.ends_on.is_(None), Absence.ends_on, Absence.id))
    return {row.caregiver_id: row for row in rows}


def to_take(caregiver_id: int | None = None) -> list[tuple[int, Visit]]:
    """(absence, visit) still in the week of somebody away (`rules/absences.takes`), each visit once, in the order of time."""
    away = select(Absence.caregiver_id).where(Absence.state == "open").distinct().order_by(Absence.caregiver_id)
    hers = [caregiver_id] if caregiver_id else db.session.scalars(away).all()
    if not hers:
        return []
    horizon = or_(Visit.day <= today() + AHEAD, Visit.day <= Absence.news_on)
    question = (select(Absence.id, Visit).join(Visit, Visit.caregiver_id == Absence.caregiver_id)
                .where(Visit.caregiver_id.in_(hers), Absence.state == "open", Visit.day >= Absence.starts_on, Visit.starts_at > now(),
                       or_(Visit.day <= Absence.ends_on, and_(Absence.ends_on.is_(None), horizon)),
                       Visit.state.in_(sorted(HELD_STATES)))
                .order_by(Visit.starts_at, Visit.id, Absence.starts_on, Absence.id).limit(AT_ONCE * 4))
    found: dict[int, tuple[int, Visit]] = {}
    for absence_id, visit in db.session.execute(question):
        found.setdefault(visit.id, (absence_id, visit))
    return list(found.values())


def held_elsewhere(caregiver_id: int, visit_ids: list[int]) -> dict[int, int]:
    """Visit -> the line of another's absence, or of a request for a period, that holds it: she had agreed to come instead, and
    cannot any more.

    Only while that other one is away, or replaced, that day; once she is back, the visit is this caregiver's like any other.
    """
    other_away = and_(Replacement.absence_id.is_not(None), is_away(ReplacementVisit.former_caregiver_id, Visit.day))
    replaced = and_(Replacement.absence_id.is_(None), Replacement.for_good.is_(False), Visit.day <= Replacement.ends_on,
                    Replacement.state.in_(("open", "done")))
    rows = db.session.execute(
        select(ReplacementVisit.visit_id, ReplacementVisit.id)
        .join(Visit, Visit.id == ReplacementVisit.visit_id)
        .join(Replacement, Replacement.id == ReplacementVisit.replacement_id)
        .where(ReplacementVisit.visit_id.in_(visit_ids), ReplacementVisit.former_caregiver_id != caregiver_id,
               or_(ReplacementVisit.state == "open",
                   and_(ReplacementVisit.state == "covered", or_(other_away, replaced))))
        .order_by(ReplacementVisit.id))
    return {visit_id: held_id for visit_id, held_id in rows}


def asked_of_her(caregiver_id: int, first: date, last: date) -> list[int]:
    """Questions still waiting for her about visits of these days."""
    return list(db.session.scalars(
        select(Offer.id).where(Offer.caregiver_id == caregiver_id, Offer.state.in_(sorted(ALIVE)), exists().where(
            OfferVisit.offer_id == Offer.id, Visit.id == OfferVisit.visit_id, Visit.day.between(first, last)))
        .order_by(Offer.id)))


def _waiting(*where):
    """Lines that still ask for somebody, to come, with their visit."""
    return (select(ReplacementVisit.id, Visit, ReplacementVisit.former_caregiver_id, ReplacementVisit.former_pairing_id)
            .join(Visit, Visit.id == ReplacementVisit.visit_id)
            .join(Replacement, Replacement.id == ReplacementVisit.replacement_id)
            .where(ReplacementVisit.state == "open", Visit.caregiver_id.is_(None),
                   Visit.state.in_(sorted(HELD_STATES)), Visit.starts_at > now(), *where)
            .order_by(Visit.starts_at, Visit.id).limit(AT_ONCE))


def hers_again(caregiver_id: int | None = None) -> list:
    """(line, visit, her, her relation then) of visits nobody took, on days no absence of hers covers any more."""
    hers = [ReplacementVisit.former_caregiver_id == caregiver_id] if caregiver_id else []
    return list(db.session.execute(_waiting(Replacement.absence_id.is_not(None),
                                            ~is_away(ReplacementVisit.former_caregiver_id, Visit.day), *hers)))


def let_go(absence: Absence):
    """True of a line of another's request, which she had taken and this absence made uncovered again; not of a visit that
    this absence holds itself, as one given to her for good.
    """
    own = aliased(ReplacementVisit)
    held_here = exists().where(own.visit_id == ReplacementVisit.visit_id, own.former_caregiver_id == absence.caregiver_id)
    taken_off = exists().where(VisitChange.visit_id == ReplacementVisit.visit_id, VisitChange.kind == "uncovered",
                               VisitChange.caregiver_id == absence.caregiver_id,
                               VisitChange.made_at >= absence.declared_at)
    return and_(ReplacementVisit.former_caregiver_id != absence.caregiver_id, taken_off, ~held_here.correlate(ReplacementVisit),
                Visit.day >= absence.starts_on)


def agreed_again(absence: Absence) -> list:
    """The same as `hers_again`, for visits she had agreed to take instead of somebody else who is still away, or replaced."""
    still = or_(Replacement.absence_id.is_not(None), and_(Replacement.state == "open", Replacement.for_good.is_(False)))
    return list(db.session.execute(_waiting(still, let_go(absence), ~is_away(absence.caregiver_id, Visit.day))))


def with_questions(held_ids: list[int]) -> dict[int, set[int]]:
    """Question still alive -> the lines still open it is about, those of these lines and the others."""
    about, other = aliased(OfferVisit), aliased(OfferVisit)
    rows = db.session.execute(
        select(Offer.id, other.held_id).join(about, about.offer_id == Offer.id).join(other, other.offer_id == Offer.id)
        .join(ReplacementVisit, ReplacementVisit.id == other.held_id)
        .where(about.held_id.in_(held_ids), Offer.state.in_(sorted(ALIVE)), ReplacementVisit.state == "open")
        .order_by(Offer.id, other.held_id))
    found: dict[int, set[int]] = {}
    for offer_id, held_id in rows:
        found.setdefault(offer_id, set()).add(held_id)
    return found


def may_take_again(rows: list) -> list:
    """Of these (line, visit, her, her relation then): those where she still may go and is free at that hour."""
    people = {visit.beneficiary_id for _, visit, _, _ in rows}
    if not rows:
        return []
    live, first = assignments.live_pairings(people), rows[0][1].day
    barred = assignments.barred_pairs(people, first, max(row[1].day for row in rows), already_hers=True)
    at_work = assignments.caregivers_at_work({row[2] for row in rows}, max(row[1].day for row in rows))
    kept = []
    for row in rows:
        pair = (row[1].beneficiary_id, row[2])
        still = pair in live or row[3] is None
        if still and pair not in barred and row[2] in at_work and not is_busy(row[2], row[1]):
            kept.append(row)
    return kept


def is_busy(caregiver_id: int, visit: Visit) -> bool:
    """She has another visit at that hour."""
    other = aliased(Visit)
    return db.session.scalar(select(exists().where(
        other.caregiver_id == caregiver_id, other.id != visit.id, other.state == "planned",
        other.starts_at > visit.starts_at - timedelta(days=1), other.starts_at < visit.ends_at,
        other.ends_at > visit.starts_at)))


def over(day: date) -> list[Absence]:
    """Open ones whose last day is past."""
    return list(db.session.scalars(select(Absence).where(Absence.state == "open", Absence.ends_on < day)
                                   .order_by(Absence.id).limit(AT_ONCE)))


def same_first_day(caregiver_id: int, starts_on: date) -> int | None:
    return db.session.scalar(select(Absence.id).where(
        Absence.caregiver_id == caregiver_id, Absence.state == "open", Absence.starts_on == starts_on).limit(1))


def last_step(absence_id: int) -> tuple[AbsenceStep, str | None]:
    """What was last done of it, and by whom (None: the clock)."""
    return tuple(db.session.execute(
        select(AbsenceStep, Account.name).outerjoin(Account, Account.id == AbsenceStep.by_id)
        .where(AbsenceStep.absence_id == absence_id).order_by(AbsenceStep.id.desc()).limit(1)).one())


def first_lost(absence: Absence) -> tuple[datetime | None, bool]:
    """(when the first visit it took begins, whether one of hers was under way when it was received)."""
    taken = db.session.scalar(
        select(Visit.starts_at).join(VisitChange, VisitChange.visit_id == Visit.id)
        .where(VisitChange.caregiver_id == absence.caregiver_id, VisitChange.kind == "uncovered",
               VisitChange.made_at >= absence.declared_at, Visit.day >= absence.starts_on, Visit.starts_at > absence.declared_at)
        .order_by(Visit.starts_at, Visit.id).limit(1))
    return taken, bool(under_way(absence))


def under_way(absence: Absence) -> list[Visit]:
    """Visits of hers begun before it was received, and not over then: nobody holds them, somebody must look.

    Also the night begun the day before her first day away.
    """
    if absence.starts_on > local(absence.declared_at).date():
        return []
    return list(db.session.scalars(
        select(Visit).where(Visit.caregiver_id == absence.caregiver_id, Visit.state == "planned",
                            Visit.ends_at > instant_at(absence.starts_on, 0), Visit.starts_at <= absence.declared_at,
                            Visit.starts_at > absence.declared_at - timedelta(days=1),
                            Visit.ends_at > absence.declared_at).order_by(Visit.starts_at, Visit.id)))
