"""Who will read, by name, before anything is sent: the same sentences on her phone and at the office."""

from datetime import timedelta

from database import today
from queries import alerts as known
from rules.alerts import DONE_BY_SOMEBODY, NobodyOutside, readers

LATELY = timedelta(days=60)


def ready(form, caregiver_id: int) -> dict:
    """What the page of this form needs: the persons and the people it may be about, and who will read."""
    people, office = known.her_people(caregiver_id, today() - LATELY), known.office_people()
    form.offer(people, office)
    return {"form": form, "readers": who_reads(people, office), "done_by_somebody": sorted(DONE_BY_SOMEBODY)}


def who_reads(people, office) -> dict:
    """`usual`: who reads it when it is about nobody of the office; `outside`: who alone reads what is about the direction.

    `but`: (id, name, readers) for each of `office` whom it may be about and without whom the readers are others.
    `referents`: (id, name, persons) for each coordinator whom the author may let read, with those of `people` she follows.
    """
    accounts = known.receivers()
    receiving = {one.id: one for one in accounts}
    usual, outside = readers(accounts, "nobody", None), _readers(accounts, "direction", None)
    but = [(row.id, row.name, _readers(accounts, "office", receiving[row.id])) for row in office if row.id in receiving]
    names = dict(zip(receiving, known.names_of(receiving), strict=True))

    def named(ids):
        return [names[id] for id in ids]

    return {"usual": named(usual), "outside": named(outside), "referents": _referents(people),
            "but": [(id, name, named(ids), ids == outside) for id, name, ids in but if ids != usual]}


def _readers(accounts, about, account) -> list[int]:
    try:
        return readers(accounts, about, account)
    except NobodyOutside:
        return []


def _referents(people) -> list:
    """Each coordinator once, with the persons she follows."""
    persons, found = {row.id: row for row in people}, {}
    for row in known.referents_of(persons):
        found.setdefault(row.id, (row.id, row.name, []))[2].append(persons[row.beneficiary_id])
    return list(found.values())
