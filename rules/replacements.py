"""A request to replace a caregiver: when the question is asked, and what follows from its answer.

A request because of origin, skin, name or religion is never spoken as such: the question is asked of every request
that comes from the person's side, and no list of reasons has an item for it. A caregiver's own request is a
different act: nothing is asked of her, and it can always be granted.
"""

from collections.abc import Iterator
from datetime import date, datetime

from rules.access import may_read
from rules.vocabulary import REASONS_FOR_DIRECTION, REPLACEMENT_REASONS, REQUESTERS

QUESTION = "Vise-t-elle, même en partie, l'origine, la peau, le nom, la religion\u00a0?"
NOT_GRANTABLE = "Nous ne pouvons pas donner suite à cette demande."
DECIDED = "remplacement décidé"
NOT_SENT_INSTEAD = ("La personne a refusé cette intervention après une demande qui ne peut pas avoir de suite\u00a0: "
                    "personne d'autre n'est envoyé pour cette raison. La direction décide.")
MISFIT_OF_THE_OTHER = {"caregiver": "misfit_beneficiary", "beneficiary": "misfit_caregiver"}
# What each may give as a reason; what the person wants is asked in her name, never in the office's.
REASONS_OF = {
    "beneficiary": ("schedule_clash", "misfit_beneficiary", "intimate_care_wish", "facts_for_direction"),
    "caregiver": ("leave", "sick_leave", "accident", "training", "schedule_clash", "misfit_caregiver",
                  "caregiver_protection", "end_of_contract"),
    "office": ("leave", "sick_leave", "accident", "training", "schedule_clash", "facts_for_direction",
               "caregiver_protection", "end_of_contract"),
}
# What she asks from her phone, in her own words. Nobody asks why; the last one is granted at once.
ASKED_BY_HER = {
    "schedule_clash": "Les horaires ne me conviennent plus",
    "misfit_caregiver": "Cela ne se passe pas bien pour moi",
    "caregiver_protection": "Je ne veux plus y aller",
}
END_OF_CONTRACT = "end_of_contract"
WISH, WISH_KIND = "intimate_care_wish", "intimate_care"
WISH_GRANTED = {"woman": "Souhait accordé\u00a0: une femme pour les soins intimes.",
                "man": "Souhait accordé\u00a0: un homme pour les soins intimes."}
FROM_THE_PERSON = frozenset({"misfit_beneficiary", "intimate_care_wish"})


def asks_the_question(requested_by: str, reason: str) -> bool:
    """True for every request from the person's side, whoever brings it in: a reason of hers says it as well."""
    return requested_by != "caregiver" and (requested_by == "beneficiary" or reason in FROM_THE_PERSON)


def first_state(requested_by: str, reason: str, discriminatory: str | None, refused_before: bool = False) -> str:
    """Where a request starts. Yes can never be granted; a doubt is the direction's to lift.

    `refused_before`: one of the same pair could not be granted, or waits for the direction; typed again with "Non",
    it is the direction's to judge as well.

    Raises ValueError when the question was due and not answered, or answered where nobody may ask it.
    """
    if asks_the_question(requested_by, reason) != (discriminatory is not None):
        raise ValueError("the question is asked of the person's side, and of it alone")
    again = "with_direction" if refused_before and discriminatory is not None else "open"
    return {"yes": "not_grantable", "doubt": "with_direction"}.get(discriminatory, again)


def period_faults(reason: str, for_good: bool, starts_on: date | None, ends_on: date | None,
                  today: date) -> Iterator[tuple[str, str]]:
    """What is wrong with the days of a request, as (field, sentence). The end of a contract is for good, from a day on."""
    if reason == END_OF_CONTRACT:
        if not for_good:
            yield "length", "Choisissez «\u00a0Pour de bon\u00a0»\u00a0: un contrat qui se termine ne reprend pas."
        elif not starts_on:
            yield "starts_on", "Indiquez le premier jour sans elle."
        return
    if for_good:
        return
    if not starts_on:
        yield "starts_on", "Indiquez le premier jour."
    if not ends_on:
        yield "ends_on", "Indiquez le dernier jour."
    elif starts_on and ends_on < starts_on:
        yield "ends_on", "Indiquez une fin qui vient après le début."
    elif ends_on < today:
        yield "ends_on", "Indiquez une fin qui n'est pas passée."


def keeps_wish(reason: str, state: str) -> bool:
    """Woman or man is asked for by a wish for intimate care alone; of one that cannot be granted nothing is kept."""
    return reason == WISH and state != "not_grantable"


def may_grant_wish(reason: str, state: str, discriminatory: str | None, judged: bool) -> bool:
    """A wish for intimate care that was answered "Non", or whose doubt the direction lifted. Yes never becomes a wish."""
    return reason == WISH and state == "open" and (discriminatory == "no" or (discriminatory == "doubt" and judged))


def is_for_direction(reason: str, discriminatory: str | None) -> bool:
    """True when the words of the request are kept for the direction alone."""
    return reason in REASONS_FOR_DIRECTION or discriminatory in ("yes", "doubt")


def may_be_told(state: str, told_by_voice_at: datetime | None) -> bool:
    """Words about a replacement reach her phone: never before the direction's answer, nor before the voice."""
    return state != "with_direction" and (state != "not_grantable" or told_by_voice_at is not None)


def is_answered_by_hand(absence_id: int | None) -> bool:
    """False for a request an absence opened: it lives and ends with it, and nobody asked who waits for an answer."""
    return absence_id is None


def may_answer(state: str, decided: bool, her_choice: str | None) -> bool:
    """Whether something can be said to who asked. `decided`: somebody comes, or something was agreed on for a visit.

    Before a refusal is said, she was told by voice and chose.
    """
    return {"open": decided, "not_grantable": her_choice is not None, "with_direction": False}.get(state, True)


def reason_words(reason: str, role: str) -> str:
    """The reason as this role reads it: a code that tells a story reads "remplacement décidé" elsewhere."""
    return DECIDED if is_kept_from(reason, role) else REPLACEMENT_REASONS[reason]


def requester_words(requested_by: str, reason: str, role: str) -> str:
    """Who asked, as this role reads it: beside "remplacement décidé", who asked would tell the story by itself."""
    return REQUESTERS["office" if is_kept_from(reason, role) else requested_by]


def is_kept_from(reason: str, role: str) -> bool:
    """True of a reason that tells a story this role does not read: that it came from her phone would tell it as well."""
    return reason in REASONS_FOR_DIRECTION and not may_read("direction_facts", frozenset({role}))


def answers_the_person(requested_by: str, reason: str, role: str) -> bool:
    """True when the answer goes to the person or to hers: by what way and to whom is kept. As this role reads who asked."""
    return requested_by == "beneficiary" and not is_kept_from(reason, role)


LETTER_TOO_EARLY = "La lettre se prépare quand l'intervenante est prévenue de vive voix et qu'elle a choisi."


def has_letter(state: str, told_at, choice: str | None) -> bool:
    """No letter leaves before the caregiver was told by voice and chose for herself."""
    return state == "not_grantable" and told_at is not None and choice is not None


def letter_goes_to(contacts):
    """Her legal guardian when she has one: what is written to her is written to them. None: to herself."""
    return next((one for one in contacts if one.kind == "legal_guardian"), None)
