"""The phones and the papers of the test people: codes computed here by hand (RFC 4226, RFC 6238), not by the house."""

import base64
import hashlib
import hmac
import itertools
import struct
from collections import defaultdict

from database import now
from models import RecoveryCode, SecondFactor

# More than the house gives, so that a whole run signs in with another one each time, whatever the hour.
PAPERS = 40
SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
_turns = defaultdict(lambda: itertools.cycle(range(PAPERS)))


def secret(name: str) -> str:
    return base64.b32encode(hashlib.sha256(f"phone of {name}".encode()).digest()[:20]).decode()


def totp(key: str, at) -> str:
    """The six digits a phone shows at this instant."""
    counter = struct.pack(">Q", int(at.timestamp()) // 30)
    digest = hmac.new(base64.b32decode(key), counter, "sha1").digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def code(name: str, at) -> str:
    return totp(secret(name), at)


def recovery(name: str, number: int) -> str:
    drawn = hashlib.sha256(f"paper {number} of {name}".encode()).digest()
    return "".join(SIGNS[byte % 32] for byte in drawn[:16])


def next_recovery(name: str) -> str:
    """Another one at each call: a database of the tests never sees the same twice."""
    return recovery(name, next(_turns[name]))


def give_factor(session, name: str, account_id: int) -> None:
    """A confirmed phone and its papers, in the open write transaction."""
    session.add(SecondFactor(account_id=account_id, secret=secret(name), confirmed_at=now(), last_step=0))
    session.add_all(RecoveryCode(account_id=account_id, made_at=now(), code_hash=hashlib.sha256(
        recovery(name, number).encode()).hexdigest()) for number in range(PAPERS))
    session.flush()


def pass_on(person, page, name: str, status: int = 303):
    """What a person answers to the page that asks for a code (`page`, or the one it leads to): one of her papers."""
    asking = person.follow(page) if page.location else page
    form = [form for form in asking.select("form") if form.select("input", name="factor_code")][0]
    hidden = {field["name"]: field["value"] for field in form.select("input", type="hidden")}
    return person.post(form["action"], {**hidden, "factor_recovery": next_recovery(name)}, status)


def key_on(page) -> str:
    """The key a page shows to be typed by hand."""
    return page.select("p", class_="code")[0].text.replace(" ", "")


def hidden_of(page) -> dict:
    form = page.form("/double-verification/telephone")
    return {field["name"]: field["value"] for field in form.select("input", type="hidden")}


def set_up(person, at):
    """Somebody who just chose her passphrase makes a phone hers, as the house asks; then she is in."""
    page = person.get("/double-verification")
    person.post("/double-verification/telephone", {**hidden_of(page), "factor_code": totp(key_on(page), at)}, 200)
    return person
