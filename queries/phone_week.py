"""What a caregiver's week shows: her visits of the next days, what changed in them."""

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select

from database import db, today
from models import Beneficiary, Interruption, InterruptionCall, SeriesAct, Visit, VisitChange
from queries.reach import changes_seen_by, visits_seen_by
from rules.assignment import COUNTED

DAYS_AHEAD = 7
CHANGES_KEPT = timedelta(days=7)
CHANGES_SHOWN = 60


def visits_of_week(user) -> list:
    """Her visits of today and the next seven days, in the order of the day: those called off are not there."""
    first = today()
    question = (visits_seen_by(user).join(Beneficiary, Beneficiary.id == Visit.beneficiary_id)
                .where(Visit.day.between(first, first + timedelta(days=DAYS_AHEAD)), Visit.state.in_(sorted(COUNTED)))
                .with_only_columns(Visit.id, Visit.day, Visit.start_minute, Visit.minutes, Visit.state, Visit.series_id,
                                   Visit.ends_at, Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name,
                                   Beneficiary.district, maintain_column_froms=True)
                .order_by(Visit.starts_at, Visit.id))
    return list(db.session.execute(question))


def acts_by_series(series_ids) -> dict[int, list]:
    """The acts of each series, those that cannot wait first."""
    question = (select(SeriesAct.series_id, SeriesAct.act, SeriesAct.cannot_wait)
                .where(SeriesAct.series_id.in_(sorted(set(series_ids))))
                .order_by(SeriesAct.series_id, SeriesAct.cannot_wait.desc(), SeriesAct.id))
    acts: dict[int, list] = {}
    for row in db.session.execute(question):
        acts.setdefault(row.series_id, []).append(row)
    return acts


def untold_death(user):
    """The visits of a person who died, as long as nobody told this caregiver: by voice, never from a screen."""
    told = (select(InterruptionCall.id)
            .where(InterruptionCall.interruption_id == Interruption.id,
                   InterruptionCall.caregiver_id == user.caregiver_id, InterruptionCall.told_at.is_not(None))
            .correlate(Interruption))
    return (select(Interruption.id)
            .where(Interruption.beneficiary_id == Visit.beneficiary_id, Interruption.kind == "death",
                   Interruption.resumed_at.is_(None), ~told.exists()).correlate(Visit).exists())


def changes_for(user, now: datetime) -> list:
    """What changed in her visits during the last seven days, or touches the days shown."""
    soon = VisitChange.starts_at.between(now, now + timedelta(days=DAYS_AHEAD + 1))
    question = (changes_seen_by(user).join(Visit, Visit.id == VisitChange.visit_id)
                .join(Beneficiary, Beneficiary.id == VisitChange.beneficiary_id)
                .where(or_(VisitChange.made_at >= now - CHANGES_KEPT, soon), ~untold_death(user))
                .with_only_columns(VisitChange.id, VisitChange.kind, VisitChange.was, VisitChange.now,
                                   VisitChange.starts_at, VisitChange.caregiver_id, VisitChange.made_at,
                                   VisitChange.beneficiary_id, Beneficiary.civility, Beneficiary.last_name,
                                   Beneficiary.first_name, maintain_column_froms=True)
                .order_by(VisitChange.made_at.desc(), VisitChange.id.desc()).limit(CHANGES_SHOWN))
    return list(db.session.execute(question))


def is_to_be_called(user, now: datetime, beneficiary_id: int | None = None) -> bool:
    """Something must be said by voice first (about this person): whether, and nothing else. Why stays at the office."""
    about = [VisitChange.beneficiary_id == beneficiary_id] if beneficiary_id else []
    touches = or_(VisitChange.caregiver_id == user.caregiver_id, VisitChange.other_caregiver_id == user.caregiver_id)
    unsaid = and_(VisitChange.phone_first, VisitChange.reached_at.is_(None), VisitChange.starts_at > now)
    death = and_(untold_death(user), VisitChange.made_at >= now - CHANGES_KEPT)
    return bool(db.session.scalar(
        select(VisitChange.id).join(Visit, Visit.id == VisitChange.visit_id)
        .where(touches, or_(unsaid, death), *about).limit(1)))
