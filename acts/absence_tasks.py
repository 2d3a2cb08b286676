"""After a plan, in one act: the people called, the relays written, the lines reported. Each is kept as if done alone."""

from collections.abc import Callable, Collection
from functools import partial

from acts import changes, handovers, telling
from database import Overtaken, today
from queries.absence_tasks import names_of, relays
from rules.telling import Said

AGREES = Said("agrees")
SOMEBODY = "Une personne"


def settle(by, absence_id: int, called: dict[int, Collection[str]], written: dict[int, str], lines: Collection[int]) -> str:
    """Those called agree (person -> what was announced to her), these relays are written (number -> what matters now), these
    lines are reported. Returns how many of each: "5 3 14".

    Raises Overtaken when a colleague was first for any of them, one line for each: then nothing of it is kept.
    """
    late: list[str] = []
    names, homes = names_of(by, absence_id, called), {row.id: f"{row.civility} {row.last_name}" for row in relays(by, absence_id)}
    for person, marks in called.items():
        act = partial(telling.tell, by, person, marks, AGREES) if person in names else _not_of_this_absence
        _try(late, names.get(person, SOMEBODY), act)
    for id, words in written.items():
        _try(late, f"Relais chez {homes[id]}", partial(handovers.write, by, id, "written", today(), words))
    ticked = _try(late, "Planning", partial(changes.report_shown, by, lines, absence_id)) if lines else 0
    if late:
        raise Overtaken("\n".join(late))
    return f"{len(called)} {len(written)} {ticked}"


def _not_of_this_absence():
    raise Overtaken(telling.CHANGED)


def _try(late: list[str], whose: str, act: Callable):
    """Each act asks before it writes: one refused leaves nothing, and the others are tried so as to be named together."""
    try:
        return act()
    except Overtaken as refused:
        late.append(f"{whose}. {refused.sentence}")
