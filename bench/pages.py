"""The pages that are measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """path: ours, with the ids of `bench/data.py`; who: whose session."""

    words: str
    path: str
    who: str
    method: str = "GET"


PAGES = {
    "board": Page("board", "/a-traiter", "office"),
    "list": Page("list of beneficiaries", "/beneficiaires", "office"),
    "relation": Page("relation page", "/relations/{pairing}", "office"),
    "question": Page("phone form GET", "/mes-questions/{side}", "phone"),
    "visit": Page("phone visit GET", "/ma-semaine/{visit}", "phone"),
    "word": Page("phone form POST", "/ma-semaine/{visit}/mot", "phone", method="POST"),
}
CONTENDERS = ("bare", "ours", "django")
WORDS = {"kind": "fine", "words": "Tout s'est bien passé ce matin."}
EMAILS = {"office": "claire@demo.example", "phone": "lucie@demo.example"}


def main_of(statements: list) -> int:
    """Which of a page's statements gives the rows it draws: the longest."""
    return max(range(len(statements)), key=lambda i: len(statements[i][0]))
