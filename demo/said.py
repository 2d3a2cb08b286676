"""What is said in passing and still waits, or was answered: calls noted these days, words after a visit."""


from sqlalchemy import select

from acts import calls, load, words
from database import db, today
from demo.cast import House
from demo.clock import Calendar
from demo.people import Carer
from demo.town import Town
from models import Visit

# kind of caller, caller, line, noted so many days ago, due so many days from today (None: nothing to do)
CALLS = (
    ("relative", "Sa fille", "Demande un passage plus tôt le mercredi, à voir avec l'intervenante.", 1, 0),
    ("professional", "Infirmière libérale", "Pansement à protéger pendant la toilette, consigne à transmettre.", 0, 0),
    ("relative", "Son fils", "Souhaite être rappelé au sujet de l'aide du week-end.", 3, -1),
    ("beneficiary", "", "La télécommande du portail ne marche plus.", 1, 0),
    ("other", "Gardien de l'immeuble", "L'ascenseur sera arrêté jeudi, prévenir les intervenantes.", 0, 1),
    ("beneficiary", "", "Remercie pour hier, tout s'est bien passé.", 0, None),
)
# kind, words, days since the visit at least, what the office answers (None: waits), and whether it is closed
HERS = (
    ("fine", "Belle matinée, nous avons fait un gâteau.", 1, None, False),
    ("to_know", "Le rebord de la douche est glissant.", 4, "Merci. Un tapis antidérapant arrive jeudi.", True),
    ("call_me", "Une question sur les clés de la boîte.", 1, None, False),
    ("to_know", "Il ne reste que deux paires de gants.", 2, "Vu, nous vous en apportons.", False),
)
OTHERS = (("to_know", "La chaudière affiche un message d'erreur.", 1), ("call_me", "", 1), ("fine", "", 1))
# days ago, what was noted; the caregiver shown first was called too
NEWS = (
    (6, "«\u00a0Le mercredi est long.\u00a0» Une pause à midi est convenue."),
    (12, "Tout va bien. Elle demande une aide technique pour un lever."),
    (40, "Elle préfère ne pas finir après 19 h le vendredi. C'est noté dans ses disponibilités."),
)


def play(calendar: Calendar, town: Town, house: House) -> None:
    _calls(calendar, town, house)
    for kind, text, days, answer, closed in HERS:
        _word(calendar, house, town.carers[0], kind, text, days, answer, closed)
    for (kind, text, days), carer in zip(OTHERS, town.carers[1:], strict=False):
        _word(calendar, house, carer, kind, text, days)
    for (days, line), carer in zip(NEWS, (town.carers[0], *town.carers[4:]), strict=False):
        with calendar.at(days, 615):
            load.note(house.coordinator_of(carer.sector), carer.id, today(), line)


def _calls(calendar: Calendar, town: Town, house: House) -> None:
    people = [person for person in town.people if not person.end]
    for number, (kind, caller, line, days, due) in enumerate(CALLS):
        person = people[number * 5 % len(people)]
        by = house.office[("claire", "samira", "anne")[number % 3]]
        with calendar.at(days, 560 + 45 * number):
            calls.note(by, caller_kind=kind, caller=caller or person.name, phone="", beneficiary_id=person.id,
                       caregiver_id=None, line=line, due_on=calendar.day(due) if due is not None else None,
                       for_id=person.referent.id if due is not None else None)


def _word(calendar: Calendar, house: House, carer: Carer, kind: str, text: str, days: int, answer: str | None = None,
          closed: bool = False) -> None:
    """Sent after the last visit of hers at least so many days ago."""
    before = calendar.moment(days, 1200)
    visit = db.session.scalars(
        select(Visit).where(Visit.caregiver_id == carer.id, Visit.state == "planned", Visit.ends_at < before)
        .order_by(Visit.ends_at.desc(), Visit.id).limit(1)).first()
    if visit is None:
        return
    ago = (calendar.today - visit.day).days
    with calendar.at(ago, visit.start_minute + visit.minutes + 20):
        id = words.send(carer.person, kind, text, visit.id)
    by = house.coordinator_of(carer.sector)
    if answer:
        with calendar.at(max(ago - 1, 0), 570):
            (words.close if closed else words.reply)(by, id, answer)
