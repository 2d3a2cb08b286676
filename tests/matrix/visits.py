"""Interventions, their changes and their doors: the office, and nobody else, not even the caregiver who goes there."""

from datetime import datetime

from models import DoorReport, Visit, VisitChange
from tests.matrix import row

VISIT = dict(own={"id": "mme_durand_visit"}, other={"id": "m_petit_visit"})
SERIES = dict(own={"id": "mme_durand_series"}, other={"id": "m_petit_series"})
PERSON = dict(own={"beneficiary_id": "mme_durand"}, other={"beneficiary_id": "m_petit"})
DOOR = dict(own={"id": "mme_durand_door"}, other={"id": "m_petit_door"})
REACHED = dict(own={"id": "mme_durand_change", "caregiver_id": "aicha_caregiver"},
               other={"id": "m_petit_change", "caregiver_id": "lucie_caregiver"})
CHANGE = dict(own={"id": "mme_durand_change"}, other={"id": "m_petit_change"})


def scene(session, ids) -> dict[str, int]:
    """For each person: a past visit whose door stayed closed, and a change to report and to tell by voice."""
    made, at = {}, datetime.fromisoformat("2026-03-09T08:00+00:00")
    for person in ("mme_durand", "m_petit"):
        past = session.get(Visit, ids[f"{person}_past_visit"])
        past.state = "door_closed"
        session.add(DoorReport(visit_id=past.id, reported_at=at, reported_by_id=ids["claire"]))
        visit = session.get(Visit, ids[f"{person}_visit"])
        change = VisitChange(visit_id=visit.id, beneficiary_id=visit.beneficiary_id, caregiver_id=visit.caregiver_id,
                             kind="moved", starts_at=visit.starts_at, made_at=at, phone_first=True)
        session.add(change)
        session.flush()
        made |= {f"{person}_door": past.id, f"{person}_change": change.id}
    return made


MATRIX = [
    row("GET", "visits.index", coordinator=200),
    row("GET", "visits.show", **VISIT, coordinator=200),
    row("GET", "visits.choose", coordinator=200),
    row("GET", "visits.new", **PERSON, coordinator=200),
    row("POST", "visits.create", **PERSON, coordinator=422),
    row("GET", "visit_steps.move_form", **VISIT, coordinator=200),
    # both persons of the scenes are away: nothing is moved there
    row("POST", "visit_steps.move", **VISIT, coordinator=409,
        data={"version": "1", "day": "2026-03-20", "start": "9:00", "minutes": "60"}),
    row("GET", "visit_steps.reassign_form", **VISIT, coordinator=200),
    row("POST", "visit_steps.reassign", **VISIT, coordinator=422),
    row("POST", "visit_steps.uncover", **VISIT, coordinator=303, data={"version": "1"}),
    row("POST", "visit_steps.settle", **VISIT, coordinator=303,
        data={"version": "1", "state": "cancelled_by_person"}),
    row("POST", "visit_steps.restore", **VISIT, coordinator=409, data={"version": "1"}),
    row("GET", "series.end_form", **SERIES, coordinator=200),
    row("POST", "series.end", **SERIES, coordinator=303, data={"first_day": "2026-03-20", "known_end": ""}),
    row("POST", "doors.create", **VISIT, coordinator=422),
    row("GET", "doors.show", **DOOR, coordinator=200),
    row("POST", "doors.note", **DOOR, coordinator=303, data={"phoned": "Sa fille.", "known_key": ""}),
    row("POST", "doors.close", **DOOR, coordinator=303, data={"outcome": "Réglé.", "state": "done"}),
    row("GET", "changes.index", coordinator=200),
    row("POST", "changes.report", **CHANGE, coordinator=303),
    row("POST", "changes.report_shown", coordinator=404),
    row("POST", "changes.reach", **REACHED, coordinator=303),
]
