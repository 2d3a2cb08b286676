"""A row of a file of people -> what it says, or why it cannot be read, in French sentences.

What a file cannot be opened without is refused when it cannot be read; what is optional is left as it is here, and said.
"""

from collections.abc import Iterator

from rules import import_values as values
from rules.import_lists import POST_NAMES
from rules.import_reading import Source
from rules.import_rows import CALLED, LONGEST_TEXT, Cells, PersonRow, cells_by_field, read_ref, together, tried
from rules.names import dial, fold
from rules.vocabulary import QUALIFICATIONS


# What is left as it is here when it cannot be read, and how to write it. A birth date is not among them: it tells one
# person from another of the same name.
OPTIONAL = {"phone": ("téléphone", "Écrivez par exemple 01 23 45 67 89."), "gir": ("GIR", "Écrivez un chiffre de 1 à 6."),
            "vehicle": ("véhicule", "Écrivez oui ou non."), "address": ("adresse", "250 caractères au plus."),
            "district": ("quartier", "80 caractères au plus.")}


def person_rows(source: Source, mapping: dict[str, int], kind: str, this_year: int) -> Iterator[PersonRow]:
    """`this_year`: a birth in two figures is never to come."""
    read = _beneficiary if kind == "beneficiaries" else _caregiver
    for line, cell, slipped in cells_by_field(source, mapping):
        row, faults = PersonRow(line), [slipped] if slipped else []
        row.ref = tried(faults, read_ref, cell("ref"))
        tried(faults, _name, row, cell)
        row.sectors = tuple(part.strip() for part in cell("sector").replace("/", ",").split(",") if part.strip())
        _put(row, "district", cell("district"))
        read(row, cell, faults, this_year)
        _check_lengths(row, faults)
        row.fault = together(faults)
        yield row


def _name(row: PersonRow, cell: Cells) -> None:
    title, full = values.without_title(cell("full"))
    last, first = cell("last"), cell("first")
    if last and not first:
        title, full = values.without_title(last)
        last = ""
    if cell("civility") or title:
        row.values["civility"] = values.civility(cell("civility") or title)
    if not last:
        if not full:
            raise ValueError("le nom manque.")
        last, first = values.split_name(full)
    row.values |= {"last_name": last, "first_name": first}


def _put(row: PersonRow, name: str, value) -> None:
    """An empty cell says nothing: it never erases what is written here."""
    if value not in ("", None):
        row.values[name] = value


def _optional(row: PersonRow, faults: list[str], name: str) -> None:
    """What these faults are about can wait: the line goes in without it, and a note says so."""
    if faults:
        row.unread = tuple(dict.fromkeys((*row.unread, name)))


def _phone(row: PersonRow, cell: Cells, faults: list[str]) -> None:
    """The first of her two numbers that can be read."""
    numbers = [tried(faults, _number, cell(name)) for name in ("phone", "mobile") if cell(name)]
    _put(row, "phone", next(filter(None, numbers), ""))


def _number(text: str) -> str:
    number = dial(text)
    if len(number) == 9 and number[0] in "1234567890":
        number = "0" + number  # a spreadsheet takes the first zero off
    if not 10 <= len(number.lstrip("+")) <= 15:
        raise ValueError(f"le téléphone {values.quoted(text)} ne se lit pas. Écrivez par exemple 01 23 45 67 89.")
    return number


def _beneficiary(row: PersonRow, cell: Cells, faults: list[str], this_year: int) -> None:
    street = ", ".join(part for part in (cell("address"), cell("address2")) if part)
    town = " ".join(part for part in (cell("postal_code"), cell("city")) if part)
    _put(row, "address", ", ".join(part for part in (street, town) if part) if street else "")
    if cell("birth"):
        _put(row, "birth_date", tried(faults, values.moment_day, cell("birth"), "la date de naissance", this_year))
    unread: list[str] = []
    _phone(row, cell, unread)
    _optional(row, unread, "phone")
    number = cell("gir").upper().removeprefix("GIR").strip()
    if len(number) == 1 and number in "123456":
        row.values["gir"] = int(number)
    elif number:
        _optional(row, [number], "gir")


def _caregiver(row: PersonRow, cell: Cells, faults: list[str], _this_year: int) -> None:
    said = row.values.pop("civility", None)
    _put(row, "gender", {"Mme": "woman", "M.": "man"}.get(said))
    unread: list[str] = []
    _phone(row, cell, unread)
    if "phone" in row.values:
        _optional(row, unread, "phone")
    else:
        faults += unread  # without a number, her file cannot be opened
    _put(row, "qualification", tried(faults, _post, cell("qualification")))
    if cell("weekly") or cell("monthly"):
        _put(row, "weekly_minutes", tried(faults, _weekly, cell("weekly"), cell("monthly")))
    vehicle = fold(cell("vehicle"))
    if vehicle in values.YES or vehicle in values.NO:
        row.values["has_vehicle"] = vehicle in values.YES
    elif vehicle:
        _optional(row, [vehicle], "vehicle")


def _post(text: str) -> str:
    if text and fold(text) not in POST_NAMES:
        raise ValueError(f"la qualification {values.quoted(text)} n'est pas connue. Écrivez l'une de celles-ci\u00a0: "
                         f"{', '.join(QUALIFICATIONS.values())}.")
    return POST_NAMES[fold(text)] if text else ""


def _weekly(weekly: str, monthly: str) -> int:
    """Minutes a week; a month counts 52/12 weeks, as contracts do (151,67 h a month is 35 h a week)."""
    hours = values.hours(weekly or monthly)
    minutes = round(hours * 60) if weekly else round(hours * 60 * 12 / 52 / 15) * 15
    if not 0 < minutes <= 48 * 60:
        raise ValueError(f"les heures du contrat {values.quoted(weekly or monthly)} ne se lisent pas. "
                         "Écrivez par exemple 28, ou 28:30.")
    return minutes


def _check_lengths(row: PersonRow, faults: list[str]) -> None:
    for name, field_name in (("last_name", "last"), ("first_name", "first"), ("address", "address"), ("district", "district")):
        if len(row.values.get(name, "")) <= LONGEST_TEXT[field_name]:
            continue
        if name in OPTIONAL:
            _optional(row, [row.values.pop(name)], name)
        else:
            faults.append(f"{CALLED[field_name]} est trop long\u00a0: {LONGEST_TEXT[field_name]} caractères au plus.")
