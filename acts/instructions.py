"""Points de vigilance and précautions of a home: added and ended, each with its author."""

from database import change_state, db, now
from models import HomeInstruction


def add(by, person_id: int, code: str, detail: str) -> int:
    point = HomeInstruction(beneficiary_id=person_id, code=code, detail=detail, since=now(), by_id=by.id)
    db.session.add(point)
    db.session.flush()
    return point.id


def end(by, point_id: int) -> None:
    change_state(HomeInstruction, point_id, {"ended_at": None}, sentence="Une collègue a déjà retiré cette consigne.",
                 ended_at=now(), ended_by_id=by.id)
