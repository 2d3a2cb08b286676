"""Painful gestures, too much work, an unsafe home: the situation of work and what is done of it, never the pain."""

from collections.abc import Iterable
from datetime import timedelta

OF_THE_WORK = frozenset({"painful_gesture", "overload", "unsafe_home"})
LOOKED_BACK = timedelta(days=365)


def proposes_review(kinds: Iterable[str], least: int) -> bool:
    """True when so many of these were reported of one home in a year: somebody goes and looks at it."""
    return sum(kind in OF_THE_WORK for kind in kinds) >= least
