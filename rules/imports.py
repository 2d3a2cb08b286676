"""What comes in from the planning software: its kinds, the life of a file received, what becomes of each line.

Pure lists and sentences; how a file is read, understood and compared stands in the rules/import_… modules.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

KINDS = {"beneficiaries": "Bénéficiaires", "caregivers": "Intervenantes", "visits": "Interventions"}
SOURCES = {"screen": "Envoyé depuis la page Imports", "command": "Lancé sur le serveur", "folder": "Dossier surveillé"}
STATES = {
    "received": "Reçu",
    "reading": "Lecture en cours",
    "previewed": "À confirmer",
    "applying": "Import en cours",
    "applied": "Importé",
    "refused": "Refusé",
    "abandoned": "Abandonné",
    "interrupted": "Interrompu",
}
AT_WORK = frozenset({"reading", "applying"})
WAITING = frozenset({"received", "reading", "previewed", "applying"})
OUTCOMES = {
    "created": "Créé",
    "changed": "Changé",
    "left": "Inchangé",
    "cancelled": "Annulé, absent du fichier",
    "gap": "Écart",
    "kept": "Gardé comme ici",
    "noted": "À savoir",
    "duplicate": "Doublon possible",
    "refused": "Refusé",
}
GAP_DECISIONS = {"kept": "Gardé comme ici", "taken": "Repris du planning", "agreed": "Le planning dit de nouveau la même chose"}

MOST_BYTES = 8 * 1024 * 1024
MOST_ROWS = 60_000
MOST_COLUMNS = 200
MOST_RECORD = 256 * 1024
CUT_OFF_AFTER = timedelta(seconds=60)
FILE_KEPT = timedelta(hours=24)
# What came by itself on a Friday night is still there on Monday morning.
NIGHT_FILE_KEPT = timedelta(hours=72)
LINES_KEPT = timedelta(days=30)
# Of each outcome but the refused and the duplicates, which are all kept: enough to read, never 20,000 of them.
LINES_SHOWN = 200

# A day further than this from every other one of its file is alone: its year, or its month, is surely wrong.
ALONE = timedelta(days=31)
FAR = timedelta(days=366)
TOO_FAR = "cette date est dans plus d'un an\u00a0: vérifiez l'année."
OTHER_SINCE = "Un autre fichier est entré depuis. Voici ce que celui-ci ferait maintenant."
CHANGED_SINCE = "Des interventions ont changé ici depuis. Voici ce que ce fichier ferait maintenant."

GONE = "Cette personne n'est plus accompagnée à cette date."
LEFT_HOUSE = "Cette intervenante ne travaille plus dans l'association à cette date."


class Refused(Exception):
    """The whole file is refused and nothing is changed; `sentence` says in French why and what to do."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


def is_cut_off(state: str, heartbeat_at: datetime | None, now: datetime) -> bool:
    """True when the work was left in the middle: nothing of it was written, it can be started again."""
    return state in AT_WORK and (heartbeat_at is None or now - heartbeat_at > CUT_OFF_AFTER)


def may_restart(state: str, heartbeat_at: datetime | None, now: datetime) -> bool:
    """A file nobody works at, or whose work was cut off, is read again; it is applied once it was previewed."""
    return state in ("received", "interrupted") or is_cut_off(state, heartbeat_at, now)


def looks_partial(known: int, cancelled: int, people: int, absent: int) -> str:
    """Why so many visits would be cancelled for being gone from the file that somebody must say yes; "" otherwise.

    known: visits of earlier imports to come in the days of this file; cancelled: those gone from it; people and absent:
    the persons they are for, and those the file does not name at all.
    """
    if cancelled * 2 > known:
        return (f"Ce fichier annulerait {cancelled} intervention{'s' if cancelled > 1 else ''} sur {known}\u00a0: plus de la "
                "moitié. Vérifiez qu'il est complet.")
    if absent > max(3, people // 4):
        return (f"Ce fichier ne parle pas de {absent} personnes sur {people} qui ont des interventions ces jours-là. "
                "Vérifiez qu'il est complet.")
    return ""


def spans(days: Mapping[date, int]) -> list[tuple[date, date]]:
    """The days of a file, in groups no more than a month apart, those of most rows first (`days`: rows of each).

    The first is what the file covers: nothing of the others is called off for being gone from it.
    """
    groups: list[list[date]] = []
    for day in sorted(days):
        if groups and day - groups[-1][-1] <= ALONE:
            groups[-1].append(day)
        else:
            groups.append([day])
    groups.sort(key=lambda group: -sum(days[day] for day in group))
    return [(group[0], group[-1]) for group in groups]
