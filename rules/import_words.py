"""The sentences of an import: what a line of the preview says, so that somebody can say yes or no to it."""

from collections.abc import Mapping
from datetime import date

from rules.import_people import Someone
from rules.import_rows import PersonRow
from rules.names import spoken
from rules.vocabulary import ORGANISATION_MEASURE, QUALIFICATIONS

COLUMNS = {"civility": "civilité", "last_name": "nom", "first_name": "prénom", "birth_date": "naissance",
           "address": "adresse", "district": "quartier", "phone": "téléphone", "gir": "GIR", "sector_id": "secteur",
           "qualification": "qualification", "weekly_minutes": "heures du contrat", "has_vehicle": "véhicule"}
NOTHING, NOBODY = "rien", "personne"
ARROW = "\u00a0→ "
# Beside the name, why it waits for somebody: never more than the screens say.
WAITS = {"measure": f"\u00a0: {ORGANISATION_MEASURE}", "ended": "\u00a0: relation terminée ici",
         "home": "\u00a0: refusée par la personne"}


def value(name: str, kept, sectors: Mapping[int, str]) -> str:
    """A value of a file, as it is read."""
    if kept in ("", None):
        return NOTHING
    ways = {"birth_date": lambda: f"{kept:%d/%m/%Y}", "phone": lambda: spoken(kept),
            "weekly_minutes": lambda: _hours(kept), "has_vehicle": lambda: "oui" if kept else "non",
            "sector_id": lambda: sectors.get(kept, ""), "qualification": lambda: QUALIFICATIONS.get(kept, "")}
    return ways[name]() if name in ways else str(kept)


def _hours(minutes: int) -> str:
    """The hours of a contract: more than a day of them."""
    return f"{minutes // 60}\u00a0h" + (f"\u00a0{minutes % 60:02}" if minutes % 60 else "")


def new_person(row: PersonRow) -> str:
    return f"{row.values['last_name']} {row.values['first_name']}"


def changed_person(who: str, changes: dict, sectors: Mapping[int, str]) -> str:
    """"Mme Jeanne Durand : téléphone 01 33 33 33 33 → 01 44 44 44 44"."""
    said = [f"{COLUMNS.get(name, name)} {value(name, before, sectors)}{ARROW}{value(name, after, sectors)}"
            for name, (before, after) in changes.items()]
    return f"{who}\u00a0: {' ; '.join(said)}".replace(" ; ", "\u00a0; ")


def kept_person(who: str, someone: Someone, row: PersonRow, names: list[str], sectors: Mapping[int, str]) -> str:
    said = [f"{COLUMNS.get(name, name)} {value(name, someone.values.get(name), sectors)} "
            f"(le fichier dit {value(name, row.values[name], sectors)})" for name in names]
    return f"{who}\u00a0: {', '.join(said)}"


def duplicate(row: PersonRow) -> str:
    born = row.values.get("birth_date")
    more = [f"naissance {born:%d/%m/%Y}" if born else "", row.values.get("address", ""), spoken(row.values.get("phone", ""))]
    return ", ".join([new_person(row), *filter(None, more)])


def visit(who: str, slot: str, caregiver: str | None) -> str:
    """"Mme Jeanne Durand, mer. 11 mars, 8 h, 1 h, avec Aïcha Diallo"."""
    return f"{who}, {slot}, {f'avec {caregiver}' if caregiver else 'sans intervenante'}"


def changed_visit(who: str, kind: str, was: tuple[str, str | None], now: tuple[str, str | None]) -> str:
    """`was` and `now`: (slot, caregiver's name or None)."""
    if kind == "withdrawn":
        return f"{visit(who, *was)}\u00a0: annulée"
    parts = [who]
    parts.append(was[0] if was[0] == now[0] else f"{was[0]}{ARROW}{now[0]}")
    her, next_one = was[1] or NOBODY, now[1] or NOBODY
    parts.append(f"avec {her}" if her == next_one else f"{her}{ARROW}{next_one}")
    return ", ".join(parts)


def gap(who: str, here: str, file: str, why: str) -> str:
    """`why`: of rules/import_visits.py, or ""."""
    return f"{who}{WAITS[why] if why else ''}. Ici\u00a0: {here}. Planning\u00a0: {file}"


def unknown_acts(unknown: Mapping[str, int]) -> str:
    """Acts of the file that are in no list here, the commonest first."""
    first = sorted(unknown.items(), key=lambda pair: (-pair[1], pair[0]))[:10]
    said = ", ".join(f"«\u00a0{name}\u00a0» ({count})" for name, count in first)
    more = f" et {len(unknown) - 10} autres" if len(unknown) > 10 else ""
    return f"Actes laissés de côté, absents de la liste d'ici\u00a0: {said}{more}."


def never_kept(titles: list[str]) -> str:
    return f"Colonnes jamais gardées ici\u00a0: {', '.join(titles)}."


def without_relation(count: int) -> str:
    have = f"{count} interventions n'ont" if count > 1 else "1 intervention n'a"
    return f"{have} pas de relation ouverte. Ouvrez-la\u00a0: sans elle, aucun point à deux voix ne se prépare."


def aside(count: int) -> str:
    return ("1 ligne de total ou de pied de page, laissée de côté." if count == 1 else
            f"{count} lignes de total ou de pied de page, laissées de côté.")


def alone(days: list[date]) -> str:
    """Days far from all the others of the file: their year may be wrong."""
    said = ", ".join(f"{day:%d/%m/%Y}" for day in days[:5]) + (f" et {len(days) - 5} autres" if len(days) > 5 else "")
    return (f"Loin des autres dates du fichier\u00a0: {said}. Vérifiez l'année. Les interventions autour de "
            f"{'ces dates' if len(days) > 1 else 'cette date'} ne sont pas annulées.")


def unread(field: str, hint: str, lines: list[int]) -> str:
    """An optional field that could not be read on these lines: they go in without it."""
    first = ", ".join(map(str, lines[:10])) + (f" et {len(lines) - 10} autres" if len(lines) > 10 else "")
    return f"Ligne{'s' if len(lines) > 1 else ''} {first}\u00a0: {field} illisible, laissé tel qu'il est ici. {hint}"


def repeated(count: int) -> str:
    return f"{count} ligne{'s' if count > 1 else ''} répète{'nt' if count > 1 else ''} une intervention déjà lue plus haut."
