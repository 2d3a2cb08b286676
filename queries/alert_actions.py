"""What is still to be done after an alert, and the register of minor accidents."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased

from database import db, local
from models import Account, Alert, AlertAction, Caregiver
from queries.holidays import public_holidays
from queries.reach import alerts_seen_by
from queries.settings import settings
from rules.accidents import declare_before
from rules.work_situations import LOOKED_BACK, OF_THE_WORK
from rules.work_situations import proposes_review as proposed


def of_alert(alert_id: int) -> list:
    """(action, who holds it, who did it), in the order they were opened."""
    owner, doer = aliased(Account), aliased(Account)
    return list(db.session.execute(
        select(AlertAction, owner.name.label("owner"), doer.name.label("by"))
        .outerjoin(owner, owner.id == AlertAction.owner_id).outerjoin(doer, doer.id == AlertAction.done_by_id)
        .where(AlertAction.alert_id == alert_id).order_by(AlertAction.id)))


def of_kind(alert_id: int, kind: str) -> AlertAction | None:
    """The last one of this kind: what is encrypted is compared here, not in the database."""
    rows = db.session.scalars(select(AlertAction).where(AlertAction.alert_id == alert_id).order_by(AlertAction.id.desc()))
    return next((row for row in rows if row.kind == kind), None)


def declare_deadline(alert: Alert):
    """When the accident is to be declared: counted from the day the employer knew, which is the day it was reported."""
    known_at = local(alert.reported_at)
    year = date(known_at.year, 1, 1)
    hours = timedelta(hours=settings().number("accident_hours"))
    return declare_before(known_at, public_holidays(year, year.replace(year=known_at.year + 1)), hours)


def proposes_review(user, alert: Alert, at: datetime) -> bool:
    """Several were reported of this home in a year, of those this person may read."""
    if alert.beneficiary_id is None or alert.kind not in OF_THE_WORK:
        return False
    there = db.session.scalars(alerts_seen_by(user).where(
        Alert.beneficiary_id == alert.beneficiary_id, Alert.reported_at > at - LOOKED_BACK).order_by(Alert.id))
    return proposed((one.kind for one in there), settings().number("review_alerts")) and of_kind(alert.id, "home_review") is None


def minor_accidents(user, year: int) -> list:
    """The register of a year: those this person may read, in the order they were written."""
    rows = db.session.execute(
        alerts_seen_by(user).join(AlertAction, AlertAction.alert_id == Alert.id)
        .join(Caregiver, Caregiver.id == Alert.caregiver_id).outerjoin(Account, Account.id == AlertAction.done_by_id)
        .where(AlertAction.done_on.between(date(year, 1, 1), date(year, 12, 31)))
        .with_only_columns(Alert, AlertAction, Caregiver.first_name, Caregiver.last_name, Account.name.label("by"),
                           maintain_column_froms=True)
        .order_by(AlertAction.done_on, AlertAction.id))
    return [row for row in rows if row.AlertAction.end == "minor"]
