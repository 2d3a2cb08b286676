"""Visits held by a request, from the moment their caregiver cannot come to the moment somebody else, or she herself, does.

Every change of hands leaves its line to report in the planning; one that a later line says again is folded into it.
"""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.orm import aliased

from acts import changes, handovers, pairings
from acts.away import check_here
from database import Overtaken, change_state, db, now
from models import Pairing, Replacement, ReplacementVisit, Visit, VisitChange
from queries.measures import is_held_back
from queries.refusals import shut_visits
from rules import hours
from rules.candidates import UNAVAILABLE
from rules.covering import BY_ITSELF, MAY_ASK_AGAIN, became, closed_words, may_become, outcome

HELD_OPEN = ("planned", "suspended")
HANDS = ("uncovered", "reassigned")
TAKEN = "Cette intervention n'attend plus personne\u00a0: une collègue s'en est occupée entre-temps. Relisez la liste."


def hold(by, replacement_id: int, visits: Collection[Visit], phone: bool = False) -> None:
    """These visits have nobody any more, and the request holds them. Whoever said so herself is not phoned about it.

    `phone`: she did not, and is phoned when it is near. One it held before, given back or given by hand since, is held again
    by the same line.
    """
    ids = [visit.id for visit in visits]
    # given by hand a moment ago: the request that held it before has not followed yet
    _follow(by, ReplacementVisit.visit_id.in_(ids), ReplacementVisit.replacement_id != replacement_id,
            Visit.caregiver_id.is_not(None))
    known = {row.visit_id: row for row in db.session.execute(
        select(ReplacementVisit.id, ReplacementVisit.visit_id, ReplacementVisit.state).where(
            ReplacementVisit.replacement_id == replacement_id, ReplacementVisit.visit_id.in_(ids)))}
    for visit in visits:
        if visit.state == "planned":
            changes.record(by, visit, "uncovered", was=_words(visit), phone=phone)
        if visit.id not in known:
            db.session.add(ReplacementVisit(
                replacement_id=replacement_id, visit_id=visit.id, former_caregiver_id=visit.caregiver_id,
                former_pairing_id=visit.pairing_id, held_at=now()))
    db.session.flush()
    for row in known.values():
        if row.state != "open":
            settle(by, row.id, "open")
    _give(ids, None, None)


def cover(by, held_ids: Collection[int], caregiver_id: int, spoken: bool = False) -> None:
    """Somebody agreed: these visits are hers, under her relation with the person. Raises Overtaken when one is not free.

    `spoken`: she said so by voice, so that nobody has to reach her about it.
    A measure that stands on the pair is seen here too: nothing new is given to her beside this person. Nor when she is away.
    """
    given = defaultdict(list)
    for held, visit in _held(held_ids):
        request = db.session.get(Replacement, held.replacement_id)
        if is_held_back(visit.beneficiary_id, caregiver_id, visit.day, visit.day):
            raise Overtaken(f"Cette intervenante est {UNAVAILABLE}.")
        check_here(caregiver_id, visit.day)
        settle(by, held.id, "covered", choice=held.choice or "replace")
        pairing = pairings.ensure_pairing(by, visit.beneficiary_id, caregiver_id, "replacement", "hours", visit.day,
                                          request.ends_on or visit.day)
        _say_given(by, visit, held.former_caregiver_id, caregiver_id, spoken)
        given[pairing].append(visit.id)
        if request.new_pairing_id is None:
            db.session.execute(update(Replacement).where(Replacement.id == request.id).values(new_pairing_id=pairing))
    for pairing, visit_ids in given.items():
        _give(visit_ids, caregiver_id, pairing)
    requests = {held.replacement_id for held, _ in _rows(held_ids)}
    handovers.open_for(by, requests, caregiver_id)
    close_settled(by, requests)


def give_back(by, held_ids: Collection[int]) -> None:
    """The one whose visits they were comes after all: what nobody took is hers again, under her former relation."""
    for held, visit in _held(held_ids):
        settle(by, held.id, "returned")
        pairing = db.session.scalar(select(Pairing.id).where(Pairing.id == held.former_pairing_id, Pairing.state != "ended"))
        _say_given(by, visit, None, held.former_caregiver_id)
        _give([visit.id], held.former_caregiver_id, pairing)
    handovers.follow(by, {held.replacement_id for held, _ in _rows(held_ids)})
    close_settled(by, {held.replacement_id for held, _ in _rows(held_ids)})


def reopen(by, held_id: int) -> None:
    """Whoever had agreed cannot come any more: the visit is uncovered again, and the request open again."""
    held, visit = _row(held_id)
    if held.state != "open":
        settle(by, held_id, "open")
    changes.record(by, visit, "uncovered", was=_words(visit), phone=False)
    db.session.flush()
    _give([visit.id], None, None)
    _open_again(by, [held.replacement_id])


def _open_again(by, replacement_ids: Collection[int]) -> None:
    those = update(Replacement).where(Replacement.id.in_(sorted(replacement_ids)))
    db.session.execute(those.values(state="open", closed_at=None, closed_by_id=None))
    db.session.execute(those.where(Replacement.closing_words.startswith(BY_ITSELF)).values(closing_words=""))
    handovers.follow(by, replacement_ids)


def ask_again(by, at, *where) -> int:
    """Visits planned again after they were gone, or taken off whoever had agreed, on another page: what held them asks for
    somebody again. Not a request somebody closed by hand, nor a visit the home shut to whoever came (`queries/refusals.py`).
    Returns how many.
    """
    again, other = ReplacementVisit, aliased(ReplacementVisit)
    last = ~exists().where(other.visit_id == again.visit_id, or_(other.id > again.id, other.state == "open")).correlate(again)
    by_itself = or_(Replacement.absence_id.is_not(None), Replacement.state == "open",
                    Replacement.closing_words.startswith(BY_ITSELF))
    rows = db.session.execute(
        select(again.id, again.visit_id, again.replacement_id).join(Visit, Visit.id == again.visit_id)
        .join(Replacement, Replacement.id == again.replacement_id)
        .where(Visit.state == "planned", Visit.caregiver_id.is_(None), Visit.starts_at > at, by_itself, last, *where,
               again.state.in_(sorted(MAY_ASK_AGAIN))).order_by(again.id).limit(500)).all()
    shut = shut_visits() if rows else set()
    rows = [row for row in rows if row.visit_id not in shut]
    for row in rows:
        settle(by, row.id, "open")
    _open_again(by, {row.replacement_id for row in rows})
    return len(rows)


def follow(by, at) -> int:
    """Visits that moved on another page: taken by hand, called off, gone or past. Returns how many; run by the clock.

    The request that held them closes by itself, and its page says what became of each. Whoever was given one on another page,
    or by the planning, has her passage de relais as if she had been asked here.
    """
    moved = _follow(by, or_(Visit.caregiver_id.is_not(None), Visit.state.not_in(HELD_OPEN), Visit.ends_at <= at))
    for request_id, caregiver_id in sorted({
            (held.replacement_id, visit.caregiver_id) for held, visit in moved
            if held.state == "covered" and visit.state == "planned" and visit.starts_at > at}):
        handovers.open_for(by, [request_id], caregiver_id)
    return len(moved) + ask_again(by, at)


def _follow(by, *where) -> list:
    """(held, visit) of those that moved, as they now stand."""
    moved = db.session.execute(
        select(ReplacementVisit, Visit).join(Visit, Visit.id == ReplacementVisit.visit_id)
        .where(ReplacementVisit.state == "open", *where)
        .order_by(ReplacementVisit.id).limit(500)).all()
    requests = {held.replacement_id for held, _ in moved}
    for held, visit in [(held, visit) for held, visit in moved]:
        settle(by, held.id, became(visit.state, visit.caregiver_id, held.former_caregiver_id))
    close_settled(by, requests)
    return _rows([held.id for held, _ in moved])


def settle(by, held_id: int, state: str, **values) -> None:
    """One step of the life of a visit held (`rules/covering.py`), with its author. Raises Overtaken when a colleague was first."""
    before = db.session.scalar(select(ReplacementVisit.state).where(ReplacementVisit.id == held_id))
    if not may_become(before, state):
        raise Overtaken(TAKEN)
    change_state(ReplacementVisit, held_id, {"state": before}, sentence=TAKEN, state=state, settled_at=now(),
                 settled_by_id=by.id if by else None, planned_caregiver_id=None, **values)


def close_settled(by, replacement_ids: Collection[int]) -> None:
    """Requests close by themselves once none of their visits asks for somebody; the board and their pages say how.

    One no absence opened says in words what became of its visits: no page of an absence says it for it.
    """
    for id in sorted(replacement_ids):
        states = db.session.scalars(select(ReplacementVisit.state).where(ReplacementVisit.replacement_id == id)).all()
        ended = outcome(states)
        if ended:
            db.session.execute(update(Replacement).where(Replacement.id == id, Replacement.state == "open").values(
                state=ended, closed_at=now(), closed_by_id=by.id if by else None))
            db.session.execute(update(Replacement).where(
                Replacement.id == id, Replacement.state == ended, Replacement.absence_id.is_(None),
                Replacement.closing_words == "").values(closing_words=closed_words(states)))


def _held(held_ids: Collection[int]) -> list:
    """(held, visit) still asking for somebody, in the order of time. Raises Overtaken when one no longer does."""
    rows = [(held, visit) for held, visit in _rows(held_ids)
            if held.state == "open" and visit.caregiver_id is None and visit.state in HELD_OPEN]
    if len(rows) != len(set(held_ids)):
        raise Overtaken(TAKEN)
    return rows


def _rows(held_ids: Collection[int]) -> list:
    return list(db.session.execute(
        select(ReplacementVisit, Visit).join(Visit, Visit.id == ReplacementVisit.visit_id)
        .where(ReplacementVisit.id.in_(sorted(set(held_ids)))).order_by(Visit.starts_at, Visit.id)
        .execution_options(populate_existing=True)))


def _row(held_id: int):
    return _rows([held_id])[0]


def _words(visit: Visit) -> str:
    return hours.slot(visit.day, visit.start_minute, visit.minutes)


def _say_given(by, visit: Visit, instead_of: int | None, caregiver_id: int, spoken: bool = False) -> None:
    """One line for the planning, which says instead of whom; the line that took her off it is folded into it.

    Given back while the planning still has her, told of nothing or told last that she comes: there is nothing to report at
    all; else the line says instead of whom it has there. She who said so herself is not phoned.
    """
    if visit.state != "planned":
        return
    herself = getattr(by, "caregiver_id", None) == caregiver_id
    line = changes.record(by, visit, "reassigned", was=_words(visit), other_caregiver_id=caregiver_id, phone=not herself,
                          spoken=spoken)
    told = _told(visit.id)
    line.instead_of_id = told.other_caregiver_id if instead_of is None and told else instead_of
    if spoken:
        line.other_reached_at, line.other_reached_by_id = now(), by.id
    if fold(visit.id) and instead_of is None and (told is None or told.other_caregiver_id == caregiver_id):
        line.folded_into_id = line.id


def _told(visit_id: int):
    """The last line about hands that stands in the planning: who comes by it, or nobody. None when it was told of nothing."""
    return db.session.execute(
        select(VisitChange.id, VisitChange.other_caregiver_id).where(
            VisitChange.visit_id == visit_id, VisitChange.reported_at.is_not(None), VisitChange.kind.in_(HANDS))
        .order_by(VisitChange.id.desc()).limit(1)).first()


def fold(visit_id: int) -> int:
    """The last line of a visit says it all: those about hands before it need not be reported. Returns how many."""
    db.session.flush()
    last = db.session.scalar(select(func.max(VisitChange.id)).where(VisitChange.visit_id == visit_id))
    unsaid = update(VisitChange).where(
        VisitChange.visit_id == visit_id, VisitChange.id < last, VisitChange.reported_at.is_(None),
        VisitChange.folded_into_id.is_(None), VisitChange.kind.in_(HANDS))
    return db.session.execute(unsaid.values(folded_into_id=last).execution_options(synchronize_session=False)).rowcount


def _give(visit_ids: list[int], caregiver_id: int | None, pairing_id: int | None) -> None:
    db.session.execute(
        update(Visit).where(Visit.id.in_(visit_ids))
        .values(caregiver_id=caregiver_id, pairing_id=pairing_id, given_at=now() if caregiver_id else None,
                version=Visit.version + 1).execution_options(synchronize_session=False))
    db.session.expire_all()
