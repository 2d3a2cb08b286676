"""The person is told who comes instead: what she may answer, and what follows for each visit.

to tell -> told: agrees | waits (prefers her usual caregiver) | refuses; a try that reached nobody leaves it to tell.
What was told is a visit, its hour and whoever was announced: when one of them changes, she is told again. "Agrees"
may follow any answer: she may change her mind.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rules.covering import may_be_called_off

ANSWERS = {
    "agrees": "D'accord",
    "waits": "Préfère attendre son intervenante habituelle",
    "refuses": "Refuse",
    "unreached": "Personne n'a répondu",
}
SPOKEN_TO = {"person": "La personne elle-même", "relative": "Un proche", "guardian": "Le tuteur ou le curateur"}
# What tells: a try does not.
TOLD = ("agrees", "waits", "refuses")
KEPT, CALLED_OFF, REFUSED = "kept", "called_off", "refused"
QUESTION_DUE = "Répondez à la question\u00a0: Oui, Non ou Doute."


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered, and by whom. `discriminatory`: the answer to the question, asked of a refusal and of it alone."""

    answer: str
    spoken_to: str | None = "person"
    spoken_name: str = ""
    words: str = ""
    discriminatory: str | None = None
    direction_words: str = ""

    @property
    def who(self) -> str:
        return self.spoken_name or "la personne"

    @property
    def stops(self) -> bool:
        return self.discriminatory in ("yes", "doubt")


def follows(answer: str, cannot_wait: Iterable[bool]) -> str:
    """What becomes of a visit: it stays, is called off with her agreement, or is refused.

    A visit with an act that cannot wait stays when she would rather wait: the office finds an arrangement with her.
    """
    if answer == "refuses":
        return REFUSED
    return CALLED_OFF if answer == "waits" and may_be_called_off(cannot_wait) else KEPT


def is_told(answers: Iterable[str]) -> bool:
    """True when one of what was said of this visit, at this hour, with this caregiver, told her."""
    return bool(set(answers) & set(TOLD))
