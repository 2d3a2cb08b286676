"""Whom a row of visits is about; when nobody can tell, what it may be about, which is then not gone from the file."""

from rules.import_people import Directory, Someone
from rules.import_rows import VisitRow, together, tried
from rules.import_visits import Spared
from rules.imports import GONE, LEFT_HOUSE


def place(row: VisitRow, people: Directory, caregivers: Directory) -> tuple[int, int | None]:
    """(person, caregiver or None) of a row whose day could be read. Raises ValueError with all there is to do."""
    faults: list[str] = []
    person = tried(faults, _person, row, people)
    caregiver = tried(faults, _caregiver, row, caregivers) if row.caregiver or row.caregiver_ref else None
    if faults:
        raise ValueError(together(faults))
    return person.id, caregiver.id if caregiver else None


def _person(row: VisitRow, people: Directory) -> Someone:
    person = people.find(row.person_ref, row.person, row.day, "beneficiaries", row.civility, row.person_first)
    if person.ended_on and row.day > person.ended_on:
        raise ValueError(GONE[0].lower() + GONE[1:])
    return person


def _caregiver(row: VisitRow, caregivers: Directory) -> Someone:
    caregiver = caregivers.find(row.caregiver_ref, row.caregiver, row.day, "caregivers", first=row.caregiver_first)
    if caregiver.ended_on and row.day > caregiver.ended_on:
        raise ValueError(LEFT_HOUSE[0].lower() + LEFT_HOUSE[1:])
    return caregiver


def _likely(row: VisitRow, people: Directory) -> list[Someone]:
    """Whom the row may be about, by its reference or its name."""
    known = people.by_ref.get(row.person_ref or "")
    return [*([known] if known else []), *people.by_key.get(row.person, [])]


def is_aside(row: VisitRow, people: Directory) -> bool:
    """A total, a page, a date of printing: neither when, nor anybody known here. It is about no visit at all."""
    return row.aside and not _likely(row, people)


def spare(spared: Spared, row: VisitRow, people: Directory, starts_at) -> Spared:
    """What a refused row may be about is not gone from the file. `starts_at`: its instant, None when unknown.

    A row that says its day alone keeps that day; one that says nothing at all keeps everything.
    """
    if row.ref:
        spared.refs.add(row.ref)
    likely = _likely(row, people)
    spared.person_days.update((someone.id, row.day) for someone in likely)
    if not likely and starts_at is not None:
        spared.starts.add(starts_at)
    elif not likely and row.day is not None:
        spared.person_days.add((None, row.day))
    return spared if row.ref or likely or row.day is not None else spared._replace(all_of_it=True)
