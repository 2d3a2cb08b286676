"""What a plan reads like: why each, the totals, what another choice changes, which rule stands in the way. No number but of
visits, faces and hours."""

from collections.abc import Mapping, Sequence
from datetime import date

from rules.candidates import HARD, UNAVAILABLE, Need, Person, closest, closest_words, of_hours
from rules.hours import lasting
from rules.plan import Lines, Pair, Problem, cost, given, over_contract, pairs_of
from rules.working_time import WEEK, Stay, minutes_between, monday

NBSP = "\u00a0"
SIMPLE = ("Le calcul complet n'est pas installé sur ce serveur. Ce plan est le choix simple\u00a0: personne après personne, la "
          "première de la liste qui peut venir.")
NOTHING = "rien de plus"
ALL_ELSEWHERE = "Celles qui peuvent venir sont nommées par un autre plan à ces heures."
NAMED_TWICE = "Un autre plan la nomme aussi, à des heures qui ne vont pas ensemble. Le premier confirmé l'emporte."


def why(problem: Problem, person: Person, need: Need) -> list[str]:
    """In few words, why she is on this line."""
    pair, spoken = (person.id, need.beneficiary_id), need.languages & person.languages
    known = problem.field.known.get(pair)
    facts = [f"connaît la personne, {_visits(known[0])}" if known else "vient pour la première fois"]
    if pair in problem.coming:
        facts.append("vient déjà pendant cette absence")
    if need.languages:
        facts.append("parle la langue nécessaire" if spoken else "langue nécessaire non notée chez elle")
    if need.sector_id not in person.sectors:
        facts.append("hors du secteur")
    return facts


def option_words(problem: Problem, lines: Lines, person: Person, need: Need) -> str:
    """One line of the list of those who can: who, whether she is known there, what it makes of her hours."""
    known = problem.field.known.get((person.id, need.beneficiary_id))
    others = [other.stay for other in given(problem.visits, lines).get(person.id, []) if other is not need]
    more = over_contract(person, [*others, need.stay])
    hours = f", {lasting(more)} au-dessus du contrat" if more else ""
    return f"{person.name}, {_visits(known[0]) if known else 'première fois'}{hours}"


def is_named_elsewhere(problem: Problem, person: Person, need: Need, stays: Sequence[Stay]) -> bool:
    """The plan of another absence names her for visits beside which she could not take this one."""
    return bool(stays) and not of_hours(person, need, problem.field) and bool(of_hours(person, need, problem.field, stays))


def totals(problem: Problem, lines: Lines) -> list[str]:
    """The whole in a few lines: covered, faces, hours above the contracts."""
    value, people = cost(problem, lines), {need.beneficiary_id for need in problem.visits}
    covered = len(problem.visits) - value.uncovered
    seen = len(pairs_of(problem.visits, lines))
    first = f"dont {value.unknown} pour la première fois" if value.unknown else "toutes connues de la personne"
    over = f"{lasting(value.over)} au-dessus des contrats" if value.over else "personne au-dessus de son contrat"
    return [f"{_visits(covered)} sur {len(problem.visits)} avec quelqu'un",
            *([f"{seen} visage{'s' if seen > 1 else ''} pour {len(people)} personne{'s' if len(people) > 1 else ''}, {first}"]
              if seen else []), over]


def weeks(problem: Problem, lines: Lines) -> list[tuple[Person, date, int, int]]:
    """(caregiver, Monday, minutes she has, minutes with the plan), for each whom the plan sends, by name."""
    found = []
    for id, needs in given(problem.visits, lines).items():
        person = problem.people[id]
        for week in sorted({monday(need.stay.day) for need in needs}):
            held, more = (minutes_between(stays, week, week + WEEK) for stays in (person.held, [need.stay for need in needs]))
            found.append((person, week, held, held + more))
    return sorted(found, key=lambda one: (one[0].name, one[0].id, one[1]))


def changes(problem: Problem, before: Lines, after: Lines, names: Mapping[int, str]) -> list[str]:
    """What another choice changes: "1 visage de plus chez Mme Durand", "Awa Ndiaye : 2 h de plus au-dessus du contrat"."""
    bare = cost(problem, after).uncovered - cost(problem, before).uncovered
    said = [f"{_visits(abs(bare))} de {'plus' if bare > 0 else 'moins'} sans personne"] if bare else []
    was, now = pairs_of(problem.visits, before), pairs_of(problem.visits, after)
    for helped in dict.fromkeys(need.beneficiary_id for need in problem.visits):
        said += _faces(problem, was, now, helped, names[helped])
    return said + _over(problem, before, after) or [NOTHING]


def _faces(problem: Problem, was: set[Pair], now: set[Pair], helped: int, name: str) -> list[str]:
    old, new = ({pair for pair in pairs if pair[1] == helped} for pairs in (was, now))
    more = len(new - problem.coming) - len(old - problem.coming)
    said = [f"{abs(more)} visage{'s' if abs(more) > 1 else ''} de {'plus' if more > 0 else 'moins'} chez {name}"] if more else []
    unknown = sorted(problem.people[id].name for id, _ in new - old - problem.coming - problem.field.known.keys())
    return said + [f"{one} ne connaît pas encore {name}" for one in unknown]


def _over(problem: Problem, before: Lines, after: Lines) -> list[str]:
    minutes = [{id: over_contract(problem.people[id], [need.stay for need in needs])
                for id, needs in given(problem.visits, lines).items()} for lines in (before, after)]
    more = {id: minutes[1].get(id, 0) - minutes[0].get(id, 0) for id in minutes[0] | minutes[1]}
    return [f"{problem.people[id].name}{NBSP}: {lasting(abs(some))} de {'plus' if some > 0 else 'moins'} au-dessus du contrat"
            for id, some in sorted(more.items(), key=lambda one: problem.people[one[0]].name) if some]


def in_the_way(person: Person | None, codes: Sequence[str]) -> str:
    """Why she cannot take a visit, as it may be said: a measure and a wish read alike, and nothing else beside them."""
    if person is None:
        return "Elle n'est plus parmi celles qui peuvent venir. Choisissez quelqu'un d'autre."
    hers = [UNAVAILABLE] if {"measure", "wish"} & set(codes) else [HARD[code] for code in codes]
    return f"{person.name}{NBSP}: {', '.join(hers)}. Choisissez quelqu'un d'autre."


def nobody(problem: Problem, lines: Lines, need: Need) -> str | None:
    """When nobody can take this visit beside the rest of the plan: who is closest, and which rule stands in the way."""
    extra = {id: [other.stay for other in needs if other is not need] for id, needs in given(problem.visits, lines).items()}
    found = closest(need, problem.field, extra)
    if found is not None and not found[1]:
        return None
    return closest_words(found)


def _visits(number: int) -> str:
    return f"{number} intervention{'s' if number > 1 else ''}"
