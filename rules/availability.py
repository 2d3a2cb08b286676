"""Hours given per weekday, as people write them: "8 h - 12 h, 14:00-18:30" <-> (480, 720), (840, 1110)."""

import re
from collections.abc import Iterable

_HOUR = r"(\d{1,2})\s*(?:[:h]\s*(\d{2})?)?"
_RANGE = re.compile(rf"\s*(?:de\s+)?{_HOUR}\s*(?:-|–|—|à)\s*{_HOUR}\s*")
EXAMPLE = "Écrivez les heures ainsi\u00a0: 8:00-12:00, 14:00-18:30."
DAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")


def parse(typed: str) -> list[tuple[int, int]]:
    """Ranges in minutes since midnight, in order. Raises ValueError with what to write instead; 24:00 ends a day."""
    found = []
    for piece in re.split(r"[,;\n]| et ", typed.lower()):
        if not piece.strip():
            continue
        match = _RANGE.fullmatch(piece)
        if not match:
            raise ValueError(EXAMPLE)
        start, end = _minute(match[1], match[2]), _minute(match[3], match[4])
        if start >= end:
            raise ValueError("Écrivez pour chaque plage une fin qui vient après son début.")
        found.append((start, end))
    found.sort()
    if any(later[0] < earlier[1] for earlier, later in zip(found, found[1:], strict=False)):
        raise ValueError("Deux plages se chevauchent. Réunissez-les en une seule.")
    return found


def _minute(hour: str, minute: str | None) -> int:
    value = int(hour) * 60 + int(minute or 0)
    if value > 1440 or int(minute or 0) > 59:
        raise ValueError(EXAMPLE)
    return value


def written(ranges: Iterable[tuple[int, int]]) -> str:
    return ", ".join(f"{start // 60}:{start % 60:02}-{end // 60}:{end % 60:02}" for start, end in ranges)
