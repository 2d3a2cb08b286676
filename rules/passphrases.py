"""What makes a passphrase too weak: its length, a common one, or one's own or the association's name.

No rule of composition and no forced renewal (NIST SP 800-63B, CNIL 2022).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from rules.names import fold

SHORTEST = 12
# On a sheet of paper: time to be handed over, not to be found in a drawer.
ONE_TIME_LIFE = timedelta(days=7)
COMMON = frozenset({
    "motdepasse", "password", "azertyuiop", "qwertyuiop", "123456789012", "bonjourbonjour", "jetaimejetaime",
    "motdepasse123", "azertyuiop123", "123456azerty", "iloveyouiloveyou", "marseille13000", "loulouloulou",
    "doudoudoudou", "chouchouchou", "soleilsoleil", "traitdunion", "associationaide", "aideadomicile",
})


def weakness(passphrase: str, own_words: Iterable[str] = ()) -> str:
    """The sentence saying what to change, or an empty text when it is strong enough."""
    if len(passphrase) < SHORTEST:
        return f"Choisissez une phrase de {SHORTEST} signes ou plus."
    plain = fold(passphrase).replace(" ", "")
    if len(set(passphrase)) < 5 or plain in COMMON or plain.rstrip("0123456789") in COMMON:
        return "Cette phrase est trop courante. Choisissez plusieurs mots sans lien entre eux."
    names = [fold(word).replace(" ", "") for own in own_words for word in (own, *own.split())]
    if any(len(name) > 3 and name in plain for name in names):
        return "N'utilisez ni votre nom ni celui de l'association."
    return ""


def is_over(until: datetime | None, at: datetime) -> bool:
    """A one-time passphrase opens nothing from its last instant on; one's own (`until` None) has no end."""
    return until is not None and at >= until
