"""Nobody is sent while she is away: asked by every act that gives a visit to somebody."""

from datetime import date

from database import Overtaken, today
from queries.absences import away_on
from rules.absences import until_words


def check_here(caregiver_id: int, day: date) -> None:
    """Raises Overtaken, with what to do, when this caregiver is away that day. The type of her absence is not said."""
    absence = away_on([caregiver_id], day).get(caregiver_id)
    if absence:
        raise Overtaken(f"Cette intervenante est absente {until_words(absence.ends_on, today().year)}\u00a0: "
                        "choisissez quelqu'un d'autre, ou un jour après son retour.")
