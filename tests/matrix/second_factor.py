"""The second factor is each office account's own; only the direction resets another's, and is told of it."""

from database import now
from models import FactorReset, FactorResetSeen
from tests.matrix import row


def scene(session, ids):
    """Nadia's factor was reset from the server: both directors are told."""
    reset = FactorReset(account_id=ids["nadia"], at=now())
    session.add(reset)
    session.flush()
    session.add_all(FactorResetSeen(reset_id=reset.id, account_id=ids[name]) for name in ("helene", "paul"))
    return {"nadia_reset": reset.id}


RESET = {"own": {"id": "nadia_reset"}}
PAGE, LANDS, WRONG = (dict(coordinator=status, administrator=status) for status in (200, 303, 422))
DIRECTION = dict(coordinator=403, administrator=403)

MATRIX = [
    row("GET", "second_factor.show", **LANDS),
    row("POST", "second_factor.create", **LANDS),
    row("POST", "second_factor.confirm", **LANDS),
    row("GET", "second_factor.edit", **PAGE),
    row("POST", "second_factor.change", **WRONG),
    row("POST", "second_factor.renew", **PAGE),
    row("GET", "proofs.show", **LANDS),
    row("POST", "proofs.create", **WRONG),
    row("POST", "factor_resets.create", own={"id": "claire"}, other={"id": "malika"}, **DIRECTION, director=303),
    row("GET", "factor_resets.show", **RESET, **DIRECTION, director=200),
    row("POST", "factor_resets.see", **RESET, **DIRECTION, director=303),
]
