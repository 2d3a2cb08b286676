"""The visits that ask for somebody, with what decides who may take them: acts, wishes, vigilance, whose they were."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import and_, select

from database import db
from models import Beneficiary, HomeInstruction, ReplacementVisit, SeriesAct, Visit, Wish
from queries.reach import visits_seen_by
from rules.candidates import Need, level_needed
from rules.working_time import Stay


def needs(user, visit_ids: Collection[int], wishes: list) -> tuple[Need, ...]:
    """In the order of time; four questions with `wishes_of`, however many visits."""
    rows = _visits(user, visit_ids)
    acts, vigilance = _acts(rows), _vigilance({row.beneficiary_id for row in rows})
    languages, others = defaultdict(set), defaultdict(list)
    for wish in wishes:
        if wish.kind == "language":
            languages[wish.beneficiary_id].add(wish.value)
        elif wish.kind != "intimate_care":
            others[wish.beneficiary_id].append((wish.kind, wish.value))
    return tuple(Need(
        visit_id=row.id, beneficiary_id=row.beneficiary_id, stay=Stay(row.starts_at, row.ends_at, row.beneficiary_id),
        day=row.day, start_minute=row.start_minute, minutes=row.minutes,
        acts=frozenset(act.act for act in acts[row.series_id]), cannot_wait=any(act.cannot_wait for act in acts[row.series_id]),
        qualification=level_needed(act.qualification for act in acts[row.series_id]),
        languages=frozenset(languages[row.beneficiary_id]), vigilance=frozenset(vigilance[row.beneficiary_id]),
        wishes=tuple(others[row.beneficiary_id]),
        sector_id=row.sector_id, district=row.district, former_id=row.former_caregiver_id or row.caregiver_id,
        held_id=row.held_id, request_id=row.replacement_id) for row in rows)


def _visits(user, visit_ids: Collection[int]) -> list:
    held = ReplacementVisit
    return list(db.session.execute(
        visits_seen_by(user).with_only_columns(
            Visit.id, Visit.beneficiary_id, Visit.caregiver_id, Visit.series_id, Visit.day, Visit.start_minute, Visit.minutes,
            Visit.starts_at, Visit.ends_at, Beneficiary.sector_id, Beneficiary.district, held.id.label("held_id"),
            held.replacement_id, held.former_caregiver_id, maintain_column_froms=True)
        .join(Beneficiary, Beneficiary.id == Visit.beneficiary_id)
        .outerjoin(held, and_(held.visit_id == Visit.id, held.state == "open"))
        .where(Visit.id.in_(sorted(visit_ids))).order_by(Visit.starts_at, Visit.id)))


def _acts(rows: list) -> defaultdict[int, list]:
    """Series -> its acts."""
    found = defaultdict(list)
    for act in db.session.execute(
            select(SeriesAct.series_id, SeriesAct.act, SeriesAct.cannot_wait, SeriesAct.qualification)
            .where(SeriesAct.series_id.in_({row.series_id for row in rows})).order_by(SeriesAct.id)):
        found[act.series_id].append(act)
    return found


def _vigilance(beneficiary_ids: Collection[int]) -> defaultdict[int, set]:
    """Person -> the instructions that stand in her home."""
    found = defaultdict(set)
    for row in db.session.execute(
            select(HomeInstruction.beneficiary_id, HomeInstruction.code)
            .where(HomeInstruction.beneficiary_id.in_(sorted(beneficiary_ids)), HomeInstruction.ended_at.is_(None))
            .order_by(HomeInstruction.id)):
        found[row.beneficiary_id].add(row.code)
    return found


def wishes_of(visit_ids: Collection[int]) -> list:
    """The wishes in force of everybody these visits are for: (beneficiary_id, kind, value)."""
    return list(db.session.execute(
        select(Wish.beneficiary_id, Wish.kind, Wish.value)
        .where(Wish.beneficiary_id.in_(select(Visit.beneficiary_id).where(Visit.id.in_(sorted(visit_ids)))),
               Wish.ended_at.is_(None)).order_by(Wish.id)))
