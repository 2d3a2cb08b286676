"""What the office decides about a visit: another hour, another caregiver, nobody, or how it ended."""

from datetime import date

from sqlalchemy import select, update

from acts import absences, changes, offers
from acts.away import check_here
from acts.series import BARRED, assign, is_stopped
from database import Overtaken, change_state, db, instant_at, now
from models import Series, Visit
from queries import assignments
from queries.refusals import keeps_others_away
from queries.visits import last_said
from rules import hours
from rules.replacements import NOT_SENT_INSTEAD
from rules.steps import check_step
from rules.visits import may_change, may_restore

RECORDED_AS = {"cancelled_by_person": "cancelled", "refused_by_person": "refused", "not_covered": "not_covered",
               "withdrawn": "withdrawn"}

AWAY = "L'aide de cette personne est interrompue ce jour-là\u00a0: choisissez un jour après la reprise."


def _words(visit: Visit) -> str:
    return hours.slot(visit.day, visit.start_minute, visit.minutes)


def _read(visit_id: int, version: int) -> Visit:
    """The visit as the person saw it. Raises Overtaken with what a colleague did since."""
    visit = db.session.get(Visit, visit_id, populate_existing=True)
    if visit.version != version:
        raise Overtaken(last_said(visit_id))
    return visit


def _change(visit: Visit, **values) -> None:
    change_state(Visit, visit.id, {"version": visit.version, "state": visit.state},
                 sentence=lambda: last_said(visit.id), version=visit.version + 1, **values)


def _planned(visit_id: int, version: int) -> Visit:
    visit = _read(visit_id, version)
    if not may_change(visit.state, visit.ends_at, now()):
        raise Overtaken(last_said(visit_id))
    return visit


def move(by, visit_id: int, version: int, day: date, start_minute: int, minutes: int) -> None:
    """Another day, hour or length. Phoned first when either the old hour or the new one is near.

    Raises Overtaken when a measure keeps its caregiver away that other day, or when she is absent.
    """
    visit = _planned(visit_id, version)
    hers = visit.caregiver_id and day != visit.day
    if hers and assignments.is_barred(visit.beneficiary_id, visit.caregiver_id, day, day, already_hers=True):
        raise Overtaken(BARRED)
    if hers:
        check_here(visit.caregiver_id, day)
    starts_at, ends_at = instant_at(day, start_minute), instant_at(day, start_minute + minutes)
    pause = assignments.open_interruptions([visit.beneficiary_id]).get(visit.beneficiary_id)
    if is_stopped(pause, day, starts_at, now()):
        raise Overtaken(AWAY)
    changes.record(by, visit, "moved", was=_words(visit), now=hours.slot(day, start_minute, minutes), moved_to=(starts_at, ends_at))
    _change(visit, day=day, start_minute=start_minute, minutes=minutes, starts_at=starts_at, ends_at=ends_at)
    offers.close_unasked(by, now())


def reassign(by, visit_id: int, version: int, caregiver_id: int, kind: str, why: str, following: bool = False) -> None:
    """Another caregiver for this visit, or for this one and those after it in its series."""
    visit = _planned(visit_id, version)
    if keeps_others_away(by, visit):
        raise Overtaken(NOT_SENT_INSTEAD)
    series = db.session.get(Series, visit.series_id)
    following = following and series.weekday is not None
    end = series.ends_on if following else visit.day
    pairing_id = assign(by, visit.beneficiary_id, caregiver_id, visit.day, end, kind, why)
    said = hours.weekly(series.weekday, series.start_minute, series.minutes, visit.day) if following else _words(visit)
    changes.record(by, visit, "reassigned", now=said, other_caregiver_id=caregiver_id)
    if following:
        _give_following(series, visit, caregiver_id, pairing_id)
    _change(visit, caregiver_id=caregiver_id, pairing_id=pairing_id, given_at=now())
    if following:
        absences.take(by, caregiver_id)
    offers.close_unasked(by, now())


def _give_following(series: Series, visit: Visit, caregiver_id: int, pairing_id: int) -> None:
    """Those after it that were hers as well; a visit already given to somebody else stays with her."""
    same = Visit.caregiver_id == visit.caregiver_id if visit.caregiver_id else Visit.caregiver_id.is_(None)
    db.session.execute(
        update(Visit).where(Visit.series_id == series.id, Visit.starts_at > visit.starts_at, same,
                            Visit.state.in_(("planned", "suspended")))
        .values(caregiver_id=caregiver_id, pairing_id=pairing_id, given_at=now(), version=Visit.version + 1)
        .execution_options(synchronize_session=False))
    db.session.execute(update(Series).where(Series.id == series.id).values(caregiver_id=caregiver_id)
                       .execution_options(synchronize_session=False))


def uncover(by, visit_id: int, version: int) -> None:
    """The caregiver is taken off: nobody covers this visit any more, and the board shows it.

    She had come instead of somebody who is back since: it is that one's again, at once.
    """
    visit = _planned(visit_id, version)
    changes.record(by, visit, "uncovered", was=_words(visit))
    _change(visit, caregiver_id=None, pairing_id=None, given_at=None)
    absences.taken_off(by, visit_id)


def settle(by, visit_id: int, version: int, state: str, note: str = "") -> None:
    """How it ended: done, cancelled or refused by the person, not covered, withdrawn."""
    visit = _read(visit_id, version)
    check_step("visit", visit.state, state)
    if state in RECORDED_AS:
        changes.record(by, visit, RECORDED_AS[state], was=_words(visit))
    _change(visit, state=state, note=note, state_at=now(), state_by_id=by.id)
    offers.close_unasked(by, now())


def restore(by, visit_id: int, version: int) -> None:
    """The person takes her word back: planned again, with the same caregiver if she may still go there."""
    visit = _read(visit_id, version)
    if not may_restore(visit.state, visit.ends_at, now()):
        raise Overtaken(last_said(visit_id))
    if not may_still_go(visit) and keeps_others_away(by, visit):
        raise Overtaken(NOT_SENT_INSTEAD)
    changes.record(by, visit, "resumed", now=_words(visit))
    hers = {} if may_still_go(visit) else {"caregiver_id": None, "pairing_id": None, "given_at": None}
    _change(visit, state="planned", note="", state_at=now(), state_by_id=by.id, **hers)
    if visit.caregiver_id:
        absences.take(by, visit.caregiver_id)


def may_still_go(visit: Visit) -> bool:
    """Her relation goes on and no measure keeps her away that day."""
    pair = (visit.beneficiary_id, visit.caregiver_id)
    return (pair in assignments.live_pairings([visit.beneficiary_id])
            and not assignments.is_barred(*pair, visit.day, visit.day, already_hers=True))


def cancel_several(by, visit_ids: list[int], note: str) -> None:
    """Cancelled by the person, in one call. Raises Overtaken when one of them is no longer planned."""
    visits = db.session.scalars(select(Visit).where(Visit.id.in_(visit_ids), Visit.state == "planned",
                                                    Visit.ends_at > now()).order_by(Visit.starts_at, Visit.id)).all()
    if len(visits) != len(visit_ids):
        raise Overtaken("L'une de ces interventions n'est plus prévue\u00a0: une collègue l'a modifiée entre-temps.")
    for visit in visits:
        changes.record(by, visit, "cancelled", was=_words(visit))
        visit.state, visit.note, visit.version = "cancelled_by_person", note, visit.version + 1
        visit.state_at, visit.state_by_id = now(), by.id
    offers.close_unasked(by, now())
