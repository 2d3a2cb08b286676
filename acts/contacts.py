"""Those around a person: added, corrected (the former line is kept, ended), ended."""

from sqlalchemy import func, select

from database import change_state, db, now
from models import Contact

MEANWHILE = "Une collègue a déjà modifié ou retiré ce contact. Relisez l'entourage, puis recommencez."


def add(by, person_id: int, values: dict) -> int:
    last = db.session.scalar(select(func.max(Contact.position)).where(Contact.beneficiary_id == person_id))
    return _write(person_id, (last or 0) + 1, values)


def correct(by, contact_id: int, values: dict) -> int:
    """The corrected line takes the place of the former one, which stays as it was, ended."""
    former = db.session.get(Contact, contact_id)
    person_id, position = former.beneficiary_id, former.position
    end(by, contact_id)
    return _write(person_id, position, values)


def end(by, contact_id: int) -> None:
    change_state(Contact, contact_id, {"ended_at": None}, sentence=MEANWHILE, ended_at=now(), ended_by_id=by.id)


def _write(person_id: int, position: int, values: dict) -> int:
    contact = Contact(beneficiary_id=person_id, position=position, **values)
    db.session.add(contact)
    db.session.flush()
    return contact.id
