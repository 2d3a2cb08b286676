"""Who is told that an alert came, or that a step was taken: a neutral message, in the transaction of its cause.

Danger goes to whoever is on call; not acknowledged in ten minutes (a setting), to the next. Each round is a record. Nobody
whom the alert is about is told; about the direction, no director is.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from acts import messages
from database import db, now
from models import Account, Alert, AlertDanger
from queries import alerts as known
from queries import duty
from queries.settings import settings
from rules.alerts import may_be_called

# What she does of her own alert that somebody must know of.
SAID_BY_HER = frozenset({"added", "call_asked", "answer_asked", "view"})
# What the office does that she reads.
SAID_TO_HER = frozenset({"acknowledged", "protected", "not_protected", "heard", "decided", "followed", "closed", "reopened"})


def sent(by, alert: Alert) -> None:
    """Whoever receives it is told; when she needs help now, whoever is on call too, at any hour."""
    _tell(by, alert.first_id, f"alert:{alert.id}:sent", urgent=alert.needs_help)
    if alert.needs_help:
        pass_on(by, alert)


def escalated(alert: Alert) -> None:
    """The second recipient is told; where nobody outside is left to read it, she is."""
    if alert.second_id:
        _tell(None, alert.second_id, f"alert:{alert.id}:second")
    if known.nobody_reads(alert):
        messages.tell(None, "answer", f"alert:{alert.id}:nobody", caregiver_id=alert.caregiver_id, private=True)


def noted(by, alert: Alert, kind: str, step_id: int) -> None:
    """One more step: she is told of those of the office; whoever follows it, of hers."""
    if kind in SAID_BY_HER:
        _tell(by, _reader(alert), f"alert:{alert.id}:{step_id}", urgent=kind == "call_asked" and alert.needs_help)
    if kind in SAID_TO_HER:
        messages.tell(by, "answer", f"alert:{alert.id}:{step_id}", caregiver_id=alert.caregiver_id, private=True)


def _reader(alert: Alert) -> int:
    """Whoever follows it; before anybody does, the one whose turn it is to read."""
    if follower := known.owner(alert.id):
        return follower.id
    return alert.second_id if alert.escalated_at and alert.second_id else alert.first_id


def _tell(by, account_id: int, cause: str, urgent: bool = False) -> None:
    messages.tell(by, "question", cause, account_id=account_id, urgent=urgent, private=True)


def pass_on(by, alert: Alert) -> bool:
    """Whoever is on call and was not tried yet is told now. False: nobody is left to try."""
    tried = set(db.session.scalars(select(AlertDanger.account_id).where(AlertDanger.alert_id == alert.id)))
    kept_from = {turn.account_id for turn in duty.on_call(now()) if not _may_call(turn.account_id, alert)}
    turn = duty.next_after(now(), tried | kept_from)
    if turn is None:
        return False
    unreached = messages.tell_danger(by, [turn.account_id], known.danger_cause(alert.id))
    db.session.add(AlertDanger(alert_id=alert.id, account_id=turn.account_id, told_at=now(), by_message=not unreached))
    db.session.flush()
    return True


def _may_call(account_id: int, alert: Alert) -> bool:
    """Not herself, who may be the one on call tonight; nor whom it is about."""
    role, hers = db.session.execute(select(Account.role, Account.caregiver_id).where(Account.id == account_id)).one()
    return hers != alert.caregiver_id and may_be_called(role, account_id, alert.directed, alert.about_account_id)


def follow_dangers(by, at: datetime) -> int:
    """Not acknowledged in ten minutes: the next on call is told. Returns how many were; run by the clock."""
    late = at - timedelta(minutes=settings().number("duty_minutes"))
    tried_since = select(AlertDanger.alert_id).where(AlertDanger.told_at > late)
    waiting = db.session.scalars(select(Alert).where(
        Alert.needs_help.is_(True), Alert.helped_at.is_(None), Alert.state != "closed", Alert.reported_at <= late,
        Alert.id.not_in(tried_since))
        .order_by(Alert.reported_at, Alert.id)).all()
    return sum(pass_on(by, alert) for alert in waiting)
