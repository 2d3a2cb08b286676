"""The alerts of a year that a person may read, for the table of the DUERP: kind, place, last measure decided.

These are encrypted: they are read here and counted in Python, a year is short.
"""

from datetime import date

from sqlalchemy import select

from database import db, instant_at
from models import Alert, AlertStep
from queries.reach import alerts_seen_by

UNSAID, NOTHING_YET = "unsaid", "nothing_yet"


def of_year(user, year: int) -> list[tuple[str, str, str]]:
    """One alert, one line: its last decision is its measure."""
    within = alerts_seen_by(user).where(Alert.reported_at >= instant_at(date(year, 1, 1), 0),
                                        Alert.reported_at < instant_at(date(year + 1, 1, 1), 0))
    decided = dict(db.session.execute(
        select(AlertStep.alert_id, AlertStep.choice).where(
            AlertStep.kind == "decided", AlertStep.alert_id.in_(within.with_only_columns(Alert.id)))
        .order_by(AlertStep.id)).all())
    rows = db.session.execute(within.with_only_columns(Alert.id, Alert.kind, Alert.place).order_by(Alert.id))
    return [(row.kind, row.place or UNSAID, decided.get(row.id) or NOTHING_YET) for row in rows]
