"""A list as a spreadsheet opens it in France: UTF-8 with its mark, semicolons, French days, and no formula.

A cell that a spreadsheet would run (OWASP, "CSV injection") is given a leading apostrophe: somebody's words stay words.
Real numbers stay numbers. A phone is written in pairs: a spreadsheet would take the zero off a bare number.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from rules.names import spoken

BOM = "\ufeff"
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
# Full-width and small forms fold onto these (NFKC); the typographic minus does not.
_RUNS = frozenset("=+-@\u2212")


def text(value: str) -> str:
    """One line of words without control characters, never a formula. Blanks of any kind become one space."""
    kept = " ".join(_CONTROL.sub("", value).split())
    first = next((sign for sign in kept if unicodedata.category(sign) != "Cf"), "")
    return f"'{kept}" if unicodedata.normalize("NFKC", first)[:1] in _RUNS else kept


def clock(minute: int) -> str:
    """425 -> "7:05": an hour of the day, or a length, that a spreadsheet adds up; 28 hours are "28:00"."""
    return f"{minute // 60}:{minute % 60:02}"


def phone(number: str | None) -> str:
    """"0612345678" -> "06 12 34 56 78"; a number of another shape that begins with a zero is cut in pairs too."""
    said = spoken(number or "")
    return " ".join(said[i:i + 2] for i in range(0, len(said), 2)) if re.fullmatch(r"0\d+", said) else said


def cell(value: object) -> str:
    """What stands in the file for this value. Instants come in local time: they are written as they are.

    Raises TypeError for what no cell holds.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y} {clock(value.hour * 60 + value.minute)}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    raise TypeError(f"no cell holds a {type(value).__name__}")


class _Echo:
    """Gives back what is written to it: the library writes each line, whoever asked keeps it."""

    @staticmethod
    def write(line: str) -> str:
        return line


def lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Each row as its line of the file, end of line included; the mark comes before the first."""
    writer, mark = csv.writer(_Echo, delimiter=";", lineterminator="\r\n"), BOM
    for row in rows:
        yield mark + writer.writerow([cell(value) for value in row])
        mark = ""


def file_name(name: str, day: date) -> str:
    """"beneficiaires-2026-11-26.csv": what it is and when, without whose."""
    return f"{name}-{day.isoformat()}.csv"
