"""Who could replace a caregiver beside a person: facts, each said in words, and the printed order.

There is no score. The order is read from left to right, the first fact that differs decides:
not held back by a measure, what the person wishes for intimate care, qualification enough for the acts, free at
every hour asked, already knows the person, works in the sector, free at more of the hours, then the name. A later rule adds facts, not points.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from rules.vocabulary import QUALIFICATION_LEVEL, QUALIFICATIONS

UNAVAILABLE = "non disponible pour cette personne"
AGAINST_WISH = "ne répond pas au souhait pour les soins intimes"
INTIMATE_ACTS = frozenset({"wash", "change"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of one caregiver for the visits asked; `last_known` is the day of her last visit there."""

    id: int
    name: str
    qualification: str
    visits_known: int = 0
    last_known: date | None = None
    asked: int = 0
    busy: int = 0
    in_sector: bool = False
    held_back: bool = False
    against_wish: bool = False


def level_needed(qualifications: Iterable[str | None]) -> str | None:
    """The highest qualification the acts need, or None when no act needs one."""
    needed = [code for code in qualifications if code]
    return max(needed, key=QUALIFICATION_LEVEL.__getitem__, default=None)


def is_qualified(qualification: str, needed: str | None) -> bool:
    """A qualification allows the acts of those before it in the list of posts."""
    return needed is None or QUALIFICATION_LEVEL[qualification] >= QUALIFICATION_LEVEL[needed]


def answers_intimate_care(wished: Collection[str], acts: Iterable[str], gender: str) -> bool:
    """The rule of intimate care, the only reader of woman or man: it counts when the person wishes a woman or a man
    and when the visits asked hold a wash or a change, and then alone.
    """
    return not wished or not INTIMATE_ACTS & set(acts) or gender in wished


def can_be_chosen(candidate: Candidate, needed: str | None) -> bool:
    """She may be asked: nothing holds her back, she is qualified and free at one of the hours at least."""
    return (not candidate.held_back and not candidate.against_wish and is_qualified(candidate.qualification, needed)
            and (candidate.asked == 0 or candidate.busy < candidate.asked))


def in_order(candidates: Iterable[Candidate], needed: str | None) -> list[Candidate]:
    """The printed order, see the top of this module."""
    return sorted(candidates, key=lambda one: (
        one.held_back, one.against_wish, not is_qualified(one.qualification, needed), one.busy > 0, one.visits_known == 0,
        not one.in_sector, one.busy, one.name, one.id))


def facts(candidate: Candidate, needed: str | None, day_words=str) -> list[str]:
    """Each fact in words. One who is held back has one line and nothing more: no reason, no count, no hint."""
    if candidate.held_back:
        return [UNAVAILABLE]
    wish = [AGAINST_WISH] if candidate.against_wish else []
    return [*wish, _knows(candidate, day_words), _free(candidate), _qualified(candidate, needed),
            "dans le secteur" if candidate.in_sector else "hors du secteur"]


def _knows(candidate: Candidate, day_words) -> str:
    if not candidate.visits_known:
        return "ne connaît pas encore la personne"
    visits = "intervention" if candidate.visits_known == 1 else "interventions"
    return (f"connaît la personne\u00a0: {candidate.visits_known} {visits}, "
            f"la dernière le {day_words(candidate.last_known)}")


def _free(candidate: Candidate) -> str:
    if not candidate.asked:
        return "aucune intervention à reprendre"
    if not candidate.busy:
        return "libre à ces heures"
    if candidate.busy >= candidate.asked:
        return "déjà prise à ces heures"
    return f"libre à {candidate.asked - candidate.busy} de ces {candidate.asked} interventions, déjà prise aux autres"


def _qualified(candidate: Candidate, needed: str | None) -> str:
    if needed is None:
        return "aucun acte ne demande de qualification"
    if is_qualified(candidate.qualification, needed):
        return "qualification suffisante pour les actes prévus"
    return f"qualification insuffisante\u00a0: il faut au moins «\u00a0{QUALIFICATIONS[needed]}\u00a0»"
