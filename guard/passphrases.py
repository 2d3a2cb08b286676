"""Passphrases: Argon2id at OWASP's 19 MiB, two passes, one lane; the same cost for an unknown account."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)
# Checked when the account is unknown: the answer takes as long, and says the same.
_NOBODY = _hasher.hash(secrets.token_hex(16))
# Easy to read aloud and to copy by hand: no accent, no letter taken for another.
_SYLLABLES = [c + v for c in "bdfgjklmnprstvz" for v in "aeiou"]


def hash_passphrase(passphrase: str) -> str:
    return _hasher.hash(passphrase)


def verify(passphrase_hash: str | None, passphrase: str) -> bool:
    """True when it is the one. No hash (unknown account) costs the same and is False."""
    try:
        return _hasher.verify(passphrase_hash or _NOBODY, passphrase) and passphrase_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def one_time() -> str:
    """A one-time passphrase to print: four groups of three syllables, about 74 bits ("badotu-…")."""
    return "-".join("".join(secrets.choice(_SYLLABLES) for _ in range(3)) for _ in range(4))
