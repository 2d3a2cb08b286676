"""What makes a passphrase too weak: its length, a common or breached one, or one's own or the association's name.

No rule of composition and no forced renewal (NIST SP 800-63B, CNIL 2022).
"""

from collections.abc import Container, Iterable

from rules.names import fold

SHORTEST, LONGEST = 12, 200
# What French keyboards and houses add to the list of breached ones, which is English and Russian.
COMMON = frozenset({
    "motdepasse", "password", "azertyuiop", "qwertyuiop", "123456789012", "bonjourbonjour", "jetaimejetaime",
    "motdepasse123", "azertyuiop123", "123456azerty", "iloveyouiloveyou", "marseille13000", "loulouloulou",
    "doudoudoudou", "chouchouchou", "soleilsoleil", "traitdunion", "associationaide", "aideadomicile",
    "azertyazerty", "azertyuiopqsdfghjklm", "motdepassemotdepasse", "monmotdepasse", "phrasedepasse", "maphrasedepasse",
    "jeteaimemoncoeur", "mamanpapa", "papamaman", "parissaintgermain", "allezlesbleus", "bonjourmonde",
    "correcthorsebatterystaple",
})


def plain(passphrase: str) -> str:
    """As compared: without accents, case, spaces or punctuation."""
    return fold(passphrase).replace(" ", "")


def weakness(passphrase: str, own_words: Iterable[str] = (), breached: Container[str] = frozenset()) -> str:
    """The sentence saying what to change, or an empty text when it is strong enough.

    `breached`: passphrases others were found to use, each as `plain()` writes it.
    """
    if len(passphrase) < SHORTEST:
        return f"Choisissez une phrase de {SHORTEST} signes ou plus."
    if len(passphrase) > LONGEST:
        return f"Écrivez au plus {LONGEST} signes."
    said = plain(passphrase)
    known = any(text in COMMON or text in breached for text in (said, said.rstrip("0123456789")))
    if len(set(passphrase)) < 5 or known:
        return "Cette phrase est trop courante. Choisissez plusieurs mots sans lien entre eux."
    names = [plain(word) for own in own_words for word in (own, *own.split())]
    if any(len(name) > 3 and name in said for name in names):
        return "N'utilisez ni votre nom ni celui de l'association."
    return ""
