"""The return visit after a long absence: the office's alone. It stands on the absences of tests/matrix/absences.py."""

from tests.matrix import row

BOTH = dict(own={"id": "aicha_absence"}, other={"id": "lucie_absence"})

MATRIX = [
    row("GET", "return_visits.show", **BOTH, coordinator=200),
    row("POST", "return_visits.create", **BOTH, coordinator=303),
    row("POST", "return_visits.update", **BOTH, coordinator=404),
]
