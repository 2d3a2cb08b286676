"""The return visit of a long absence: due as soon as its end is known, asked for, held. It follows the extensions."""

from datetime import date

from sqlalchemy import select

from database import Overtaken, change_state, db, now
from models import Absence, Account, ReturnVisit
from queries import return_visits as known

NO_END = "La fin de cette absence n'est pas connue\u00a0: la visite de reprise se demande dès qu'elle l'est."
CHANGED = "Cette visite de reprise a changé entre-temps. Relisez l'absence."


def follow(caregiver_id: int) -> None:
    """After any change of her leaves: what asks for a visit has one, what no longer does has none. One asked for stays asked."""
    rows = known.waiting(caregiver_id)
    for long in known.leaves_of(caregiver_id):
        row = next((one for one in rows if one.absence_id in long.ids), None)
        if long.ends_on and (known.asks_for_one(long) or row and row.opened_by_id):
            rows = [one for one in rows if one is not row]
            _due(caregiver_id, long, row)
    for row in rows:
        row.dropped_at = row.dropped_at or now()
    db.session.flush()


def _due(caregiver_id: int, long, row: ReturnVisit | None) -> None:
    if row is None and db.session.scalar(select(ReturnVisit.id).where(ReturnVisit.absence_id.in_(long.ids))):
        return  # held already
    due_on = known.due_on(long.ends_on)
    if row is None:
        db.session.add(ReturnVisit(caregiver_id=caregiver_id, absence_id=long.ids[-1], due_on=due_on, opened_at=now()))
    else:
        row.absence_id, row.due_on, row.dropped_at = long.ids[-1], due_on, None


def open_one(by, absence_id: int) -> None:
    """Somebody knows that it is due whatever the length: after a maternity leave, an occupational disease."""
    absence = db.session.get(Absence, absence_id)
    if absence.ends_on is None:
        raise Overtaken(NO_END)
    row = db.session.scalar(select(ReturnVisit).where(ReturnVisit.absence_id == absence_id))
    due_on = known.due_on(absence.ends_on)
    if row is None:
        db.session.add(ReturnVisit(absence_id=absence_id, caregiver_id=absence.caregiver_id, due_on=due_on, opened_at=now(),
                                   opened_by_id=by.id))
    elif row.dropped_at is None:
        raise Overtaken("La visite de reprise est déjà notée.")
    else:
        row.opened_by_id, row.due_on, row.dropped_at = by.id, due_on, None
    db.session.flush()


def ask(by, visit_id: int, on: date) -> None:
    change_state(ReturnVisit, visit_id, {"asked_at": None, "dropped_at": None}, sentence=lambda: _already(visit_id),
                 asked_on=on, asked_at=now(), asked_by_id=by.id)


def hold(by, visit_id: int, on: date) -> None:
    change_state(ReturnVisit, visit_id, {"held_at": None, "dropped_at": None}, sentence=lambda: _already(visit_id),
                 held_on=on, held_at=now(), held_by_id=by.id)


def _already(visit_id: int) -> str:
    row = db.session.get(ReturnVisit, visit_id, populate_existing=True)
    name = db.session.scalar(select(Account.name).where(Account.id == (row.held_by_id or row.asked_by_id)))
    return f"{name} l'a déjà noté." if name and row.dropped_at is None else CHANGED
