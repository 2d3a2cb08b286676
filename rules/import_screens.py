"""What the screens of an import say: each outcome counted, before the file goes in and after; what the board says."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """column: of the run; outcome: of its lines; slug: in an address; before, after: the words beside the number."""

    column: str
    outcome: str
    slug: str
    before: str
    after: str


COUNTS = (
    Count("created", "created", "creees", "à créer", "créées"),
    Count("changed", "changed", "modifiees", "à modifier", "modifiées"),
    Count("left", "left", "inchangees", "sans changement", "inchangées"),
    Count("cancelled", "cancelled", "annulees", "à annuler, absentes du fichier", "annulées, absentes du fichier"),
    Count("gaps", "gap", "ecarts", "en écart avec une décision prise ici", "en écart avec une décision prise ici"),
    Count("kept", "kept", "gardees", "gardées comme ici", "gardées comme ici"),
    Count("duplicates", "duplicate", "doublons", "peut-être déjà connues", "peut-être déjà connues, laissées de côté"),
    Count("refused", "refused", "refusees", "refusées", "refusées"),
)
BY_SLUG = {count.slug: count for count in COUNTS}
THINGS = {"visits": "Interventions", "beneficiaries": "Fiches de bénéficiaires", "caregivers": "Fiches d'intervenantes"}
# What a list of lines is about, in one sentence above it.
MEANING = {
    "created": "Dans le fichier, et pas encore ici.",
    "changed": "Le fichier dit autre chose que ce qui est ici. Rien n'a été décidé ici entre-temps.",
    "cancelled": "Le planning les avait données. Ce fichier ne les a plus, alors qu'il couvre ces jours.",
    "gap": "Une décision a été prise ici. Le fichier dit autre chose. Rien ne change sans vous.",
    "kept": "Corrigé ici depuis, ou jamais dit par le planning. Ce qui est écrit ici reste.",
    "duplicate": "Quelqu'un du même nom est déjà connu ici. Rien n'est réuni sans vous.",
    "refused": "Chaque ligne dit ce qu'il faut corriger. Corrigez dans votre logiciel, puis envoyez à nouveau le fichier.",
}
TITLES = {"received": "Fichier reçu", "reading": "Lecture du fichier", "previewed": "Avant d'importer",
          "applying": "Import en cours", "applied": "Import terminé", "refused": "Fichier refusé",
          "abandoned": "Import abandonné", "interrupted": "Import interrompu"}
# What the board says of a file somebody must look at; {n}: its refused lines.
TO_LOOK_AT = {
    "refused": "un fichier est refusé en entier",
    "confirm": "un fichier attend votre accord",
    "interrupted": "un import s'est interrompu, à relancer",
    "lines": "{n}",
    "kept": "des fiches gardées comme ici, à relire",
    "columns": "un fichier attend, colonnes à confirmer",
    "abandoned": "un fichier n'a pas eu d'accord à temps, il n'est pas entré",
}


def counted(count: Count, n: int, before: bool) -> str:
    """"12 à créer", "1 refusée": what is counted is always feminine here, an intervention or a fiche."""
    words = count.before if before else count.after
    words = words if n > 1 else re.sub(r"(ée|absente|connue)s\b", r"\1", words)
    return f"{n:,}".replace(",", "\u00a0") + f" {words}"


def shares(done: int, total: int) -> tuple[int, int]:
    """(percent, the ten below it): the bar follows each line, what is read aloud only each ten percent."""
    percent = min(100, 100 * done // total) if total > 0 else 0
    return percent, percent // 10 * 10


def shown(counts: dict[str, int]) -> list[Count]:
    """The outcomes worth a line: those that happened; a file that changes nothing still says so."""
    return [count for count in COUNTS if counts[count.column]] or [COUNTS[2]]
