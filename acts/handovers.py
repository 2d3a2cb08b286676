"""The passage de relais: opened when somebody new comes, written, read, handed back, read again, closed.

Everything a caregiver does on her phone the office can do for her; each step keeps who did it.
"""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from acts import home_sheets, questions
from database import Overtaken, change_state, db, now
from models import Account, Handover, HandoverAddendum, Replacement
from queries import handovers as asked
from queries.home_sheets import flag_of
from rules import handovers as rules

ALREADY = "Une collègue s'en est occupée entre-temps. Relisez ce passage de relais."
NOT_YET = "Le retour se donne après la dernière intervention."
ONE_ALREADY = "Un passage de relais est déjà ouvert entre elles pour cette personne. Ouvrez-le dans «\u00a0Passages de relais\u00a0»."
NO_VISIT = "Elle n'a plus d'intervention prévue chez cette personne. Confiez-lui d'abord une intervention."
TOO_LATE = "Ce passage de relais est terminé."


def open_for(by, replacement_ids: Collection[int], caregiver_id: int) -> None:
    """She takes visits of these requests: her passage de relais opens, once a request; its days follow her visits.

    One the office opened by hand between the same two serves for these visits as well.
    """
    for id in sorted(set(replacement_ids)):
        request = db.session.get(Replacement, id)
        leaves = request.caregiver_id if rules.hands_over(request.reason) else None
        by_hand = asked.live_by_hand(request.beneficiary_id, leaves, caregiver_id)
        new = not by_hand and asked.live_one(id, caregiver_id) is None
        opened = _open(by, request, leaves, caregiver_id) if new else None
        follow(by, None if by_hand else [id])
        if opened:
            questions.relay_waits(by, opened)


def _open(by, request: Replacement, leaves: int | None, caregiver_id: int) -> int:
    person, moment = request.beneficiary_id, now()
    kind = rules.kind_for(asked.knows_home(caregiver_id, person, moment), flag_of(person) is not None)
    relay = Handover(
        beneficiary_id=person, replacement_id=request.id, from_caregiver_id=leaves, to_caregiver_id=caregiver_id, kind=kind,
        state=rules.first_state(kind), asks_return=not request.for_good, opened_at=moment,
        opened_by_id=by.id if by else None)
    db.session.add(relay)
    db.session.flush()
    return relay.id


def open_by_hand(by, person: int, leaves: int | None, comes: int, mode: str, made_on: date | None) -> int:
    """The office wants one between these two, whatever she knows of the home: how, and which day, are said at once.

    `leaves` None: the office writes. Raises Overtaken when one lives already, or when she has no visit to come there.
    """
    if asked.live_between(person, leaves, comes):
        raise Overtaken(ONE_ALREADY)
    relay = Handover(
        beneficiary_id=person, from_caregiver_id=leaves, to_caregiver_id=comes, kind="full", state="to_write", mode=mode,
        made_on=made_on, asks_return=asked.comes_for_a_time(person, comes), opened_at=now(), opened_by_id=by.id)
    db.session.add(relay)
    db.session.flush()
    follow(by)
    if db.session.get(Handover, relay.id, populate_existing=True).state == "cancelled":
        raise Overtaken(NO_VISIT)
    questions.relay_waits(by, relay.id)
    return relay.id


def follow(by, replacement_ids: Collection[int] | None = None) -> int:
    """The days of each live one are those of her visits; with no visit left it is cancelled. Returns how many changed."""
    changed = 0
    for row in asked.bounds(replacement_ids):
        gone = not row.visits
        if not gone and (row.first, row.last) == (row.first_visit_at, row.last_visit_at):
            continue
        change_state(Handover, row.id, {"state": row.state}, first_visit_at=row.first, last_visit_at=row.last,
                     **({"state": "cancelled", "closed_at": now(), "closed_by_id": by.id if by else None} if gone else {}))
        changed += 1
    return changed


def tidy(by, at: datetime) -> int:
    """Run by the clock: visits moved or withdrawn by a planning are followed; what serves nobody any more closes."""
    done = follow(by)
    for id, state in asked.passed(at - rules.RETURN_WAITS):
        change_state(Handover, id, {"state": state}, state="closed", closed_at=at)
        done += 1
    return done


def write(by, id: int, mode: str, made_on: date, matters_now: str) -> None:
    """What matters now, how it is handed over and on which day: it is sent."""
    change_state(Handover, id, {"state": "to_write"}, sentence=lambda: _who(id), state="sent", mode=mode, made_on=made_on,
                 matters_now=matters_now, written_at=now(), written_by_id=by.id)
    questions.relay_waits(by, id)


def add(by, id: int, words: str) -> int:
    """Something more to know, beside what was written."""
    if _state(id) not in ("sent", "read"):
        raise Overtaken(TOO_LATE)
    addendum = HandoverAddendum(handover_id=id, words=words, at=now(), by_id=by.id)
    db.session.add(addendum)
    db.session.flush()
    return addendum.id


def read(by, id: int) -> None:
    """The one who comes has read it, the home sheet with it."""
    held = db.session.get(Handover, id)
    after = rules.after_reading(held.asks_return)
    over = {"closed_at": now(), "closed_by_id": by.id} if after == "closed" else {}
    change_state(Handover, id, {"state": "sent"}, sentence=lambda: _who(id), state=after, read_at=now(), read_by_id=by.id,
                 **over)
    home_sheets.read(held.beneficiary_id, held.to_caregiver_id)


def hand_back(by, id: int, went: str, words: str) -> None:
    """The return note after her last visit there, with its one question."""
    held = db.session.get(Handover, id)
    if held.state in ("sent", "read") and not rules.return_due(held.state, held.asks_return, held.last_visit_at, now()):
        raise Overtaken(NOT_YET)
    change_state(Handover, id, {"state": {"sent", "read"}}, sentence=lambda: _who(id), state="returned", went=went,
                 return_words=words, returned_at=now(), returned_by_id=by.id)
    questions.relay_waits(by, id)


def take_up(by, id: int) -> None:
    """She wished to talk about it: somebody at the office did."""
    change_state(Handover, id, {"state": {"returned", "closed"}, "taken_up_at": None}, sentence=ALREADY, taken_up_at=now(),
                 taken_up_by_id=by.id)


def close(by, id: int) -> None:
    """The return note was read by the one who is back, or by the office where nobody comes back."""
    change_state(Handover, id, {"state": "returned"}, sentence=lambda: _who(id), state="closed", closed_at=now(),
                 closed_by_id=by.id)


def call_off(by, id: int, words: str) -> None:
    """The office finds that none is needed, and says why."""
    change_state(Handover, id, {"state": rules.LIVE}, sentence=lambda: _who(id), state="cancelled", closing_words=words,
                 closed_at=now(), closed_by_id=by.id)


def _state(id: int) -> str:
    return db.session.scalar(select(Handover.state).where(Handover.id == id))


def _who(id: int) -> str:
    """What somebody else did of it meanwhile."""
    held = db.session.get(Handover, id, populate_existing=True)
    did, who = {"sent": ("déjà écrit", held.written_by_id), "read": ("déjà noté la lecture de", held.read_by_id),
                "returned": ("déjà noté le retour de", held.returned_by_id),
                }.get(held.state, ("déjà terminé", held.closed_by_id))
    name = db.session.scalar(select(Account.name).where(Account.id == who)) if who else None
    return f"{name} a {did} ce passage de relais. Relisez-le." if name else ALREADY
