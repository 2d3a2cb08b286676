"""What of a person decides the shape of a question: enough for her reach, and nothing of the moment.

Building a long statement costs many times its run. Built once per kind of eye, it still starts from her reach.
"""

from dataclasses import dataclass

from rules.access import may


@dataclass(frozen=True, slots=True)
class Eye:
    """Hashable: the same role with the same flags, and the same caregiver, ask the same question."""

    role: str
    flags: frozenset[str]
    is_office: bool
    caregiver_id: int | None

    def may(self, action: str) -> bool:
        return may(self.role, self.flags, action)


def eye_of(user) -> Eye:
    """The eye of whoever asks; an eye is its own."""
    if isinstance(user, Eye):
        return user
    return Eye(user.role, frozenset(user.flags), user.is_office, user.caregiver_id)
