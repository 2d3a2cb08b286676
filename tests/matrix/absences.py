"""Absences: the office's, and on her phone those of the caregiver herself."""

from datetime import timedelta

from database import now, today
from models import Absence, AbsenceStep
from tests.matrix import row


def scene(session, ids):
    """For each of the two caregivers one training day far ahead: no visit of the other scenes is touched."""
    made, day = {}, today() + timedelta(days=300)
    for name in ("aicha", "lucie"):
        absence = Absence(caregiver_id=ids[f"{name}_caregiver"], kind="training", starts_on=day, ends_on=day,
                          received_on=today(), declared_at=now(), declared_by_id=ids["claire"])
        session.add(absence)
        session.flush()
        session.add(AbsenceStep(absence_id=absence.id, kind="declared", now=day, at=now(), by_id=ids["claire"]))
        made[f"{name}_absence"] = absence.id
    return made


OFFICE = dict(own={"id": "aicha_absence"}, other={"id": "lucie_absence"})
OF_HER = dict(own={"id": "aicha_caregiver"}, other={"id": "lucie_caregiver"})
HERS = dict(own={"id": "aicha_absence"}, other={"id": "lucie_absence"}, caregiver_other=404)

MATRIX = [
    row("GET", "absences.index", coordinator=200),
    row("GET", "absences.choose", coordinator=200),
    row("GET", "absences.new", **OF_HER, coordinator=200),
    row("POST", "absences.create", **OF_HER, coordinator=422),
    row("GET", "absences.show", **OFFICE, coordinator=200),
    row("POST", "absences.read", **OFFICE, coordinator=303),
    row("POST", "absences.extend", **OFFICE, coordinator=409),
    row("POST", "absences.come_back", **OFFICE, coordinator=409),
    row("POST", "absences.cancel", **OFFICE, coordinator=409),
    row("GET", "absence_tasks.show", **OFFICE, coordinator=200),
    row("POST", "absence_tasks.update", **OFFICE, coordinator=422),
    row("GET", "plans.show", **OFFICE, coordinator=200),
    row("POST", "plans.propose", **OFFICE, coordinator=303),
    row("POST", "plans.update", **OFFICE, coordinator=422),
    row("POST", "plans.confirm", **OFFICE, coordinator=422),
    row("GET", "phone_absences.index", caregiver=200),
    row("GET", "phone_absences.new", caregiver=200),
    row("POST", "phone_absences.create", caregiver=422),
    row("GET", "phone_absences.show", **HERS, caregiver=200),
    row("GET", "phone_absences.extension", **HERS, caregiver=200),
    row("POST", "phone_absences.extend", **HERS, caregiver=409),
    row("GET", "phone_absences.returning", **HERS, caregiver=200),
    row("POST", "phone_absences.come_back", **HERS, caregiver=409),
]
