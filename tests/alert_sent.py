"""Alerts as caregivers send them, for the tests of what follows."""

from acts import alerts
from database import db
from models import Account
from tests.world import writing


def alert(app, people, kind: str, name: str = "aicha", home: str | None = None, **said) -> int:
    """One sent by this caregiver, about nobody in particular; returns its number."""
    with writing(app):
        return alerts.report(db.session.get(Account, people[name]), people[f"{name}_caregiver"], {
            "kind": kind, "whom": "nobody", "beneficiary_id": home and people[home], **said})
