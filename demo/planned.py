"""What moves in the planning these days: hospital, a closed door, somebody ill, visits added, moved, covered or not."""

from datetime import timedelta

from sqlalchemy import select

from acts import changes, doors, interruptions, measures, pairings, series, visits
from database import db, instant_at
from demo.cast import House
from demo.clock import Calendar
from demo.people import Carer
from demo.scene import Scene
from demo.slots import TRAVEL
from demo.town import Town
from models import InterruptionCall, Visit, VisitChange


def play(calendar: Calendar, town: Town, cast: dict[str, Scene], house: House) -> None:
    _hospital(calendar, cast["hospital"])
    _family_stay(calendar, cast["family_stay"])
    _measure(cast["measure"], house)
    _closed_door(calendar, town, cast)
    _somebody_ill(calendar, town, cast)
    _moved(calendar, town, cast)
    _newcomer(calendar, town)
    _reported(calendar, town)


def _hospital(calendar: Calendar, scene: Scene) -> None:
    """Nobody knows until when: her caregivers were told, the office asks again today."""
    with calendar.at(5, 530):
        stay = interruptions.open(scene.by, scene.pair.person.id, None, "hospital", calendar.day(-5), None,
                                  calendar.today, "Sa voisine", "Partie avec les pompiers après une chute.")
    with calendar.at(5, 570):
        for call in db.session.scalars(select(InterruptionCall.id).where(InterruptionCall.interruption_id == stay)
                                       .order_by(InterruptionCall.id)).all():
            interruptions.tell(scene.by, call)


def _family_stay(calendar: Calendar, scene: Scene) -> None:
    """Learnt this morning: her caregivers are still to be told."""
    with calendar.at(0, 525):
        interruptions.open(scene.by, scene.pair.person.id, None, "family", calendar.day(1), calendar.day(9),
                           calendar.day(8), "Son fils", "Passe la semaine chez son fils.")


def _measure(scene: Scene, house: House) -> None:
    """A mesure d'organisation on one pair: the office reads no more than that, its author knows why."""
    with scene.calendar.at(30, 960):
        measures.set(house.office["helene"], scene.pair.person.id, scene.pair.carer.id, "only_accompanied",
                     "Propos rapportés par l'intervenante, entendue le jour même.", scene.calendar.day(-30))


def _closed_door(calendar: Calendar, town: Town, cast: dict[str, Scene]) -> None:
    """This morning; the daughter was called, nobody has the key yet."""
    early = instant_at(calendar.today, 0)
    begun = (Visit.starts_at >= early, Visit.starts_at <= calendar.now - timedelta(minutes=12),
             Visit.ends_at > calendar.now - timedelta(hours=11))
    visit = _one(town, cast, *begun) or _one_of_now(calendar, town, cast)
    carer = next(carer for carer in town.carers if carer.id == visit.caregiver_id)
    by = next(person.referent for person in town.people if person.id == visit.beneficiary_id)
    late = max((calendar.now - visit.starts_at) // timedelta(minutes=1), 0)
    minute = visit.start_minute + min(8, late // 2)
    with calendar.at(0, minute):
        door = doors.report(carer.person, visit.id)
    with calendar.at(0, minute + min(15, late // 3)):
        doors.note(by, door, "Téléphone de la personne, puis sa fille\u00a0: messagerie.",
                   "Voisine du premier étage", "")


def _one_of_now(calendar: Calendar, town: Town, cast: dict[str, Scene]) -> Visit:
    """Before the first visits of the day: one of its own, in the hour that has just begun."""
    person, carer = cast["split"].pair.person, cast["half"].pair.carer
    minute = max(0, int((calendar.now - instant_at(calendar.today, 0)).total_seconds()) // 60 - 14)
    with calendar.at(1, 1000):
        id = series.plan_one(person.referent, series.Plan(person.id, minute, 45, calendar.today, carer.id,
                                                          kind="replacement"))
    return db.session.get(Visit, id)


def _one(town: Town, cast: dict[str, Scene], *where) -> Visit | None:
    return next(iter(_some(town, cast, *where)), None)


def _some(town: Town, cast: dict[str, Scene], *where) -> list[Visit]:
    """Planned visits of the town with a caregiver; the relations of the scenes and the printed caregiver stay out."""
    told = {scene.pair.person.id for scene in cast.values()}
    others = sorted({person.id for person in town.people} - told)
    return list(db.session.scalars(
        select(Visit).where(Visit.beneficiary_id.in_(others), Visit.state == "planned", Visit.caregiver_id.is_not(None),
                            Visit.caregiver_id != town.carers[0].id, *where)
        .order_by(Visit.starts_at, Visit.id).limit(60)))


def _somebody_ill(calendar: Calendar, town: Town, cast: dict[str, Scene]) -> None:
    """One caregiver is away from now: some visits are taken by colleagues, two have nobody yet."""
    soon = _some(town, cast, Visit.starts_at > calendar.now + timedelta(hours=1),
                 Visit.starts_at < calendar.now + timedelta(days=3))
    ill = soon[0].caregiver_id
    hers = [visit for visit in soon if visit.caregiver_id == ill][:5]
    by = town.carers[0].person
    with calendar.at(0, 1439):
        for number, visit in enumerate(hers):
            by = next(person.referent for person in town.people if person.id == visit.beneficiary_id)
            comes = _free(town, visit, ill)
            if number in (1, 3) or comes is None:
                visits.uncover(by, visit.id, visit.version)
            else:
                visits.reassign(by, visit.id, visit.version, comes.id, "replacement", "hours")


def _free(town: Town, visit: Visit, ill: int) -> Carer | None:
    """Somebody of the town free at that hour."""
    for carer in town.carers[1:]:
        if carer.id != ill and has_room(carer, visit, visit.start_minute):
            carer.extra.setdefault(visit.day, []).append((visit.start_minute, visit.start_minute + visit.minutes))
            return carer
    return None


def has_room(carer: Carer, visit: Visit, minute: int, own: int | None = None) -> bool:
    """Nothing else at that minute of the day of this visit; `own` is where it stands now, which it leaves."""
    taken = [*carer.booked.get(visit.day.weekday(), ()), *carer.extra.get(visit.day, ())]
    return all(start == own or minute + visit.minutes + TRAVEL <= start or end + TRAVEL <= minute
               for start, end in taken)


def _moved(calendar: Calendar, town: Town, cast: dict[str, Scene]) -> None:
    """A visit moved, one cancelled by the person, in the days to come."""
    carers = {carer.id: carer for carer in town.carers}
    later = _some(town, cast, Visit.starts_at > calendar.now + timedelta(days=4))
    moved = next(visit for visit in later if has_room(carers[visit.caregiver_id], visit, visit.start_minute + 30,
                                                       own=visit.start_minute))
    off = next(visit for visit in later if visit is not moved)
    by = next(person.referent for person in town.people if person.id == moved.beneficiary_id)
    with calendar.at(1, 925):
        visits.move(by, moved.id, moved.version, moved.day, moved.start_minute + 30, moved.minutes)
        visits.settle(by, off.id, off.version, "cancelled_by_person", "Rendez-vous à l'hôpital de jour.")


def _newcomer(calendar: Calendar, town: Town) -> None:
    """The printed caregiver is given a new person from next week: the assignment opens to her at once."""
    carer = town.carers[0]
    known = {pair.person.id for pair in town.pairs if pair.carer is carer and not pair.end}
    person = next(person for person in town.people if person.sector == carer.sector and person.id not in known
                  and not person.end and person.needs == "a_little")
    monday = calendar.today + timedelta(days=7 - calendar.today.weekday())
    weekday, minute = next((day, minute) for day in carer.days for minute in (840, 900, 960, 630, 1140)
                           if _is_free_weekly(carer, day, minute, 90))
    by = person.referent
    with calendar.at(0, 505):
        pairing = pairings.create(by, person.id, carer.id, "usual", "sector", monday)
        series.plan_weekly(by, series.Plan(person.id, minute, 90, monday, carer.id, acts=[
            ("outing", False, None), ("company", False, None)]), [weekday])
    with calendar.at(0, 535):
        pairings.introduce(by, pairing, calendar.today)


def _is_free_weekly(carer: Carer, weekday: int, minute: int, minutes: int) -> bool:
    return all(minute + minutes + TRAVEL <= start or end + TRAVEL <= minute
               for start, end in carer.booked.get(weekday, ()))


def _reported(calendar: Calendar, town: Town) -> None:
    """What was changed some days ago stands in the planning by now."""
    ids = [person.id for person in town.people]
    old = select(VisitChange.id, VisitChange.beneficiary_id).where(
        VisitChange.beneficiary_id.in_(ids), VisitChange.reported_at.is_(None),
        VisitChange.made_at < calendar.moment(3, 0)).order_by(VisitChange.id)
    referents = {person.id: person.referent for person in town.people}
    with calendar.at(2, 1040):
        for row in db.session.execute(old).all():
            changes.report(referents[row.beneficiary_id], row.id)
