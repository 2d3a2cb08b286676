"""The arithmetic of the journal's chain: each line carries the hash of the one before."""

import hashlib
import json

# What the very first line stands on.
START = "0" * 64


def canonical(line_id: int, at, account_id, action: str, subject: str, allowed: bool, address: str) -> str:
    """The fields of a line as one text that can be made again from what is stored. `at` is an aware UTC instant."""
    instant = at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return json.dumps([line_id, instant, account_id, action, subject, bool(allowed), address], separators=(",", ":"))


def line_hash(previous_hash: str, fields: str) -> str:
    return hashlib.sha256((previous_hash + fields).encode()).hexdigest()
