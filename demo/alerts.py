"""Alerts in each step of their life: just sent, late, read, heard, decided, closed, directed elsewhere, and one call for help."""

from sqlalchemy import func, select

from acts import alerts
from database import db, now, today
from demo.cast import House
from demo.clock import Calendar
from demo.people import Carer
from demo.town import Town
from models import Visit

HEARD = {"facts": "Elle raconte la scène. Elle est restée calme et elle est sortie."}
WHY = {"facts": "Elle ne le souhaite pas\u00a0: elle préfère y retourner avec une collègue."}
DECIDED = {"choice": "two_caregivers", "facts": "Les faits se répètent le matin.",
           "told": "Une collègue vient avec vous le matin, à partir de lundi."}
CLOSED = {"choice": "organised", "quoted": "Ça va mieux depuis que nous sommes deux.", "facts": "Elle ne demande plus rien."}
# kind, about whom, facts, quoted; sent so many days ago at that minute; the steps taken, each so many days ago
TOLD = (
    ("painful_gesture", "nobody", "Le lit est trop bas pour la toilette. Mon dos tire à chaque fois.", "", 0, 415, ()),
    ("overload", "nobody", "Quatre remplacements cette semaine, et deux dimanches de suite.", "", 2, 1080, ()),
    ("harassment", "colleague", "Des remarques devant les autres, chaque lundi.", "Tu ne sais rien faire.", 1, 700,
     (("acknowledged", 1),)),
    ("violence", "relative", "Un visiteur a levé la main, puis il est parti.", "Dehors.", 3, 600,
     (("acknowledged", 3), ("heard", 2))),
    ("racism", "beneficiary", "Elle a crié dans l'entrée quand je suis arrivée.", "Je ne veux pas de vous ici.", 1, 1130,
     (("acknowledged", 0), ("protected", 0))),
    ("other", "beneficiary", "Il a jeté son plateau par terre et il a crié.", "Partez d'ici.", 6, 690,
     (("acknowledged", 6), ("taken", 5), ("heard", 5), ("not_protected", 5), ("home_heard", 4))),
    ("overload", "nobody", "Trop de trajets entre deux personnes, sans pause.", "", 17, 560,
     (("acknowledged", 17), ("heard", 16), ("not_protected", 16), ("decided", 15))),
    ("unsafe_home", "nobody", "Une prise fait des étincelles dans la cuisine.", "", 130, 640,
     (("acknowledged", 130), ("heard", 129), ("not_protected", 129), ("decided", 128), ("followed", 112), ("followed", 97),
      ("followed", 38), ("closed", 30))),
)
BOXES = {"heard": HEARD, "not_protected": WHY, "decided": DECIDED, "closed": CLOSED,
         "protected": {"facts": "Elle n'y retourne pas pour le moment."},
         "home_heard": {"facts": "Il dit avoir eu mal ce matin-là. Sa fille a tout entendu.", "quoted": "Je ne voulais pas.",
                        "supposed": "La douleur aurait joué.", "heard": "several", "heard_where": "home", "heard_with": "relative",
                        "told": "Nous avons parlé avec lui et sa fille, chez lui."},
         "followed": {"facts": "Elle dort bien et ne demande rien d'autre."}}


def play(calendar: Calendar, town: Town, house: House) -> None:
    """Each by another caregiver. One names a home, where she goes least: her visits there wait for somebody else."""
    free = sorted(town.carers[8:], key=lambda carer: carer.id)
    for carer, (kind, whom, facts, quoted, days, minute, steps) in zip(free, TOLD, strict=False):
        home = _home(calendar, carer) if whom == "beneficiary" else None
        id = _sent(calendar, carer, days, minute, {"kind": kind, "whom": whom, "facts": facts, "quoted": quoted,
                                                   "beneficiary_id": home})
        for number, (step, ago) in enumerate(steps):
            with calendar.at(ago, (minute + 30 if ago else 400) + 10 * number):
                _take(house.office, id, step)
        if kind == "harassment":
            with calendar.at(0, 380):
                alerts.hers(carer.person, id, "call_asked")
        if kind == "unsafe_home":
            with calendar.at(0, 385):
                alerts.hers(carer.person, id, "added", "Une autre prise chauffe, dans la chambre.")
    _elsewhere(calendar, free[len(TOLD)], house)
    _help(calendar, *free[len(TOLD) + 1:len(TOLD) + 3])
    alerts.escalate(None, now())


def _take(office: dict, id: int, step: str) -> None:
    """Samira takes each step, but where the direction takes the case over."""
    if step == "taken":
        alerts.take(office["helene"], id)
        return
    by = office["samira"]
    heard = {"heard_by_id": by.id, "done_on": today()} if step == "home_heard" else {}
    alerts.step(by, id, step, **BOXES.get(step, {}), **heard)


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
