"""The policy table as a page anyone can read: the README prints it, the help page too, and a test compares."""

from rules.access import ACTIONS, CATEGORIES

ROLES = {"coordinator": "coordinatrice", "director": "direction", "caregiver": "intervenante",
         "outside_recipient": "destinataire extérieure", "administrator": "administratrice du serveur"}
READERS = {"coordinator": "coordinatrice", "director": "direction",
           "assigned": "l'intervenante affectée, jusqu'à la fin de sa dernière intervention",
           "author": "son auteur", "herself": "l'intervenante concernée", "mediator": "la médiatrice",
           "administrator": "administratrice du serveur", "nobody": "personne"}
ALL = frozenset(ROLES) | {"none"}


def readers_in_words(readers: frozenset[str]) -> str:
    if readers >= ALL:
        return "toute personne qui voit l'enregistrement"
    return ", ".join(words for name, words in READERS.items() if name in readers)


def category_rows() -> list[tuple[str, str, str, str, str]]:
    """(code, what it is, who reads it, how long it is kept, encrypted or not)."""
    return [(code, kind.words, readers_in_words(kind.readers), kind.kept, "oui" if kind.encrypted else "non")
            for code, kind in CATEGORIES.items()]


def action_rows() -> list[tuple[str, ...]]:
    """(action, then "oui" or "" for each role of ROLES)."""
    return [(action, *("oui" if role in roles else "" for role in ROLES)) for action, roles in ACTIONS.items()]


def _table(head, rows) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def as_markdown() -> str:
    """Both tables, as the README prints them."""
    seen = _table(["category", "données", "qui lit", "conservation", "chiffré"],
                  [(f"`{code}`", *rest) for code, *rest in category_rows()])
    done = _table(["action", *ROLES.values()], [(f"`{action}`", *rest) for action, *rest in action_rows()])
    return f"{seen}\n\n{done}"
