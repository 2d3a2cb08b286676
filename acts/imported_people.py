"""A plan of persons or caregivers is written, inside the one transaction of its import."""

import json
from datetime import date, datetime

from acts.imported_visits import insert_numbered, update_many
from acts.sectors import check_open
from database import insert_rows
from models import Beneficiary, Caregiver, CaregiverSector, ImportedPerson
from queries.import_known import sectors
from rules.import_people import PeoplePlan, Someone, presentable
from rules.import_rows import PersonRow
from rules.names import fold, search_key

MODELS = {"beneficiaries": (Beneficiary, "beneficiary_id"), "caregivers": (Caregiver, "caregiver_id")}
BLANK = {
    "beneficiaries": {"birth_date": None, "address": "", "district": "", "phone": "", "gir": None,
                      "cannot_answer_by_phone": False, "safety_instruction": "", "end_reason": ""},
    "caregivers": {"district": "", "has_vehicle": False},
}


def write(by_id: int | None, run_id: int, kind: str, plan: PeoplePlan, at: datetime) -> None:
    model, link = MODELS[kind]
    known = sectors()
    rows = [_new_row(by_id, kind, row, known, at) for row in plan.created]
    check_open(_entered(rows, plan, known))
    ids = insert_numbered(model, rows)
    if kind == "caregivers":
        insert_rows(CaregiverSector, [{"caregiver_id": id, "sector_id": sector_id}
                                      for id, row in zip(ids, plan.created, strict=True)
                                      for sector_id in _sector_ids(row, known)])
    insert_rows(ImportedPerson, [{link: id, "said": _as_text(row.values), "run_id": run_id}
                                 for id, row in zip(ids, plan.created, strict=True)])
    update_many(model.__table__, [_changed_row(someone, changes) for someone, _, changes in plan.changed])
    _link(model, link, plan.linked, run_id)


def _entered(rows: list[dict], plan: PeoplePlan, known: dict[str, int]) -> list[int]:
    """Every sector somebody enters by this file."""
    moved = [changes["sector_id"][1] for _, _, changes in plan.changed if "sector_id" in changes]
    named = [id for row in plan.created for id in _sector_ids(row, known)]
    return sorted({*moved, *named, *(row["sector_id"] for row in rows if "sector_id" in row)})


def _sector_ids(row: PersonRow, known: dict[str, int]) -> list[int]:
    """The sectors named; the only one of the house when none is."""
    named = [known[fold(name)] for name in row.sectors if fold(name) in known]
    return list(dict.fromkeys(named)) or (list(known.values()) if len(known) == 1 else [])


def _new_row(by_id: int | None, kind: str, row: PersonRow, known: dict[str, int], at: datetime) -> dict:
    values = {**BLANK[kind], **row.values, "external_ref": row.ref, "created_at": at, "created_by_id": by_id, "version": 1}
    for name in ("last_name", "first_name"):
        values[name] = presentable(values[name])
    values["search_name"] = search_key(values["last_name"], values["first_name"])
    if kind == "beneficiaries":
        values["sector_id"] = values.get("sector_id") or _sector_ids(row, known)[0]
    return values


def _changed_row(someone: Someone, changes: dict) -> dict:
    values = {name: after for name, (_, after) in changes.items()}
    for name in {"last_name", "first_name"} & set(values):
        values[name] = presentable(values[name])
    if {"last_name", "first_name"} & set(values):
        names = {**someone.values, **values}
        values["search_name"] = search_key(names["last_name"], names["first_name"])
    return {"b_id": someone.id, **dict(sorted(values.items()))}


def _link(model, link: str, linked: list[tuple[Someone, PersonRow]], run_id: int) -> None:
    """What the planning says now of those it knows; their reference, when it gives one. Nothing new writes nothing."""
    fresh, changed, refs = [], [], []
    for someone, row in linked:
        said = {**(someone.said or {}), **row.values}
        if someone.said_id is None:
            fresh.append({link: someone.id, "said": _as_text(said), "run_id": run_id})
        elif said != someone.said:
            changed.append({"b_id": someone.said_id, "said": _as_text(said), "run_id": run_id})
        if row.ref and row.ref != someone.ref:
            refs.append({"b_id": someone.id, "external_ref": row.ref})
    insert_rows(ImportedPerson, fresh)
    update_many(ImportedPerson.__table__, changed)
    update_many(model.__table__, refs)


def _as_text(said: dict) -> str:
    """What the planning said; her gender is read by its one rule alone, so it is not kept twice."""
    return json.dumps({name: value.isoformat() if isinstance(value, date) else value
                       for name, value in said.items() if name != "gender"}, ensure_ascii=False, sort_keys=True)
