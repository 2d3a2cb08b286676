"""A mediation: who reads what was told to the mediator, who may hand it over."""

from rules.access import may_read
from rules.vocabulary import ORGANISATION_MEASURE

OPEN = ("opened", "agreed")
REFUSED = f"Une médiation n'est pas possible ici\u00a0: {ORGANISATION_MEASURE}."

STOPPED = f"Cette médiation s'arrête\u00a0: {ORGANISATION_MEASURE}."


def reads_versions(role: str, account_id: int, owner_id: int) -> bool:
    """Each side's words are read by the mediator alone (and by who spoke them, on her phone)."""
    relations = {"mediator"} if account_id == owner_id else set()
    return may_read("mediation_words", frozenset({role} | relations))


def may_hand_over(role: str, account_id: int, owner_id: int) -> bool:
    """The mediator herself, or the direction when she cannot: nobody takes a mediation to read it."""
    return account_id == owner_id or role == "director"
