"""Personal links and printed sheets: made, revoked, answered once. A token is shown once; its hash alone is kept."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, update

from acts.answers import record_answer
from database import Overtaken, change_state, db, insert_rows, now
from models import PersonalLink, PersonalLinkSide, SheetBatch
from queries.links import askable
from queries.settings import settings
from rules.links import may_speak
from rules.numbers import following
from rules.rounds import RESPONDENT

NOTHING_TO_ASK = "Il n'y a rien à demander\u00a0: aucun point à deux voix n'attend cette réponse."
NOTHING_LEFT = "Il n'y a plus rien à saisir\u00a0: ces réponses sont arrivées, ou le point est clos."
SHUT = "Ce lien ne sert plus."
LIVES = (PersonalLink.used_at.is_(None), PersonalLink.revoked_at.is_(None))


@dataclass(frozen=True, slots=True)
class Respondent:
    """Whoever holds the link. No account; `caregiver_id` is of the caregiver signed in on this device, if one is."""

    caregiver_id: int | None = None
    id: None = None
    role: str = RESPONDENT


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def token_mark(token: str) -> str:
    """How a page says which link it was drawn for: opens nothing, and is no part of the hash that is kept."""
    return hashlib.sha256(f"page {token}".encode()).hexdigest()[:16]


def make(by, beneficiary_id: int, voice: str, kind: str) -> tuple[int, str]:
    """One link for one voice of a person, in place of the one before. Returns its id and its token, kept nowhere.

    Raises Overtaken when nothing is open that this voice has not answered, or while the help is interrupted.
    """
    sides = askable([beneficiary_id], voice)
    if beneficiary_id not in sides:
        raise Overtaken(NOTHING_TO_ASK)
    tokens = _make(by, sides, voice, kind, None)
    return waiting_link(beneficiary_id, voice), tokens[beneficiary_id]


def waiting_link(beneficiary_id: int, voice: str) -> int | None:
    """The one link of this voice of a person that has neither served nor been revoked."""
    return db.session.scalar(select(PersonalLink.id).where(
        PersonalLink.beneficiary_id == beneficiary_id, PersonalLink.voice == voice, *LIVES))


def make_batch(by, people: Sequence[int], sector_id: int | None) -> tuple[int, dict[int, str]]:
    """A sheet for each of these persons. Returns the batch and person -> token; who has nothing to answer is left out."""
    sides = askable(people, "person")
    if not sides:
        raise Overtaken(NOTHING_TO_ASK)
    batch = SheetBatch(made_at=now(), made_by_id=by.id, sector_id=sector_id)
    db.session.add(batch)
    db.session.flush()
    return batch.id, _make(by, sides, "person", "sheet", batch.id)


def _make(by, sides: Mapping[int, Sequence[int]], voice: str, kind: str, batch_id: int | None) -> dict[int, str]:
    """Links for these persons (person -> her sides), in a few statements however many."""
    _revoke(by, PersonalLink.beneficiary_id.in_(sorted(sides)), PersonalLink.voice == voice)
    tokens = {person: secrets.token_urlsafe(24) for person in sides}
    printed = iter(_numbers(len(sides)) if kind == "sheet" else [None] * len(sides))
    common = {"voice": voice, "kind": kind, "batch_id": batch_id, "made_at": now(), "made_by_id": by.id,
              "expires_at": now() + timedelta(days=settings().number("link_days"))}
    insert_rows(PersonalLink, [{**common, "beneficiary_id": person, "token_hash": token_hash(token),
                                "number": next(printed)} for person, token in tokens.items()])
    ids = dict(db.session.execute(
        select(PersonalLink.beneficiary_id, PersonalLink.id).where(
            PersonalLink.token_hash.in_(sorted(map(token_hash, tokens.values()))))).all())
    insert_rows(PersonalLinkSide, [{"link_id": ids[person], "side_id": side} for person, open_ in sides.items()
                                   for side in open_])
    return tokens


def _numbers(count: int) -> list[int]:
    return following(db.session.scalar(select(func.max(PersonalLink.number))), count)


def _revoke(by, *where) -> int:
    return db.session.execute(
        update(PersonalLink).where(*LIVES, *where).values(revoked_at=now(), revoked_by_id=by.id if by else None)
        .execution_options(synchronize_session=False)).rowcount


def revoke(by, link_id: int) -> None:
    change_state(PersonalLink, link_id, {"used_at": None, "revoked_at": None}, revoked_at=now(), revoked_by_id=by.id,
                 sentence="Ce lien a déjà servi, ou une collègue l'a déjà révoqué.")


def revoke_all(by, beneficiary_id: int) -> int:
    """Every link and print of a person at once: after a death, or when her file ends."""
    return _revoke(by, PersonalLink.beneficiary_id == beneficiary_id)


def answer(by: Respondent, link_id: int, voice: str, said: Mapping[int, Mapping], spoken_by: str) -> int:
    """What came by a link: side -> its values, `caregiver_present` among them. The link is consumed with the answers.

    A side closed or heard at this very moment is left out, and the others are written (`queries/links.py` written_by).
    Raises Overtaken when it no longer opens: used, revoked, out of date or with nothing left at this very moment.
    """
    link = _asked_of(link_id, voice, said)
    waits = askable([link.beneficiary_id], voice).get(link.beneficiary_id, ())
    kept = {side_id: values for side_id, values in said.items() if side_id in waits}
    consumed = db.session.execute(
        update(PersonalLink).where(PersonalLink.id == link_id, *LIVES, PersonalLink.expires_at > now())
        .values(used_at=now()).execution_options(synchronize_session=False)).rowcount
    if consumed != 1 or not kept:
        raise Overtaken(SHUT)
    _record(by, voice, kept, spoken_by, "link")
    return link_id


def type_sheet(by, link_id: int, voice: str, said: Mapping[int, Mapping], spoken_by: str) -> int:
    """A sheet that came back, typed by the office, at any date until its rounds are decided.

    Out of date or replaced by a reprint, the paper is real and its answers count.
    """
    _asked_of(link_id, voice, said)
    if not said:
        raise Overtaken(NOTHING_LEFT)
    db.session.execute(update(PersonalLink).where(PersonalLink.id == link_id, *LIVES).values(used_at=now())
                       .execution_options(synchronize_session=False))
    _record(by, voice, said, spoken_by, "paper")
    return link_id


def _asked_of(link_id: int, voice: str, said: Mapping[int, Mapping]) -> PersonalLink:
    """The link. Only the sides it was made for are ever written by it, and only by a voice it may carry."""
    link = db.session.get_one(PersonalLink, link_id)
    scope = set(db.session.scalars(select(PersonalLinkSide.side_id).where(PersonalLinkSide.link_id == link_id)))
    if not set(said) <= scope or not may_speak(link.voice, voice):
        raise PermissionError(f"link {link_id} does not carry the voice {voice} on the sides {sorted(said)}")
    return link


def _record(by, voice: str, said: Mapping[int, Mapping], spoken_by: str, channel: str) -> None:
    for side_id, values in said.items():
        record_answer(by, side_id, voice, values, channel, spoken_by, values["caregiver_present"])
