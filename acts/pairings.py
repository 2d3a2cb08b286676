"""The relation of one person and one caregiver: chosen, introduced, first visits, settled or in mediation, ended."""

from datetime import date, datetime, timedelta

from sqlalchemy import exists, func, or_, select, update

from acts import coverage
from database import Overtaken, change_state, db, insert_rows, now
from models import Mediation, Pairing, PairingStep, Replacement, ReplacementVisit, Visit
from queries.measures import standing
from queries.pairings import held_visits, last_step_words, live_pairing_id
from rules.candidates import UNAVAILABLE
from rules.mediations import OPEN
from rules.steps import may_step

ALREADY = "Cette relation existe déjà\u00a0: une collègue l'a ouverte entre-temps."
MOOT = "La relation est terminée."


def create(by, beneficiary_id: int, caregiver_id: int, kind: str, chosen_why: str, starts_on: date,
           ends_on: date | None = None) -> int:
    """Open a relation. Raises Overtaken when a live one exists, or when a measure stands on the pair."""
    if live_pairing_id(beneficiary_id, caregiver_id):
        raise Overtaken(ALREADY)
    if standing(beneficiary_id, caregiver_id, starts_on):
        raise Overtaken(f"Cette intervenante est {UNAVAILABLE}.")
    pairing = Pairing(beneficiary_id=beneficiary_id, caregiver_id=caregiver_id, kind=kind, state="chosen",
                      chosen_why=chosen_why, starts_on=starts_on, ends_on=ends_on, created_at=now(),
                      created_by_id=by.id)
    db.session.add(pairing)
    db.session.flush()
    _write_step(by, pairing.id, "chosen", "")
    _take_imported(pairing)
    return pairing.id


def _take_imported(pairing: Pairing) -> None:
    """Visits of the two that came in from the planning before anybody opened their relation are under it from now on."""
    days = [Visit.day >= pairing.starts_on, *([Visit.day <= pairing.ends_on] if pairing.ends_on else [])]
    db.session.execute(
        update(Visit).where(Visit.beneficiary_id == pairing.beneficiary_id, Visit.caregiver_id == pairing.caregiver_id,
                            Visit.pairing_id.is_(None), *days)
        .values(pairing_id=pairing.id).execution_options(synchronize_session=False))


def ensure_pairing(by, beneficiary_id: int, caregiver_id: int, kind: str, why: str, starts_on: date,
                   ends_on: date | None = None) -> int:
    """The live relation of the two, or a new one. A replacement called for again lasts from the first day to the last."""
    live = live_pairing_id(beneficiary_id, caregiver_id)
    if live is None:
        return create(by, beneficiary_id, caregiver_id, kind, why, starts_on, ends_on)
    known = update(Pairing).where(Pairing.id == live)
    db.session.execute(known.where(Pairing.ends_on < (ends_on or date.max)).values(ends_on=ends_on))
    db.session.execute(known.where(Pairing.starts_on > starts_on).values(starts_on=starts_on))
    return live


def introduce(by, pairing_id: int, on: date) -> None:
    """The coordinator went back with the caregiver: who, and which day."""
    step(by, pairing_id, "introduced", introduced_on=on, introduced_by_id=by.id)


def step(by, pairing_id: int, state: str, note: str = "", **values) -> None:
    """Move the relation to `state`, with its line (who, when, why). `by` is None for the clock.

    Raises Overtaken when the relation cannot go there from where it stands now.
    """
    before = db.session.scalar(select(Pairing.state).where(Pairing.id == pairing_id))
    if not may_step("pairing", before, state):
        raise Overtaken(last_step_words(pairing_id))
    change_state(Pairing, pairing_id, {"state": before}, sentence=lambda: last_step_words(pairing_id),
                 state=state, **values)
    _write_step(by, pairing_id, state, note)


def step_if_possible(by, pairing_id: int, state: str, note: str = "") -> bool:
    """The same, when the life of the relation allows it; says whether it moved."""
    before = db.session.scalar(select(Pairing.state).where(Pairing.id == pairing_id))
    if not may_step("pairing", before, state):
        return False
    step(by, pairing_id, state, note)
    return True


def _write_step(by, pairing_id: int, state: str, note: str) -> None:
    written = db.session.scalar(select(func.count()).select_from(PairingStep)
                                .where(PairingStep.pairing_id == pairing_id))
    db.session.add(PairingStep(pairing_id=pairing_id, state=state, at=now(), by_id=by.id if by else None,
                               note=note[:250], position=written))


def end(by, pairing_id: int, reason: str, on: date, keep_request: int | None = None) -> None:
    """End the relation; `on` is its last day, `by` None for the clock. Visits of the two after it are uncovered, what was open
    for it is closed.

    `keep_request` is the replacement request that ends it: that one goes on. So does one of an absence whose visits still
    ask for somebody: that she left does not send anybody there.
    """
    from acts import rounds  # rounds stand on relations; only this end needs them back
    step(by, pairing_id, "ended", ends_on=on, end_reason=reason, ended_at=now(), ended_by_id=by.id if by else None)
    # after a death her suspended visits stay hers: her phone changes only once she was told by voice
    states = ("planned",) if reason == "death" else coverage.HELD_OPEN
    pair = db.session.execute(select(Pairing.beneficiary_id, Pairing.caregiver_id).where(Pairing.id == pairing_id)).one()
    coverage.uncover(by, tuple(pair), on + timedelta(days=1), states=states)
    rounds.cancel_open(by, pairing_id)
    still_asks = exists().where(ReplacementVisit.replacement_id == Replacement.id, ReplacementVisit.state == "open")
    db.session.execute(
        update(Replacement)
        .where(Replacement.pairing_id == pairing_id, Replacement.state.in_(("open", "with_direction")),
               Replacement.id != (keep_request or 0), or_(Replacement.absence_id.is_(None), ~still_asks))
        .values(state="cancelled", closing_words=MOOT, closed_at=now(), closed_by_id=by.id if by else None))
    db.session.execute(
        update(Mediation).where(Mediation.pairing_id == pairing_id, Mediation.state.in_(OPEN))
        .values(state="no_longer_needed", outcome_words=MOOT, closed_at=now(), closed_by_id=by.id if by else None))


def follow_visits(by, at: datetime) -> int:
    """Relations whose first visit took place enter their first visits. Returns how many; run by the clock."""
    waiting = ("chosen", "introduced")
    begun = db.session.scalars(
        select(Pairing.id).where(Pairing.state.in_(waiting), held_visits(Pairing.id, at).exists())
        .order_by(Pairing.id).limit(500)).all()
    if not begun:
        return 0
    counts = dict(db.session.execute(
        select(PairingStep.pairing_id, func.count()).where(PairingStep.pairing_id.in_(begun))
        .group_by(PairingStep.pairing_id).order_by(PairingStep.pairing_id)).all())
    db.session.execute(update(Pairing).where(Pairing.id.in_(begun), Pairing.state.in_(waiting))
                       .values(state="first_visits"))
    insert_rows(PairingStep, [
        {"pairing_id": id, "state": "first_visits", "at": at, "by_id": by.id if by else None, "note": "",
         "position": counts.get(id, 0)} for id in begun])
    return len(begun)


def leave_mediation(by, pairing_id: int) -> None:
    """The relation goes on, when nothing open holds it in mediation any more."""
    still = db.session.scalar(select(func.count()).select_from(Mediation)
                              .where(Mediation.pairing_id == pairing_id, Mediation.state.in_(OPEN)))
    state = db.session.scalar(select(Pairing.state).where(Pairing.id == pairing_id))
    if state == "in_mediation" and not still:
        step(by, pairing_id, "settled")
