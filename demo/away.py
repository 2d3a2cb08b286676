"""Who is away these days: this Monday morning's message, a colleague ill since some days, leave to come, a return note."""

from datetime import timedelta

from sqlalchemy import func, select

from acts import absences, handovers, held_visits, offers, pairings, telling
from database import db, now
from demo import questions, sheets, stood_in
from demo.cast import House
from demo.clock import Calendar
from demo.people import Carer
from demo.scene import Scene
from demo.town import Town
from models import Absence, Handover, Replacement, Visit
from queries.candidates import asked_ids, proposed
from queries.telling import lines
from rules.candidate_facts import can_be_chosen
from rules.telling import Said

# What the demo is told about: nine persons and fourteen visits in five days.
PERSONS, VISITS, DAYS = 9, 14, 5
WRITES_AT = 410
MATTERS = "Elle attend l'intervenante derrière la porte. Le gant bleu pour le visage. La fille appelle à midi."
WAITS = "J'attends qu'elle revienne. Ma voisine passe me voir."
BACK = "Tout s'est bien passé. Le lit est bas\u00a0: j'aimerais en parler avec vous."


def play(calendar: Calendar, town: Town, cast: dict[str, Scene], house: House) -> None:
    """In the order of time; each caregiver once. Those of the scenes and the printed one work as usual."""
    told = {scene.pair.carer.id for scene in cast.values()} | {town.carers[0].id}
    free = [carer for carer in town.carers if carer.id not in told] or town.carers[1:]
    past, ill, leave, *_ = sorted(free, key=lambda carer: carer.id)
    for carer in (past, ill):
        sheets.fill(calendar, carer, house.coordinator_of(carer.sector), 40)
    _came_back(calendar, past, house)
    _on_leave(calendar, leave, house)
    _ill(calendar, ill, house)
    others = [carer for carer in town.carers[1:] if carer not in (past, ill, leave)]
    hers = _this_morning(calendar, others, house)
    questions.play(calendar, [carer for carer in others if carer is not hers and carer.id not in told], house)


def _came_back(calendar: Calendar, carer: Carer, house: House) -> None:
    """Ill last week: a colleague came, read the passage de relais, and would like to talk of what she saw."""
    by = house.coordinator_of(carer.sector)
    with calendar.at(9, 600):
        absence = absences.declare(by, carer.id, "sick_leave", calendar.day(-8), calendar.day(-4), None, calendar.day(-9))
        relay = _covered(by, absence)
    if relay is None:
        return
    with calendar.at(9, 690):
        handovers.write(by, relay.id, "call", calendar.day(-8), MATTERS)
    with calendar.at(9, 1080):
        handovers.read(by, relay.id)
    with calendar.at(3, 540):
        handovers.hand_back(by, relay.id, "talk", BACK)
    with calendar.at(3, 600):
        absences.follow(None, now())
        pairings.follow_visits(None, now())


def _on_leave(calendar: Calendar, carer: Carer, house: House) -> None:
    """Known long before: nobody is looked for yet."""
    with calendar.at(5, 640):
        absences.declare(house.coordinator_of(carer.sector), carer.id, "leave", calendar.day(24), calendar.day(33), None,
                         calendar.day(-5))


def _ill(calendar: Calendar, carer: Carer, house: House) -> None:
    """Until when is known today. Colleagues come: one relay waits to be read, others to be written; the person was told of
    some of it."""
    by = house.coordinator_of(carer.sector)
    with calendar.at(2, 555):
        absence = absences.declare(by, carer.id, "sick_leave", calendar.day(-1), None, calendar.today, calendar.day(-2))
        relay = _covered(by, absence)
        _covered(by, absence)
        _covered(by, absence)
        if relay:
            handovers.write(by, relay.id, "written", calendar.day(-1), MATTERS)
    if relay:
        _told(calendar, by, relay.beneficiary_id)


def _covered(by, absence_id: int) -> Handover | None:
    """The first home of this absence where somebody new can come: she agrees on the phone; a relay opens."""
    wanted = select(Replacement).where(Replacement.absence_id == absence_id, Replacement.state == "open")
    for request in db.session.scalars(wanted.order_by(Replacement.id)).all():
        visits, _ = asked_ids(request, now())
        for one in proposed(by, request, visits, now(), True):
            if can_be_chosen(one) and not one.known:
                offers.called(by, request.id, one.person.id)
                return db.session.scalars(select(Handover).where(
                    Handover.replacement_id == request.id, Handover.to_caregiver_id == one.person.id)).first()
    return None


def _told(calendar: Calendar, by, person_id: int) -> None:
    """Nobody answered first. She agrees to some visits, would rather wait for one that cannot, and is to be told of the others."""
    with calendar.at(2, 600):
        left = lines(by, [person_id]).get(person_id, [])
        telling.tell(by, person_id, [line.mark for line in left], Said("unreached", None))
    waits = [line for line in left if any(held_visits.waits(db.session.get(Visit, line.row.id)))]
    agreed = [line for line in left if line not in waits[-1:]][2:-1]
    for minute, told, said in ((680, waits[-1:], Said("waits", words=WAITS)), (685, agreed, Said("agrees"))):
        with calendar.at(2, minute):
            if told:
                telling.tell(by, person_id, [line.mark for line in told], said)


def _this_morning(calendar: Calendar, carers: list[Carer], house: House) -> Carer:
    """Ten to seven: she is ill for five days, sent from her phone, read by nobody yet. Returns who."""
    carer, given = _nearest(calendar, carers)
    stood_in.take(calendar, carer, given, house)
    sheets.fill(calendar, carer, house.coordinator_of(carer.sector), 30)
    with calendar.at(0, WRITES_AT):
        absences.declare(carer.person, carer.id, "sick_leave", calendar.today, calendar.today + timedelta(days=DAYS - 1),
                         None, calendar.today)
    return carer


def _nearest(calendar: Calendar, carers: list[Carer]) -> tuple[Carer, list[Visit]]:
    """Whose days come nearest to what is told, with the visits of colleagues that she takes for it, as few as can be."""
    away = set(db.session.scalars(select(Absence.caregiver_id)))
    here = {carer.id: carer for carer in carers if carer.id not in away}
    rows = db.session.execute(
        select(Visit.caregiver_id, func.count(Visit.beneficiary_id.distinct()), func.count())
        .where(Visit.caregiver_id.in_(here), Visit.state == "planned",
               Visit.starts_at > calendar.moment(0, WRITES_AT), Visit.day < calendar.day(DAYS))
        .group_by(Visit.caregiver_id).order_by(Visit.caregiver_id)).all()
    found = []
    for id, homes, count in rows:
        given = stood_in.possible(calendar, here[id], max(PERSONS - homes, 0), max(VISITS - count, 0), list(here.values()),
                                  calendar.day(DAYS))
        homes += len({visit.beneficiary_id for visit in given})
        found.append((3 * abs(PERSONS - homes) + abs(VISITS - count - len(given)), len(given), id, given))
    _, _, id, given = min(found, key=lambda one: one[:3])
    return here[id], given
