"""What of a person decides the shape of a question: enough for her reach, and nothing of the moment.

Building a long statement costs many times its run. Built once per kind of eye, it still starts from her reach.
"""

from dataclasses import dataclass

from sqlalchemy import literal_column
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BindParameter

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


def written_out(statement):
    """The same statement with its codes and numbers written in it; only what is given at each run stays a parameter.

    A partial index serves a condition the database can read, not one whose value comes later. For values of our own
    code alone: nothing a person typed goes through here, what is built once per eye knows no one's words.
    """
    def plain(element, **_):
        if not isinstance(element, BindParameter) or element.required or type(element.value) not in (str, int):
            return None
        value = element.value
        return literal_column(str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'", element.type)
    return visitors.replacement_traverse(statement, {}, plain)


# What decides whether a caregiver is free is the office's to read, whoever presses: the house answers, or its clock.
HOUSE = Eye("coordinator", frozenset(), True, None)
