"""How each thing that happened to a relation reads in its story: one title in plain words, by kind and code."""

from rules import vocabulary as words
from rules.replacements import is_kept_from, reason_words

NBSP = "\u00a0"
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre")
STEPS = {
    "chosen": "Relation ouverte",
    "introduced": "Présentation faite",
    "first_visits": "Premières interventions",
    "settled": "Relation installée",
    "in_mediation": "Entrée en médiation",
    "ended": "Fin de la relation",
}
INTERRUPTED = {
    "hospital": "Aide suspendue" + NBSP + ": hospitalisation",
    "family": "Aide suspendue" + NBSP + ": chez la famille",
    "care_home": "Aide suspendue" + NBSP + ": entrée en établissement",
    "death": "Décès de la personne",
    "other": "Aide suspendue",
}


def month_title(year: int, month: int, visits: int) -> str:
    """"mars 2026 : 4 interventions faites"."""
    done = "intervention faite" if visits == 1 else "interventions faites"
    return f"{MONTHS[month - 1]} {year}{NBSP}: {visits} {done}"


def hides_author(kind: str, code: str, role: str) -> bool:
    """Who asked for a replacement whose reason this role does not read would tell the story by itself."""
    return kind == "replacement" and is_kept_from(code, role)


def title(kind: str, code: str, number: int, role: str) -> str:
    """The title of an entry as this role may read it. An unknown kind is an error, not a silence."""
    if kind == "month":
        return month_title(number // 100, number % 100, int(code))
    return {
        "step": lambda: STEPS[code],
        "missed": lambda: f"Intervention{NBSP}: {words.VISIT_STATES[code].lower()}",
        "round": lambda: f"Point à deux voix ouvert{NBSP}: {words.MILESTONES[code].lower()}",
        "decision": lambda: f"Décision{NBSP}: {words.OUTCOMES[code].lower()}",
        "mediation": lambda: "Médiation ouverte",
        "mediation_end": lambda: f"Médiation {words.MEDIATION_STATES[code].lower()}",
        "replacement": lambda: f"Demande de remplacement{NBSP}: {_lower(reason_words(code, role))}",
        "replacement_end": lambda: f"Demande de remplacement{NBSP}: {words.REPLACEMENT_STATES[code].lower()}",
        "word": lambda: f"Un mot au bureau{NBSP}: {words.WORD_KINDS[code].lower()}",
        "measure": lambda: words.ORGANISATION_MEASURE.capitalize(),
        "interruption": lambda: INTERRUPTED[code],
        "resumed": lambda: "Aide reprise",
    }[kind]()


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
