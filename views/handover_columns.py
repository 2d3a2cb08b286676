"""How the list of passages de relais reads as a table (the other lists: `views/spreadsheets.py`)."""

from rules import vocabulary as words
from views.display import word
from views.spreadsheets import Columns, at, said


def columns() -> Columns:
    return [(word("beneficiary").capitalize(), lambda row: f"{row.civility} {row.first_name} {row.last_name}"),
            ("De", lambda row: f"{row.from_first} {row.from_last}" if row.from_last else "Le bureau"),
            ("À", lambda row: f"{row.to_first} {row.to_last}"), ("État", said("state", words.HANDOVER_STATES)),
            ("Pour", said("kind", words.HANDOVER_KINDS)), ("Comment", said("mode", words.HANDOVER_MODES)),
            ("Première intervention", at("first_visit_at")), ("Dernière intervention", at("last_visit_at")),
            ("Écrit le", at("written_at")), ("Lu le", at("read_at")), ("Retour le", at("returned_at")),
            ("Comment cela s'est passé", said("went", words.HANDOVER_RETURNS))]
