"""A measure on a pair: do not assign, or only accompanied. Its reason has its own audience."""

from datetime import date

from sqlalchemy import select

from acts import messages
from acts.coverage import uncover
from database import change_state, db, now, today
from models import Account, PairMeasure
from rules.measures import holding_back


def set(by, beneficiary_id: int, caregiver_id: int, kind: str, reason: str, starts_on: date,
        ends_on: date | None = None) -> int:
    """Put a measure on the pair, until `ends_on` or until lifted. "Do not assign" frees the visits of the period."""
    measure = PairMeasure(beneficiary_id=beneficiary_id, caregiver_id=caregiver_id, kind=kind, reason=reason,
                          starts_on=starts_on, ends_on=ends_on, set_at=now(), set_by_id=by.id)
    db.session.add(measure)
    db.session.flush()
    if kind in holding_back(already_hers=True):
        uncover(by, (beneficiary_id, caregiver_id), max(starts_on, today()), ends_on)
    return measure.id


def lift(by, measure_id: int, her_opinion: str, reason: str, told: str) -> None:
    """The direction lifts it, after asking the caregiver what she thinks; both are kept, and she is told."""
    change_state(PairMeasure, measure_id, {"lifted_at": None}, sentence=lambda: _already(measure_id),
                 her_opinion=her_opinion, lift_reason=reason, lift_told=told, lifted_at=now(), lifted_by_id=by.id)
    caregiver_id = db.session.scalar(select(PairMeasure.caregiver_id).where(PairMeasure.id == measure_id))
    messages.tell(by, "answer", f"measure:{measure_id}", caregiver_id=caregiver_id)


def _already(measure_id: int) -> str:
    name = db.session.scalar(select(Account.name).join(PairMeasure, PairMeasure.lifted_by_id == Account.id)
                             .where(PairMeasure.id == measure_id))
    return f"{name} a déjà levé cette mesure."
