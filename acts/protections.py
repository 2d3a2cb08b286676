"""Nobody sends her there any more: the measure on the pair, and her visits there held for somebody else, the same minute."""

from acts import measures, replacements
from database import today
from queries.assignments import live_pairings
from queries.measures import standing
from queries.replacements import open_twin
from queries.settings import say


def protect(by, beneficiary_id: int, caregiver_id: int) -> int:
    """The measure that stands on this pair from today: the one there already, or a new one. Returns its id.

    Where she has a relation it is her own request, granted at once; where she has none, or asked already, the measure alone.
    It says the same whatever it came from: what put it there cannot be read from it.
    """
    there = standing(beneficiary_id, caregiver_id, today())
    if there is None or there.kind != "do_not_assign" or there.ends_on is not None:
        _set(by, beneficiary_id, caregiver_id)
        there = standing(beneficiary_id, caregiver_id, today())
    return there.id


def _set(by, beneficiary_id: int, caregiver_id: int) -> None:
    pairing_id = live_pairings([beneficiary_id]).get((beneficiary_id, caregiver_id))
    if pairing_id and not open_twin(pairing_id, "caregiver", True, None):
        replacements.open(by, pairing_id, "caregiver", replacements.PROTECTED, "", None)
    else:
        measures.set(by, beneficiary_id, caregiver_id, "do_not_assign", say(replacements.HER_REQUEST), today())
