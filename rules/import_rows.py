"""A row of the file -> what it says, or why it cannot be read, in a French sentence.

A row that cannot be read keeps what could be: it still protects what it is about from being cancelled as gone.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from rules import import_values as values
from rules.hours import lasting
from rules.import_lists import ACT_NAMES
from rules.import_reading import Source
from rules.names import fold

LONGEST, DAY = 24 * 60, timedelta(days=1)
# A night from 20:00 to 8:00 is a visit; beyond, one of its two hours is surely wrong.
LONGEST_VISIT = 14 * 60
LONGEST_TEXT = {"last": 80, "first": 80, "full": 160, "address": 250, "district": 80, "ref": 80}
CALLED = {"last": "le nom", "first": "le prénom", "full": "le nom", "address": "l'adresse", "district": "le quartier",
          "ref": "la référence"}


@dataclass(slots=True)
class VisitRow:
    """One row of a file of visits. `fault`: why it is refused, all of it. `aside`: it says neither when nor, it seems, who:
    a total, a page, a date of printing. Names are keys (`import_values.name_key`); a first name is
    folded, and None when the file does not tell it from the last name.
    """

    line: int
    ref: str | None = None
    person_ref: str | None = None
    person: str = ""
    person_first: str | None = None
    civility: str = ""
    caregiver_ref: str | None = None
    caregiver: str = ""
    caregiver_first: str | None = None
    day: date | None = None
    start: int | None = None
    minutes: int = 0
    cancelled: bool = False
    acts: tuple[str, ...] = ()
    fault: str = ""
    aside: bool = False


@dataclass(slots=True)
class PersonRow:
    """One row of a file of people: only what it says, an empty cell says nothing. `values`: by column of ours; `unread`:
    the optional fields that could not be read, and are left as they are here.
    """

    line: int
    ref: str | None = None
    values: dict = field(default_factory=dict)
    sectors: tuple[str, ...] = ()
    fault: str = ""
    unread: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return values.name_key(self.values.get("last_name", ""), self.values.get("first_name", ""))


Cells = Callable[[str], str]


def cells_by_field(source: Source, mapping: dict[str, int]) -> Iterator[tuple[int, Cells, str]]:
    """(line, cell of a field, fault of the whole row) of every row."""
    width = len(source.titles)
    for line, cells in source.rows():
        extra = any(cell.strip() for cell in cells[width:])
        fault = "il y a plus de cases que de titres\u00a0: un séparateur se trouve peut-être dans un texte." if extra else ""
        yield line, _getter(cells, mapping), fault


def _getter(cells: list[str], mapping: dict[str, int]) -> Cells:
    def cell(name: str) -> str:
        place = mapping.get(name)
        return values.clean(cells[place]) if place is not None and place < len(cells) else ""
    return cell


# --- visits ---------------------------------------------------------------------------------------------------------

def visit_rows(source: Source, mapping: dict[str, int], unknown_acts: dict[str, int]) -> Iterator[VisitRow]:
    """`unknown_acts` counts the acts that are not in our list: left aside, and said."""
    for line, cell, slipped in cells_by_field(source, mapping):
        row, faults = VisitRow(line), [slipped] if slipped else []
        for read in (_who, _when):
            read(row, cell, faults)
        row.aside = not slipped and _is_aside(row, cell)
        if not row.aside:
            row.cancelled = values.is_cancelled(cell("status"))
            row.acts = _acts(cell("acts"), unknown_acts)
        row.fault = together(faults)
        yield row


def together(faults: list[str]) -> str:
    """Everything a line must have corrected, said at once."""
    return " ".join([*faults[:1], *(fault[0].upper() + fault[1:] for fault in faults[1:])])


def tried(faults: list[str], read: Callable, *said):
    """What was read, or None and one fault more."""
    try:
        return read(*said)
    except ValueError as wrong:
        faults.append(str(wrong))
        return None


def _is_aside(row: VisitRow, cell: Cells) -> bool:
    """Neither day nor hour. Whether who it names is somebody known here is seen later (rules/import_people.py)."""
    footer = values.is_footer
    if footer(cell("day")) or (row.day is None and any(footer(cell(name)) for name in ("ref", "person", "person_last"))):
        return True
    if any(cell(name) and not footer(cell(name)) for name in ("start", "slot")):
        return False
    return row.day is None and not values.looks_dated(cell("day"))


def _who(row: VisitRow, cell: Cells, faults: list[str]) -> None:
    row.ref, row.person_ref, row.caregiver_ref = (
        tried(faults, read_ref, cell(name)) for name in ("ref", "person_ref", "caregiver_ref"))
    row.person, row.person_first, row.civility = _named(cell, "person")
    caregiver, row.caregiver_first, _ = _named(cell, "caregiver")
    row.caregiver = "" if caregiver in NOBODY_KEYS else caregiver
    if row.caregiver_ref and fold(row.caregiver_ref) in values.NOBODY:
        row.caregiver_ref = None
    if not row.person and not row.person_ref:
        faults.append("la personne aidée manque. Écrivez son nom, ou sa référence.")


NOBODY_KEYS = frozenset(" ".join(sorted(words.split())) for words in values.NOBODY)


def _named(cell: Cells, who: str) -> tuple[str, str | None, str]:
    """(key, first name when it stands alone, civility)."""
    whole, first = cell(who), None
    if not whole:
        last, first = cell(f"{who}_last"), cell(f"{who}_first")
        whole, first = f"{last} {first}".strip(), _folded(first)
    return _key(whole), first, values.without_title(whole)[0]


@lru_cache(maxsize=8192)
def _key(whole: str) -> str:
    return values.name_key(values.without_title(whole)[1])


def read_ref(text: str) -> str | None:
    if len(text) > LONGEST_TEXT["ref"]:
        raise ValueError(f"la référence {values.quoted(text)} est trop longue\u00a0: 80 caractères au plus.")
    return sys.intern(text) if text else None


def _when(row: VisitRow, cell: Cells, faults: list[str]) -> None:
    if cell("day"):
        row.day = tried(faults, values.moment_day, cell("day"))
    start, end = cell("start"), cell("end")
    if not start and cell("slot"):
        start, until = values.span(cell("slot"))
        end = end or until
    if not start:
        faults.append("l'heure de début manque. Écrivez par exemple 7:45.")
    day, minute = (tried(faults, values.moment, start, "l'heure de début") if start else None) or (None, None)
    row.day = day or row.day
    if row.day is None and not cell("day"):
        faults.append("le jour manque. Écrivez par exemple 03/11/2026.")
    if row.day is None or minute is None:
        return
    row.start = minute
    if row.start == LONGEST:
        row.day, row.start = row.day + DAY, 0
    row.minutes = tried(faults, _lasting, row, end, cell("end_day"), cell("minutes")) or 0


def _lasting(row: VisitRow, end: str, end_day: str, minutes: str) -> int:
    """Raises ValueError when no visit lasts that long: one of its hours is wrong."""
    made = _minutes(row, end, end_day, minutes)
    if not 1 <= made <= LONGEST:
        raise ValueError(f"la fin vient {'avant le début' if made < 1 else 'plus de 24 heures après le début'}. "
                         "Corrigez l'heure de fin, ou la durée.")
    if made > LONGEST_VISIT:
        raise ValueError(f"elle durerait {lasting(made)}. Vérifiez l'heure de début et l'heure de fin\u00a0: une "
                         "intervention dure 14 heures au plus.")
    return made


def _minutes(row: VisitRow, end: str, end_day: str, written: str) -> int:
    """Wall-clock minutes from the start to the end; an end before the start is on the next day."""
    if not end:
        if not written:
            raise ValueError("l'heure de fin manque, et la durée aussi.")
        return values.length(written)
    day, minute = values.moment(end, "l'heure de fin")
    day = day or (values.moment_day(end_day) if end_day else None)
    if day is not None:
        gap = (day - row.day).days
        # some software writes the day of the start beside an end after midnight
        return gap * LONGEST + minute - row.start + (LONGEST if gap == 0 and minute < row.start else 0)
    if minute == row.start:
        raise ValueError("le début et la fin sont à la même heure.")
    return minute - row.start + (LONGEST if minute < row.start else 0)


def _acts(text: str, unknown: dict[str, int]) -> tuple[str, ...]:
    if not text:
        return ()
    found = {}
    for name in text.replace("/", ",").replace(";", ",").replace("+", ",").replace("|", ",").split(","):
        code = ACT_NAMES.get(_folded(name))
        if code:
            found[code] = True
        elif name.strip():
            unknown[name.strip()[:60]] = unknown.get(name.strip()[:60], 0) + 1
    return tuple(found)


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    return fold(text)
