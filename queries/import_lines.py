"""The lines of an import worth reading one by one, as rows: a sentence each, never twenty thousand of them."""

from sqlalchemy import select

from database import db, local, today
from models import Sector
from queries.import_known import names_of
from queries.import_plans import Planned, refused_cells
from rules import hours, import_words
from rules.import_versions import Version, Wanted
from rules.imports import LINES_SHOWN
from rules.vocabulary import VISIT_STATES


def lines(run_id: int, planned: Planned) -> list[dict]:
    made = _of_visits(planned) if planned.visits else _of_people(planned)
    cells = refused_cells(planned)
    made += [_line("refused", line, reason, cells=cells.get(line, "")) for line, reason in sorted(planned.refused.items())]
    made += [_line("noted", None, note) for note in planned.notes]
    return [{"run_id": run_id, **line} for line in made]


def _line(outcome: str, line: int | None, words: str, cells: str | None = None, candidates: str = "") -> dict:
    return {"outcome": outcome, "line": line, "words": words, "cells": cells, "candidates": candidates, "choice": None}


# --- visits -----------------------------------------------------------------------------------------------------------

def _of_visits(planned: Planned) -> list[dict]:
    plan = planned.visits
    created, changed = [row for row, *_ in plan.created[:LINES_SHOWN]], plan.changed[:LINES_SHOWN]
    cancelled, gaps = plan.cancelled[:LINES_SHOWN], plan.gaps[:LINES_SHOWN]
    waiting = [(row, why) for row, why, _ in plan.created if why][:LINES_SHOWN]
    barred = [row for row, _ in waiting]
    known = [one.known for one in (*changed, *cancelled, *gaps)]
    files = [row.file for row in created + barred] + [one.wanted.file for one in changed] + [one.file for one in gaps]
    people = names_of("beneficiaries", [one.beneficiary_id for one in created + barred + known])
    hers = names_of("caregivers", [file.caregiver_id for file in files] + [one.here.caregiver_id for one in known])
    made = [_line("created", row.line, import_words.visit(
        people[row.beneficiary_id], _planned_slot(row), hers.get(row.file.caregiver_id))) for row in created]
    made += [_line("gap", row.line, import_words.gap(
        people[row.beneficiary_id], _said(row.file._replace(caregiver_id=None), hers), _said(row.file, hers), why))
        for row, why in waiting]
    made += [_line("changed", one.wanted.line, _change(one, people, hers)) for one in changed]
    made += [_line("cancelled", None, import_words.visit(people[one.known.beneficiary_id], slot(one.known.here), hers.get(
        one.known.here.caregiver_id))) for one in cancelled]
    return made + [_line("gap", one.line, import_words.gap(people[one.known.beneficiary_id], _here(one.known, hers), _said(
        one.file, hers), one.why)) for one in gaps]


def _change(change, people, hers) -> str:
    here, row = change.known.here, change.wanted
    return import_words.changed_visit(
        people[change.known.beneficiary_id], change.kind, (slot(here), hers.get(here.caregiver_id)),
        (_planned_slot(row), hers.get(row.file.caregiver_id)))


def _planned_slot(row: Wanted) -> str:
    return hours.slot(row.day, row.start, row.file.minutes, today().year)


def slot(version: Version) -> str:
    start = local(version.starts_at)
    return hours.slot(start.date(), start.hour * 60 + start.minute, version.minutes, today().year)


def _said(version: Version, hers) -> str:
    if version.cancelled:
        return "annulée"
    return f"{slot(version)}, {hers.get(version.caregiver_id) or 'sans intervenante'}"


def _here(known, hers) -> str:
    state = "" if known.state == "planned" else f" ({VISIT_STATES[known.state].lower()})"
    return f"{slot(known.here)}, {hers.get(known.here.caregiver_id) or 'sans intervenante'}{state}"


# --- people -----------------------------------------------------------------------------------------------------------

def _of_people(planned: Planned) -> list[dict]:
    plan, sectors = planned.people, {row.id: row.name for row in db.session.execute(select(Sector.id, Sector.name))}
    who = names_of(planned.kind, {someone.id for someone, *_ in (*plan.changed[:LINES_SHOWN], *plan.kept[:LINES_SHOWN])})
    made = [_line("created", row.line, import_words.new_person(row)) for row in plan.created[:LINES_SHOWN]]
    made += [_line("changed", row.line, import_words.changed_person(who[someone.id], changes, sectors))
             for someone, row, changes in plan.changed[:LINES_SHOWN]]
    made += [_line("kept", row.line, import_words.kept_person(who[someone.id], someone, row, names, sectors))
             for someone, row, names in plan.kept[:LINES_SHOWN]]
    return made + [_line("duplicate", row.line, import_words.duplicate(row), candidates=",".join(map(str, ids[:15])))
                   for row, ids in plan.duplicates]
