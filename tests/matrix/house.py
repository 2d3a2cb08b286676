"""The house itself: everybody finds help and the way out; nobody but the office has a board."""

from tests.matrix import row

EVERYONE = dict(coordinator=200, caregiver=200, outside_recipient=200, administrator=200)
LANDS = dict(coordinator=303, caregiver=303, outside_recipient=303, administrator=303)
WRONG = dict(coordinator=422, caregiver=422, outside_recipient=422, administrator=422)

MATRIX = [
    row("GET", "house.home", **LANDS),
    row("GET", "house.help", **EVERYONE),
    row("GET", "sign_in.edit", **EVERYONE),
    row("POST", "sign_in.update", **WRONG),
    row("POST", "sign_in.keys", **LANDS),
    row("POST", "sign_in.destroy", **LANDS),
    row("GET", "board.index", coordinator=200),
    row("GET", "board.poll", coordinator=303),
]
