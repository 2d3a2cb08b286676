"""The yearly table for the DUERP: on a page that prints, and as a file. Small numbers are hidden (rules/duerp.py)."""

from flask import Blueprint, abort
from flask_login import current_user

from database import today
from guard.doors import allowed
from queries.alert_table import NOTHING_YET, UNSAID, of_year
from rules.alert_lists import ALERT_DECISIONS, ALERT_KINDS, ALERT_PLACES
from rules.duerp import SMALL, Count, lines, table
from views.answers import answer
from views.exports import send

bp = Blueprint("alert_tables", __name__)

PLACES = {**ALERT_PLACES, UNSAID: "Non dit"}
MEASURES = {**ALERT_DECISIONS, NOTHING_YET: "Rien de décidé encore"}
FIRST_YEAR = 2020
COLUMNS = [("Quoi", lambda line: ALERT_KINDS.get(line[0], "Tout ce qui a été signalé")), ("Où", lambda line: PLACES.get(line[1], "Partout")),
           ("Mesure", lambda line: MEASURES.get(line[2], "Toutes")), ("Nombre", lambda line: line[3])]


def _counted(year: int) -> Count:
    if not FIRST_YEAR <= year <= today().year:
        abort(404)
    return table(of_year(current_user, year), ALERT_KINDS, PLACES, MEASURES)


@bp.get("/suivis/tableau/<int:year>")
@allowed("alert.table")
def show(year):
    counted = _counted(year)
    return answer("alerts/table.html", year=year, lines=lines(counted), columns=COLUMNS, small=SMALL,
                  years=range(max(FIRST_YEAR, year - 1), min(today().year, year + 1) + 1))


@bp.get("/suivis/tableau/<int:year>.csv")
@allowed("export.make")
@allowed("alert.table")
def export(year):
    return send(f"tableau-{year}", COLUMNS, [lines(_counted(year))])
