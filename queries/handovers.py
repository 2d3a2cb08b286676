"""Passages de relais as the office reads them: the list, the page of one; and what each follows of the visits."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Select, and_, case, exists, func, select
from sqlalchemy.orm import aliased

from database import db, local
from models import (
    Absence,
    Account,
    Beneficiary,
    Caregiver,
    Handover,
    HandoverAddendum,
    Pairing,
    Replacement,
    ReplacementVisit,
    Visit,
)
from queries.measures import held_back
from queries.pages import in_order, last_first, page_of
from queries.reach import handovers_seen_by
from rules.assignment import COUNTED
from rules.handovers import HANDED_OVER, KNOWS_FOR, LIVE, is_asked

LEAVES, COMES = aliased(Caregiver), aliased(Caregiver)
# The filters of the list: address -> the states it shows.
LISTS = {"a-ecrire": ("to_write",), "a-lire": ("sent",), "lus": ("read",), "retours": ("returned",),
         "termines": ("closed", "cancelled")}
OVER = "termines"


def live_one(replacement_id: int, caregiver_id: int) -> int | None:
    """Hers for this request, unless it was cancelled."""
    return db.session.scalar(select(Handover.id).where(
        Handover.replacement_id == replacement_id, Handover.to_caregiver_id == caregiver_id, Handover.state != "cancelled"))


def live_between(person_id: int, leaves: int | None, comes: int) -> int | None:
    """The one that lives for this person between these two; `leaves` None: from the office."""
    return db.session.scalar(select(Handover.id).where(
        Handover.beneficiary_id == person_id, Handover.from_caregiver_id == leaves, Handover.to_caregiver_id == comes,
        Handover.state.in_(sorted(LIVE))).order_by(Handover.id).limit(1))


def live_by_hand(person_id: int, leaves: int | None, comes: int) -> bool:
    """The same, opened by hand: it follows every visit of hers there."""
    id = live_between(person_id, leaves, comes)
    return id is not None and db.session.scalar(select(Handover.replacement_id).where(Handover.id == id)) is None


def comes_for_a_time(person_id: int, caregiver_id: int) -> bool:
    """She replaces there: her last visit will be followed by a return note."""
    return db.session.scalar(select(Pairing.kind).where(
        Pairing.beneficiary_id == person_id, Pairing.caregiver_id == caregiver_id, Pairing.state != "ended")) == "replacement"


def knows_home(caregiver_id: int, person_id: int, at: datetime) -> bool:
    """She has held a visit there before."""
    held = select(Visit.id).where(Visit.caregiver_id == caregiver_id, Visit.beneficiary_id == person_id,
                                  Visit.state.in_(("planned", "done")), Visit.ends_at <= at)
    return db.session.execute(held.limit(1)).first() is not None


def bounds(replacement_ids: Collection[int] | None = None) -> list:
    """Each live one with how many visits of hers it is about, the start of the first and the end of the last.

    They are those of its request she covers; without a request that holds visits, all of hers there since it opened.
    Visits an interruption suspends are still hers, but on no day. Two questions: together they would read every visit of hers.
    """
    holds = exists().where(ReplacementVisit.replacement_id == Handover.replacement_id).correlate(Handover)
    covered = and_(ReplacementVisit.replacement_id == Handover.replacement_id, ReplacementVisit.state == "covered")
    since = Visit.starts_at > Handover.opened_at
    of_request = (_live(replacement_ids).where(holds).outerjoin(ReplacementVisit, covered)
                  .outerjoin(Visit, and_(Visit.id == ReplacementVisit.visit_id, _hers())))
    by_hand = _live(replacement_ids).where(~holds).outerjoin(Visit, and_(_hers(), since))
    return [*db.session.execute(of_request), *db.session.execute(by_hand)]


def _hers():
    return and_(Visit.caregiver_id == Handover.to_caregiver_id, Visit.beneficiary_id == Handover.beneficiary_id,
                Visit.state.in_((*sorted(COUNTED), "suspended")))


def _live(replacement_ids: Collection[int] | None) -> Select:
    counted = Visit.state.in_(sorted(COUNTED))
    rows = (select(Handover.id, Handover.state, Handover.first_visit_at, Handover.last_visit_at,
                   func.count(Visit.id).label("visits"), func.min(case((counted, Visit.starts_at))).label("first"),
                   func.max(case((counted, Visit.ends_at))).label("last"))
            .select_from(Handover).where(Handover.state.in_(sorted(LIVE)))
            .group_by(Handover.id, Handover.state, Handover.first_visit_at, Handover.last_visit_at).order_by(Handover.id))
    return rows if replacement_ids is None else rows.where(Handover.replacement_id.in_(sorted(replacement_ids)))


def passed(before: datetime) -> list[tuple[int, str]]:
    """Live ones whose last visit ended before then."""
    return [tuple(row) for row in db.session.execute(
        select(Handover.id, Handover.state).where(Handover.state.in_(sorted(LIVE)), Handover.last_visit_at <= before)
        .order_by(Handover.id).limit(200))]


def sides(person_id: int, at: datetime) -> tuple[list, list]:
    """Who may hand over by hand, and to whom, by name: those who went there lately or go there; those who go there.

    Never beside a measure, and never from one whose place there was asked to be taken for a reason that is no absence.
    """
    rows = db.session.execute(
        select(Caregiver.id, Caregiver.first_name, Caregiver.last_name, func.max(Visit.starts_at).label("last"))
        .join(Visit, Visit.caregiver_id == Caregiver.id)
        .where(Visit.beneficiary_id == person_id, Visit.state.in_(("planned", "done", "suspended")),
               Visit.starts_at > at - KNOWS_FOR, Caregiver.ended_on.is_(None))
        .group_by(Caregiver.id, Caregiver.first_name, Caregiver.last_name)
        .order_by(Caregiver.last_name, Caregiver.first_name, Caregiver.id)).all()
    away = held_back(person_id, local(at).date())
    asked_out = set(db.session.scalars(select(Replacement.caregiver_id).where(
        Replacement.beneficiary_id == person_id, Replacement.reason.not_in(sorted(HANDED_OVER)),
        Replacement.state.in_(("open", "with_direction", "done"))).order_by(Replacement.id)))
    free = [row for row in rows if row.id not in away]
    return [row for row in free if row.id not in asked_out], [row for row in free if row.last > at]


def who_comes(pairing_id: int | None) -> int | None:
    """The caregiver of the relation a request chose."""
    return db.session.scalar(select(Pairing.caregiver_id).where(Pairing.id == pairing_id)) if pairing_id else None


def of_request(user, replacement_id: int) -> list:
    """Those a request opened that were not cancelled: (id, state, who comes)."""
    return list(db.session.execute(named(
        handovers_seen_by(user).where(Handover.replacement_id == replacement_id, Handover.state != "cancelled")
        .with_only_columns(Handover.id, Handover.state, maintain_column_froms=True)).order_by(Handover.id)))


def has_page(caregiver_id):
    """True in SQL of one who has an account: only she can be asked on her page."""
    return exists().where(Account.caregiver_id == caregiver_id, Account.ended_at.is_(None)).correlate_except(Account)


def is_asked_on_her_page(caregiver_id: int | None, on: date) -> bool:
    """Whether the one who leaves finds the question on her page today."""
    return caregiver_id is not None and is_asked(absences_of(caregiver_id), on) and db.session.scalar(
        select(has_page(caregiver_id)))


def absences_of(caregiver_id: int | None) -> list[tuple[str, date, date | None]]:
    """Her open absences, as `rules/handovers.is_asked` reads them."""
    rows = db.session.execute(select(Absence.kind, Absence.starts_on, Absence.ends_on).where(
        Absence.caregiver_id == caregiver_id, Absence.state == "open").order_by(Absence.id))
    return [tuple(row) for row in rows]


def named(rows: Select) -> Select:
    """Who the person is, who leaves, who comes."""
    return (rows.add_columns(
        Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name, LEAVES.first_name.label("from_first"),
        LEAVES.last_name.label("from_last"), COMES.first_name.label("to_first"), COMES.last_name.label("to_last"))
        .outerjoin(Beneficiary, Beneficiary.id == Handover.beneficiary_id)
        .outerjoin(LEAVES, LEAVES.id == Handover.from_caregiver_id).outerjoin(COMES, COMES.id == Handover.to_caregiver_id))


def _rows(user, which: str) -> Select:
    return named(handovers_seen_by(user).where(Handover.state.in_(LISTS[which])).with_only_columns(
        Handover.id, Handover.state, Handover.kind, Handover.first_visit_at, Handover.last_visit_at, Handover.written_at,
        Handover.read_at, Handover.returned_at, Handover.went, Handover.taken_up_at, Handover.closed_at, Handover.mode,
        maintain_column_froms=True))


def listed(user, which: str, after: int | None = None) -> tuple[list, int | None]:
    """A page of the list, and where the next starts: the oldest first, what is over the last first."""
    if which == OVER:
        return last_first(_rows(user, which), Handover, after)
    page = page_of(_rows(user, which), Handover.opened_at, after)
    return page.rows, page.next_id


def every(user, which: str) -> Select:
    """The whole of that list, in its order."""
    return in_order(_rows(user, which), Handover.id if which == OVER else Handover.opened_at, newest=which == OVER)


def shown(user, id: int):
    """One row for a page: the record, the names, who did each step. None out of reach."""
    steps = {name: aliased(Account) for name in ("opened", "written", "read", "returned", "taken_up", "closed")}
    rows = handovers_seen_by(user).where(Handover.id == id).with_only_columns(Handover, maintain_column_froms=True)
    for name, account in steps.items():
        rows = rows.add_columns(account.name.label(f"{name}_by")).outerjoin(
            account, account.id == getattr(Handover, f"{name}_by_id"))
    return db.session.execute(named(rows)).first()


def addenda_of(id: int) -> list:
    """What was added after it was sent, in order."""
    return list(db.session.execute(
        select(HandoverAddendum.id, HandoverAddendum.words, HandoverAddendum.at, Account.name.label("by"))
        .join(Account, Account.id == HandoverAddendum.by_id).where(HandoverAddendum.handover_id == id)
        .order_by(HandoverAddendum.at, HandoverAddendum.id)))
