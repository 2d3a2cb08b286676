"""A caregiver is away: in one transaction her visits of these days have nobody any more, and one request a person holds them.

Whatever is written for her later (a series that goes on, a planning received) is taken by the clock, which also gives back
what nobody took once she is back, and closes an absence whose last day is past.
"""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select, update

from acts import covering, questions, return_visits
from database import Overtaken, change_state, db, local, now, today
from models import Absence, AbsenceStep, Offer, Replacement, ReplacementVisit, Visit
from queries import absences as known
from queries import assignments
from queries.measures import is_held_back
from rules.absences import DAY, changed_as, held_until, reason_of, step_words
from rules.offers import ALIVE

LEFT = "Cette intervenante ne travaille plus dans l'association à cette date."


def declare(by, caregiver_id: int, kind: str, starts_on: date, ends_on: date | None, news_on: date | None,
            received_on: date) -> int:
    """Note an absence; her visits of these days still to begin are held at once. Returns its id.

    What she sends from her phone waits to be read. Raises Overtaken when one from the same day on is noted already.
    """
    twin = known.same_first_day(caregiver_id, starts_on)
    if twin:
        raise Overtaken(f"Une absence est déjà notée à partir de ce jour. {_meanwhile(twin)}")
    if not assignments.caregivers_at_work([caregiver_id], max(starts_on, today())):
        raise Overtaken(LEFT)
    absence = Absence(caregiver_id=caregiver_id, kind=kind, starts_on=starts_on, ends_on=ends_on,
                      news_on=None if ends_on else news_on, received_on=received_on, declared_at=now(),
                      declared_by_id=by.id, **_seen(by, caregiver_id))
    db.session.add(absence)
    db.session.flush()
    _note(by, absence.id, "declared", None, ends_on)
    _withdraw_hers(by, absence)
    take(by, caregiver_id)
    return_visits.follow(caregiver_id)
    return absence.id


def read(by, id: int) -> None:
    """The office has read what came from her phone; she sees so."""
    change_state(Absence, id, {"read_at": None}, sentence=lambda: _meanwhile(id), read_at=now(), read_by_id=by.id)
    _note(by, id, "read", None, None)


def extend(by, id: int, version: int, ends_on: date | None, news_on: date | None) -> None:
    """Another last day, known at last or later; or none known, with the day of the next news."""
    absence = _as_seen(id, version)
    was = absence.ends_on
    _change(by, absence, ends_on=ends_on, news_on=None if ends_on else news_on, back_on=None)
    _note(by, id, changed_as(was, ends_on), was, ends_on)
    absence = db.session.get(Absence, id)
    _withdraw_hers(by, absence)
    take(by, absence.caregiver_id)
    _give_back(by, absence)
    return_visits.follow(absence.caregiver_id)


def come_back(by, id: int, version: int, back_on: date) -> None:
    """She is back before the day that was noted. What nobody took, and is asked of nobody, is hers again from that day.

    A visit somebody agreed to stays with her: the office may change it, visit by visit.
    """
    absence = _as_seen(id, version)
    was = absence.ends_on
    over = {"state": "closed", "closed_at": now(), "closed_by_id": by.id} if back_on <= today() else {}
    _change(by, absence, ends_on=back_on - DAY, back_on=back_on, news_on=None, **over)
    _note(by, id, "shortened", was, back_on - DAY)
    return_visits.follow(absence.caregiver_id)
    _give_back(by, db.session.get(Absence, id))
    if over:
        questions.back_at_work(by, db.session.get(Absence, id))


def taken_off(by, visit_id: int) -> None:
    """Whoever had agreed to it is taken off by hand: the request asks for somebody again; back since, its caregiver has it."""
    if covering.ask_again(by, now(), ReplacementVisit.visit_id == visit_id):
        for absence in known.holding(visit_id):
            _give_back(by, absence)


def cancel(by, id: int, version: int) -> None:
    """Noted by mistake: her visits still to come are hers again, but for those somebody agreed to."""
    absence = _as_seen(id, version)
    _change(by, absence, state="cancelled", closed_at=now(), closed_by_id=by.id)
    _note(by, id, "cancelled", absence.ends_on, None)
    return_visits.follow(absence.caregiver_id)
    _give_back(by, db.session.get(Absence, id))
    questions.back_at_work(by, db.session.get(Absence, id))


def follow(by, at: datetime) -> int:
    """Take what was written since, give back what is hers again, close what is over. Returns how many; run by the clock."""
    done = covering.follow(by, at) + take(by) + _give_back(by, None)
    ended = known.over(local(at).date())
    for absence in ended:
        change_state(Absence, absence.id, {"state": "open"}, state="closed", closed_at=at, version=absence.version + 1)
        _note(by, absence.id, "ended", None, absence.ends_on)
        questions.back_at_work(by, absence)
    return done + len(ended)


def take(by, caregiver_id: int | None = None) -> int:
    """Hold the visits still to begin of whoever is away (of her alone, when given). Returns how many."""
    found: dict[int, list[int]] = {}
    for absence_id, visit in known.to_take(caregiver_id):
        found.setdefault(absence_id, []).append(visit.id)
    for absence_id, visit_ids in found.items():
        _hold(by, db.session.get(Absence, absence_id), visit_ids)
    _follow_ends(caregiver_id)
    return sum(map(len, found.values()))


def _hold(by, absence: Absence, visit_ids: list[int]) -> None:
    """In the request of another's absence when she had agreed to come instead; else one request a person, of this absence."""
    elsewhere = known.held_elsewhere(absence.caregiver_id, visit_ids)
    for held_id in elsewhere.values():
        covering.reopen(by, held_id)
    rest = db.session.scalars(select(Visit).where(Visit.id.in_(set(visit_ids) - set(elsewhere)))
                              .order_by(Visit.starts_at, Visit.id)).all()
    absence = db.session.get(Absence, absence.id)
    for person in dict.fromkeys(visit.beneficiary_id for visit in rest):
        visits = db.session.scalars(select(Visit).where(Visit.id.in_([
            visit.id for visit in rest if visit.beneficiary_id == person])).order_by(Visit.starts_at, Visit.id)).all()
        covering.hold(by, _request(by, absence, person), visits)


def _request(by, absence: Absence, person: int) -> int:
    """The one request of this absence for this person: opened, or open again for further visits."""
    until = held_until(absence.ends_on, absence.news_on, today())
    request = db.session.scalar(select(Replacement).where(Replacement.absence_id == absence.id,
                                                          Replacement.beneficiary_id == person))
    if request is None:
        pairing = assignments.live_pairings([person]).get((person, absence.caregiver_id))
        request = Replacement(
            beneficiary_id=person, caregiver_id=absence.caregiver_id, pairing_id=pairing, absence_id=absence.id,
            requested_by="office", reason=reason_of(absence.kind), read_at=now(),
            read_by_id=by.id if by else absence.declared_by_id, for_good=False, starts_on=absence.starts_on,
            ends_on=until, opened_at=now(), opened_by_id=by.id if by else absence.declared_by_id)
        db.session.add(request)
    elif request.state != "open":
        request.state, request.closed_at, request.closed_by_id, request.closing_words = "open", None, None, ""
    db.session.flush()
    return request.id


def _follow_ends(caregiver_id: int | None) -> None:
    """Requests last as long as what their absence takes: a request whose period is past closes by itself."""
    hers = [Absence.caregiver_id == caregiver_id] if caregiver_id else []
    for absence in db.session.scalars(select(Absence).where(Absence.state == "open", *hers).order_by(Absence.id)):
        until = held_until(absence.ends_on, absence.news_on, today())
        db.session.execute(update(Replacement).where(Replacement.absence_id == absence.id, Replacement.ends_on < until)
                           .values(ends_on=until).execution_options(synchronize_session=False))


def _give_back(by, absence: Absence | None) -> int:
    """What nobody took, on days nobody is away any more. A question about such days alone is closed; one that is also
    about other days goes on, and its visits wait for its answer. Returns how many visits.

    What somebody had agreed to and was taken off, and the clock has not read yet, is nobody's too."""
    if absence:
        covering.ask_again(by, now(), ReplacementVisit.former_caregiver_id == absence.caregiver_id)
    rows = known.hers_again(absence.caregiver_id if absence else None)
    again = known.agreed_again(absence) if absence else []
    waiting = {row[0] for row in rows + again}
    asked = known.with_questions(sorted(waiting))
    _withdraw(by, [offer_id for offer_id, held in asked.items() if held <= waiting])
    still = {held_id for held in asked.values() if not held <= waiting for held_id in held}
    hers = [row[0] for row in known.may_take_again([row for row in rows if row[0] not in still])]
    if hers:
        covering.give_back(by, hers)
    return len(hers) + _take_up(by, absence, [row for row in again if row[0] not in still])


def _take_up(by, absence: Absence | None, rows: list) -> int:
    """She had agreed to come instead of somebody still away, and is back: what nobody took meanwhile is hers again."""
    ids = [held_id for held_id, visit, _, _ in rows if not known.is_busy(absence.caregiver_id, visit)
           and not is_held_back(visit.beneficiary_id, absence.caregiver_id, visit.day, visit.day)]
    if ids:
        covering.cover(by, ids, absence.caregiver_id)
    return len(ids)


def _withdraw_hers(by, absence: Absence) -> None:
    """Nobody who is away is asked whether she could replace somebody."""
    until = held_until(absence.ends_on, absence.news_on, today())
    _withdraw(by, known.asked_of_her(absence.caregiver_id, absence.starts_on, until))


def _withdraw(by, offer_ids: Collection[int]) -> None:
    db.session.execute(
        update(Offer).where(Offer.id.in_(offer_ids), Offer.state.in_(sorted(ALIVE)))
        .values(state="withdrawn", closed_at=now(), closed_by_id=by.id if by else None)
        .execution_options(synchronize_session=False))


def _seen(by, caregiver_id: int) -> dict:
    """What she sends waits to be read; what the office writes is read by whoever writes it."""
    if by.caregiver_id == caregiver_id:
        return {"read_at": None, "read_by_id": None}
    return {"read_at": now(), "read_by_id": by.id}


def _as_seen(id: int, version: int) -> Absence:
    absence = db.session.get(Absence, id, populate_existing=True)
    if absence.version != version or absence.state != "open":
        raise Overtaken(_meanwhile(id))
    return absence


def _change(by, absence: Absence, **values) -> None:
    """Any act of the office also reads what waited; any act of hers waits to be read."""
    seen = _seen(by, absence.caregiver_id)
    unread = absence.read_at is None and seen["read_at"] is not None
    if absence.read_at is not None and seen["read_at"] is not None:
        seen = {}
    change_state(Absence, absence.id, {"version": absence.version, "state": "open"},
                 sentence=lambda: _meanwhile(absence.id), version=absence.version + 1, **seen, **values)
    if unread:
        _note(by, absence.id, "read", None, None)


def _note(by, id: int, kind: str, was: date | None, is_now: date | None) -> None:
    db.session.add(AbsenceStep(absence_id=id, kind=kind, was=was, now=is_now, at=now(), by_id=by.id if by else None))
    db.session.flush()


def _meanwhile(id: int) -> str:
    """What was last done of it, and by whom."""
    step, name = known.last_step(id)
    words = step_words(step.kind, step.was, step.now)
    return f"{name or 'Le serveur'}, le {local(step.at):%d/%m à %H h %M}\u00a0: {words[0].lower()}{words[1:]}. Relisez l'absence."
