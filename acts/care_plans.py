"""The aid plan: a new one is added beside the former, which is ended by hand."""

from database import change_state, db, now
from models import CarePlan


def add(by, person_id: int, values: dict) -> int:
    plan = CarePlan(beneficiary_id=person_id, created_at=now(), created_by_id=by.id, **values)
    db.session.add(plan)
    db.session.flush()
    return plan.id


def end(by, plan_id: int) -> None:
    change_state(CarePlan, plan_id, {"ended_at": None}, sentence="Une collègue a déjà mis fin à ce plan d'aide.",
                 ended_at=now())
