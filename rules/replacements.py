"""A request to replace a caregiver: when the question is asked, and what follows from its answer.

A request because of origin, skin, name or religion is never spoken as such: the question is asked of every request
that comes from the person's side, and no list of reasons has an item for it. A caregiver's own request is a
different act: nothing is asked of her, and it can always be granted.
"""

from rules.access import may_read
from rules.vocabulary import REASONS_FOR_DIRECTION, REPLACEMENT_REASONS

QUESTION = "Vise-t-elle, même en partie, l'origine, la peau, le nom, la religion\u00a0?"
NOT_GRANTABLE = "Nous ne pouvons pas donner suite à cette demande."
DECIDED = "remplacement décidé"
MISFIT_OF_THE_OTHER = {"caregiver": "misfit_beneficiary", "beneficiary": "misfit_caregiver"}
# What each may give as a reason; what the person wants is asked in her name, never in the office's.
REASONS_OF = {
    "beneficiary": ("schedule_clash", "misfit_beneficiary", "intimate_care_wish", "facts_for_direction"),
    "caregiver": ("leave", "sick_leave", "accident", "training", "schedule_clash", "misfit_caregiver",
                  "caregiver_protection", "end_of_contract"),
    "office": ("leave", "sick_leave", "accident", "training", "schedule_clash", "facts_for_direction",
               "caregiver_protection", "end_of_contract"),
}
FROM_THE_PERSON = frozenset({"misfit_beneficiary", "intimate_care_wish"})


def asks_the_question(requested_by: str, reason: str) -> bool:
    """True for every request from the person's side, whoever brings it in: a reason of hers says it as well."""
    return requested_by != "caregiver" and (requested_by == "beneficiary" or reason in FROM_THE_PERSON)


def first_state(requested_by: str, reason: str, discriminatory: str | None) -> str:
    """Where a request starts. Yes can never be granted; a doubt is the direction's to lift.

    Raises ValueError when the question was due and not answered, or answered where nobody may ask it.
    """
    if asks_the_question(requested_by, reason) != (discriminatory is not None):
        raise ValueError("the question is asked of the person's side, and of it alone")
    return {"yes": "not_grantable", "doubt": "with_direction"}.get(discriminatory, "open")


def is_for_direction(reason: str, discriminatory: str | None) -> bool:
    """True when the words of the request are kept for the direction alone."""
    return reason in REASONS_FOR_DIRECTION or discriminatory in ("yes", "doubt")


def reason_words(reason: str, role: str) -> str:
    """The reason as this role reads it: a code that tells a story reads "remplacement décidé" elsewhere."""
    if reason in REASONS_FOR_DIRECTION and not may_read("direction_facts", frozenset({role})):
        return DECIDED
    return REPLACEMENT_REASONS[reason]
