"""Whom a row is about, and what a file of people changes. Two persons are never made one by a file.

A reference says who it is. Without one, the same name (and birth date when both have one) is the person an earlier
import made; anybody else of that name is a duplicate to be proposed, and somebody says whether it is the same person.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from rules.import_rows import PersonRow
from rules.imports import GONE, LEFT_HOUSE
from rules.names import fold

ANOTHER = 0
NAMES = frozenset({"last_name", "first_name"})
# Written once, when the file is opened; afterwards the office alone says them.
ONCE = frozenset({"gender"})
UNKNOWN = {"beneficiaries": "cette personne n'est pas connue ici. Importez d'abord les bénéficiaires, ou créez son dossier.",
           "caregivers": "cette intervenante n'est pas connue ici. Importez d'abord les intervenantes, ou créez sa fiche."}
SEVERAL = {"beneficiaries": "plusieurs personnes portent ce nom. Ajoutez la colonne de la référence du dossier.",
           "caregivers": "plusieurs intervenantes portent ce nom. Ajoutez la colonne du matricule."}
OTHERS_REF = "cette référence est ici celle de quelqu'un d'autre. Vérifiez le nom, ou la référence."
DECIDE = ("quelqu'un porte déjà ce nom ici. Dites si c'est la même personne\u00a0: "
          "envoyez ce fichier depuis la page Imports.")
TWICE = "cette personne est déjà à la ligne {line}. Ajoutez sa référence ou sa date de naissance s'il s'agit d'une autre."
NEEDED = {
    "beneficiaries": {"civility": "la civilité (Mme ou M.)", "first_name": "le prénom"},
    "caregivers": {"first_name": "le prénom", "phone": "le téléphone", "gender": "la civilité (Mme ou M.)",
                   "qualification": "la qualification", "weekly_minutes": "les heures du contrat"},
}


@dataclass(slots=True)
class Someone:
    """A person or a caregiver who has a file here. `said`: what the planning said last of her, None if it never did.

    `lasts`, `firsts`: the words of her two names; `civility` is empty for a caregiver.
    """

    id: int
    key: str
    ref: str | None = None
    birth: date | None = None
    ended_on: date | None = None
    values: dict = field(default_factory=dict)
    said_id: int | None = None
    said: dict | None = None
    lasts: frozenset[str] = frozenset()
    firsts: frozenset[str] = frozenset()
    civility: str = ""


# What follows is a name of marriage or of birth, not a first name.
_MARRIED = frozenset({"nee", "ne", "epouse", "epoux", "ep", "veuve", "vve"})


def is_other(someone: Someone, key: str, civility: str = "", first: str | None = None) -> bool:
    """Whether a row that gives her reference names somebody else: a couple may share one in the planning software.

    Her first name decides when the row gives one, by its initial at least; else her civility. `first`: folded, None when
    the row does not tell it from the last name. Who moved or married is still she; "M. et Mme Durand" is she as well.
    """
    words = set(key.split())
    if words and not words & set(someone.key.split()):
        return True
    given = words - someone.lasts if first is None else set(first.split())
    if "et" in words or given & someone.firsts:
        return False
    initials = all(len(word) == 1 and any(known.startswith(word) for known in someone.firsts) for word in given)
    if someone.firsts and not initials and not given & _MARRIED:
        return True
    return bool(civility and someone.civility and civility != someone.civility)


class Directory:
    """Who is known here, by reference and by name."""

    def __init__(self, people: Iterable[Someone]):
        self.by_ref: dict[str, Someone] = {}
        self.by_key: dict[str, list[Someone]] = defaultdict(list)
        for someone in people:
            self.by_key[someone.key].append(someone)
            if someone.ref:
                self.by_ref[someone.ref] = someone

    def find(self, ref: str | None, key: str, day: date, kind: str, civility: str = "", first: str | None = None) -> Someone:
        """Whom a row of visits names. Raises ValueError with what to do."""
        someone = self.by_ref.get(ref) if ref else None
        if someone:
            if is_other(someone, key, civility, first):
                raise ValueError(OTHERS_REF)
            return someone
        named = [one for one in self.by_key.get(key, ()) if not (ref and one.ref)] if key else []
        here = [one for one in named if one.ended_on is None or one.ended_on >= day]
        if len(here) > 1:
            raise ValueError(SEVERAL[kind])
        if not named:
            raise ValueError(UNKNOWN[kind])
        return here[0] if here else named[0]


# --- files of people --------------------------------------------------------------------------------------------------

@dataclass(slots=True)
class PeoplePlan:
    """`changed`: (someone, row, {column: (before, after)}); `kept`: (someone, row, columns left as they are here);
    `linked`: known from now on to the planning; `duplicates`: (row, ids that may be the same person)."""

    created: list[PersonRow] = field(default_factory=list)
    changed: list[tuple[Someone, PersonRow, dict]] = field(default_factory=list)
    kept: list[tuple[Someone, PersonRow, list[str]]] = field(default_factory=list)
    linked: list[tuple[Someone, PersonRow]] = field(default_factory=list)
    duplicates: list[tuple[PersonRow, list[int]]] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    left: int = 0


def plan(kind: str, rows: list[PersonRow], people: list[Someone], choices: dict[int, int], attended: bool,
         lone_sector: bool) -> PeoplePlan:
    """`choices`: line -> the id somebody said it is, or ANOTHER. `attended`: somebody is in front of the screen.

    `lone_sector`: the house has one sector, so nobody has to name it.
    """
    made, directory, seen = PeoplePlan(), Directory(people), {}
    refs = {row.ref for row in rows if row.ref}
    for row in rows:
        try:
            _check_twice(row, seen)
            someone = _who(row, directory, choices, refs)
        except Undecided as undecided:
            if attended:
                made.duplicates.append((row, undecided.ids))
            else:
                made.refused.append((row.line, DECIDE))
        except ValueError as wrong:
            made.refused.append((row.line, str(wrong)))
        else:
            _settle(made, kind, row, someone, attended, lone_sector, seen)
    return made


class Undecided(Exception):
    def __init__(self, ids: list[int]):
        super().__init__()
        self.ids = ids


def _check_twice(row: PersonRow, seen: dict) -> None:
    mark = ("ref", row.ref) if row.ref else ("name", row.key, row.values.get("birth_date"))
    if mark in seen:
        raise ValueError(TWICE.format(line=seen[mark]))
    seen[mark] = row.line


def _who(row: PersonRow, directory: Directory, choices: dict[int, int], refs: set[str]) -> Someone | None:
    """Whom the row is about, None for somebody new. Raises Undecided, ValueError."""
    known = directory.by_ref.get(row.ref) if row.ref else None
    if known:
        if _is_another(row, known):
            raise ValueError(OTHERS_REF)
        return known
    namesakes = [one for one in directory.by_key.get(row.key, ()) if _may_be(row, one, refs)]
    hers = [one for one in namesakes if one.said is not None and not row.ref]
    if len(hers) == 1:
        return hers[0]
    chosen = choices.get(row.line)
    if chosen is not None:
        return next((one for one in namesakes if one.id == chosen), None)
    if namesakes:
        raise Undecided([one.id for one in namesakes])
    return None


def _is_another(row: PersonRow, known: Someone) -> bool:
    """The same birth date and one name in common: she herself, whatever is corrected."""
    born = row.values.get("birth_date")
    if born and born == known.birth and set(row.key.split()) & set(known.key.split()):
        return False
    return is_other(known, row.key, row.values.get("civility", ""), fold(row.values.get("first_name", "")))


def _may_be(row: PersonRow, one: Someone, refs: set[str]) -> bool:
    """Two birth dates that differ, or a reference the same file gives to somebody else: surely not the same person."""
    born = row.values.get("birth_date")
    if born and one.birth and born != one.birth:
        return False
    return not (row.ref and one.ref and one.ref in refs)


def _settle(made: PeoplePlan, kind: str, row: PersonRow, someone: Someone | None, attended: bool, lone_sector: bool,
            seen: dict) -> None:
    if someone is None:
        _open(made, kind, row, lone_sector)
        return
    if ("id", someone.id) in seen:
        made.refused.append((row.line, TWICE.format(line=seen["id", someone.id])))
        return
    seen["id", someone.id] = row.line
    changes, kept = compare(someone, row, attended)
    if someone.ended_on and changes:
        made.refused.append((row.line, GONE[0].lower() + GONE[1:] if kind == "beneficiaries" else
                             LEFT_HOUSE[0].lower() + LEFT_HOUSE[1:]))
        return
    made.linked.append((someone, row))
    if changes:
        made.changed.append((someone, row, changes))
    elif not kept:
        made.left += 1
    if kept:
        made.kept.append((someone, row, kept))


def _open(made: PeoplePlan, kind: str, row: PersonRow, lone_sector: bool) -> None:
    """A new file, when the row says all that it needs: nothing is invented."""
    lacking = [words for name, words in NEEDED[kind].items() if not row.values.get(name)]
    lacking += [] if row.sectors or lone_sector else ["le secteur"]
    if lacking:
        made.refused.append((row.line, f"pour créer cette fiche, ajoutez {', '.join(lacking)}."))
    else:
        made.created.append(row)


def compare(someone: Someone, row: PersonRow, attended: bool) -> tuple[dict, list[str]]:
    """({column: (before, after)}, columns that differ and stay as they are here).

    What was corrected here since the planning said it last stays; what it never spoke of is changed only by somebody
    who sees it before and after. An empty cell erases nothing.
    """
    changes, kept = {}, []
    for name, after in row.values.items():
        before = someone.values.get(name)
        if name in ONCE or alike(name, before, after):
            continue
        said = (someone.said or {}).get(name)
        if before in ("", None) or (said is not None and alike(name, said, before)) or (said is None and attended):
            changes[name] = (before, after)
        else:
            kept.append(name)
    return changes, kept


def alike(name: str, one, other) -> bool:
    """Names are the same whatever their capitals and accents: "DURAND" changes nothing for "Durand"."""
    return fold(one or "") == fold(other or "") if name in NAMES else one == other


def presentable(name: str) -> str:
    """"LE GOFF" -> "Le Goff"; a name already written with small letters is left as it is."""
    return name if not name.isupper() else "".join(
        letter.lower() if place and (name[place - 1].isalpha()) else letter for place, letter in enumerate(name))
