"""The words of the house, in every sentence we write ourselves. What people typed is never touched.

Our sentences are written once, with the default words. The settings choose another pair from these closed lists, so that
articles and agreements are always right: the three words for the caregiver are feminine and begin with a vowel.
"""

import re
from functools import lru_cache

# The word -> its plural; the first of each is the default, the one our sentences are written with.
CAREGIVER = {
    "intervenante": "intervenantes",
    "aide à domicile": "aides à domicile",
    "auxiliaire de vie": "auxiliaires de vie",
}
BENEFICIARY = {
    "bénéficiaire": "bénéficiaires",
    "personne accompagnée": "personnes accompagnées",
    "personne aidée": "personnes aidées",
}
OURS = ("intervenante", "bénéficiaire")
# "Bénéficiaire" takes masculine articles, "personne" feminine ones.
_ARTICLES = {"le": "la", "du": "de la", "au": "à la", "un": "une", "ce": "cette", "aucun": "aucune"}
_CAREGIVER = re.compile(r"\bintervenante(s?)\b", re.IGNORECASE)
_BENEFICIARY = re.compile(rf"\b(?:({'|'.join(_ARTICLES)}) )?bénéficiaire(s?)\b", re.IGNORECASE)
_PERSON = re.compile(r"\bpersonne(s?) aidée\1\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def said(sentence: str, caregiver: str, beneficiary: str) -> str:
    """The same sentence in the house's words; a word that is in no list leaves it as it is.

    "La personne aidée", where it is written in full, becomes the house's own "personne …" and stays under
    "bénéficiaire": both are said of the same person.
    """
    if caregiver in CAREGIVER and caregiver != OURS[0]:
        sentence = _CAREGIVER.sub(lambda found: _like(found, CAREGIVER[caregiver] if found[1] else caregiver), sentence)
    if beneficiary in BENEFICIARY and beneficiary != OURS[1]:
        sentence = _BENEFICIARY.sub(lambda found: _with_article(found, beneficiary), sentence)
        sentence = _PERSON.sub(lambda found: _like(found, BENEFICIARY[beneficiary] if found[1] else beneficiary), sentence)
    return sentence


def _with_article(found: re.Match, beneficiary: str) -> str:
    word = BENEFICIARY[beneficiary] if found[2] else beneficiary
    return _like(found, f"{_ARTICLES[found[1].lower()]} {word}" if found[1] else word)


def _like(found: re.Match, words: str) -> str:
    """With a capital where what it replaces had one."""
    return words[0].upper() + words[1:] if found[0][0].isupper() else words
