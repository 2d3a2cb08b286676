"""The watched folder: which files are ready, of what kind, and how they are called once they are read."""

from datetime import datetime, timedelta
from pathlib import PurePath

from rules.names import fold

QUIET = timedelta(seconds=60)
DONE, REFUSED = "importes", "refuses"
# Exports, and what people send in their place: those are refused by name. Anything else in the folder is left alone.
ENDINGS = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods", ".zip", ".pdf"})
STARTS = {
    "beneficiaries": ("beneficiaire", "usager", "client", "personne"),
    "caregivers": ("intervenante", "intervenant", "salarie", "aide"),
    "visits": ("intervention", "planning", "visite", "prestation"),
}


def is_ready(name: str, changed_at: datetime, now: datetime) -> bool:
    """Nobody is still writing it. Hidden and half-copied files, and other kinds, are left alone."""
    ours = PurePath(name).suffix.lower() in ENDINGS and not name.startswith((".", "~"))
    return ours and now - changed_at >= QUIET


def kind_of_name(name: str) -> str:
    """The kind its name begins with ("planning_2026-11.csv"), "" to look at its titles."""
    first = fold(PurePath(name).stem)
    found = [(len(start), kind) for kind, starts in STARTS.items() for start in starts if first.startswith(start)]
    return max(found)[1] if found else ""


def kept_name(name: str, at: datetime) -> str:
    """The name under which it is put aside: dated, so that tomorrow's file of the same name does not replace it."""
    path = PurePath(name)
    return f"{path.stem[:80]}.{at:%Y%m%d-%H%M%S}{path.suffix[:10]}"
