"""An alert: sent, read, heard, protected, decided, followed, closed. Each step is a record with its author."""

import secrets
from datetime import datetime

from sqlalchemy import select

from acts import alert_actions, alert_news, protections
from database import Overtaken, change_state, db, local, now
from models import Account, Alert, AlertShare, AlertStep, Beneficiary
from queries import alerts as known
from rules.alerts import (
    BECOMES,
    HELD_AT_ONCE,
    her_steps,
    may_take,
    missing_step,
    next_follow_up,
    next_steps,
    receivers,
)

# The parts of an alert its author may leave empty.
WORDS = ("place", "happened", "facts", "quoted")
BOXES = ("done_on", "choice", "missing", "facts", "quoted", "supposed", "told", "heard", "heard_where", "heard_with", "heard_by_id")
READ = "Une collègue a déjà lu cette alerte."
PLACED = "Vous avez déjà dit chez qui c'était, ou ce suivi est clos."
NOT_YOURS = "Cette étape n'est plus à faire. Relisez le suivi."


def report(by, caregiver_id: int, said: dict, agreed: bool = True) -> int:
    """Send it. `said`: kind, whom, and what else she told (`WORDS`, beneficiary_id, about_account_id, and her wishes).

    At once, in the same transaction: its recipients, the measure on the pair, the coordinator she lets read. Returns its
    number. Raises NobodyOutside (rules/alerts.py) when nobody may receive it.
    """
    directed, first, second = receivers(known.receivers(), said["whom"], known.receiver(said.get("about_account_id")))
    alert = Alert(id=_number(), caregiver_id=caregiver_id, author_id=by.id, agreed=agreed, directed=directed, first_id=first,
                  second_id=second, kind=said["kind"], whom=said["whom"], reported_at=now(),
                  beneficiary_id=said.get("beneficiary_id"), about_account_id=said.get("about_account_id"),
                  needs_help=bool(said.get("needs_help")), wants_no_return=bool(said.get("wants_no_return")),
                  wants_answer=said.get("wants_answer", True), **{name: said.get(name) or None for name in WORDS})
    db.session.add(alert)
    db.session.flush()
    id = alert.id
    if said.get("shared"):
        _share(by, id)
    if said.get("beneficiary_id") and (said["kind"] in HELD_AT_ONCE or said.get("wants_no_return")):
        _hold(id)
    if said["kind"] == "work_accident":
        alert_actions.open_accident(by, id)
    alert_news.sent(by, db.session.get(Alert, id))
    return id


def place(by, id: int, beneficiary_id: int, whom: str | None, no_return: bool) -> None:
    """At whose home it was, where she had not said so; once. What follows from it is done at once, as when it is sent."""
    alert = db.session.get(Alert, id)
    said = {"whom": whom} if whom and alert.whom == "nobody" else {}
    if not known.may_place(alert):
        raise Overtaken(PLACED)
    change_state(Alert, id, {"beneficiary_id": None, "state": alert.state}, sentence=PLACED, beneficiary_id=beneficiary_id,
                 place=alert.place or "home", wants_no_return=alert.wants_no_return or no_return, **said)
    if alert.measure_id is None and (alert.kind in HELD_AT_ONCE or alert.wants_no_return or no_return):
        _hold(id)
    person = db.session.get(Beneficiary, beneficiary_id)
    _note(by, id, "added", told=f"C'était chez {person.civility} {person.first_name} {person.last_name}.")


def _number() -> int:
    """Drawn, not counted: nobody learns from one alert how many there are."""
    while True:
        number = 100_000_000 + secrets.randbelow(900_000_000)
        if db.session.get(Alert, number) is None:
            return number


def _hold(id: int) -> None:
    """In her own name, as what she asks from her phone, whoever wrote it or takes the step: another name would tell that
    there is an alert. Without an account of hers, in that of whoever wrote it."""
    alert = db.session.get(Alert, id)
    by = known.account_of(alert.caregiver_id) or db.session.get(Account, alert.author_id)
    measure = protections.protect(by, alert.beneficiary_id, alert.caregiver_id)
    db.session.get(Alert, id).measure_id = measure
    db.session.flush()


def acknowledge(by, id: int) -> None:
    """Read by whoever receives it: the author sees by whom and when."""
    _step(by, id, "acknowledged")


def take(by, id: int) -> None:
    """Another reader follows it from now on. It is a step with its author: who followed it before stays written."""
    alert, owner = db.session.get(Alert, id, populate_existing=True), known.owner(id)
    if not may_take(alert.state, owner.id if owner else None, by.id):
        raise Overtaken(missing_step(alert.state, (), False, True) if alert.state in ("reported", "closed")
                        else "Vous suivez déjà cette alerte.")
    _note(by, id, "taken")


def helped(by, id: int) -> None:
    """Reached by somebody of the office, who may not read why: a call she asked for since still waits for who may."""
    change_state(Alert, id, {"helped_at": None}, sentence=lambda: _helped_by(id), helped_at=now(), helped_by_id=by.id)
    _note(by, id, "called")


def step(by, id: int, kind: str, **boxes) -> None:
    """One step of the office. Raises Overtaken when it is not the next one (`rules/alerts.next_steps`)."""
    alert = db.session.get(Alert, id)
    if kind == "protected" and alert.beneficiary_id and alert.measure_id is None:
        _hold(id)
    _step(by, id, kind, **boxes)
    if kind in ("called", "heard"):
        _reached(by, alert)
    if kind in ("decided", "followed", "reopened", "closed"):
        _follow_up(id)


def _reached(by, alert: Alert) -> None:
    """Whoever follows it spoke with her: nobody need call her "now" any more, nor for what she asked before.

    Outside the association nobody is named to the office: its line stays until somebody of the office reached her too.
    """
    waits = alert.needs_help and alert.helped_at is None and alert.directed != "outside"
    helped = {"helped_at": now(), "helped_by_id": by.id} if waits else {}
    change_state(Alert, alert.id, {}, call_asked_at=None, **helped)


def _step(by, id: int, kind: str, **boxes) -> None:
    alert, done = db.session.get(Alert, id, populate_existing=True), known.done_kinds(id)
    facts = (alert.state, done, known.is_of_the_home(alert), alert.wants_answer)
    if kind not in next_steps(*facts):
        raise Overtaken(READ if kind == "acknowledged" else missing_step(*facts))
    if kind in BECOMES:
        at = {"closed_at": now()} if kind == "closed" else {"decided_at": now()} if kind == "decided" else {}
        change_state(Alert, id, {"state": alert.state}, sentence=NOT_YOURS, state=BECOMES[kind], **at)
    _note(by, id, kind, **boxes)


def _follow_up(id: int) -> None:
    """When to ask again how she is: counted from the last decision."""
    alert = db.session.get(Alert, id, populate_existing=True)
    decided = local(alert.decided_at).date() if alert.decided_at else None
    due = next_follow_up(decided, known.followed(id), known.follow_up_days()) if alert.state == "decided" else None
    change_state(Alert, id, {}, follow_on=due)


def hers(by, id: int, kind: str, words: str = "") -> None:
    """What the author does of her own alert: add, ask to be called, let somebody read or no longer, give her view."""
    alert = db.session.get(Alert, id, populate_existing=True)
    reader = known.referent_to_share(alert)
    if kind not in her_steps(alert.state, alert.wants_answer, known.shared_with(id) is not None, reader is not None) | {"validated"}:
        raise Overtaken("C'est déjà fait.")
    if kind == "call_asked":
        change_state(Alert, id, {}, call_asked_at=now())
    if kind == "answer_asked":
        again = {"state": "acknowledged", "closed_at": None} if alert.state == "closed" else {}
        change_state(Alert, id, {"state": alert.state}, wants_answer=True, **again)
    if kind == "shared":
        _share(by, id)
    if kind == "unshared":
        _unshare(by, id)
    _note(by, id, kind, told=words or None)


def _share(by, id: int) -> None:
    reader = known.referent_to_share(db.session.get(Alert, id))
    if reader is not None:
        db.session.add(AlertShare(alert_id=id, account_id=reader.id, given_at=now(), given_by_id=by.id))
        db.session.flush()


def _unshare(by, id: int) -> None:
    for share in db.session.scalars(select(AlertShare).where(AlertShare.alert_id == id, AlertShare.ended_at.is_(None))
                                    .order_by(AlertShare.id)):
        share.ended_at, share.ended_by_id = now(), by.id
    db.session.flush()


def escalate(by, at: datetime) -> int:
    """Unread for 24 hours (a setting): the second recipient reads it too. Returns how many; run by the clock."""
    late = db.session.scalars(select(Alert).where(
        Alert.state == "reported", Alert.escalated_at.is_(None), Alert.reported_at <= at - known.first_answer())
        .order_by(Alert.reported_at, Alert.id)).all()
    for alert in late:
        alert.escalated_at = at
        alert_news.escalated(alert)
    return len(late)


def _note(by, id: int, kind: str, **boxes) -> None:
    step = AlertStep(alert_id=id, kind=kind, at=now(), by_id=by.id, **{name: boxes[name] for name in BOXES if boxes.get(name)})
    db.session.add(step)
    db.session.flush()
    alert_news.noted(by, db.session.get(Alert, id), kind, step.id)


def _helped_by(id: int) -> str:
    row = db.session.execute(select(Account.name, Alert.helped_at).join(Alert, Alert.helped_by_id == Account.id)
                             .where(Alert.id == id)).first()
    return f"{row.name} l'a déjà jointe, à {local(row.helped_at):%H h %M}." if row else "Elle a déjà été jointe."


