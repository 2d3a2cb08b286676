"""What a caregiver's week shows: her visits of the next days, what changed in them."""

from datetime import datetime, timedelta

from sqlalchemy import and_, case, exists, func, or_, select

from database import db, local, today
from models import (
    Absence,
    Beneficiary,
    DutyTurn,
    ImportRun,
    Interruption,
    InterruptionCall,
    ReplacementVisit,
    SeriesAct,
    Visit,
    VisitChange,
)
from queries.absences import is_away
from queries.offers import something_is_asked
from queries.phone_handovers import something_waits
from queries.reach import changes_seen_by, visits_seen_by
from rules.assignment import COUNTED

DAYS_AHEAD = 7
CHANGES_KEPT = timedelta(days=7)
CHANGES_SHOWN = 60


def visits_of_week(user, at: datetime) -> tuple[list, list, list]:
    """The night begun yesterday and not over; her visits of today and the next seven days, in the order of the day: those
    called off are not there. Then the next one of each person she sees only later: an assignment opens when it is given.
    """
    first = local(at).date()
    night = and_(Visit.day == first - timedelta(days=1), Visit.ends_at > at)
    last, held = first + timedelta(days=DAYS_AHEAD), Visit.state.in_(sorted(COUNTED))
    place = func.row_number().over(partition_by=Visit.beneficiary_id, order_by=(Visit.starts_at, Visit.id))
    to_come = (visits_seen_by(user).where(Visit.day >= first, held)
               .with_only_columns(Visit.id, place.label("place")).subquery())
    next_one = select(to_come.c.id).where(to_come.c.place == 1)
    rows = db.session.execute(
        visits_seen_by(user).join(Beneficiary, Beneficiary.id == Visit.beneficiary_id)
        .where(held, or_(night, Visit.day.between(first, last), and_(Visit.day > last, Visit.id.in_(next_one))))
        .with_only_columns(Visit.id, Visit.day, Visit.start_minute, Visit.minutes, Visit.state, Visit.series_id,
                           Visit.ends_at, Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name,
                           Beneficiary.district, maintain_column_froms=True).order_by(Visit.starts_at, Visit.id)).all()
    return ([row for row in rows if row.day < first], [row for row in rows if first <= row.day <= last],
            [row for row in rows if row.day > last])


def acts_by_series(series_ids) -> dict[int, list]:
    """The acts of each series, those that cannot wait first."""
    question = (select(SeriesAct.series_id, SeriesAct.act, SeriesAct.cannot_wait)
                .where(SeriesAct.series_id.in_(sorted(set(series_ids))))
                .order_by(SeriesAct.series_id, SeriesAct.cannot_wait.desc(), SeriesAct.id))
    acts: dict[int, list] = {}
    for row in db.session.execute(question):
        acts.setdefault(row.series_id, []).append(row)
    return acts


def _untold_deaths(user):
    """Deaths this caregiver is still to be told of: by voice, never from a screen, even once the file is closed."""
    return (select(InterruptionCall.id).join(Interruption, Interruption.id == InterruptionCall.interruption_id)
            .where(InterruptionCall.caregiver_id == user.caregiver_id, InterruptionCall.told_at.is_(None),
                   Interruption.kind == "death"))


def untold_death(user):
    """True of the visits of a person whose death nobody told this caregiver yet."""
    return _untold_deaths(user).where(Interruption.beneficiary_id == Visit.beneficiary_id).correlate(Visit).exists()


def ended_by_untold_death(user, beneficiary_id, closed_at):
    """True of what a death closed, for a caregiver nobody told of it yet: it still reads as before."""
    return _untold_deaths(user).where(Interruption.beneficiary_id == beneficiary_id,
                                      Interruption.opened_at <= closed_at).exists()


def changes_for(user, now: datetime) -> list:
    """What changed in her visits during the last seven days, or touches the days shown."""
    soon = VisitChange.starts_at.between(now, now + timedelta(days=DAYS_AHEAD + 1))
    # added while the person's help is suspended: she is told of it when it starts again
    waiting = and_(VisitChange.kind == "added", Visit.state == "suspended")
    # what her own absence took from her week she knows: she said it herself
    away = and_(VisitChange.kind == "uncovered", VisitChange.caregiver_id == user.caregiver_id, exists().where(
        ReplacementVisit.visit_id == VisitChange.visit_id, VisitChange.made_at >= Absence.declared_at,
        Absence.caregiver_id == user.caregiver_id, Absence.state != "cancelled",
        Visit.day >= Absence.starts_on).correlate(Visit, VisitChange))
    hers = case((and_(Visit.caregiver_id == user.caregiver_id, Visit.state.in_(sorted(COUNTED))), Visit.id))
    question = (changes_seen_by(user).join(Visit, Visit.id == VisitChange.visit_id)
                .join(Beneficiary, Beneficiary.id == VisitChange.beneficiary_id)
                .where(or_(VisitChange.made_at >= now - CHANGES_KEPT, soon), ~untold_death(user), ~waiting, ~away)
                .with_only_columns(VisitChange.id, hers.label("visit_id"), VisitChange.kind, VisitChange.was, VisitChange.now,
                                   VisitChange.starts_at, VisitChange.caregiver_id, VisitChange.made_at,
                                   VisitChange.beneficiary_id, Beneficiary.civility, Beneficiary.last_name,
                                   Beneficiary.first_name, maintain_column_froms=True)
                .order_by(VisitChange.made_at.desc(), VisitChange.id.desc()).limit(CHANGES_SHOWN))
    return list(db.session.execute(question))


def unsaid(user, now: datetime) -> tuple:
    """True of a change to come that must be said to her by voice first, and was not yet.

    An account whose file is not known yet is nobody: it must not match the visits that nobody holds.
    """
    her = user.caregiver_id or 0
    hers = or_(and_(VisitChange.caregiver_id == her, VisitChange.reached_at.is_(None)),
               and_(VisitChange.other_caregiver_id == her, VisitChange.other_reached_at.is_(None)))
    return hers, VisitChange.phone_first, VisitChange.starts_at > now


# When the planning was last received: the age of what her week shows.
_received = (select(func.max(ImportRun.applied_at)).where(ImportRun.kind == "visits", ImportRun.state == "applied")
             .scalar_subquery())


def head_of_week(user, now: datetime) -> tuple[bool, datetime | None, bool, bool, bool, datetime | None]:
    """(something must be said to her by voice first, when the planning was last received or None, a passage de relais
    waits for her, she is away today, a question of replacement waits for her, when her turn on call began or begins),
    in one question.
    """
    return tuple(db.session.execute(select(
        _to_be_called(user, now), _received, something_waits(user, now, today()), is_away(user.caregiver_id, today()),
        something_is_asked(user, now), _next_turn(user, now))).one())


def _next_turn(user, now: datetime):
    return select(func.min(DutyTurn.starts_at)).where(
        DutyTurn.account_id == user.id, DutyTurn.cancelled_at.is_(None), DutyTurn.ends_at > now).scalar_subquery()


def is_to_be_called(user, now: datetime, beneficiary_id: int | None = None) -> bool:
    """Something must be said by voice first (about this person): whether, and nothing else. Why stays at the office."""
    return db.session.scalar(select(_to_be_called(user, now, beneficiary_id)))


def _to_be_called(user, now: datetime, beneficiary_id: int | None = None):
    about = [VisitChange.beneficiary_id == beneficiary_id] if beneficiary_id else []
    still = select(VisitChange.id).where(*unsaid(user, now), *about)
    death = _untold_deaths(user)
    if beneficiary_id:
        death = death.where(Interruption.beneficiary_id == beneficiary_id)
    return or_(still.exists(), death.exists())
