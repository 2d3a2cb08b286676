"""Who may read which alert: the table of the field written a second time, from its words. Nothing here asks the house.

| full report | its author: yes | referent and direction it is addressed to: yes | coordinator: only if the author agreed |
A person it is about never reads. About the direction: the outside recipient alone. Unread for 24 hours: the second
recipient too. Whoever needs help now is to be called by the whole office, with nothing more said.
"""

from dataclasses import dataclass


@dataclass
class Person:
    name: str
    id: int
    role: str
    is_referent: bool = False
    caregiver_id: int | None = None


@dataclass
class Case:
    """One alert as its author and its readers know it. `mark`: in every text of it, and nowhere else."""

    id: int
    mark: str
    by: str
    about: str | None
    outside: bool
    sent_to: tuple[str, str | None] = ("", None)
    escalated: bool = False
    let_in: str | None = None
    help: bool = False
    read: bool = False


def may_read(case: Case, person: Person) -> bool:
    if person.role == "caregiver":
        return person.name == case.by
    if person.name == case.about:
        return False
    first, second = case.sent_to
    addressed = person.name == first or (case.escalated and person.name == second)
    if case.outside:
        return person.role == "outside_recipient" and addressed
    if person.role == "director":
        return True
    if person.role == "outside_recipient":
        return False
    return (person.is_referent and addressed) or (person.role == "coordinator" and person.name == case.let_in)


def may_follow(case: Case, person: Person) -> bool:
    """Reads it, and takes its steps: not the author, nor whoever only reads because the author lets her."""
    return may_read(case, person) and (person.role in ("director", "outside_recipient") or person.is_referent)


def is_called(case: Case, person: Person) -> bool:
    """Reads "Appelez … maintenant"."""
    return (case.help and person.role in ("coordinator", "director") and person.name != case.about
            and not (case.outside and person.role == "director"))


def may_receive(case: Case, persons: dict[str, Person]) -> None:
    """Holds what was computed when it was sent: to whom it may be addressed at all."""
    first, second = case.sent_to
    assert first != second and (case.about is None or case.about not in case.sent_to)
    if case.outside:
        assert all(persons[name].role == "outside_recipient" for name in case.sent_to if name)
        return
    referents = {one.name for one in persons.values() if one.is_referent and one.role not in ("outside_recipient", "caregiver")}
    directors = {one.name for one in persons.values() if one.role == "director"}
    others = {case.about}
    assert first in (referents - others or directors - others)
    assert second in (directors - others - {first}) if directors - others - {first} else second is None
