"""Alerts in each step of their life: just sent, late, read, heard, decided, closed, directed elsewhere, and one call for help."""

from sqlalchemy import func, select

from acts import alert_actions, alert_letters, alerts
from database import db, now, today
from demo.alert_words import HERS, HOIST, HOURS, LETTER, REGISTER, REMINDED, SPLINTER, TOLD
from demo.cast import House
from demo.clock import Calendar
from demo.people import Carer
from demo.town import Town
from models import Alert, Beneficiary, Visit
from queries.alert_letters import addressee_of


def play(calendar: Calendar, town: Town, house: House) -> None:
    """Each by another caregiver. One names a home, where she goes least: her visits there wait for somebody else."""
    free = sorted(town.carers[8:], key=lambda carer: carer.id)
    for carer, story in zip(free, TOLD, strict=False):
        id, kind = _told(calendar, house, carer, story), story[0]
        if kind == "overload" and story[-1]:
            _planned(calendar, house, id, HOURS)
        if kind == "harassment":
            with calendar.at(0, 380):
                alerts.hers(carer.person, id, "call_asked")
        if kind == "unsafe_home":
            with calendar.at(0, 385):
                alerts.hers(carer.person, id, "added", "Une autre prise chauffe, dans la chambre.")
    printed, away, *others = town.carers[0], *free[len(TOLD):]
    _planned(calendar, house, _told(calendar, house, printed, HERS), HOIST)
    _elsewhere(calendar, away, house)
    _help(calendar, *others[:2])
    _letter(calendar, house, _told(calendar, house, others[2], REMINDED))
    _register(calendar, house, _told(calendar, house, others[3], SPLINTER))
    alerts.escalate(None, now())


def _told(calendar: Calendar, house: House, carer: Carer, story: tuple) -> int:
    """Sent on its day, each step taken on its own."""
    kind, whom, facts, quoted, days, minute, steps = story
    id = _sent(calendar, carer, days, minute, {
        "kind": kind, "whom": whom, "facts": facts, "quoted": quoted,
        "beneficiary_id": _home(calendar, carer) if whom == "beneficiary" else None})
    for number, (step, ago, boxes) in enumerate(steps):
        with calendar.at(ago, (minute + 30 if ago else 400) + 10 * number):
            _take(house.office, id, step, boxes)
    return id


def _planned(calendar: Calendar, house: House, id: int, wanted: tuple) -> None:
    """What is to be done of a situation of work: the first is done since, the others are still to come."""
    by = house.office["samira"]
    with calendar.at(15, 690):
        done, *_ = [alert_actions.plan(by, id, kind, calendar.day(ahead), by.id, situation, note)
                    for situation, kind, ahead, note in wanted]
    with calendar.at(4, 600):
        alert_actions.do(by, done, today())


def _letter(calendar: Calendar, house: House, id: int) -> None:
    """Prepared the day after the decision; somebody prints it, nothing is sent."""
    person = db.session.get(Beneficiary, db.session.get(Alert, id).beneficiary_id)
    with calendar.at(11, 610):
        alert_letters.prepare(house.office["helene"], id, "rules_reminder", addressee_of(person),
                              {"facts": LETTER, "rules_signed_on": calendar.day(-400)})


def _register(calendar: Calendar, house: House, id: int) -> None:
    with calendar.at(33, 640):
        alert_actions.declare(house.office["samira"], id, "minor", today(), REGISTER)


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
