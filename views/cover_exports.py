"""The lists of who is away, who comes instead and how often, as files: doors beside those of views/exports.py."""

from flask_login import current_user

from database import now
from guard.doors import allowed
from models import Absence
from queries import absence_pages as away
from queries import continuity as faces
from queries import handovers as relays
from queries.pages import in_order, whole
from views import absences as absence_list
from views import continuity_columns, exports, handover_columns
from views import handovers as relay_list
from views import spreadsheets as columns


@exports.bp.get("/continuite.csv")
@allowed("export.make")
@allowed("continuity.see")
def continuity():
    cases = faces.cases(current_user, now())
    people = faces.people_named(current_user, {case.beneficiary_id for case in cases})
    return exports.send("continuite", continuity_columns.continuity(people), [cases])


@exports.bp.get("/relais.csv")
@allowed("export.make")
@allowed("handover.see")
def handovers():
    return exports.send("relais", handover_columns.columns(), whole(relays.every(current_user, relay_list.which_list())))


@exports.bp.get("/absences.csv")
@allowed("export.make")
@allowed("absence.see")
def absences():
    view, sector = absence_list.asked()
    wanted = away.rows_of(away.listed(current_user, view, sector))
    return exports.send("absences", columns.absences(), whole(in_order(wanted, Absence.starts_on, view == "passees")))
