"""Every route × every role × own and other's record: what each person gets, written by subject.

A module `tests/matrix/<subject>.py` holds `MATRIX`, a list of `row(...)`, and may hold `scene(session, ids)` which adds
records in the open write transaction and returns more ids by name.

    row("GET", "visits.show", own={"id": "mme_durand_visit"}, other={"id": "m_petit_visit"}, coordinator=200)
    row("POST", "visits.cancel", own={"id": "mme_durand_visit"}, other={"id": "m_petit_visit"}, coordinator=422)
    row("GET", "phone.visit", own=…, other=…, coordinator=403, caregiver=200, caregiver_other=404)

`own` and `other` map the route's arguments to names of ids (or to plain ints); "own" is Aïcha's, "other" is Lucie's.
`download`: a file, which no browser shows as a page.
What is not said: director as coordinator; everybody else 403; the other's record as one's own.
"""

import importlib
import pkgutil
from dataclasses import dataclass, field

from tests.world import writing


@dataclass(frozen=True)
class Row:
    method: str
    endpoint: str
    own: dict
    other: dict
    expected: dict = field(default_factory=dict)
    data: dict = field(default_factory=dict)
    download: bool = False

    def cases(self):
        """(person, whose record, arguments, status): each role on its own record and on another's."""
        for person, role in PERSONS.items():
            for whose, arguments in (("own", self.own), ("other", self.other)):
                if whose == "other" and arguments is None:
                    continue
                status = self.expected[role if whose == "own" else f"{role}_other"]
                yield person, whose, arguments, status


PERSONS = {"claire": "coordinator", "helene": "director", "aicha": "caregiver", "odile": "outside_recipient",
           "sam": "administrator"}


def row(method, endpoint, own=None, other=None, data=None, coordinator=403, download=False, **expected) -> Row:
    known = {"coordinator": coordinator, "director": coordinator, "caregiver": 403, "outside_recipient": 403,
             "administrator": 403}
    known.update({role: status for role, status in expected.items() if not role.endswith("_other")})
    for role in list(known):
        known[f"{role}_other"] = expected.get(f"{role}_other", known[role])
    unknown = set(expected) - set(known)
    assert not unknown, f"no such role: {unknown}"
    return Row(method, endpoint, own or {}, other, known, data or {}, download)


def modules():
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        yield importlib.import_module(f"{__name__}.{found.name}")


def rows() -> list[Row]:
    return [line for module in modules() for line in module.MATRIX]


def set_scenes(app, ids) -> None:
    """The records each subject adds, in one write transaction; their ids are added to `ids`."""
    with writing(app) as session:
        for module in modules():
            if hasattr(module, "scene"):
                ids.update(module.scene(session, ids) or {})
                session.flush()
