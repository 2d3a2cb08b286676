"""One cell as a planning software writes it -> a value: a day, an hour, a length, a name, yes or no.

Each function raises ValueError with a French sentence that quotes the cell and says what to write.
"""

import re
import unicodedata
from datetime import date
from functools import lru_cache

from rules.names import fold

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028\u2029\ufeff]+")
_MONTHS = {"janvier": 1, "janv": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3, "mar": 3, "avril": 4, "avr": 4,
           "mai": 5, "juin": 6, "juillet": 7, "juil": 7, "jul": 7, "aout": 8, "aou": 8, "septembre": 9, "sept": 9, "sep": 9,
           "octobre": 10, "oct": 10, "novembre": 11, "nov": 11, "decembre": 12, "dec": 12}
_DAY = re.compile(r"(?:[a-zé]+\.? +)?(\d{1,2}) *[/.-] *(\d{1,2}) *[/.-] *(\d{4}|\d{2})", re.I)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{4})(\d{2})(\d{2})")
_WORDS = re.compile(r"(?:[a-z]+ )?(\d{1,2})(?:er)? ([a-z]+) (\d{4}|\d{2})")
_CLOCK = re.compile(r"(\d{1,2}) *(?:[:hH] *(\d{2})?(?: *(?:[:m] *\d{2}|mn|min|m))?|(\d{2}))? *$")
_BOTH = re.compile(r"(.+?)(?:T| +(?:à +)?)(\d{1,2} *[:hH] *\d{0,2}(?::\d{2})?)(?:[.,]\d+)?$")
_LENGTH = re.compile(r"(\d{1,2}) *(?:h|:|heures?) *(\d{2})?(?: *(?::\d{2}|mn|min|m))? *$", re.I)
_MINUTES = re.compile(r"(\d{1,4}) *(?:mn|min|minutes?|m) *$", re.I)
_DECIMAL = re.compile(r"(\d{1,4})[.,](\d{1,3}) *(?:h|heures?)? *$", re.I)
# Two hours in one cell: "08h00 - 09h30", "de 8h à 9h30".
_SPAN = re.compile(r"(?:de +)?(\d{1,2} *[:hH]? *\d{0,2}(?::\d{2})?) *(?:-|–|—|/|>|→|à|a\b|au?\b) *(\d{1,2} *[:hH]? *\d{0,2}(?::\d{2})?)")
_FOOTER = re.compile(r"(sous ?)?tota(l|ux)\b|cumul\b|somme\b|nombre\b|page \d|(edite|edition|imprime|exporte|genere)e?\b")
_DATED = re.compile(r"\d{1,4} *[/.-] *\d{1,2} *[/.-] *\d{1,4}.*|\d{5,8}|(?:[a-z]+ )?\d{1,2} [a-z]+ \d{2,4}", re.I)
YES = frozenset({"oui", "o", "x", "1", "vrai", "true", "yes"})
NO = frozenset({"non", "n", "0", "faux", "false", "no"})
NOBODY = frozenset({"", "a pourvoir", "non affecte", "non affectee", "vacant", "vacante", "sans intervenant", "aucun", "aucune",
                    "non attribue", "non attribuee", "a affecter", "a attribuer", "non pourvu", "non pourvue", "neant"})


def clean(cell: str) -> str:
    """Without control characters and outer blanks, on one line, in one Unicode form."""
    if cell.isascii() and cell.isprintable():
        return cell.strip()
    plain = unicodedata.normalize("NFC", _CONTROL.sub(" ", cell)).replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(plain.split())


def quoted(cell: str) -> str:
    """« the cell », cut when it is long."""
    return f"«\u00a0{cell[:40]}{'…' if len(cell) > 40 else ''}\u00a0»"


@lru_cache(maxsize=8192)
def day(cell: str, what: str = "la date", born_before: int | None = None) -> date:
    """3/11/2026, 03.11.26, 2026-11-03, "3 nov. 2026", "lundi 3 novembre 2026".

    Two figures for the year mean 20..; with `born_before` (this year) the last century when it would be to come.
    """
    wrong = ValueError(f"{what} {quoted(cell)} n'existe pas. Écrivez par exemple 03/11/2026.")
    found = _ISO.fullmatch(cell)
    if found:
        year, month, number = [int(part) for part in found.groups() if part]
    else:
        number, month, year = _french_day(cell, wrong)
    if year < 100:
        year += 2000
        year -= 100 if born_before and year > born_before else 0
    try:
        made = date(year, month, number)
    except ValueError:
        raise wrong from None
    if not 1900 <= made.year <= 2100:
        raise wrong
    return made


def _french_day(cell: str, wrong: ValueError) -> tuple[int, int, int]:
    found = _DAY.fullmatch(cell)
    if found:
        return tuple(int(part) for part in found.groups())
    found = _WORDS.fullmatch(fold(cell))
    if not found or found[2] not in _MONTHS:
        raise wrong
    return int(found[1]), _MONTHS[found[2]], int(found[3])


@lru_cache(maxsize=8192)
def clock(cell: str, what: str = "l'heure") -> int:
    """7:05, 7h05, 07:05:00, 7h, 0705 -> minutes since midnight; 24:00 is 1440."""
    found = _CLOCK.fullmatch(cell)
    hour, minute = (int(found[1]), int(found[2] or found[3] or 0)) if found else (99, 0)
    if found and found[3] and len(cell.strip()) == 3:
        hour, minute = int(cell[0]), int(cell[1:])
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        raise ValueError(f"{what} {quoted(cell)} n'existe pas. Écrivez par exemple 7:45.")
    return hour * 60 + minute


@lru_cache(maxsize=8192)
def moment(cell: str, what: str) -> tuple[date | None, int]:
    """An hour, or a day and an hour in one cell: "03/11/2026 07:05", "2026-11-03T07:05:00"."""
    found = _BOTH.fullmatch(cell)
    if found and not _CLOCK.fullmatch(cell):
        return day(found[1].strip(), what.replace("l'heure", "la date")), clock(found[2], what)
    return None, clock(cell, what)


def span(cell: str) -> tuple[str, str]:
    """"08h00 - 09h30" -> ("08h00", "09h30"); one hour alone, or what cannot be cut in two: (the cell, "")."""
    found = _SPAN.fullmatch(cell.strip())
    return (found[1].strip(), found[2].strip()) if found else (cell, "")


@lru_cache(maxsize=2048)
def is_footer(cell: str) -> bool:
    """"Sous-total 03/11/2026", "Page 1/3", "Édité le 3 novembre": said of the file, not of a visit."""
    return bool(_FOOTER.match(fold(cell)))


def looks_dated(cell: str) -> bool:
    """Meant to be a day, even one that does not exist: "31/02/2026", "46329"."""
    return bool(_DATED.fullmatch(cell.strip()) or _DATED.fullmatch(fold(cell)))


@lru_cache(maxsize=2048)
def length(cell: str) -> int:
    """1:30, 1h30, 90, "90 min", 1,5 -> minutes. A whole number under ten is hours, from ten on minutes."""
    wrong = ValueError(f"la durée {quoted(cell)} ne se lit pas. Écrivez par exemple 1:30, ou 90.")
    if cell.isdecimal():
        minutes = int(cell) * (60 if int(cell) < 10 else 1)
    elif found := _LENGTH.fullmatch(cell):
        minutes = int(found[1]) * 60 + int(found[2] or 0)
        if int(found[2] or 0) > 59:
            raise wrong
    elif found := _MINUTES.fullmatch(cell):
        minutes = int(found[1])
    elif found := _DECIMAL.fullmatch(cell):
        number = float(f"{found[1]}.{found[2]}")
        minutes = round(number * 60) if number <= 24 else round(number)
    else:
        raise wrong
    return minutes


@lru_cache(maxsize=1024)
def is_cancelled(cell: str) -> bool:
    """A column "Annulé" ticked, or a status that says so; "non annulée" does not."""
    words = fold(cell).split()
    if not words or words[0] in ("non", "pas"):
        return False
    return " ".join(words) in YES or any(word.startswith(("annul", "supprim", "cancel")) for word in words)


def name_key(*parts: str) -> str:
    """The words of a name whatever their order, case and accents: "DURAND Jeanne" and "Jeanne Durand" are one."""
    return " ".join(sorted(fold(" ".join(parts)).split()))


CIVILITIES = {"mme": "Mme", "madame": "Mme", "mlle": "Mme", "mademoiselle": "Mme", "f": "Mme", "femme": "Mme",
              "feminin": "Mme", "m": "M.", "mr": "M.", "monsieur": "M.", "h": "M.", "homme": "M.", "masculin": "M."}
_TITLE = re.compile(r"(mme|madame|mlle|mademoiselle|m|mr|monsieur)\b\.? +", re.I)


def civility(cell: str) -> str:
    """"Madame", "Mme", "F" -> Mme; "Monsieur", "M.", "H" -> M."""
    found = CIVILITIES.get(fold(cell))
    if not found:
        raise ValueError(f"la civilité {quoted(cell)} ne se lit pas. Écrivez Mme ou M.")
    return found


@lru_cache(maxsize=8192)
def without_title(cell: str) -> tuple[str, str]:
    """"Mme DURAND Jeanne" -> ("Mme", "DURAND Jeanne"); no title: ("", the cell)."""
    found = _TITLE.match(cell)
    if not found or found.end() >= len(cell):
        return "", cell
    return CIVILITIES[found[1].lower()], cell[found.end():].strip()


def split_name(cell: str) -> tuple[str, str]:
    """"DURAND Jeanne" or "Durand, Jeanne" -> (last, first): capitals or a comma say which is which, else it is asked."""
    last, comma, first = (part.strip() for part in cell.partition(","))
    if not comma:
        words = cell.split()
        capitals = [word for word in words if word.isupper() and len(word) > 1]
        last = " ".join(capitals)
        first = " ".join(word for word in words if word not in capitals)
    if not last or not first:
        raise ValueError(f"le nom {quoted(cell)} ne dit pas où finit le nom de famille. "
                         "Séparez nom et prénom, ou écrivez le nom en capitales.")
    return last, first


@lru_cache(maxsize=8192)
def moment_day(cell: str, what: str = "la date", born_before: int | None = None) -> date:
    """The day of a cell that may hold an hour as well ("03/11/2026 00:00:00")."""
    found = _BOTH.fullmatch(cell)
    return day(found[1].strip() if found else cell, what, born_before)


def hours(cell: str) -> float:
    """Hours of a contract: "28", "28,5", "28:30", "28h30", "151.67"."""
    found = re.fullmatch(r"(\d{1,3})(?:[.,](\d{1,2})| *[:hH] *(\d{2})?)?(?: *h(?:eures?)?)?", cell)
    if not found:
        raise ValueError(f"les heures du contrat {quoted(cell)} ne se lisent pas. Écrivez par exemple 28, ou 28:30.")
    return int(found[1]) + (float(f"0.{found[2]}") if found[2] else int(found[3] or 0) / 60)
