"""What a caregiver's own calendar reads: never more than her phone shows at the same moment.

Her visits come from her reach, in the states of her week. What must be said to her by voice first is not given away:
until she was reached the feed reads as before. A visit that was moved, called off or given to a colleague keeps its old
hour, which says only to call the office; one that comes to her is not there yet.
"""

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from database import db, today
from models import Account, Beneficiary, CalendarFeed, Visit, VisitChange
from queries.eyes import Eye
from queries.phone_week import ended_by_untold_death, is_to_be_called, unsaid
from queries.reach import feeds_seen_by, visits_seen_by
from rules.assignment import COUNTED
from rules.calendar_feed import AHEAD, BEHIND, CALL, Event, Notice, identity, is_known, title

NOTICE = "Le bureau vous appelle au sujet d'une intervention"


def live_of(user, caregiver_id: int) -> CalendarFeed | None:
    """The address she has now, if she has one."""
    return db.session.scalar(feeds_seen_by(user).where(CalendarFeed.caregiver_id == caregiver_id,
                                                       CalendarFeed.revoked_at.is_(None)))


def caregiver_of(token_hash: str) -> int | None:
    """Whose live address this is. Her account is asked again: a closed one reads nothing, whoever closed it, and how."""
    return db.session.scalar(
        select(CalendarFeed.caregiver_id).join(Account, Account.caregiver_id == CalendarFeed.caregiver_id)
        .where(CalendarFeed.token_hash == token_hash, CalendarFeed.revoked_at.is_(None), Account.ended_at.is_(None),
               Account.role == "caregiver"))


def was_made(token_hash: str) -> bool:
    return db.session.scalar(select(select(CalendarFeed.id).where(CalendarFeed.token_hash == token_hash).exists()))


def entries(caregiver_id: int, at: datetime, secret: bytes) -> list[Event | Notice]:
    """What her calendar shows at this moment, in the order of time; `secret` makes the identities."""
    eye = Eye("caregiver", frozenset(), False, caregiver_id)
    events = [Event(identity(secret, f"visit {visit.id}"), visit.starts_at, visit.ends_at, title(
        visit.first_name, visit.last_name, visit.district, visit.ends_at > at), visit.version)
        for visit in _shown(eye, at)]
    held = [Event(identity(secret, f"visit {id}"), starts_at, starts_at + timedelta(minutes=minutes), CALL, version, True)
            for id, starts_at, minutes, version in _held(eye, at)]
    notice = [Notice(identity(secret, f"call {caregiver_id}"), today(), NOTICE)] if is_to_be_called(eye, at) else []
    return notice + sorted(events + held, key=lambda event: (event.starts_at, event.uid))


def _shown(eye: Eye, at: datetime) -> list:
    """Her visits of the days around, but those still to come that an unsaid change is about."""
    return list(db.session.execute(
        visits_seen_by(eye).join(Beneficiary, Beneficiary.id == Visit.beneficiary_id)
        .where(Visit.state.in_(sorted(COUNTED)), Visit.starts_at > at - BEHIND, Visit.starts_at < at + AHEAD,
               or_(Visit.ends_at <= at, ~_touched(eye, at)))
        .with_only_columns(Visit.id, Visit.starts_at, Visit.ends_at, Visit.version, Beneficiary.first_name,
                           Beneficiary.last_name, Beneficiary.district, maintain_column_froms=True)
        .order_by(Visit.starts_at, Visit.id)))


def _touched(eye: Eye, at: datetime):
    """True of a visit that an unsaid change is about: its own, or one that the same act touched.

    One line stands for a whole series, or for a whole interruption: what it gave or changed, it gave after it.
    """
    change, first = VisitChange, aliased(Visit)
    series = select(first.id).where(first.id == change.visit_id, first.series_id == Visit.series_id)
    return (select(change.id).where(*unsaid(eye, at), change.beneficiary_id == Visit.beneficiary_id, or_(
        change.visit_id == Visit.id, Visit.given_at >= change.made_at, Visit.state_at >= change.made_at,
        and_(change.kind == "added", series.correlate(change, Visit).exists()))).correlate(Visit).exists())


def _held(eye: Eye, at: datetime) -> list[tuple]:
    """The hours that keep their place until she is told: (visit, start, minutes, version)."""
    kept = {row.id: row for row in _suspended(eye, at)}
    rows = db.session.execute(
        select(Visit.id, VisitChange.starts_at, Visit.minutes, Visit.version, VisitChange.kind,
               (VisitChange.caregiver_id == eye.caregiver_id).label("hers_first"))
        .join(Visit, Visit.id == VisitChange.visit_id).where(*unsaid(eye, at), VisitChange.starts_at < at + AHEAD)
        .order_by(VisitChange.id.desc()))
    # the first of several unsaid changes of one visit says where it stood when she last heard of it
    first = {row.id: row for row in rows}
    kept |= {id: row for id, row in first.items() if is_known(row.kind, row.hers_first)}
    never_hers = {id for id, row in first.items() if not is_known(row.kind, row.hers_first)}
    return [tuple(row)[:4] for id, row in kept.items() if id not in never_hers]


def _suspended(eye: Eye, at: datetime) -> list:
    """Her visits stopped by what she is still to be told: an interruption near at hand, a death whatever its day."""
    return list(db.session.execute(
        visits_seen_by(eye).where(
            Visit.state == "suspended", Visit.ends_at > at, Visit.starts_at < at + AHEAD,
            or_(_touched(eye, at), ended_by_untold_death(eye, Visit.beneficiary_id, Visit.state_at)))
        .with_only_columns(Visit.id, Visit.starts_at, Visit.minutes, Visit.version, maintain_column_froms=True)
        .order_by(Visit.starts_at, Visit.id)))
