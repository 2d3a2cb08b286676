"""Rows on their way to the database: numbered at once, written many at a time, in an order the foreign keys allow."""

from collections import Counter
from functools import cache

from sqlalchemy import text

import models as m
from database import db, insert_rows

ORDER = (
    m.Setting, m.Sector, m.Caregiver, m.Account, m.Invitation, m.SecondFactor, m.FactorReset, m.FactorResetSeen,
    m.CaregiverSector, m.CaregiverSkill, m.Availability,
    m.WorkRestriction, m.Beneficiary, m.Contact, m.CarePlan, m.HomeInstruction, m.HomeAccess, m.Wish, m.Interruption,
    m.InterruptionCall, m.Pairing, m.PairingStep, m.Series, m.SeriesAct, m.Visit, m.VisitChange, m.DoorReport, m.Round,
    m.RoundSide, m.Answer, m.CallTry, m.Decision, m.Mediation, m.MediationPoint, m.Replacement, m.CallNote, m.Word,
)
AT_ONCE = 20_000


@cache
def _blank(model) -> dict:
    """Every column with its default: rows of one statement must all name the same columns."""
    return {column.key: column.default.arg if column.default is not None and column.default.is_scalar else None
            for column in model.__table__.columns}


class Rows:
    """`add` keeps a row and gives its number, from 1 (the tables are empty); `write` sends what is kept."""

    def __init__(self):
        self.kept: dict[type, list[dict]] = {model: [] for model in ORDER}
        self.last = Counter()

    def add(self, model, **values) -> int:
        return self.put(model, **values).get("id", 0)

    def put(self, model, **values) -> dict:
        """The same, for a row whose end is not known yet: it may be completed until it is written."""
        blank = _blank(model)
        if "id" in blank:
            self.last[model] += 1
            values["id"] = self.last[model]
        row = {**blank, **values}
        if len(row) != len(blank):
            raise KeyError(f"{model.__name__}: {sorted(set(values) - set(blank))}")
        self.kept[model].append(row)
        return row

    def write(self) -> None:
        for model, rows in self.kept.items():
            for start in range(0, len(rows), AT_ONCE):
                insert_rows(model, rows[start:start + AT_ONCE])
            rows.clear()

    def finish(self) -> None:
        """Numbered here, not by the database: its own counters must follow before anybody else adds a row."""
        self.write()
        if db.session.get_bind().dialect.name != "postgresql":
            return
        for model, last in self.last.items():
            table = model.__tablename__
            db.session.execute(text(f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), {last})"))
