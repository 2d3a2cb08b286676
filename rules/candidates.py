"""Who could take which visit: the facts, and the hard rules. Nothing here is a score, nothing counts points.

A visit that asks for somebody is a `Need`; what is known of a caregiver is a `Person`; a `Field` holds those of one question,
over as many people and days as it takes. `obstacles` names every hard rule that one visit more would break. What each fact
reads like, and in which order caregivers are printed, is in `rules/candidate_facts.py`.

No field holds where anybody comes from; woman or man is read by the rule of intimate care alone, which gives only a set of
pairs that do not answer the wish. A language is a fact: it orders and is printed, it excludes nobody.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from rules import restrictions, working_time
from rules.restrictions import Restriction
from rules.vocabulary import QUALIFICATION_LEVEL
from rules.working_time import WEEK, Limits, Stay, minutes_between, monday

UNAVAILABLE = "non disponible pour cette personne"
AGAINST_WISH = "ne répond pas au souhait pour les soins intimes"
INTIMATE_ACTS = frozenset({"wash", "change"})
# Every hard rule, in the order it is said. A measure and a wish read the same: neither is ever named.
HARD = {
    "measure": UNAVAILABLE,
    "wish": UNAVAILABLE,
    "replaced": "c'est elle que l'on remplace",
    "absent": "absente ce jour-là",
    "asked": "déjà interrogée à ce sujet",
    "qualification": "qualification insuffisante",
    "restriction": "restriction de travail",
    "availability": "en dehors des heures qu'elle donne",
    **working_time.RULES,
}
# Those of whom nothing more is said, and who are never "la plus proche".
UNSAID = frozenset({"measure", "wish", "replaced", "absent", "asked"})
# From a Monday: its week, those beside it and a rest after them, which is what `working_time.broken` looks at.
BEFORE, AFTER = timedelta(days=9), timedelta(days=17)


@dataclass(frozen=True, slots=True)
class Need:
    """One visit that asks for somebody. `stay.place` is the person's id; day, start_minute and minutes are local.

    `wishes`: (kind, words) of what the office speaks about with her first; a language and intimate care decide elsewhere.
    `former_id`: whose visit it was; she is not proposed. `held_id`, `request_id`: the visit held and its request, if any.
    """

    visit_id: int
    beneficiary_id: int
    stay: Stay
    day: date
    start_minute: int
    minutes: int
    acts: frozenset[str] = frozenset()
    cannot_wait: bool = False
    qualification: str | None = None
    languages: frozenset[str] = frozenset()
    vigilance: frozenset[str] = frozenset()
    wishes: tuple[tuple[str, str], ...] = ()
    sector_id: int | None = None
    district: str = ""
    former_id: int | None = None
    held_id: int | None = None
    request_id: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of one caregiver. `held`: her visits around, in the order of time, without those of the field.

    availability: (weekday, first minute, last minute), none at all when she never said; away: (first day, last or None) of
    her open absences; short_notice: replacements agreed to this month at less than seven days; opted_in: "Prévenez-moi des remplacements".
    """

    id: int
    name: str
    qualification: str
    weekly_minutes: int
    held: tuple[Stay, ...] = ()
    availability: tuple[tuple[int, int, int], ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    languages: frozenset[str] = frozenset()
    skills: tuple[str, ...] = ()
    sectors: frozenset[int] = frozenset()
    away: tuple[tuple[date, date | None], ...] = ()
    short_notice: int = 0
    opted_in: bool = False
    has_vehicle: bool = False
    district: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """Every visit and every caregiver of one question.

    known: (caregiver, person) -> visits held and the last day; went: the same -> how their last point ended, and its day;
    barred: pairs (caregiver, visit) under a measure; against_wish: those that do not answer a wish for intimate care.
    asked: pairs (caregiver, visit) not to be asked (again); unlike a measure, it says nothing of the other visits of the person.
    `evening`: the local minute at which the evening begins.
    """

    visits: tuple[Need, ...]
    people: tuple[Person, ...]
    known: dict[tuple[int, int], tuple[int, date]] = field(default_factory=dict)
    went: dict[tuple[int, int], tuple[str, date]] = field(default_factory=dict)
    barred: frozenset[tuple[int, int]] = frozenset()
    against_wish: frozenset[tuple[int, int]] = frozenset()
    asked: frozenset[tuple[int, int]] = frozenset()
    limits: Limits = Limits()
    evening: int = 20 * 60


def level_needed(qualifications: Iterable[str | None]) -> str | None:
    """The highest qualification the acts need, or None when no act needs one."""
    needed = [code for code in qualifications if code]
    return max(needed, key=QUALIFICATION_LEVEL.__getitem__, default=None)


def is_qualified(qualification: str, needed: str | None) -> bool:
    """A qualification allows the acts of those before it in the list of posts."""
    return needed is None or QUALIFICATION_LEVEL[qualification] >= QUALIFICATION_LEVEL[needed]


def answers_intimate_care(wished: Collection[str], acts: Iterable[str], gender: str) -> bool:
    """The rule of intimate care, the only reader of woman or man: it counts when the person wishes a woman or a man
    and when the visits asked hold a wash or a change, and then alone.
    """
    return not wished or not INTIMATE_ACTS & set(acts) or gender in wished


def is_away(person: Person, day: date) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in person.away)


def with_stays(person: Person, stays: Sequence[Stay]) -> Person:
    """Her, with these visits besides those she has."""
    return replace(person, held=tuple(sorted([*person.held, *stays]))) if stays else person


def gives_hours(person: Person, need: Need) -> bool:
    """True when she gives these hours, or never said which hours she gives. Ranges that touch are one range; a visit
    across midnight needs the end of its day and the beginning of the next.
    """
    if not person.availability:
        return True
    last = need.start_minute + need.minutes
    tomorrow = (need.day.weekday() + 1) % 7
    return (_covers(person, need.day.weekday(), need.start_minute, min(last, restrictions.DAY))
            and (last <= restrictions.DAY or _covers(person, tomorrow, 0, last - restrictions.DAY)))


def _covers(person: Person, weekday: int, start: int, end: int) -> bool:
    for day, first, last in sorted(person.availability):
        if day == weekday and first <= start < last:
            start = last
    return start >= end


def standing(person: Person, need: Need, field: Field) -> set[str]:
    """The rules that depend on nothing else she takes: computed once for each caregiver and visit."""
    pair, hers = (person.id, need.visit_id), [one for one in person.restrictions if one.stands(need.day)]
    broken = {
        "measure": pair in field.barred,
        "wish": pair in field.against_wish,
        "replaced": person.id == need.former_id,
        "absent": is_away(person, need.day),
        "asked": pair in field.asked,
        "qualification": not is_qualified(person.qualification, need.qualification),
        "restriction": any(restrictions.forbids(one.code, need.start_minute, need.minutes, need.acts, need.vigilance,
                                                field.evening) for one in hers),
        "availability": not gives_hours(person, need),
    }
    return {code for code, is_broken in broken.items() if is_broken}


def of_hours(person: Person, need: Need, field: Field, extra_stays: Sequence[Stay] = ()) -> set[str]:
    """The rules that depend on what else she has: hours, rest, way, the ceiling of her restriction."""
    held, also = near(person.held, need.day), near(sorted(extra_stays), need.day)
    broken = set(working_time.broken(need.stay, held, field.limits, also))
    most, week = restrictions.ceiling(person.restrictions, need.day), monday(need.day)
    if most is not None and minutes_between(held + also, week, week + WEEK) + need.stay.minutes > most:
        broken.add("restriction")
    return broken


def obstacles(person: Person, need: Need, field: Field, extra_stays: Sequence[Stay] = ()) -> list[str]:
    """Codes of every hard rule broken if she takes this visit besides what she has and `extra_stays`, in the order of
    HARD; an empty list: she may take it.
    """
    found = standing(person, need, field) | of_hours(person, need, field, extra_stays)
    return [code for code in HARD if code in found]


def near(stays: Sequence[Stay], day: date) -> list[Stay]:
    """Those of the week of this day and of the weeks around it, from stays in the order of time."""
    start = datetime.combine(monday(day), datetime.min.time(), tzinfo=working_time.PARIS)
    first = bisect_left(stays, start - BEFORE, key=_begins)
    return list(stays[first:bisect_left(stays, start + AFTER, key=_begins)])


def _begins(stay: Stay) -> datetime:
    return stay.starts_at


def closest(need: Need, field: Field, extra: dict[int, Sequence[Stay]] | None = None) -> tuple[Person, list[str]] | None:
    """When nobody can take the visit: who breaks the fewest hard rules, and which. None when nobody may be named: who
    stands under a measure, does not answer a wish, is away or is the one replaced is never the closest.

    `extra`: caregiver -> visits already given to her by the same plan. Equal: who knows the person, then the name.
    """
    found = [(person, obstacles(person, need, field, (extra or {}).get(person.id, ()))) for person in field.people]
    sayable = [(person, codes) for person, codes in found if not UNSAID & set(codes)]
    return min(sayable, key=lambda one: (
        len(one[1]), (one[0].id, need.beneficiary_id) not in field.known, one[0].name, one[0].id), default=None)


def closest_words(found: tuple[Person, list[str]] | None) -> str:
    """"La plus proche : Awa Ndiaye. Ce qui empêche : repos trop court entre deux jours." """
    if found is None:
        return "Personne ne peut être proposée ici."
    person, codes = found
    return f"La plus proche\u00a0: {person.name}. Ce qui empêche\u00a0: {', '.join(HARD[code] for code in codes)}."
