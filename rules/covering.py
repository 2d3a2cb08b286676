"""The visits a request holds: what may become of each, and when the request is over by itself.

open -> covered (somebody agreed) | family | called_off | returned (the usual caregiver comes) | missed (nobody came) | moot (the
visit is gone); covered -> open again (she cannot any more), returned or moot; missed or moot -> open, when the visit is planned
again. A visit is uncovered until somebody agreed.
"""

from collections.abc import Iterable
from datetime import date

# What still asks for somebody.
OPEN = "open"
STEPS = {
    "open": {"covered", "family", "called_off", "returned", "missed", "moot"},
    "covered": {"open", "returned", "moot", "family", "called_off"},
    "family": {"open", "moot"},
    "called_off": {"open", "moot"},
    "returned": {"open", "moot"},
    "missed": {"open"},
    "moot": {"open"},
}
# Settled so, and planned with nobody all the same: it asks for somebody again. One given back is the usual caregiver's to keep.
MAY_ASK_AGAIN = frozenset(state for state, after in STEPS.items() if OPEN in after) - {"returned"}
BY_ITSELF = "Fermée d'elle-même\u00a0: "
# What became of the visits of a request that closed by itself: (of one, of several).
ENDS = {
    "covered": ("a quelqu'un", "ont quelqu'un"),
    "returned": ("se fait comme avant", "se font comme avant"),
    "family": ("est faite par la famille", "sont faites par la famille"),
    "called_off": ("est annulée avec son accord", "sont annulées avec son accord"),
    "missed": ("n'a pas été faite", "n'ont pas été faites"),
    "moot": ("n'a plus d'objet", "n'ont plus d'objet"),
}
# What changes the hour of a visit that still asks for somebody.
AT_ANOTHER_TIME = ("move", "shorten")
CANNOT_BE_DROPPED = "Un acte de cette intervention ne peut pas attendre\u00a0: elle ne s'annule pas. Remplacez, déplacez, ou voyez avec la famille."


def may_become(before: str, after: str) -> bool:
    return after in STEPS.get(before, set())


def may_be_called_off(cannot_wait: Iterable[bool]) -> bool:
    """"Ne peut pas attendre" cannot be dropped by the office: one such act is enough."""
    return not any(cannot_wait)


def time_choice(before: tuple[date, int, int], after: tuple[date, int, int]) -> str | None:
    """What another (day, first minute, minutes) says by itself: `move`, `shorten` when the end alone comes sooner; None when
    nothing changed.
    """
    if after == before:
        return None
    return "shorten" if after[:2] == before[:2] and after[2] < before[2] else "move"


def slot_fault(choice: str, before: tuple[date, int, int], after: tuple[date, int, int], cannot_wait: bool,
               today: date) -> tuple[str, str] | None:
    """What keeps a visit from this other (day, first minute, minutes), as (field, sentence); None when nothing does.

    What cannot wait may come at another hour of its day, never another day: put off, it would be dropped for that day.
    """
    if after[0] < today:
        return "day", "Indiquez aujourd'hui, ou un jour à venir."
    if cannot_wait and after[0] != before[0]:
        return "day", "Un acte de cette intervention ne peut pas attendre\u00a0: gardez le même jour."
    if choice == "shorten" and after[2] >= before[2]:
        return "minutes", f"Indiquez une durée plus courte que {before[2]} minutes."
    if after == before:
        return "day", "Indiquez un autre jour, ou une autre heure."
    return None


def became(visit_state: str, caregiver_id: int | None, former_id: int) -> str:
    """What a visit held became on another page: given by hand (to her again, or to somebody else), called off, or past
    with nobody, which is said as it is.
    """
    if visit_state == "not_covered" or (visit_state == "planned" and caregiver_id is None):
        return "missed"
    if visit_state not in ("planned", "suspended") or caregiver_id is None:
        return "moot"
    return "returned" if caregiver_id == former_id else "covered"


def outcome(states: Iterable[str], covered_left: bool = False) -> str | None:
    """How a request ends by itself: None while a visit asks for somebody, or while a covered one is still to come.

    `done` when somebody came, the family did, the person agreed to do without, or nobody came, which its page says;
    `cancelled` when nothing of it was needed any more: the usual caregiver came back, the visits are gone.
    """
    held = list(states)
    if OPEN in held or covered_left:
        return None
    return "done" if {"covered", "family", "called_off", "missed"} & set(held) else "cancelled"


def closed_words(states: Iterable[str]) -> str:
    """What moved, for the page of a request that closed by itself: how many of its visits, and what became of them."""
    held = list(states)
    said = [(held.count(state), words) for state, words in ENDS.items() if state in held]
    return BY_ITSELF + ", ".join(
        f"{count} interventions {several}" if count > 1 else f"1 intervention {one}" for count, (one, several) in said) + "."


def said_by_itself(closing_words: str) -> str:
    """What the one who asked reads of a request that closed by itself; nothing of words that somebody kept."""
    return closing_words if closing_words.startswith(BY_ITSELF) else ""
