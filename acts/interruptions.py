"""A person's help is suspended and resumed, in one act each: visits, lines to report, caregivers to phone."""

from datetime import date, timedelta

from sqlalchemy import update

from acts import links, pairings, suspensions
from database import Overtaken, change_state, db, now
from models import Interruption, InterruptionCall, Visit, VisitChange
from queries import assignments
from queries.interruptions import open_of
from rules.interruptions import by_voice_only

DAY = timedelta(days=1)
MEANWHILE = "Une collègue a noté ou clos une interruption pour cette personne entre-temps. Relisez le dossier."
FINAL = "Un décès est noté pour cette personne. Si c'est une erreur, notez une autre raison, puis la reprise."
CHANGED = "Une collègue a modifié cette interruption entre-temps. Relisez-la, puis recommencez."


def open(by, person_id: int, known_id: int | None, kind: str, starts_on: date, ends_on: date | None,
         ask_again_on: date | None, told_by: str, note: str) -> int:
    """Suspend the help of a person. Returns the id of the interruption.

    `known_id` is the interruption already open that the office saw: the new one takes its place (a stay in hospital
    ends in a home, or by a death). Raises Overtaken when it is another one, or none.
    """
    before = open_of(person_id)
    if (before.id if before else None) != known_id:
        raise Overtaken(MEANWHILE)
    if before:
        change_state(Interruption, before.id, {"resumed_at": None}, sentence=CHANGED, resumed_at=now(),
                     resumed_by_id=by.id)
    interruption = Interruption(
        beneficiary_id=person_id, kind=kind, starts_on=starts_on, ends_on=ends_on, ask_again_on=ask_again_on,
        told_by=told_by, note=note, opened_at=now(), opened_by_id=by.id)
    db.session.add(interruption)
    db.session.flush()
    if before:
        _take_over(before.id, interruption)
    suspensions.stop(by, interruption, ends_on)
    return _settle(by, interruption)


def _take_over(before_id: int, interruption: Interruption) -> None:
    """Visits to come already suspended stay so, under the new interruption: nothing more to report for them."""
    db.session.execute(
        update(Visit).where(Visit.interruption_id == before_id, Visit.state == "suspended", Visit.starts_at > now(),
                            Visit.day >= interruption.starts_on)
        .values(interruption_id=interruption.id).execution_options(synchronize_session=False))


def _settle(by, interruption: Interruption) -> int:
    """Whom to phone; and after a death, the relations end: their visits, points, requests and personal links with them."""
    id, person_id, starts_on = interruption.id, interruption.beneficiary_id, interruption.starts_on
    live = assignments.live_pairings([person_id])
    voice = by_voice_only(interruption.kind)
    suspensions.count_calls(id, {caregiver_id for _, caregiver_id in live} if voice else set())
    for pairing_id in live.values() if voice else ():
        pairings.end(by, pairing_id, "death", starts_on)
    if voice:
        links.revoke_all(by, person_id)
    return id


def tell(by, call_id: int) -> None:
    """She was told by voice: her lines of this interruption may show on her phone from now on."""
    call = db.session.get(InterruptionCall, call_id)
    interruption_id, caregiver_id = call.interruption_id, call.caregiver_id
    change_state(InterruptionCall, call_id, {"told_at": None}, told_at=now(), told_by_id=by.id,
                 sentence="Une collègue a déjà prévenu cette intervenante.")
    touched = db.session.get(Interruption, interruption_id)
    db.session.execute(
        update(VisitChange)
        .where(VisitChange.beneficiary_id == touched.beneficiary_id, VisitChange.caregiver_id == caregiver_id,
               VisitChange.kind == "suspended", VisitChange.made_at >= touched.opened_at, VisitChange.phone_first,
               VisitChange.reached_at.is_(None))
        .values(reached_at=now(), reached_by_id=by.id).execution_options(synchronize_session=False))


def resume(by, id: int, on: date) -> int:
    """The help starts again on that day: its visits still to come are planned again. Returns how many.

    Those before it stay suspended, and those after the end foreseen but before this day are suspended now.
    """
    _check_not_final(id)
    change_state(Interruption, id, {"resumed_at": None}, sentence=CHANGED, resumed_on=on, resumed_at=now(),
                 resumed_by_id=by.id)
    interruption = db.session.get(Interruption, id)
    if interruption.ends_on and interruption.ends_on + DAY < on:
        suspensions.stop(by, interruption, on - DAY)
    planned = suspensions.start_again(by, id, on)
    suspensions.count_calls(id)
    return planned


def extend(by, id: int, known: tuple[date | None, date | None], ends_on: date | None,
           ask_again_on: date | None) -> None:
    """Another end foreseen, or unknown, and the day to ask again; `known` is what the office saw of both."""
    _check_not_final(id)
    change_state(Interruption, id, {"resumed_at": None, "ends_on": known[0], "ask_again_on": known[1]},
                 sentence=CHANGED, ends_on=ends_on, ask_again_on=ask_again_on)
    suspensions.stop(by, db.session.get(Interruption, id), ends_on)
    if ends_on:
        suspensions.start_again(by, id, ends_on + DAY)
    suspensions.count_calls(id)


def _check_not_final(id: int) -> None:
    if by_voice_only(db.session.get(Interruption, id).kind):
        raise Overtaken(FINAL)


def close_with_file(by, person_id: int) -> None:
    """The file ends: what was suspended is no longer waited for."""
    db.session.execute(
        update(Interruption).where(Interruption.beneficiary_id == person_id, Interruption.resumed_at.is_(None))
        .values(resumed_at=now(), resumed_by_id=by.id).execution_options(synchronize_session=False))
