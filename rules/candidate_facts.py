"""What is printed of each caregiver who could come, and in which order. Facts in words; no score, stored or shown.

The order is ORDER, read from left to right: the first fact that differs decides. One held back by a measure comes last, with
one line and nothing more: no reason, no count, no hint. The page prints the very same words, so who reads them can redo it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rules import restrictions
from rules.candidates import (
    AGAINST_WISH,
    HARD,
    UNAVAILABLE,
    UNSAID,
    Field,
    Need,
    Person,
    closest_words,
    is_qualified,
    level_needed,
    obstacles,
)
from rules.hours import lasting
from rules.languages import LANGUAGES
from rules.names import fold
from rules.vocabulary import QUALIFICATIONS, RESTRICTIONS, SKILLS
from rules.working_time import WEEK, Stay, minutes_between, monday

NBSP = "\u00a0"
WENT = {"fit": "entente au dernier point à deux voix", "mediation": "médiation décidée au dernier point à deux voix",
        "replacement": "remplacement décidé au dernier point à deux voix", "resolved": "médiation résolue"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One caregiver before the visits asked for one person. `taken`: those she may take, all together, in the order of time;
    `in_the_way`: codes of the hard rules met at the others; weeks: Monday, minutes held, minutes with what she takes, for each
    week of what she would take.
    """

    person: Person
    asked: tuple[Need, ...] = ()
    taken: tuple[Need, ...] = ()
    in_the_way: tuple[str, ...] = ()
    held_back: bool = False
    known: tuple[int, date] | None = None
    went: tuple[str, date] | None = None
    in_sector: bool = False
    weeks: tuple[tuple[date, int, int], ...] = ()

    @property
    def against_wish(self) -> bool:
        return "wish" in self.in_the_way

    @property
    def needed(self) -> str | None:
        return level_needed(need.qualification for need in self.asked)

    @property
    def languages(self) -> frozenset[str]:
        return frozenset().union(*(need.languages for need in self.asked))

    @property
    def over_contract(self) -> bool:
        return any(whole > self.person.weekly_minutes for _, _, whole in self.weeks)


def candidate(person: Person, beneficiary_id: int, sector_id: int | None, field: Field, held_back: bool = False) -> Candidate:
    """What is said of her before the visits of this person, taken one after the other in the order of time."""
    asked = tuple(need for need in field.visits if need.beneficiary_id == beneficiary_id)
    taken, met, stays = [], set(), []
    for need in asked:
        broken = obstacles(person, need, field, stays)
        if not broken:
            taken.append(need)
            stays.append(need.stay)
        met.update(broken)
    pair = (person.id, beneficiary_id)
    return Candidate(
        person, asked, tuple(taken), tuple(code for code in HARD if code in met), held_back or "measure" in met,
        field.known.get(pair), field.went.get(pair), sector_id in person.sectors, _weeks(person, taken or asked[:1], stays))


def _weeks(person: Person, needs: Sequence[Need], stays: Sequence[Stay]) -> tuple[tuple[date, int, int], ...]:
    """Each of her weeks with one of these visits: its Monday, minutes she has, minutes with those she would take."""
    found = []
    for week in sorted({monday(need.day) for need in needs}):
        held, more = (minutes_between(some, week, week + WEEK) for some in (person.held, stays))
        found.append((week, held, held + more))
    return tuple(found)


def can_be_chosen(one: Candidate) -> bool:
    """She may be asked: nothing holds her back, and she may take one of the visits at least, when there are any."""
    return not one.held_back and (not one.asked or bool(one.taken))


# The printed order: words, and what they compare (the smaller comes first).
ORDER = (
    ("souhait pour les soins intimes", lambda one: one.against_wish),
    ("qualification suffisante", lambda one: not is_qualified(one.person.qualification, one.needed)),
    ("libre à toutes ces heures, puis à une partie", lambda one: 0 if one.taken == one.asked else 1 if one.taken else 2),
    ("connaît la personne", lambda one: one.known is None),
    ("venue le plus récemment", lambda one: -one.known[1].toordinal() if one.known else 0),
    ("parle la langue nécessaire", lambda one: bool(one.languages) and not one.languages & one.person.languages),
    ("dans le secteur", lambda one: not one.in_sector),
    ("moins de remplacements à délai court ce mois-ci", lambda one: one.person.short_notice),
    ("reste dans ses heures de contrat", lambda one: one.over_contract),
    ("libre à plus de ces heures", lambda one: -len(one.taken)),
    ("le nom", lambda one: (one.person.name, one.person.id)),
)
ORDER_WORDS = f"Dans cet ordre{NBSP}: {f'{NBSP}; '.join(words for words, _ in ORDER)}."


def in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The printed order, see the top of this module."""
    return sorted(candidates, key=lambda one: (one.held_back, *(compared(one) for _, compared in ORDER)))


def nearest(candidates: Iterable[Candidate]) -> str | None:
    """When nobody can come: who breaks the fewest hard rules, and which, in words; None as long as somebody can.

    Who is held back, does not answer a wish or is away is never named: it would say of her what is not said.
    """
    people = list(candidates)
    if any(can_be_chosen(one) for one in people):
        return None
    sayable = [one for one in in_order(people) if not one.held_back and not UNSAID & set(one.in_the_way)]
    found = min(sayable, key=lambda one: len(one.in_the_way), default=None)
    return closest_words((found.person, list(found.in_the_way)) if found else None)


def facts(one: Candidate, day_words=str) -> list[str]:
    """Each fact in words, those that decide first. Held back: one line. Away at all these visits: that line alone."""
    if one.held_back:
        return [UNAVAILABLE]
    away = _away(one, day_words)
    if away and not one.taken and set(one.in_the_way) == {"absent"}:
        return away
    said = [*([AGAINST_WISH] if one.against_wish else []), *away, *_known(one, day_words), *_free(one), _qualified(one),
            *_language(one), "dans le secteur" if one.in_sector else "hors du secteur", *_restricted(one), *_given(one),
            *_hours(one, day_words), _short_notice(one.person)]
    return [*said, *(["demande à être prévenue des remplacements"] if one.person.opted_in else []), *_skills(one), _travel(one)]


def _away(one: Candidate, day_words) -> list[str]:
    if "absent" not in one.in_the_way:
        return []
    days = [need.day for need in one.asked]
    lasts = [last for first, last in one.person.away
             if any(first <= day and (last is None or day <= last) for day in days)]
    return ["absente, retour non connu" if None in lasts else f"absente jusqu'au {day_words(max(lasts))}"]


def _known(one: Candidate, day_words) -> list[str]:
    if one.known is None:
        return ["ne connaît pas encore la personne"]
    visits, last = one.known
    went = [f"{WENT[one.went[0]]}, le {day_words(one.went[1])}"] if one.went else []
    return [f"connaît la personne{NBSP}: {visits} intervention{'s' if visits > 1 else ''}, la dernière le {day_words(last)}", *went]


def _free(one: Candidate) -> list[str]:
    if not one.asked:
        return ["aucune intervention à reprendre"]
    if one.taken == one.asked:
        return ["libre à ces heures, trajet et repos compris"]
    why = ", ".join(HARD[code] for code in one.in_the_way if code not in UNSAID | {"qualification"})
    if not one.taken:
        return [f"ne peut pas venir{NBSP}: {why}"] if why else []
    return [f"libre à {len(one.taken)} de ces {len(one.asked)} interventions" + (f", aux autres{NBSP}: {why}" if why else "")]


def _qualified(one: Candidate) -> str:
    if one.needed is None:
        return "aucun acte ne demande de qualification"
    if is_qualified(one.person.qualification, one.needed):
        return "qualification suffisante pour les actes prévus"
    return f"qualification insuffisante{NBSP}: il faut au moins «{NBSP}{QUALIFICATIONS[one.needed]}{NBSP}»"


def _language(one: Candidate) -> list[str]:
    needed = [words.lower() for code, words in LANGUAGES.items() if code in one.languages]
    if not needed:
        return []
    hers = one.languages & one.person.languages
    return [f"langue nécessaire ({', '.join(needed)}){NBSP}: {'elle la parle' if hers else 'non notée chez elle'}"]


def _restricted(one: Candidate) -> list[str]:
    """Her restrictions on those days: the one that excludes her, her ceiling, or what is to be checked with her."""
    acts = frozenset().union(*(need.acts for need in one.asked))
    standing = [mine for mine in one.person.restrictions if any(mine.stands(need.day) for need in one.asked)]
    checks = [restrictions.to_check(mine, acts) for mine in standing if mine.code != "no_evening"]
    hard = [f"restriction{NBSP}: {RESTRICTIONS[mine.code].lower()}" for mine in standing if mine.code == "no_evening"]
    most = min((mine.hours_per_week for mine in standing if mine.code == "limited_hours" and mine.hours_per_week is not None),
               default=None)
    return [*hard, *filter(None, checks),
            *([f"durée limitée{NBSP}: {lasting(round(most * 60))} par semaine"] if most is not None else [])]


def _given(one: Candidate) -> list[str]:
    if not one.person.availability:
        return ["heures qu'elle donne non notées"]
    return [] if "availability" in one.in_the_way else ["dans les heures qu'elle donne"]


def _hours(one: Candidate, day_words) -> list[str]:
    """"semaine du 9 mars : 22 h prévues, 28 h au contrat ; 25 h 30 avec ces interventions", one line for each week."""
    said = []
    for first, held, whole in one.weeks:
        more = f"{NBSP}; {lasting(whole)} avec ces interventions" if whole > held else ""
        planned = f"{lasting(held)} prévues" if held else "rien de prévu"
        said.append(f"semaine du {day_words(first)}{NBSP}: {planned}, {lasting(one.person.weekly_minutes)} au contrat{more}")
    return said


def _short_notice(person: Person) -> str:
    if not person.short_notice:
        return "aucun remplacement à délai court ce mois-ci"
    return f"{person.short_notice} remplacement{'s' if person.short_notice > 1 else ''} à délai court ce mois-ci"


def _skills(one: Candidate) -> list[str]:
    words = ", ".join(words.lower() for code, words in SKILLS.items() if code in one.person.skills)
    return [f"compétences notées{NBSP}: {words}"] if words else []


def _travel(one: Candidate) -> str:
    vehicle = "a un véhicule" if one.person.has_vehicle else "sans véhicule"
    there, hers = one.asked[0].district if one.asked else "", one.person.district
    if not there or not hers:
        return vehicle
    return f"{vehicle}, {'même quartier' if fold(there) == fold(hers) else f'autre quartier ({hers})'}"
