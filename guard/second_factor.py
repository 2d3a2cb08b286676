"""The second factor at the door: codes of six digits (RFC 6238) and recovery codes, each accepted once.

SHA-1, six digits, thirty seconds: what every authenticator application knows, and the only thing some of them know.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import timedelta
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import func, select, update

from database import db, now, short_write
from guard import throttle
from guard.journal import address, note_event, note_refusal
from models import RecoveryCode, SecondFactor
from queries.settings import settings
from rules.second_factor import (
    RECOVERY_CODES,
    RECOVERY_LENGTH,
    SIGNS,
    STEP,
    recovery_code,
    six_digits,
    step_at,
    steps_accepted,
)

SECRET_BYTES = 20
SEAL_SECONDS = 3600
_factors, _codes = SecondFactor.__table__, RecoveryCode.__table__
_known = select(_factors.c.secret, _factors.c.last_step, _factors.c.confirmed_at)


def new_secret() -> str:
    """160 bits, as authenticator applications read them (base32)."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def provisioning(secret: str, account: str, issuer: str) -> str:
    """The address inside the QR code. A colon would cut the label in two; a blank is %20, as a "+" is shown as one."""
    issuer, account = issuer.replace(":", " "), account.replace(":", " ")
    return (f"otpauth://totp/{quote(issuer, safe='')}:{quote(account, safe='')}?secret={secret}"
            f"&issuer={quote(issuer, safe='')}&algorithm=SHA1&digits=6&period={STEP}")


def code_of(secret: str, step: int) -> str:
    return TOTP(base64.b32decode(secret), 6, SHA1(), STEP).generate(step * STEP).decode()  # noqa: S303


def step_of(secret: str, typed: str, last_step: int = 0) -> int | None:
    """The step whose code was typed, among those accepted now, or None. Every one is compared: no time tells which."""
    sent = six_digits(typed) or ""
    right = [step for step in steps_accepted(now(), last_step) if hmac.compare_digest(code_of(secret, step), sent)]
    return right[0] if right else None


def known(account_id: int):
    """The factor of this account (secret, last_step, confirmed_at), or None: it has none yet."""
    return db.session.execute(_known.where(_factors.c.account_id == account_id)).first()


# --- giving a code ------------------------------------------------------------------------------------------------

def tried(account_id: int) -> str:
    """Under which name the wrong codes of an account are counted; nobody can type it at the door (control sign)."""
    return f"{account_id}@\x00factor"


def take_try(account_id: int) -> timedelta:
    """One more code to be looked at, counted before it is; or how long to wait, and it must not be looked at."""
    wait = throttle.take(tried(account_id), address())
    if wait:
        note_refusal("factor.locked", f"account:{account_id}", account_id)
    return wait


def give(account_id: int, code: str, recovery: str = "", along=None) -> bool:
    """True when the code (or, without one, the recovery code) opens; it opens nothing any more afterwards.

    `along`: a statement written with it, in the same transaction.

    A wrong one is journaled and stays counted (`take_try`). Twelve at once with the same right one: one of them opens.
    """
    spent = _spend_code(account_id, code) if code else _spend_recovery(account_id, recovery)
    right = spent is not None and _once(spent, along)
    if not right:
        note_refusal("factor.refused", f"account:{account_id}", account_id)
        return False
    throttle.forget(tried(account_id))
    note_event("factor.given" if code else "factor.recovery", f"account:{account_id}", account_id)
    return True


def _spend_code(account_id: int, typed: str):
    """What spends this code, when it is the right one; else None."""
    factor = known(account_id)
    step = step_of(factor.secret, typed, factor.last_step) if factor else None
    return None if step is None else update(_factors).where(
        _factors.c.account_id == account_id, _factors.c.confirmed_at == factor.confirmed_at, _factors.c.last_step < step
    ).values(last_step=step)


def _spend_recovery(account_id: int, typed: str):
    """A code on paper opens an account whose factor is confirmed: after a reset the paper opens nothing."""
    plain = recovery_code(typed)
    return update(_codes).where(
        _codes.c.account_id == account_id, _codes.c.code_hash == hashed(plain), _codes.c.used_at.is_(None)
    ).values(used_at=now()) if plain and known(account_id) else None


def _once(change, along) -> bool:
    with short_write() as connection:
        done = connection.execute(change).rowcount == 1
        if done and along is not None:
            connection.execute(along)
        return done


# --- recovery codes -----------------------------------------------------------------------------------------------

def recovery_codes() -> list[str]:
    """Ten new codes, to be printed once; only `hashed()` of each is kept."""
    return ["".join(secrets.choice(SIGNS) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]


def hashed(plain: str) -> str:
    """80 bits drawn by chance are not found again from their hash, however fast it is."""
    return hashlib.sha256(plain.encode()).hexdigest()


def codes_left(account_id: int) -> int:
    return db.session.scalar(select(func.count()).select_from(_codes).where(
        _codes.c.account_id == account_id, _codes.c.used_at.is_(None)))


# --- a new key on its way to a phone ------------------------------------------------------------------------------

def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="new-factor")


def seal(secret: str, session_id: int, replaces: bool) -> str:
    """A new key as the page holds it until it is confirmed: nothing is written before.

    It counts for this session alone, for an hour. `replaces`: made after a code of the former phone.
    """
    return _sealer().dumps([secret, session_id, replaces])


def unseal(sealed: str, session_id: int) -> tuple[str, bool] | None:
    """(key, whether it takes the place of another), or None when it was not made here, for this session, just now."""
    try:
        secret, owner, replaces = _sealer().loads(sealed or "", max_age=SEAL_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return None
    return (secret, replaces) if owner == session_id else None


# --- the demo -----------------------------------------------------------------------------------------------------

def demo_code(secret: str, last_step: int = 0) -> str | None:
    """In a database marked demo, and there only: a code that opens now, "" when the next ones were all used; else None."""
    if settings().demo != "1":
        return None
    present = step_at(now())
    free = [step for step in sorted(steps_accepted(now(), last_step)) if step >= present]
    return code_of(secret, free[0]) if free else ""
