"""What the page of a plan shows: by person and visit who comes and why, what nobody can take, the totals, the weeks."""

from dataclasses import dataclass

from flask import request

from acts import solver
from database import today
from forms.plans import PlanForm, plan_form
from queries.plans import Asked, mark_of
from rules.candidates import Need
from rules.hours import slot
from rules.plan import by_person
from rules.plan_words import (
    ALL_ELSEWHERE,
    NAMED_TWICE,
    SIMPLE,
    changes,
    in_the_way,
    is_named_elsewhere,
    nobody,
    option_words,
    totals,
    weeks,
    why,
)
from views.display import particular


@dataclass(frozen=True, slots=True)
class Line:
    """One visit of the plan. `hint`: a public holiday or a night; what cannot wait; why whom it names, or who was closest when nobody can take it."""

    row: object
    field: object
    hint: str


def named(asked: Asked) -> dict[int, int | None]:
    """Visit -> whom the plan names, of those who are still known."""
    return {visit: id if id in asked.problem.people else None for visit, id in asked.planned.items()}


def form_of(asked: Asked, **kwargs) -> PlanForm:
    """One list a line: those who could take it, in the printed order; whom it names stays in it, whatever has changed."""
    lines, options = named(asked), {}
    for need in asked.problem.visits:
        row, able = asked.by_visit[need.visit_id], asked.problem.able[need.visit_id]
        place = {id: asked.problem.place[id, need.beneficiary_id] for id in able}
        people = [asked.problem.people[id] for id in sorted(able, key=place.__getitem__)]
        offered = [(one.id, _option(asked, lines, one, need)) for one in people]
        if row.planned_caregiver_id and row.planned_caregiver_id not in able:
            offered.append((row.planned_caregiver_id, f"{row.planned_first} {row.planned_last}, ne peut plus venir"))
        options[row.held_id] = slot(need.day, need.start_minute, need.minutes, today().year), offered
    form = plan_form(options, **kwargs)
    for row in asked.lines if kwargs.get("formdata", form) is None else ():
        form.of(row.held_id).data = row.planned_caregiver_id
    return form


def _option(asked: Asked, lines: dict, person, need: Need) -> str:
    words = option_words(asked.problem, lines, person, need)
    return f"{words}, nommée par un autre plan" if _twice(asked, person, need) else words


def _twice(asked: Asked, person, need: Need) -> bool:
    return is_named_elsewhere(asked.problem, person, need, asked.elsewhere.get(person.id, ()))


def _all_elsewhere(asked: Asked, need: Need) -> bool:
    able = asked.problem.able[need.visit_id]
    return bool(able) and all(_twice(asked, asked.problem.people[id], need) for id in able)


def fits(asked: Asked, form: PlanForm, broken) -> bool:
    """False, with the rule in words beside each line, when a choice breaks a hard rule."""
    for need, person, codes in broken:
        form.of(asked.by_visit[need.visit_id].held_id).errors = [in_the_way(person, codes)]
    return not broken


def context(asked: Asked, form: PlanForm, moved=()) -> dict:
    lines, groups = named(asked), []
    for needs in by_person(asked.problem.visits).values():
        group = [_line(asked, form, lines, need) for need in needs]
        groups.append((group[0].row, group))
    return {"form": form, "groups": groups, "others": asked.others, "drawn": mark_of(asked.lines), "moved": moved,
            "totals": totals(asked.problem, lines), "weeks": weeks(asked.problem, lines), "changed": _changed(asked, lines),
            "everyone": request.args.get("toutes") == "1", "simple": None if solver.is_here() else SIMPLE,
            "is_planned": any(lines.values()), "asks": len({id for id in lines.values() if id})}


def _line(asked: Asked, form: PlanForm, lines: dict, need: Need) -> Line:
    row, who = asked.by_visit[need.visit_id], asked.problem.people.get(lines[need.visit_id])
    words = ", ".join(why(asked.problem, who, need)).capitalize() + "." if who else nobody(asked.problem, lines, need)
    unlike = particular(need)
    twice = NAMED_TWICE if who and _twice(asked, who, need) else ALL_ELSEWHERE if not who and _all_elsewhere(asked, need) else None
    said = filter(None, [f"{unlike}." if unlike else None, "Ne peut pas attendre." if need.cannot_wait else None, words, twice])
    return Line(row, form.of(row.held_id), " ".join(said))


def _changed(asked: Asked, lines: dict) -> list[str]:
    """What the last choices changed: the address says whom those lines named before ("12-5 13-0")."""
    was = PlanForm(formdata=None, mark=request.args.get("etait", "")[:2000]).seen
    before = {row.visit_id: was.get(row.held_id, lines[row.visit_id]) for row in asked.lines}
    known = {visit: id if id in asked.problem.people else None for visit, id in before.items()}
    return changes(asked.problem, known, lines, asked.names) if known != lines else []
