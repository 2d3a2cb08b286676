"""How a setting is found, read and said. The list, with what each changes: `rules/setting_list.py`."""

import re

from rules import opening
from rules.messages import is_address
from rules.names import dial, spoken
from rules.setting_list import SECTIONS, SETTINGS, Setting

NBSP = "\u00a0"


def names_of(section: str) -> tuple[str, ...]:
    return tuple(name for name, kind in SETTINGS.items() if kind.section == section)


def title_of(section: str) -> str:
    """"Réglages : les délais"."""
    words = SECTIONS[section]
    return f"Réglages{NBSP}: {words[0].lower()}{words[1:]}"


def on_screen(name: str) -> bool:
    """Whether somebody may change it: a mark is written by the server alone."""
    return name in SETTINGS and SETTINGS[name].section in SECTIONS


def read(name: str, typed: str) -> str:
    """What is kept for what was typed. Raises ValueError with a French sentence that says what to do."""
    kind, typed = SETTINGS[name], typed.strip()
    if kind.kind == "mark":
        raise ValueError("Ce réglage ne se change pas.")
    if kind.needed and not typed:
        raise ValueError(kind.needed)
    return _READERS[kind.kind](kind, typed)


def _line(kind: Setting, typed: str) -> str:
    return _text(kind, " ".join(typed.split()))


def _text(kind: Setting, typed: str) -> str:
    size = 120 if kind.kind == "line" else 300
    if len(typed) > size:
        raise ValueError(f"Écrivez au plus {size} signes.")
    return typed


def _phone(kind: Setting, typed: str) -> str:
    number = dial(typed)
    if typed and not 3 <= len(number) <= 16:
        raise ValueError("Indiquez un numéro de téléphone, par exemple 01 23 45 67 89.")
    return number


def _int(kind: Setting, typed: str) -> str:
    digits = re.fullmatch(r"0*(\d{1,6})", typed)
    if not digits or not kind.least <= int(digits[1]) <= kind.most:
        raise ValueError(f"Indiquez un nombre entier, de {kind.least} à {kind.most}.")
    return digits[1]


def _choice(kind: Setting, typed: str) -> str:
    if typed not in kind.among:
        raise ValueError("Choisissez dans la liste.")
    return typed


def _hours(kind: Setting, typed: str) -> str:
    return opening.kept_week(opening.week_of(typed))


def _codes(kind: Setting, typed: str) -> str:
    """Codes in the order of the list, whatever the order they came in."""
    codes = set(re.split(r"[\s,;]+", typed)) - {""}
    if codes - set(kind.among):
        raise ValueError("Choisissez dans la liste.")
    return " ".join(code for code in kind.among if code in codes)


def _email(kind: Setting, typed: str) -> str:
    if typed and not is_address(typed):
        raise ValueError("Indiquez une adresse e-mail, par exemple bureau@exemple.fr.")
    return typed


_READERS = {"line": _line, "email": _email, "port": _int, "text": _text, "phone": _phone, "int": _int, "choice": _choice,
            "hours": _hours, "codes": _codes}


def value_words(name: str, value: str) -> str:
    """A value as it is read: "10 jours", "01 99 00 11 22", "français, arabe"; nothing reads "rien"."""
    kind = SETTINGS[name]
    if not value:
        return "rien"
    if kind.kind == "int":
        return f"{value}{NBSP}{kind.unit.removesuffix('s') if value == '1' and kind.unit != 'mois' else kind.unit}"
    if kind.kind == "phone":
        return spoken(value)
    if kind.kind == "hours":
        return opening.week_words(opening.week_of(value))
    if kind.kind == "codes":
        return ", ".join(kind.among.get(code, code).lower() for code in value.split())
    return ", ".join(value.splitlines())
