"""What a decision is: an outcome with its reason, and what it needs to open what follows."""

from dataclasses import dataclass, field
from datetime import date

from rules.replacements import is_for_direction


@dataclass(frozen=True, slots=True)
class Choice:
    """What the office decided. `mediation`: subject, check_on, owner_id. `replacement`: requested_by, reason,
    discriminatory, direction_facts; the reason of the decision is what it says.
    """

    outcome: str
    reason: str
    told_words: str
    next_milestone: str
    next_round_on: date
    mediation: dict = field(default_factory=dict)
    replacement: dict = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        """True when why somebody is replaced is the direction's alone."""
        asked = self.replacement
        return self.outcome == "replacement" and is_for_direction(asked["reason"], asked["discriminatory"])
