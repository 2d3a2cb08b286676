"""Porte close: one tap from the phone or the office, then what was tried, and how it ended."""

from sqlalchemy import func, select, update

from acts import changes
from database import Overtaken, change_state, db, local, now
from models import Account, DoorReport, Visit
from rules.steps import check_step

CHANGED = "Une collègue a complété ou clos cette porte close entre-temps. Relisez, puis recommencez."
REPORTED_AS = {"cancelled_by_person": "cancelled", "refused_by_person": "refused"}


def report(by, visit_id: int) -> int:
    """The visit is "porte close" from now on. Returns the id of its report; raises Overtaken if it is no longer
    planned."""
    change_state(Visit, visit_id, {"state": "planned"}, sentence=lambda: _meanwhile(visit_id), state="door_closed",
                 state_at=now(), state_by_id=by.id, version=Visit.version + 1)
    door = DoorReport(visit_id=visit_id, reported_at=now(), reported_by_id=by.id)
    db.session.add(door)
    db.session.flush()
    return door.id


def _meanwhile(visit_id: int) -> str:
    already = db.session.execute(
        select(DoorReport.reported_at, Account.name).join(Account, Account.id == DoorReport.reported_by_id)
        .where(DoorReport.visit_id == visit_id)).first()
    if already is None:
        return "Cette intervention n'est plus prévue\u00a0: une collègue l'a modifiée entre-temps."
    return f"{already.name} a déjà signalé cette porte close à {local(already.reported_at):%H h %M}."


def note(by, door_id: int, phoned: str, key_holder: str, known_key: str) -> None:
    """Add who was phoned, as a line of its own: nothing already written is lost."""
    table = DoorReport.__table__
    if phoned:
        line = f"{local(now()):%d/%m à %H h %M}, {by.name}\u00a0: {phoned}"
        before = func.coalesce(table.c.phoned, "")
        db.session.execute(update(table).where(table.c.id == door_id, table.c.closed_at.is_(None))
                           .values(phoned=(before + "\n" + line)))
    # encrypted, so compared here and not by the database: we hold the write lock
    if (db.session.scalar(select(DoorReport.key_holder).where(DoorReport.id == door_id)) or "") != known_key:
        raise Overtaken(CHANGED)
    change_state(DoorReport, door_id, {"closed_at": None}, sentence=CHANGED, key_holder=key_holder)


def close(by, door_id: int, visit_id: int, outcome: str, state: str) -> None:
    """How it ended, in words; the visit stays "porte close", or was held, cancelled or refused after all."""
    change_state(DoorReport, door_id, {"closed_at": None}, sentence=CHANGED, outcome=outcome, closed_at=now(),
                 closed_by_id=by.id)
    if state == "door_closed":
        return
    check_step("visit", "door_closed", state)
    if state in REPORTED_AS:
        changes.record(by, db.session.get(Visit, visit_id), REPORTED_AS[state])
    change_state(Visit, visit_id, {"state": "door_closed"}, sentence=CHANGED, state=state, state_at=now(),
                 state_by_id=by.id, version=Visit.version + 1)
