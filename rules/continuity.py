"""How many faces a person sees, and how often the same one: exact fractions, and the words for them. A case is a person's:
nothing here counts, orders or compares caregivers.

With n_i visits of caregiver i and N visits in all:
UPC (usual provider of care) = max(n_i) / N; COC (Bice and Boxerman, 1977) = (Σ n_i² − N) / (N (N − 1)).
Neither says anything for fewer than two visits: None.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

# The period looked at, today included, and the visits under which a person is left out of the lowest cases.
DAYS, ENOUGH, LOWEST = 30, 4, 10


def upc_terms(counts: Iterable[int]) -> tuple[int, int] | None:
    """Numerator and denominator as they are counted: (3, 2, 1) -> (3, 6)."""
    held = [count for count in counts if count]
    return (max(held), sum(held)) if sum(held) >= 2 else None


def coc_terms(counts: Iterable[int]) -> tuple[int, int] | None:
    """Numerator and denominator as they are counted: (3, 2, 1) -> (8, 30)."""
    held = [count for count in counts if count]
    whole = sum(held)
    return (sum(count * count for count in held) - whole, whole * (whole - 1)) if whole >= 2 else None


def upc(counts: Iterable[int]) -> Fraction | None:
    terms = upc_terms(counts)
    return Fraction(*terms) if terms else None


def coc(counts: Iterable[int]) -> Fraction | None:
    terms = coc_terms(counts)
    return Fraction(*terms) if terms else None


@dataclass(frozen=True, slots=True)
class Case:
    """One person and the visits of each of her caregivers: (caregiver id, visits), the most first."""

    beneficiary_id: int
    visits: tuple[tuple[int, int], ...]

    @property
    def counts(self) -> tuple[int, ...]:
        return tuple(count for _, count in self.visits)

    @property
    def whole(self) -> int:
        return sum(self.counts)


def first_day(today: date) -> date:
    return today - timedelta(days=DAYS - 1)


def lowest(cases: Iterable[Case]) -> tuple[list[Case], int, int]:
    """The ten least continuous cases, how many persons were compared, and how many had too few visits to be.

    One face alone is no case. The lowest COC first; equal: the lowest UPC, the most visits, then the number of the file.
    """
    known = list(cases)
    compared = [case for case in known if case.whole >= ENOUGH]
    compared.sort(key=lambda case: (coc(case.counts), upc(case.counts), -case.whole, case.beneficiary_id))
    several = [case for case in compared if len(case.visits) > 1]
    return several[:LOWEST], len(compared), len(known) - len(compared)


def in_words(visits: Sequence[tuple[str, int]]) -> str:
    """"6 visages en 30 jours ; Aïcha Diallo vient 5 fois sur 10." from (name, visits) of each caregiver, the most first."""
    whole = sum(count for _, count in visits)
    if not whole:
        return f"Aucune intervention n'a eu lieu ces {DAYS} derniers jours."
    faces = f"{len(visits)} visage{'s' if len(visits) > 1 else ''} en {DAYS} jours"
    most = visits[0][1]
    often = [name for name, count in visits if count == most]
    if most == 1 and len(often) > 1:
        return f"{faces}\u00a0; jamais deux fois le même."
    if len(often) > 2:
        return f"{faces}\u00a0; aucune ne vient plus de {most} fois sur {whole}."
    comes = f"{often[0]} vient" if len(often) == 1 else f"{often[0]} et {often[1]} viennent chacune"
    return f"{faces}\u00a0; {comes} {most} fois sur {whole}."
