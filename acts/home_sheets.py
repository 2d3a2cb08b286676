"""The home sheet of a person: set up with her agreement, written section by section; nobody's words are overwritten."""

from datetime import date

from sqlalchemy import select

from database import Overtaken, change_state, db, insert_new, now
from models import HomeSheet, HomeSheetAgreement, HomeSheetCopy, HomeSheetEntry, HomeSheetReading
from queries.home_sheets import agreement_of, standing_entry

MEANWHILE = "Quelqu'un a changé ces lignes entre-temps. Relisez-les, puis ajoutez les vôtres."
REFUSED = "La personne ne souhaite pas de fiche d'intervention. Rien n'y est écrit."
NOT_AGREED = "Demandez d'abord l'accord de la personne."


def write(by, person_id: int, section: str, words: str, known: int | None, agreed_on: date | None = None) -> int:
    """A new version of a section, in place of the one shown (`known`, its id); the former is kept, with its author.

    Raises Overtaken when somebody else changed it meanwhile, or when the person does not agree to have a sheet.
    """
    _check_agreed(by, person_id, agreed_on)
    standing = standing_entry(person_id, section)
    if (standing.id if standing else None) != known:
        raise Overtaken(MEANWHILE)
    open_sheet(by, person_id)
    if standing:
        change_state(HomeSheetEntry, standing.id, {"replaced_at": None}, sentence=MEANWHILE, replaced_at=now(),
                     replaced_by_id=by.id)
    entry = HomeSheetEntry(beneficiary_id=person_id, section=section, words=words, at=now(), by_id=by.id)
    db.session.add(entry)
    db.session.flush()
    return entry.id


def _check_agreed(by, person_id: int, agreed_on: date | None) -> None:
    said = agreement_of(person_id)
    if said and said.answer == "no":
        raise Overtaken(REFUSED)
    if said is None and agreed_on is None:
        raise Overtaken(NOT_AGREED)
    if said is None:
        agree(by, person_id, "yes", agreed_on)


def agree(by, person_id: int, answer: str, said_on: date) -> int:
    """What the person said of having a sheet; what she said before is kept."""
    open_sheet(by, person_id)
    said = HomeSheetAgreement(beneficiary_id=person_id, answer=answer, said_on=said_on, at=now(), by_id=by.id)
    db.session.add(said)
    db.session.flush()
    return said.id


def open_sheet(by, person_id: int) -> None:
    """One per home: whoever comes second finds the first."""
    db.session.connection().execute(insert_new(HomeSheet.__table__).values(
        beneficiary_id=person_id, opened_at=now(), opened_by_id=by.id))


def flag(by, person_id: int, always: bool) -> None:
    """"Passage de relais à chaque fois", or only for a first time. Raises Overtaken when a colleague was first."""
    open_sheet(by, person_id)
    sheet = db.session.scalars(select(HomeSheet).where(HomeSheet.beneficiary_id == person_id)).one()
    if bool(sheet.always_since) == always:
        raise Overtaken("Une collègue l'a déjà noté.")
    change_state(HomeSheet, sheet.id, {"always_since": sheet.always_since}, always_since=now() if always else None,
                 always_by_id=by.id)


def hand_copy(by, person_id: int, handed_on: date) -> int:
    """The person was given a copy of her sheet."""
    copy = HomeSheetCopy(beneficiary_id=person_id, handed_on=handed_on, at=now(), by_id=by.id)
    db.session.add(copy)
    db.session.flush()
    return copy.id


def read(person_id: int, caregiver_id: int) -> int:
    """She read it: what is written later will be marked as new to her."""
    reading = HomeSheetReading(beneficiary_id=person_id, caregiver_id=caregiver_id, read_at=now())
    db.session.add(reading)
    db.session.flush()
    return reading.id
