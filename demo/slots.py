"""The weekly hours of each person and who comes: the same caregiver whenever possible, never twice at the same hour."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from demo.people import Carer, Helped

TRAVEL = 15
CARE = (("get_up", True, "care_aide"), ("wash", True, "care_assistant"), ("meal", True, None))
EVENING = (("meal", True, None), ("go_to_bed", True, "care_aide"), ("medication_reminder", False, None))
MORNING = (("wash", True, "care_aide"), ("meal", True, None), ("housework", False, None))
LUNCH = (("meal", True, None), ("shopping", False, None), ("company", False, None))
HOUSE = (("housework", False, None), ("laundry", False, None))
OUT = (("outing", False, None), ("shopping", False, None), ("company", False, None))
EVERY_DAY, WORKING_DAYS = (0, 1, 2, 3, 4, 5, 6), (0, 1, 2, 3, 4)
# (days, hour proposed, minutes, acts), by how much help somebody has
PLANS = {
    "a_lot": (((EVERY_DAY, 480, 60, CARE), (WORKING_DAYS, 1110, 45, EVENING)),
              ((EVERY_DAY, 510, 75, CARE), ((0, 2, 4), 1080, 60, EVENING)),
              ((WORKING_DAYS, 465, 60, CARE), (WORKING_DAYS, 1125, 45, EVENING))),
    "some": (((WORKING_DAYS, 570, 60, MORNING),), ((EVERY_DAY, 690, 60, LUNCH),),
             (((0, 2, 4), 540, 90, MORNING), ((1, 3), 690, 60, LUNCH)),
             (((0, 1, 3, 4), 690, 75, LUNCH),)),
    "a_little": ((((1, 4), 840, 120, HOUSE),), (((2,), 570, 120, HOUSE), ((4,), 900, 120, OUT)),
                 (((3,), 840, 120, HOUSE),), (((0, 3), 600, 90, OUT),)),
}
LEVELS = {None: 0, "care_aide": 1, "care_assistant": 2}
# Tried one after the other when the hour proposed is taken.
SHIFTS = (0, 30, -30, 60, -60, 90, -90, 120, 150, 180)


@dataclass(slots=True)
class Turn:
    """Who comes at a slot, from one day to another (None: goes on)."""

    carer: Carer
    start: date
    end: date | None


@dataclass(slots=True)
class Slot:
    weekday: int
    minute: int
    minutes: int
    acts: tuple
    turns: list[Turn] = field(default_factory=list)


def plan(rng: Random, person: Helped, carers: list[Carer], today: date) -> list[Slot]:
    """The slots of a person, each with its caregiver; for one in five another one came before."""
    chosen = rng.choice(PLANS[person.needs])
    near = [carer for carer in carers if carer.sector == person.sector]
    usual: list[Carer] = []
    slots = []
    for days, hour, minutes, acts in chosen:
        hour += rng.choice((-15, 0, 0, 15))
        level = max(LEVELS[needed] for _, _, needed in acts)
        for weekday in days:
            slot = _cover(Slot(weekday, hour, minutes, acts), level, usual, near)
            slots += [slot] if slot else []
    for slot in slots:
        for turn in slot.turns:
            turn.start, turn.end = max(person.start, turn.carer.hired), person.end
    if rng.random() < 0.2 and (today - person.start).days > 200 and person.end is None:
        _change_of_caregiver(rng, slots, near, today)
    return slots


def _cover(slot: Slot, level: int, usual: list[Carer], near: list[Carer]) -> Slot | None:
    """Those who already come first, then who has most room; another hour before another face. Three faces at most."""
    others = sorted((carer for carer in near if carer not in usual), key=lambda carer: (carer.load, carer.id))
    for carer in usual + (others if len(usual) < 3 else []):
        if carer.level < level or slot.weekday not in carer.days:
            continue
        for shift in SHIFTS:
            if is_free(carer, slot.weekday, slot.minute + shift, slot.minutes):
                slot.minute += shift
                book(carer, slot)
                slot.turns = [Turn(carer, date.min, None)]
                if carer not in usual:
                    usual.append(carer)
                return slot
    return None


def is_free(carer: Carer, weekday: int, start: int, minutes: int) -> bool:
    return all(start + minutes + TRAVEL <= other or end + TRAVEL <= start
               for other, end in carer.booked.get(weekday, ()))


def book(carer: Carer, slot: Slot) -> None:
    carer.booked.setdefault(slot.weekday, []).append((slot.minute, slot.minute + slot.minutes))
    carer.load += slot.minutes


def contract(carer: Carer) -> int:
    """Minutes a week, to the hour: what she is given and the way between, from fifteen to thirty-five hours."""
    return min(max(15, round(carer.load * 1.15 / 60)), 35) * 60


def _change_of_caregiver(rng: Random, slots: list[Slot], near: list[Carer], today: date) -> None:
    """Until some day this year somebody else came at the hours of the first caregiver. The printed one stays."""
    if not slots or slots[0].turns[0].carer is near[0]:
        return
    now_comes = slots[0].turns[0].carer
    hers = [slot for slot in slots if slot.turns[0].carer is now_comes]
    known = {slot.turns[0].carer.id for slot in slots}
    before = next((carer for carer in near[1:] if carer.id not in known and all(
        slot.weekday in carer.days and is_free(carer, slot.weekday, slot.minute, slot.minutes) for slot in hers)), None)
    changed_on = today - timedelta(days=rng.randint(70, 300))
    if before is None or changed_on <= hers[0].turns[0].start + timedelta(days=60):
        return
    for slot in hers:
        former = Turn(before, max(slot.turns[0].start, before.hired), changed_on - timedelta(days=1))
        slot.turns[0].start = changed_on
        slot.turns.insert(0, former)
        book(before, slot)
