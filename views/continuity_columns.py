"""Continuity as a table: what is counted for each person, and the figures with their numerators and denominators."""

from operator import attrgetter as of

from rules.continuity import coc, coc_terms, upc, upc_terms
from views.display import word
from views.spreadsheets import Columns


def continuity(people: dict) -> Columns:
    """`people`: names and sector by person. What cannot be said of fewer than two visits is left empty."""
    def term(terms, place):
        return lambda case: (terms(case.counts) or ("", ""))[place]

    def value(figure):
        return lambda case: float(figure(case.counts)) if figure(case.counts) is not None else ""

    return [(word("beneficiary").capitalize(), lambda case: _names(people[case.beneficiary_id])),
            ("Secteur", lambda case: people[case.beneficiary_id].sector), ("Interventions en 30 jours", of("whole")),
            ("Visages", lambda case: len(case.visits)),
            ("UPC, numérateur", term(upc_terms, 0)), ("UPC, dénominateur", term(upc_terms, 1)), ("UPC", value(upc)),
            ("COC, numérateur", term(coc_terms, 0)), ("COC, dénominateur", term(coc_terms, 1)), ("COC", value(coc))]


def _names(person) -> str:
    return f"{person.civility} {person.first_name} {person.last_name}"
