"""Wishes of a person, from the closed list alone."""

from database import change_state, db, now
from models import Wish


def add(by, person_id: int, kind: str, value: str) -> int:
    wish = Wish(beneficiary_id=person_id, kind=kind, value=value, since=now(), by_id=by.id)
    db.session.add(wish)
    db.session.flush()
    return wish.id


def end(by, wish_id: int) -> None:
    change_state(Wish, wish_id, {"ended_at": None}, sentence="Une collègue a déjà retiré ce souhait.", ended_at=now())
