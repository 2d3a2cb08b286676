"""What each caregiver carried these last weeks, and when she was last called: a fixed number of questions, whoever is shown.

No absence is read here. Facts that only some may read come in by `more_facts`, for who asks.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, case, exists, func, or_, select

from database import db, instant_at, local, now
from models import Account, Alert, Caregiver, HomeInstruction, LoadNote, Mediation, Offer, Pairing, SeriesAct, Visit
from queries.candidate_people import SHORT
from queries.pairings import was_held
from queries.reach import (
    alerts_seen_by,
    caregivers_seen_by,
    load_notes_seen_by,
    mediations_seen_by,
    offers_seen_by,
    visits_seen_by,
)
from queries.settings import settings
from rules.load import Load, Period, Shown, facts, told_of
from rules.restrictions import TRANSFERS

PAGE, KEPT = 25, 20


def period(at: datetime) -> Period:
    return Period.ending(local(at).date(), settings().number("load_days"))


def shown() -> Shown:
    number = settings().number
    return Shown(row=number("load_row"), weekends=number("load_weekends"), short_notice=number("load_short_notice"),
                 hours=number("load_hours"), transfers=number("load_transfers"), lifting=number("load_lifting"))


def people(user, by_call: bool = False, page: int = 1) -> list:
    """A page of caregivers and one more, by name; or those not called for the longest time first, never called before them."""
    last = (select(LoadNote.caregiver_id, func.max(LoadNote.called_on).label("called_on"))
            .group_by(LoadNote.caregiver_id).subquery())
    order = [last.c.called_on.asc().nulls_first()] if by_call else []
    return list(db.session.execute(
        caregivers_seen_by(user).outerjoin(last, last.c.caregiver_id == Caregiver.id)
        .with_only_columns(Caregiver.id, Caregiver.first_name, Caregiver.last_name, Caregiver.phone, Caregiver.weekly_minutes,
                           last.c.called_on, maintain_column_froms=True)
        .where(Caregiver.ended_on.is_(None))
        .order_by(*order, Caregiver.last_name, Caregiver.first_name, Caregiver.id)
        .offset((page - 1) * PAGE).limit(PAGE + 1)))


def facts_of(user, rows: Sequence, at: datetime, day_words=str) -> dict[int, list[str]]:
    """Caregiver -> her sentences. rows: caregivers with their id and weekly_minutes."""
    looked_at, from_how_many, ids = period(at), shown(), [row.id for row in rows]
    known, more = _loads(user, rows, looked_at, at), more_facts(user, ids)
    return {id: facts(known[id], looked_at, from_how_many, day_words) + more.get(id, []) for id in ids}


def more_facts(user, caregiver_ids: Collection[int]) -> dict[int, list[str]]:
    """Caregiver -> what only some of the office may read of her: that she said something happened to her, never what."""
    if user.caregiver_id:
        return {}
    since = instant_at(period(now()).first, 0)
    rows = db.session.execute(
        alerts_seen_by(user).where(Alert.caregiver_id.in_(caregiver_ids), Alert.reported_at >= since)
        .with_only_columns(Alert.caregiver_id, func.count().label("n"), maintain_column_froms=True)
        .group_by(Alert.caregiver_id).order_by(Alert.caregiver_id))
    return {row.caregiver_id: [told_of(row.n)] for row in rows}


def _loads(user, rows: Sequence, looked_at: Period, at: datetime) -> dict[int, Load]:
    ids, since = [row.id for row in rows], instant_at(looked_at.first, 0)
    held = (Visit.caregiver_id.in_(ids), Visit.starts_at >= since, Visit.starts_at <= at, was_held(at))
    days, counted = _days(user, held), _counted(user, held)
    taken, talked = _short_notice(user, ids, since), _mediations(user, ids)
    return {row.id: Load(row.weekly_minutes, frozenset(days[row.id]), sum(days[row.id].values()), *counted.get(row.id, (0,) * 4),
                         short_notice=taken.get(row.id, 0), mediations=talked.get(row.id, 0)) for row in rows}


def _days(user, held) -> defaultdict[int, dict]:
    """Caregiver -> minutes of her visits on each day."""
    found = defaultdict(dict)
    for row in db.session.execute(
            visits_seen_by(user).with_only_columns(Visit.caregiver_id, Visit.day, func.sum(Visit.minutes).label("minutes"))
            .where(*held).group_by(Visit.caregiver_id, Visit.day).order_by(Visit.caregiver_id, Visit.day)):
        found[row.caregiver_id][row.day] = row.minutes
    return found


def _counted(user, held) -> dict[int, tuple[int, int, int, int]]:
    """Caregiver -> visits, those with a transfer by two, at how many persons', and those with an act that lifts."""
    acts = exists().where(SeriesAct.series_id == Visit.series_id)
    lifts = acts.where(SeriesAct.act.in_(sorted(TRANSFERS)))
    by_two = exists().where(
        HomeInstruction.beneficiary_id == Visit.beneficiary_id, HomeInstruction.code == "transfer_two",
        HomeInstruction.since <= Visit.starts_at,
        or_(HomeInstruction.ended_at.is_(None), HomeInstruction.ended_at > Visit.starts_at))
    # as for a restriction: where no act is known, the home alone decides
    heavy = and_(by_two, or_(lifts, ~acts))
    rows = db.session.execute(
        visits_seen_by(user).with_only_columns(
            Visit.caregiver_id, func.count(), func.count(case((heavy, Visit.id))),
            func.count(case((heavy, Visit.beneficiary_id)).distinct()), func.count(case((lifts, Visit.id))))
        .where(*held).group_by(Visit.caregiver_id).order_by(Visit.caregiver_id))
    return {row[0]: tuple(row[1:]) for row in rows}


def _short_notice(user, ids, since) -> dict[int, int]:
    """Caregiver -> replacements she agreed to in the period, asked less than seven days ahead."""
    rows = db.session.execute(
        offers_seen_by(user).with_only_columns(Offer.caregiver_id, func.count())
        .where(Offer.caregiver_id.in_(ids), Offer.state.in_(("agreed", "partly")), Offer.notice.in_(SHORT),
               Offer.answered_at >= since)
        .group_by(Offer.caregiver_id).order_by(Offer.caregiver_id))
    return dict(rows.all())


def _mediations(user, ids) -> dict[int, int]:
    pair = Pairing.__table__.alias("pair")
    rows = db.session.execute(
        mediations_seen_by(user).join(pair, pair.c.id == Mediation.pairing_id)
        .with_only_columns(pair.c.caregiver_id, func.count())
        .where(pair.c.caregiver_id.in_(ids), Mediation.state.in_(("opened", "agreed")))
        .group_by(pair.c.caregiver_id).order_by(pair.c.caregiver_id))
    return dict(rows.all())


def notes(user, ids: Collection[int]) -> defaultdict[int, list]:
    """Caregiver -> the calls noted, newest first, so many at most."""
    place = func.row_number().over(partition_by=LoadNote.caregiver_id, order_by=(LoadNote.called_on.desc(), LoadNote.id.desc()))
    ranked = (load_notes_seen_by(user).join(Account, Account.id == LoadNote.by_id).where(LoadNote.caregiver_id.in_(ids))
              .with_only_columns(LoadNote.id, LoadNote.caregiver_id, LoadNote.called_on, LoadNote.line, Account.name,
                                 place.label("place"), maintain_column_froms=True).subquery())
    found = defaultdict(list)
    for row in db.session.execute(select(ranked).where(ranked.c.place <= KEPT).order_by(ranked.c.caregiver_id, ranked.c.place)):
        found[row.caregiver_id].append(row)
    return found
