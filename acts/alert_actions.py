"""What follows an alert: each thing to do has who holds it and a day, and is done once, by somebody."""

from datetime import date

from sqlalchemy import select

from acts import beneficiaries
from database import Overtaken, change_state, db, instant_at, local, now, today
from models import Account, Alert, AlertAction, Beneficiary
from queries import alert_actions as known

DAY = 24 * 60
MOST = 600
ALREADY_ONE = "C'est déjà noté comme un accident du travail."


def open_accident(by, id: int) -> None:
    """It is an accident at work: the employer declares it in time. Raises Overtaken when it is one already."""
    if known.of_kind(id, "declare"):
        raise Overtaken(ALREADY_ONE)
    due_at = known.declare_deadline(db.session.get(Alert, id))
    _add(by, id, "declare", due_at, local(due_at).date())


def declare(by, id: int, end: str, done_on: date, words: str) -> None:
    """Declared, with reserves or none; or written in the register of minor accidents. The care form comes after a declaration."""
    action = known.of_kind(id, "declare")
    if action is None:
        raise Overtaken("Dites d'abord que c'est un accident du travail.")
    _end(by, action.id, end, done_on, words)
    if end == "declared":
        plan(by, id, "care_form", done_on, None)


def plan(by, id: int, kind: str, due_on: date, owner_id: int | None, situation: str | None = None, note: str = "") -> int:
    """One more thing to do, before the end of that day."""
    return _add(by, id, kind, instant_at(due_on, DAY), due_on, owner_id=owner_id, situation=situation, note=note or None)


def instruct(by, id: int, person_id: int, version: int, sentences: list[str]) -> None:
    """Written on the file of the person, after what stands there already; the case keeps who wrote it and when."""
    there = db.session.scalar(select(Beneficiary.safety_instruction).where(Beneficiary.id == person_id)) or ""
    words = " ".join([part for part in (there, *(one for one in sentences if one not in there)) if part])
    if len(words) > MOST:
        raise Overtaken(f"La consigne dépasse {MOST} signes. Raccourcissez-la sur le dossier de la personne.")
    beneficiaries.set_safety(by, person_id, version, words)
    action_id = plan(by, id, "safety", today(), by.id, note=" ".join(sentences))
    _end(by, action_id, "done", today(), "")


def do(by, action_id: int, done_on: date, words: str = "") -> None:
    _end(by, action_id, "done", done_on, words)


def _add(by, id: int, kind: str, due_at, due_on: date, **more) -> int:
    action = AlertAction(alert_id=id, kind=kind, due_at=due_at, due_on=due_on, made_at=now(), made_by_id=by.id if by else None,
                         **more)
    db.session.add(action)
    db.session.flush()
    return action.id


def _end(by, action_id: int, end: str, done_on: date, words: str) -> None:
    change_state(AlertAction, action_id, {"done_at": None}, sentence=lambda: _done_by(action_id), done_at=now(),
                 done_by_id=by.id, done_on=done_on, end=end, done_words=words or None)


def _done_by(action_id: int) -> str:
    row = db.session.execute(select(Account.name, AlertAction.done_at).join(Account, Account.id == AlertAction.done_by_id)
                             .where(AlertAction.id == action_id)).one()
    return f"{row.name} l'a déjà noté, le {local(row.done_at):%d/%m à %H h %M}."
