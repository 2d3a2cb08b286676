"""A caregiver is told that something waits for her on her phone, in the transaction that makes it hers: "Une question pour vous".

A round to answer, a passage de relais to write or to read, a return note to read. Each waits for an act of hers, hence a
question: nothing changes in her visits. Answered, closed or called off before it leaves, it does not leave
(`queries/asked.nothing_waits`).
"""

from acts import messages
from database import db, instant_at, now
from models import Absence, Handover
from queries import asked, outbox
from rules.absence_lists import ASKED_NOTHING


def rounds_opened(by, rounds) -> None:
    """One message a caregiver, however many of her rounds open together. Each row: (id, caregiver_id, has_account)."""
    first: dict[int, int] = {}
    for round_ in rounds:
        if round_.has_account:
            first.setdefault(round_.caregiver_id, round_.id)
    for caregiver_id, round_id in first.items() if outbox.working() else ():
        messages.tell(by, "question", f"{outbox.ROUND}{round_id}", caregiver_id=caregiver_id)


def relay_waits(by, id: int) -> None:
    """To write: whoever leaves, if she hands over herself. To read before a visit of hers: whoever comes, however late it is
    when that visit begins within a day. Handed back: whoever left.
    """
    relay = db.session.get(Handover, id, populate_existing=True)
    before_her_visit = relay.last_visit_at is not None and relay.last_visit_at > now()
    if relay.state == "to_write" and before_her_visit:
        _tell(by, relay, relay.from_caregiver_id)
    elif relay.state == "sent" and before_her_visit:
        _tell(by, relay, relay.to_caregiver_id, starts_at=relay.first_visit_at)
    elif relay.state == "returned":
        _tell(by, relay, relay.from_caregiver_id)


def _tell(by, relay: Handover, caregiver_id: int | None, **more) -> None:
    if caregiver_id:
        messages.tell(by, "question", f"{outbox.RELAY}{relay.id}:{relay.state}", caregiver_id=caregiver_id, **more)


def back_at_work(by, absence: Absence) -> None:
    """While she was ill she was asked nothing: what came meanwhile, and still waits, is told now. A leave only held it back."""
    to = outbox.recipient(caregiver_id=absence.caregiver_id) if absence.kind in ASKED_NOTHING else None
    since = min(absence.declared_at, instant_at(absence.starts_on, 0))
    if to and asked.waits_since(absence.caregiver_id, to.account_id, since):
        messages.tell(by, "question", f"{outbox.BACK}{absence.id}", caregiver_id=absence.caregiver_id)
