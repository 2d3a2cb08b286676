"""The second factor: who needs one, which code counts, how long a proof stays fresh, how a recovery code is written.

A code of six digits lives thirty seconds (RFC 6238, the parameters every authenticator application knows): its number
since 1970 is its *step*. A step is accepted once, and never after a later one.
"""

import re
from datetime import datetime, timedelta

from rules.access import FACTOR_HOLDERS

STEP = 30
"""Seconds a code is shown."""
DRIFT = 1
"""Steps a phone's clock may be before or behind the server's."""
FRESH = timedelta(minutes=30)
"""How long after a code the codes of a home are read, accounts changed, lists taken out, without another one."""
RECOVERY_CODES = 10
# No letter taken for a figure or for another letter (Crockford): sixteen of these 32 signs are 80 bits.
SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
RECOVERY_LENGTH, GROUP = 16, 4
_TAKEN_FOR = str.maketrans("oil", "011")


def needs_factor(role: str, flags: frozenset[str]) -> bool:
    """True for the direction, a coordinator, the administrator, and anyone who follows alerts."""
    return role in FACTOR_HOLDERS or bool(flags & FACTOR_HOLDERS)


def step_at(instant: datetime) -> int:
    return int(instant.timestamp()) // STEP


def steps_accepted(instant: datetime, last_step: int) -> list[int]:
    """The steps whose code opens now, the present one first, then those of a phone that is late or early."""
    present = step_at(instant)
    near = [present] + [present + side * drift for drift in range(1, DRIFT + 1) for side in (-1, 1)]
    return [step for step in near if step > last_step]


def is_fresh(proved_at: datetime | None, at: datetime) -> bool:
    """True while the last code is less than thirty minutes old; never proved is not fresh."""
    return proved_at is not None and at - proved_at < FRESH


def six_digits(typed: str) -> str | None:
    """The code as it is compared, or None: "123 456" -> "123456"."""
    plain = re.sub(r"[\s.\-]", "", typed or "")
    return plain if re.fullmatch(r"[0-9]{6}", plain) else None


def recovery_code(typed: str) -> str | None:
    """A recovery code as it is kept, or None when it cannot be one: dashes, case and o/0, i/l/1 do not count."""
    plain = re.sub(r"[\s\-]", "", typed or "").lower().translate(_TAKEN_FOR)
    return plain if len(plain) == RECOVERY_LENGTH and set(plain) <= set(SIGNS) else None


def in_groups(text: str, size: int = GROUP, between: str = " ") -> str:
    """A long code as it is read and copied: "ABCDEFGH" -> "ABCD EFGH"."""
    return between.join(text[start:start + size] for start in range(0, len(text), size))


def resetting_fault(by_id: int, account_id: int) -> str | None:
    """Why this director may not reset that factor, or None: whoever asks is not the one who says yes."""
    if by_id == account_id:
        return "Une autre personne de la direction réinitialise votre double vérification."
    return None
