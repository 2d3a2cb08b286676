"""One association: its caregivers, those it helps, their year. The benchmark builds a hundred of them in one house."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from demo import around, messages, people, rounds, slots
from demo.cast import KNOWN, House
from demo.days import Diary
from demo.names import Namer
from demo.people import Carer, Helped
from demo.relations import Pair, relate
from demo.rows import Rows

# Which relations the story is about -> how many days ago their point à deux voix opened. First those of the
# caregiver whose account is printed.
HERS = {"phone": 2, "mediation": 24, "thanks": 15}
SCENES = {"split": 6, "family": 5, "safe": 4, "respect": 3, "agree": 8, "silent": 14, "half": 4, "hers_first": 5,
          "again": 3, "visit": 7, "late": 13, "by_voice": 2, "draft": 1, "replace": 12, "ground": 9, "doubt": 10,
          "stopped": 6, "talks": 16, "hospital": None, "family_stay": None, "measure": None,
          "answer": None}
TOGETHER = 2
# The printed caregiver goes to several persons rather than every day to the same one: their visits come to her first.
ROOM_FOR_HERS = {"a_lot": -9000, "some": 9900, "a_little": 0}


@dataclass(slots=True)
class Town:
    """scenes: name -> the relation it is about; together: the relations of one person, due the same day."""

    carers: list[Carer]
    people: list[Helped]
    pairs: list[Pair] = field(default_factory=list)
    scenes: dict[str, Pair] = field(default_factory=dict)
    together: list[Pair] = field(default_factory=list)


def build(rows: Rows, house: House, seed: str, turn: int) -> Town:
    """Everything but the story. The same seed, turn and day give the same association."""
    rng = Random(f"{seed}-{turn}")
    namer = Namer(rng, taken=[tuple(known.name.split(" ", 1)) for known in KNOWN])
    town = Town(people.hire(rows, house, rng, namer, turn), people.welcome(rows, house, rng, namer, turn))
    diary = Diary(rows, house, rng, town.carers)
    weeks = _plan_weeks(rows, house, rng, namer, town)
    for person in town.people:
        pairs = relate(rows, house, rng, person, weeks[person.id])
        town.pairs += pairs.values()
        diary.write(person, weeks[person.id], pairs)
        messages.remember(rows, house, rng, person, list(pairs.values()))
    _choose(town, rng, house)
    _remember_rounds(rows, house, rng, town)
    return town


def _plan_weeks(rows, house, rng, namer, town) -> dict[int, list[slots.Slot]]:
    """Who needs most, and for longest, first."""
    weeks, first = {}, town.carers[0]
    for needs, room in ROOM_FOR_HERS.items():
        first.load -= room
        for person in sorted(town.people, key=lambda person: (person.start, person.id)):
            if person.needs == needs:
                around.surround(rows, house, rng, namer, person)
                weeks[person.id] = slots.plan(rng, person, town.carers, house.today)
    first.load += sum(ROOM_FOR_HERS.values())
    for carer in town.carers:
        carer.row["weekly_minutes"] = slots.contract(carer)
    return weeks


def _choose(town: Town, rng: Random, house: House) -> None:
    """One relation for each scene, each about another person, long enough under way to be asked each year."""
    old = [pair for pair in town.pairs if not pair.end and pair.person.answers_by_phone and pair.carer.is_woman
           and pair.start < house.today - timedelta(days=420)]
    rng.shuffle(old)
    first = town.carers[0]
    known: set[int] = set()
    town.together = _two_of_one(town, old)
    known |= {pair.person.id for pair in town.together}
    for name in (*HERS, *SCENES):
        free = [pair for pair in old if pair.person.id not in known]
        hers = [pair for pair in free if (pair.carer is first) == (name in HERS)]
        town.scenes[name] = (hers or free)[0]
        known.add(town.scenes[name].person.id)


def _two_of_one(town: Town, old: list[Pair]) -> list[Pair]:
    by_person: dict[int, list[Pair]] = {}
    for pair in old:
        if pair.carer is not town.carers[0]:
            by_person.setdefault(pair.person.id, []).append(pair)
    return next(pairs[:2] for pairs in by_person.values() if len(pairs) > 1)


def _remember_rounds(rows, house, rng, town) -> None:
    due = {town.scenes[name].id: -days for name, days in (HERS | SCENES).items() if days}
    due |= {pair.id: -TOGETHER for pair in town.together}
    for pair in town.pairs:
        rounds.remember(rows, house, rng, pair, due.get(pair.id))
