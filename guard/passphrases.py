"""Passphrases and codes: Argon2id at OWASP's 19 MiB, two passes, one lane; the same cost for an unknown account."""

import gzip
import secrets
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)
# Checked when the account is unknown: the answer takes as long, and says the same.
_NOBODY = _hasher.hash(secrets.token_hex(16))
# Where it comes from: guard/vendor/README.md.
BREACHED = Path(__file__).parent / "vendor" / "common-passphrases.txt.gz"


def hash_passphrase(passphrase: str) -> str:
    return _hasher.hash(passphrase)


def verify(passphrase_hash: str | None, passphrase: str) -> bool:
    """True when it is the one. No hash (unknown account) costs the same and is False."""
    try:
        return _hasher.verify(passphrase_hash or _NOBODY, passphrase) and passphrase_hash is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def breached() -> frozenset[str]:
    """Passphrases others were found to use, as `rules.passphrases.plain` writes them; read when one is first chosen."""
    return frozenset(gzip.decompress(BREACHED.read_bytes()).decode().splitlines())
