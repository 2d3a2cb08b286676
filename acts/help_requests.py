"""A hand asked for: sent, answered line by line, settled; and her own words, at any time."""

import secrets
from datetime import date

from acts import messages
from database import change_state, db, now
from models import HelpRequest, HelpStep
from queries.alerts import receivers
from rules.help_requests import helper

SETTLED = "Ce coup de main est déjà noté comme terminé."


def ask(by, caregiver_id: int, kind: str, words: str, but_id: int | None) -> int:
    """Send it to the one who reads such requests, never to `but_id`. Raises NobodyElse (rules/help_requests.py)."""
    first = helper(receivers(), but_id)
    request = HelpRequest(id=_number(), caregiver_id=caregiver_id, first_id=first, but_id=but_id, kind=kind,
                          words=words or None, at=now(), waits_since=now())
    db.session.add(request)
    db.session.flush()
    messages.tell(by, "question", f"hand:{request.id}", account_id=first, private=True)
    return request.id


def answer(by, id: int, words: str, closes: bool, follow_on: date | None) -> None:
    """What was done, or told to her; it comes back on that day, or is settled."""
    change_state(HelpRequest, id, {"closed_at": None}, sentence=SETTLED, waits_since=None,
                 follow_on=None if closes else follow_on, closed_at=now() if closes else None)
    step_id = _line(by, id, words, closes)
    hers = db.session.get(HelpRequest, id).caregiver_id
    messages.tell(by, "answer", f"hand:{id}:{step_id}", caregiver_id=hers, private=True)


def add(by, id: int, words: str) -> None:
    """What she adds waits for an answer, also once it was settled."""
    change_state(HelpRequest, id, {}, waits_since=now(), closed_at=None)
    step_id = _line(by, id, words, False)
    messages.tell(by, "question", f"hand:{id}:{step_id}", account_id=db.session.get(HelpRequest, id).first_id, private=True)


def _line(by, id: int, words: str, closes: bool) -> int:
    step = HelpStep(help_request_id=id, by_id=by.id, at=now(), words=words, closes=closes)
    db.session.add(step)
    db.session.flush()
    return step.id


def _number() -> int:
    """Drawn, not counted: nobody learns from one how many there are."""
    while True:
        number = 100_000_000 + secrets.randbelow(900_000_000)
        if db.session.get(HelpRequest, number) is None:
            return number
