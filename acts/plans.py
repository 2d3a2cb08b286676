"""The plan of an absence: written line by line, seen by every colleague, then asked once of those it names."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select

from acts import absences, offers
from acts.solver import solve
from database import Overtaken, change_state, db, now
from models import Absence, ReplacementVisit
from queries.offers import answers_by
from queries.plans import plan_of
from rules.plan import check, cost
from rules.plan_words import in_the_way

CHANGED = "Une collègue a changé ce plan entre-temps. Relisez-le, puis recommencez."
EMPTY = "Ce plan ne nomme personne. Choisissez qui vient, puis confirmez."


def keep(by, chosen: Mapping[int, int | None], seen: Mapping[int, int | None]) -> None:
    """Lines of the plan, held id -> whom it names. A line is written only while it still names whom the page showed."""
    for held_id in sorted(chosen):
        expected = {"state": "open", "planned_caregiver_id": seen.get(held_id)}
        if chosen[held_id] == seen.get(held_id):
            _still(held_id, expected)
            continue
        change_state(ReplacementVisit, held_id, expected, sentence=CHANGED, planned_caregiver_id=chosen[held_id],
                     planned_at=now(), planned_by_id=by.id, version=ReplacementVisit.version + 1)


def _still(held_id: int, expected: dict) -> None:
    row = db.session.execute(select(ReplacementVisit.state, ReplacementVisit.planned_caregiver_id)
                             .where(ReplacementVisit.id == held_id)).first()
    if row is None or (row.state, row.planned_caregiver_id) != tuple(expected.values()):
        raise Overtaken(CHANGED)


def best(by, absence: Absence) -> dict[int, int | None]:
    """The best plan that is found, line -> whom; outside the write lock, because it takes its time.

    Caregivers of the sectors first; those of every sector only when somebody is left without anyone. Whoever the plan of
    another absence names, not confirmed yet, is not named twice for one hour.
    """
    asked = plan_of(by, absence, now(), apart=True)
    lines = solve(asked.problem).lines
    if cost(asked.problem, lines).uncovered:
        whole = plan_of(by, absence, now(), everyone=True, apart=True)
        wider = solve(whole.problem).lines
        if cost(whole.problem, wider)[:2] < cost(asked.problem, lines)[:2]:
            asked, lines = whole, wider
    return {row.held_id: lines.get(row.visit_id) for row in asked.lines}


def confirm(by, absence_id: int, chosen: Mapping[int, int | None], seen: Mapping[int, int | None]) -> int:
    """Whoever the plan names is asked one question for each person. Returns how many visits begin too soon for one: these
    stay in the plan, and she is called.

    What she was asked about leaves the plan; every rule is looked at again here, among what colleagues wrote since.
    """
    keep(by, chosen, seen)
    named = _named(by, absence_id, chosen)
    questions, calls = defaultdict(list), 0
    for row, caregiver_id in named:
        if answers_by(row.starts_at, now()):
            questions[row.replacement_id, caregiver_id].append(row)
        else:
            calls += 1
    if not named:
        raise Overtaken(EMPTY)
    for (replacement_id, caregiver_id), rows in sorted(questions.items(), key=lambda one: one[0]):
        offers.ask(by, replacement_id, caregiver_id, [row.visit_id for row in rows])
        _leave(by, [row.held_id for row in rows])
    _has_read(by, absence_id)
    return calls


def _has_read(by, absence_id: int) -> None:
    """Whoever asks others to come instead has read that she is away: her phone says so."""
    if db.session.get(Absence, absence_id, populate_existing=True).read_at is None:
        absences.read(by, absence_id)


def _named(by, absence_id: int, chosen: Mapping[int, int | None]) -> list[tuple]:
    """(row, caregiver) of each line that names somebody. Raises Overtaken when one is gone, or breaks a rule by now."""
    absence = db.session.get(Absence, absence_id, populate_existing=True)
    asked = plan_of(by, absence, now(), also=[id for id in chosen.values() if id])
    named = [(row, chosen[row.held_id]) for row in asked.lines if chosen.get(row.held_id)]
    if len(named) != sum(1 for id in chosen.values() if id):
        raise Overtaken(CHANGED)
    for _, person, codes in check(asked.problem.field, {row.visit_id: id for row, id in named}):
        raise Overtaken(in_the_way(person, codes))
    return named


def _leave(by, held_ids: list[int]) -> None:
    """Asked: no line of the plan any more. Whatever she does not take comes back as a line that names nobody."""
    for held_id in held_ids:
        named = db.session.scalar(select(ReplacementVisit.planned_caregiver_id).where(ReplacementVisit.id == held_id))
        if named:
            change_state(ReplacementVisit, held_id, {"planned_caregiver_id": named}, planned_caregiver_id=None,
                         planned_at=now(), planned_by_id=by.id, version=ReplacementVisit.version + 1)
