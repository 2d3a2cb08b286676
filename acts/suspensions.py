"""Visits of an interruption: stopped, planned again, and what it takes from each caregiver's hours.

One line "à reporter" for each caregiver, not one for each visit: a stay in hospital may stop a hundred of them.
"""

from datetime import date

from sqlalchemy import select

from acts import changes, offers
from database import db, now
from models import Interruption, InterruptionCall, Visit
from queries import assignments
from rules import hours
from rules.interruptions import by_voice_only, keeps_her, lost_minutes, resumes, suspends


def stop(by, interruption: Interruption, until: date | None) -> None:
    """Suspend the planned visits from its first day to `until` (None: until further notice)."""
    at = now()
    planned = _visits(Visit.beneficiary_id == interruption.beneficiary_id, Visit.state == "planned",
                      Visit.day >= interruption.starts_on)
    stopped = [visit for visit in planned if suspends(visit.day, visit.starts_at, interruption.starts_on, until, at)]
    said = f"jusqu'au {hours.short_day(until)}" if until else "jusqu'à nouvel ordre"
    for line in _say(by, stopped, "suspended", said):
        line.phone_first = bool(line.caregiver_id) and (line.phone_first or by_voice_only(interruption.kind))
    for visit in stopped:
        visit.interruption_id = interruption.id
        _mark(by, visit, "suspended")
    offers.close_unasked(by, at)


def start_again(by, interruption_id: int, on: date) -> int:
    """Plan again the visits from that day that are still to come. A caregiver given elsewhere meanwhile keeps what
    she was given: the visit waits for another. Returns how many visits are planned again."""
    waiting = _visits(Visit.interruption_id == interruption_id, Visit.state == "suspended", Visit.day >= on)
    back = [visit for visit in waiting if resumes(visit.day, visit.starts_at, on, now())]
    kept = _still_hers(back)
    for visit in back:
        if visit.id not in kept:
            visit.caregiver_id = visit.pairing_id = visit.given_at = None
    _say(by, back, "resumed", f"dès le {hours.short_day(on)}")
    for visit in back:
        visit.interruption_id = None
        _mark(by, visit, "planned")
    db.session.flush()
    return len(back)


def count_calls(interruption_id: int, also: frozenset[int] | set[int] = frozenset()) -> None:
    """One call per caregiver concerned (and those of `also`), with her lost minutes.

    More hours lost than when she was told: she is to be told again.
    """
    lost = lost_minutes((visit.caregiver_id, visit.minutes) for visit in _visits(
        Visit.interruption_id == interruption_id, Visit.state == "suspended"))
    known = {call.caregiver_id: call for call in db.session.scalars(
        select(InterruptionCall).where(InterruptionCall.interruption_id == interruption_id)
        .order_by(InterruptionCall.id))}
    for caregiver_id in sorted({*lost, *known, *also}):
        minutes, call = lost.get(caregiver_id, 0), known.get(caregiver_id)
        if call is None:
            db.session.add(InterruptionCall(interruption_id=interruption_id, caregiver_id=caregiver_id,
                                            lost_minutes=minutes))
            continue
        if minutes > call.lost_minutes:
            call.told_at = call.told_by_id = None
        call.lost_minutes = minutes
    db.session.flush()


def _visits(*where) -> list[Visit]:
    return list(db.session.scalars(select(Visit).where(*where).order_by(Visit.starts_at, Visit.id)))


def _mark(by, visit: Visit, state: str) -> None:
    visit.state, visit.version = state, visit.version + 1
    visit.state_at, visit.state_by_id = now(), by.id


def _say(by, visits: list[Visit], kind: str, words: str) -> list:
    """One line for each caregiver, on her first visit still to come (else on her first one)."""
    first, number = {}, {}
    for visit in visits:
        number[visit.caregiver_id] = number.get(visit.caregiver_id, 0) + 1
        held = first.get(visit.caregiver_id)
        if held is None or (held.starts_at <= now() < visit.starts_at):
            first[visit.caregiver_id] = visit
    lines = []
    for caregiver_id, visit in first.items():
        others = number[caregiver_id] - 1
        slot = hours.slot(visit.day, visit.start_minute, visit.minutes)
        was = slot if not others else f"{slot} et {others} autre{'s' if others > 1 else ''}"
        lines.append(changes.record(by, visit, kind, was=was, now=words))
    return lines


def _still_hers(visits: list[Visit]) -> set[int]:
    """Ids of the visits their caregiver may take up again: relation under way, no measure, still here, and free."""
    if not visits:
        return set()
    person, first, last = visits[0].beneficiary_id, visits[0].day, visits[-1].day
    live, barred = assignments.live_pairings([person]), assignments.barred_pairs([person], first, last, already_hers=True)
    hers = {visit.caregiver_id for visit in visits} - {None}
    here, given = assignments.caregivers_at_work(hers, first), _given_meanwhile(hers, first, last)
    kept = set()
    for visit in visits:
        pair, day = (person, visit.caregiver_id), given.get((visit.caregiver_id, visit.day), [])
        free = keeps_her(visit.start_minute, visit.minutes, day)
        if pair in live and pair not in barred and visit.caregiver_id in here and free:
            kept.add(visit.id)
    return kept


def _given_meanwhile(caregiver_ids: set[int], first: date, last: date) -> dict:
    """(caregiver, day) -> [(start, minutes)] of her planned visits between these days."""
    given = {}
    rows = db.session.execute(
        select(Visit.caregiver_id, Visit.day, Visit.start_minute, Visit.minutes)
        .where(Visit.caregiver_id.in_(caregiver_ids), Visit.state == "planned", Visit.day >= first, Visit.day <= last)
        .order_by(Visit.day, Visit.start_minute, Visit.id))
    for caregiver_id, day, start, minutes in rows:
        given.setdefault((caregiver_id, day), []).append((start, minutes))
    return given
