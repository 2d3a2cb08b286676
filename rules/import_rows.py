"""A row of the file -> what it says, or why it cannot be read, in a French sentence.

A row that cannot be read keeps what could be: it still protects what it is about from being cancelled as gone.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from rules import import_values as values
from rules.import_reading import Source
from rules.names import dial, fold
from rules.vocabulary import ACTS, QUALIFICATIONS

LONGEST, DAY = 24 * 60, timedelta(days=1)
_ACTS = {
    "get_up": "lever, aide au lever, aide lever", "go_to_bed": "coucher, aide au coucher, aide coucher",
    "wash": "toilette, aide a la toilette, aide toilette, douche, bain, hygiene", "change": "change, changes, protection",
    "meal": "repas, aide au repas, aide repas, preparation repas, preparation des repas, preparation du repas, dejeuner, "
            "diner, petit dejeuner, aide aux repas, aide a la prise des repas",
    "medication_reminder": "rappel des medicaments, medicaments, rappel medicaments, prise de medicaments, aide aux medicaments",
    "outing": "sortie, sorties, accompagnement, sortie accompagnement, promenade, accompagnement exterieur, transport",
    "shopping": "courses, aide aux courses, faire les courses", "laundry": "linge, repassage, lessive, entretien du linge",
    "housework": "menage, entretien, entretien du logement, entretien logement, entretien du cadre de vie, nettoyage",
    "company": "presence, conversation, compagnie, presence conversation, presence de nuit, garde, vie sociale",
}
ACT_NAMES = {fold(name): code for code, names in _ACTS.items() for name in (*names.split(", "), ACTS[code])}
_POSTS = {
    "home_help": "aide menagere, aide menager, agent a domicile, agent domicile, agent d entretien, menage, categorie a",
    "care_aide": "aide a domicile, aide domicile, employe a domicile, employee a domicile, assistant de vie, assistante de vie, "
                 "advf, assistante de vie aux familles, categorie b, employe a domicile qualifie",
    "care_assistant": "auxiliaire de vie, auxiliaire de vie avs, avs, deavs, aes, auxiliaire de vie sociale, deaes, "
                      "accompagnant educatif et social, accompagnante educative et sociale, categorie c, dvs, "
                      "auxiliaire vie sociale, auxiliaire vie",
    "nursing_aide": "aide soignante, aide soignant, as, deas, dpas",
}
POST_NAMES = {fold(name): code for code, names in _POSTS.items() for name in (*names.split(", "), QUALIFICATIONS[code])}
LONGEST_TEXT = {"last": 80, "first": 80, "full": 160, "address": 250, "district": 80, "ref": 80}
CALLED = {"last": "le nom", "first": "le prénom", "full": "le nom", "address": "l'adresse", "district": "le quartier",
          "ref": "la référence"}


@dataclass(slots=True)
class VisitRow:
    """One row of a file of visits. `fault`: why it is refused. Names are keys (`import_values.name_key`); a first name is
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
    start: int = 0
    minutes: int = 0
    cancelled: bool = False
    acts: tuple[str, ...] = ()
    fault: str = ""


@dataclass(slots=True)
class PersonRow:
    """One row of a file of people: only what it says, an empty cell says nothing. `values`: by column of ours."""

    line: int
    ref: str | None = None
    values: dict = field(default_factory=dict)
    sectors: tuple[str, ...] = ()
    fault: str = ""

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
    for line, cell, fault in cells_by_field(source, mapping):
        row = VisitRow(line, fault=fault)
        try:
            _who(row, cell)
            row.cancelled = values.is_cancelled(cell("status"))
            _when(row, cell)
            row.acts = _acts(cell("acts"), unknown_acts)
        except ValueError as wrong:
            row.fault = row.fault or str(wrong)
        yield row


def _who(row: VisitRow, cell: Cells) -> None:
    row.ref, row.person_ref, row.caregiver_ref = (_ref(cell(name)) for name in ("ref", "person_ref", "caregiver_ref"))
    row.person, row.person_first, row.civility = _named(cell, "person")
    caregiver, row.caregiver_first, _ = _named(cell, "caregiver")
    row.caregiver = "" if caregiver in NOBODY_KEYS else caregiver
    if row.caregiver_ref and fold(row.caregiver_ref) in values.NOBODY:
        row.caregiver_ref = None
    if not row.person and not row.person_ref:
        raise ValueError("la personne aidée manque. Écrivez son nom, ou sa référence.")


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


def _ref(text: str) -> str | None:
    if len(text) > LONGEST_TEXT["ref"]:
        raise ValueError(f"la référence {values.quoted(text)} est trop longue\u00a0: 80 caractères au plus.")
    return sys.intern(text) if text else None


def _when(row: VisitRow, cell: Cells) -> None:
    written, start = cell("day"), cell("start")
    if written:
        row.day = values.moment_day(written)
    if not start:
        raise ValueError("l'heure de début manque. Écrivez par exemple 7:45.")
    day, row.start = values.moment(start, "l'heure de début")
    row.day = day or row.day
    if row.day is None:
        raise ValueError("le jour manque. Écrivez par exemple 03/11/2026.")
    if row.start == LONGEST:
        row.day, row.start = row.day + DAY, 0
    row.minutes = _minutes(row, cell("end"), cell("end_day"), cell("minutes"))
    if not 1 <= row.minutes <= LONGEST:
        raise ValueError(f"la fin vient {'avant le début' if row.minutes < 1 else 'plus de 24 heures après le début'}. "
                         "Corrigez l'heure de fin, ou la durée.")


def _minutes(row: VisitRow, end: str, end_day: str, lasting: str) -> int:
    """Wall-clock minutes from the start to the end; an end before the start is on the next day."""
    if not end:
        if not lasting:
            raise ValueError("l'heure de fin manque, et la durée aussi.")
        return values.length(lasting)
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


# --- people ---------------------------------------------------------------------------------------------------------

def person_rows(source: Source, mapping: dict[str, int], kind: str, this_year: int) -> Iterator[PersonRow]:
    read = _beneficiary if kind == "beneficiaries" else _caregiver
    for line, cell, fault in cells_by_field(source, mapping):
        row = PersonRow(line, fault=fault)
        try:
            row.ref = _ref(cell("ref"))
            _identity(row, cell)
            read(row, cell, this_year)
            _check_lengths(row)
        except ValueError as wrong:
            row.fault = row.fault or str(wrong)
        yield row


def _identity(row: PersonRow, cell: Cells) -> None:
    title, full = values.without_title(cell("full"))
    last, first = cell("last"), cell("first")
    if last and not first:
        title, full = values.without_title(last)
        last = ""
    if not last:
        if not full:
            raise ValueError("le nom manque.")
        last, first = values.split_name(full)
    row.values |= {"last_name": last, "first_name": first}
    if cell("civility") or title:
        row.values["civility"] = values.civility(cell("civility") or title)
    phone = cell("phone") or cell("mobile")
    if phone:
        row.values["phone"] = _phone(phone)
    row.sectors = tuple(part.strip() for part in cell("sector").replace("/", ",").split(",") if part.strip())
    _put(row, "district", cell("district"))


def _put(row: PersonRow, name: str, value) -> None:
    """An empty cell says nothing: it never erases what is written here."""
    if value not in ("", None):
        row.values[name] = value


def _phone(text: str) -> str:
    number = dial(text)
    if len(number) == 9 and number[0] in "1234567890":
        number = "0" + number  # a spreadsheet takes the first zero off
    if not 10 <= len(number.lstrip("+")) <= 15:
        raise ValueError(f"le téléphone {values.quoted(text)} ne se lit pas. Écrivez par exemple 01 23 45 67 89.")
    return number


def _beneficiary(row: PersonRow, cell: Cells, this_year: int) -> None:
    street = ", ".join(part for part in (cell("address"), cell("address2")) if part)
    town = " ".join(part for part in (cell("postal_code"), cell("city")) if part)
    _put(row, "address", ", ".join(part for part in (street, town) if part) if street else "")
    if cell("birth"):
        row.values["birth_date"] = values.moment_day(cell("birth"), "la date de naissance", this_year)
    if cell("gir"):
        number = cell("gir").upper().removeprefix("GIR").strip()
        if number not in "123456" or len(number) != 1:
            raise ValueError(f"le GIR {values.quoted(cell('gir'))} n'existe pas. Écrivez un chiffre de 1 à 6.")
        row.values["gir"] = int(number)


def _caregiver(row: PersonRow, cell: Cells, _this_year: int) -> None:
    said = row.values.pop("civility", None)
    _put(row, "gender", {"Mme": "woman", "M.": "man"}.get(said))
    post = cell("qualification")
    if post:
        if fold(post) not in POST_NAMES:
            raise ValueError(f"la qualification {values.quoted(post)} n'est pas connue. Écrivez l'une de celles-ci\u00a0: "
                             f"{', '.join(QUALIFICATIONS.values())}.")
        row.values["qualification"] = POST_NAMES[fold(post)]
    if cell("weekly") or cell("monthly"):
        row.values["weekly_minutes"] = _weekly(cell("weekly"), cell("monthly"))
    if cell("vehicle"):
        row.values["has_vehicle"] = fold(cell("vehicle")) in values.YES


def _weekly(weekly: str, monthly: str) -> int:
    """Minutes a week; a month counts 52/12 weeks, as contracts do (151,67 h a month is 35 h a week)."""
    hours = values.hours(weekly or monthly)
    minutes = round(hours * 60) if weekly else round(hours * 60 * 12 / 52 / 15) * 15
    if not 0 < minutes <= 48 * 60:
        raise ValueError(f"les heures du contrat {values.quoted(weekly or monthly)} ne se lisent pas. "
                         "Écrivez par exemple 28, ou 28:30.")
    return minutes


def _check_lengths(row: PersonRow) -> None:
    for name, field_name in (("last_name", "last"), ("first_name", "first"), ("address", "address"), ("district", "district")):
        if len(row.values.get(name, "")) > LONGEST_TEXT[field_name]:
            raise ValueError(f"{CALLED[field_name]} est trop long\u00a0: {LONGEST_TEXT[field_name]} caractères au plus.")
