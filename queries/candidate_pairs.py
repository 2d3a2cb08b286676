"""What stands between a caregiver and a person: she knows her, how it went for both, a measure, a wish."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select

from database import db, local
from models import Caregiver, Decision, Mediation, Pairing, PairMeasure, Round, Visit
from queries.pairings import was_held
from rules.candidates import Need, answers_intimate_care

Pair = tuple[int, int]


def known(beneficiary_ids: Collection[int], at: datetime) -> dict[Pair, tuple[int, date]]:
    """(caregiver, person) -> how many visits she made there, and the day of the last."""
    rows = db.session.execute(
        select(Visit.caregiver_id, Visit.beneficiary_id, func.count(), func.max(Visit.day))
        .where(Visit.beneficiary_id.in_(sorted(beneficiary_ids)), Visit.caregiver_id.is_not(None), was_held(at))
        .group_by(Visit.caregiver_id, Visit.beneficiary_id).order_by(Visit.caregiver_id, Visit.beneficiary_id))
    return {(caregiver, person): (visits, last) for caregiver, person, visits, last in rows}


def went(beneficiary_ids: Collection[int]) -> dict[Pair, tuple[str, date]]:
    """(caregiver, person) -> how it went for both the last time it was said: the outcome of their last decided point, or
    the mediation that has settled since; and the day. What each of them answered is not read here.
    """
    people = sorted(beneficiary_ids)
    decided = db.session.execute(
        select(Round.caregiver_id, Round.beneficiary_id, Decision.outcome, Decision.at)
        .join(Decision, Decision.round_id == Round.id).where(Round.beneficiary_id.in_(people), Round.state == "decided")
        .order_by(Decision.at, Decision.id))
    settled = db.session.execute(
        select(Pairing.caregiver_id, Pairing.beneficiary_id, Mediation.state, Mediation.closed_at)
        .join(Pairing, Pairing.id == Mediation.pairing_id)
        .where(Pairing.beneficiary_id.in_(people), Mediation.state == "resolved", Mediation.closed_at.is_not(None))
        .order_by(Mediation.closed_at, Mediation.id))
    said = sorted([*decided, *settled], key=lambda row: row[3])
    return {(caregiver, person): (outcome, local(at).date()) for caregiver, person, outcome, at in said}


def barred(needs: Sequence[Need]) -> frozenset[Pair]:
    """(caregiver, visit) under a measure of any kind. One that stands on any of these days keeps her from all the visits
    of that person: which days it spares would tell when it ends.
    """
    days, visits = defaultdict(list), defaultdict(list)
    for need in needs:
        days[need.beneficiary_id].append(need.day)
        visits[need.beneficiary_id].append(need.visit_id)
    rows = db.session.execute(
        select(PairMeasure.caregiver_id, PairMeasure.beneficiary_id, PairMeasure.starts_on, PairMeasure.ends_on)
        .where(PairMeasure.beneficiary_id.in_(sorted(days)), PairMeasure.lifted_at.is_(None),
               or_(PairMeasure.ends_on.is_(None), PairMeasure.ends_on >= min((need.day for need in needs), default=date.min)))
        .order_by(PairMeasure.id))
    return frozenset((row.caregiver_id, visit) for row in rows for visit in visits[row.beneficiary_id]
                     if row.starts_on <= max(days[row.beneficiary_id])
                     and (row.ends_on is None or row.ends_on >= min(days[row.beneficiary_id])))


def against_wish(needs: Sequence[Need], wishes: list, caregiver_ids: Collection[int]) -> frozenset[Pair]:
    """(caregiver, visit) whom the rule of intimate care sets aside. The only place where woman or man is read, and only
    when somebody concerned has such a wish.
    """
    wished = defaultdict(set)
    for wish in wishes:
        if wish.kind == "intimate_care":
            wished[wish.beneficiary_id].add(wish.value)
    if not wished:
        return frozenset()
    rows = db.session.execute(select(Caregiver.id, Caregiver.gender).where(Caregiver.id.in_(sorted(caregiver_ids)))
                              .order_by(Caregiver.id)).all()
    return frozenset((row.id, need.visit_id) for need in needs if need.beneficiary_id in wished for row in rows
                     if not answers_intimate_care(wished[need.beneficiary_id], need.acts, row.gender))
