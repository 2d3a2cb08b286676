"""Alerts in each step of their life: just sent, late, read, heard, decided, closed, directed elsewhere, and one call for help."""

from sqlalchemy import func, select

from acts import alert_actions, alerts
from database import db, now, today
from demo.alert_words import HOURS, TOLD
from demo.cast import House
from demo.clock import Calendar
from demo.people import Carer
from demo.town import Town
from models import Visit


def play(calendar: Calendar, town: Town, house: House) -> None:
    """Each by another caregiver. One names a home, where she goes least: her visits there wait for somebody else."""
    free = sorted(town.carers[8:], key=lambda carer: carer.id)
    for carer, (kind, whom, facts, quoted, days, minute, steps) in zip(free, TOLD, strict=False):
        home = _home(calendar, carer) if whom == "beneficiary" else None
        id = _sent(calendar, carer, days, minute, {"kind": kind, "whom": whom, "facts": facts, "quoted": quoted,
                                                   "beneficiary_id": home})
        for number, (step, ago, boxes) in enumerate(steps):
            with calendar.at(ago, (minute + 30 if ago else 400) + 10 * number):
                _take(house.office, id, step, boxes)
        if "decided" in [step for step, *_ in steps] and kind == "overload":
            _hours(calendar, house.office["samira"], id)
        if kind == "harassment":
            with calendar.at(0, 380):
                alerts.hers(carer.person, id, "call_asked")
        if kind == "unsafe_home":
            with calendar.at(0, 385):
                alerts.hers(carer.person, id, "added", "Une autre prise chauffe, dans la chambre.")
    _elsewhere(calendar, free[len(TOLD)], house)
    _help(calendar, *free[len(TOLD) + 1:len(TOLD) + 3])
    alerts.escalate(None, now())


def _hours(calendar: Calendar, by, id: int) -> None:
    """Another planning, done since; a talk with the occupational doctor, still to come."""
    with calendar.at(15, 690):
        done, _ = [alert_actions.plan(by, id, kind, calendar.day(ahead), by.id, situation, note)
                   for situation, kind, ahead, note in HOURS]
    with calendar.at(4, 600):
        alert_actions.do(by, done, today())


def _take(office: dict, id: int, step: str, boxes: dict) -> None:
    """Samira takes each step, but where the direction takes the case over."""
    if step == "taken":
        alerts.take(office["helene"], id)
        return
    by = office["samira"]
    heard = {"heard_by_id": by.id, "done_on": today()} if step == "home_heard" else {}
    alerts.step(by, id, step, **boxes, **heard)


def _home(calendar: Calendar, carer: Carer) -> int:
    return db.session.scalar(
        select(Visit.beneficiary_id).where(Visit.caregiver_id == carer.id, Visit.starts_at > calendar.now)
        .group_by(Visit.beneficiary_id).order_by(func.count(), Visit.beneficiary_id).limit(1))


def _sent(calendar: Calendar, carer: Carer, days: int, minute: int, said: dict) -> int:
    with calendar.at(days, minute):
        return alerts.report(carer.person, carer.id, {"happened": "Aujourd'hui", **said})


def _elsewhere(calendar: Calendar, carer: Carer, house: House) -> None:
    """About the direction: Odile alone reads it, and has."""
    id = _sent(calendar, carer, 4, 1000, {"kind": "other", "whom": "direction",
                                          "facts": "Mes heures ont changé sans qu'on me le dise."})
    with calendar.at(3, 600):
        alerts.step(house.office["odile"], id, "acknowledged")


def _help(calendar: Calendar, carer: Carer, other: Carer) -> None:
    """This morning: the whole office sees whom to call now. Of an accident of last week, nothing is declared yet."""
    _sent(calendar, other, 6, 700, {"kind": "work_accident", "whom": "nobody", "facts": "La marche de la cave a cédé."})
    _sent(calendar, carer, 0, 395, {"kind": "work_accident", "whom": "nobody", "facts": "Je suis tombée dans l'escalier.",
                                    "needs_help": True})
