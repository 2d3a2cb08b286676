"""A plan of visits is written, thousands of rows at a time, inside the one transaction of its import.

What a caregiver reads of it ("ce qui a changé") is said as for any change; nothing of it is to report in the planning,
which is where it comes from.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, func, select, update

from acts.changes import is_urgent, tell
from acts.series import is_stopped
from database import db, insert_rows, instant_at, local
from models import ImportedVisit, ImportGap, Interruption, Pairing, Series, SeriesAct, Visit, VisitChange
from queries import assignments
from rules import hours
from rules.import_versions import Known, Version, Wanted
from rules.import_visits import Change, Gap, Plan
from rules.interruptions import by_voice_only
from rules.vocabulary import CANNOT_WAIT_BY_DEFAULT

AT_ONCE = 1_000
_visits, _said = Visit.__table__, ImportedVisit.__table__


@dataclass(slots=True)
class Around:
    """What the rows need to know: relations under way, interruptions, until when the planning was known before."""

    by_id: int | None
    run_id: int
    at: datetime
    covered_until: date | None
    pairings: dict[tuple[int, int], tuple[int, date, date | None]] = field(default_factory=dict)
    pauses: dict[int, Interruption] = field(default_factory=dict)

    def pairing(self, person: int, caregiver_id: int | None, day: date) -> int | None:
        """The relation under which she comes that day; none is opened by a file: why and how is for the office to say."""
        found = self.pairings.get((person, caregiver_id)) if caregiver_id else None
        if found is None or day < found[1] or (found[2] and day > found[2]):
            return None
        return found[0]

    def stopped_by(self, person: int, day: date, starts_at: datetime) -> int | None:
        pause = self.pauses.get(person)
        return pause.id if pause is not None and is_stopped(pause, day, starts_at, self.at) else None


def write(by_id: int | None, run_id: int, plan: Plan, covered_until: date | None, at: datetime) -> None:
    """Everything the plan holds, in the open write transaction."""
    around = Around(by_id, run_id, at, covered_until)
    people = {row.beneficiary_id for row, *_ in plan.created} | {change.known.beneficiary_id for change in plan.changed}
    if people:
        around.pairings, around.pauses = _pairings(), assignments.open_interruptions(people)
    update_many(_visits, [{"b_id": id, "external_ref": None} for id in plan.freed])
    for start in range(0, len(plan.created), AT_ONCE):
        _write_created(plan.created[start:start + AT_ONCE], around)
    _write_changed(plan.changed, around)
    _write_cancelled(plan.cancelled, around)
    _note_said(plan, around)
    _write_gaps(plan.gaps, plan.agreed, around)


def _pairings() -> dict:
    rows = db.session.execute(select(Pairing.beneficiary_id, Pairing.caregiver_id, Pairing.id, Pairing.starts_on,
                                     Pairing.ends_on).where(Pairing.state != "ended").order_by(Pairing.id))
    return {(row.beneficiary_id, row.caregiver_id): (row.id, row.starts_on, row.ends_on) for row in rows}


def insert_numbered(model, rows: list[dict]) -> list[int]:
    """Insert and return the ids, in the order of the rows: reserved first, nobody else writes meanwhile."""
    table = model.__table__
    if db.session.get_bind().dialect.name == "postgresql":
        sequence = func.nextval(func.pg_get_serial_sequence(table.name, "id"))
        ids = list(db.session.scalars(select(sequence).select_from(func.generate_series(1, len(rows)))))
    else:
        last = db.session.scalar(select(func.max(table.c.id))) or 0
        ids = list(range(last + 1, last + 1 + len(rows)))
    for id, row in zip(ids, rows, strict=True):
        row["id"] = id
    insert_rows(model, rows)
    return ids


def update_many(table, rows: list[dict]) -> None:
    """UPDATE by id, once per row, in one call; each row names `b_id` and the columns it changes."""
    shapes = {tuple(row): [] for row in rows}
    for row in rows:
        shapes[tuple(row)].append(row)
    for alike in shapes.values():
        _update_alike(table, alike)


def _update_alike(table, rows: list[dict]) -> None:
    names = [name for name in rows[0] if name != "b_id"]
    values = {name: bindparam(f"b_{name}") for name in names}
    if "version" in table.c:
        values["version"] = table.c.version + 1
    statement = update(table).where(table.c.id == bindparam("b_id")).values(values)
    sent = [{"b_id": row["b_id"], **{f"b_{name}": row[name] for name in names}} for row in rows]
    db.session.connection().execute(statement, sent)


# --- visits the file brings -------------------------------------------------------------------------------------------

def _write_created(created: list, around: Around) -> None:
    rows = [(row, None if why else row.file.caregiver_id) for row, why, _ in created]
    series = insert_numbered(Series, [_series_row(row, caregiver_id, around) for row, caregiver_id in rows])
    insert_rows(SeriesAct, [
        {"series_id": series_id, "act": act, "cannot_wait": act in CANNOT_WAIT_BY_DEFAULT, "qualification": None}
        for (row, _), series_id in zip(rows, series, strict=True) for act in row.acts])
    visits = [_visit_row(row, caregiver_id, series_id, around)
              for (row, caregiver_id), series_id in zip(rows, series, strict=True)]
    ids = insert_numbered(Visit, visits)
    _say([_added(visit, id, around) for visit, id in zip(visits, ids, strict=True) if _is_news(visit, around)], around)
    _note_created(created, ids, around)


def _series_row(row: Wanted, caregiver_id: int | None, around: Around) -> dict:
    return {"beneficiary_id": row.beneficiary_id, "caregiver_id": caregiver_id, "weekday": None,
            "start_minute": row.start, "minutes": row.file.minutes, "starts_on": row.day, "ends_on": row.day,
            "skip_holidays": False, "made_until": None, "created_at": around.at, "created_by_id": around.by_id}


def _visit_row(row: Wanted, caregiver_id: int | None, series_id: int, around: Around) -> dict:
    pause = around.stopped_by(row.beneficiary_id, row.day, row.file.starts_at)
    return {"beneficiary_id": row.beneficiary_id, "caregiver_id": caregiver_id, "series_id": series_id,
            "pairing_id": around.pairing(row.beneficiary_id, caregiver_id, row.day), "day": row.day,
            "start_minute": row.start, "minutes": row.file.minutes, "starts_at": row.file.starts_at,
            "ends_at": instant_at(row.day, row.start + row.file.minutes),
            "state": "suspended" if pause else "planned", "interruption_id": pause,
            "given_at": around.at if caregiver_id else None, "external_ref": row.ref}


def _is_news(visit: dict, around: Around) -> bool:
    """To come, on a day whose planning was known before: a whole new month is a planning, not a change."""
    return (around.covered_until is not None and visit["day"] <= around.covered_until
            and visit["starts_at"] > around.at and visit["state"] == "planned" and visit["caregiver_id"] is not None)


def _added(visit: dict, id: int, around: Around) -> dict:
    said = hours.slot(visit["day"], visit["start_minute"], visit["minutes"])
    return _line(around, id, visit["beneficiary_id"], visit["caregiver_id"], "added", visit["starts_at"], now=said,
                 urgent=is_urgent(visit["caregiver_id"], visit["starts_at"], visit["ends_at"]))


def _line(around: Around, visit_id: int, person: int, caregiver_id: int | None, kind: str, starts_at: datetime,
          was: str = "", now: str = "", other: int | None = None, urgent: bool = False) -> dict:
    """A line of what changed for her; it comes from the planning, so it is reported there already."""
    return {"visit_id": visit_id, "beneficiary_id": person, "caregiver_id": caregiver_id, "other_caregiver_id": other,
            "kind": kind, "was": was, "now": now, "starts_at": starts_at, "made_at": around.at,
            "made_by_id": around.by_id, "phone_first": urgent, "reported_at": around.at, "reported_by_id": around.by_id}


def _say(lines: list[dict], around: Around) -> None:
    """The lines, and one message to each caregiver they touch, about the first visit to come; of a death, none."""
    insert_rows(VisitChange, lines)
    first: dict[int, dict] = {}
    news = [line for line in lines if line["starts_at"] > around.at and (
        (pause := around.pauses.get(line["beneficiary_id"])) is None or not by_voice_only(pause.kind))]
    for line in sorted(news, key=lambda line: line["starts_at"]):
        for id in {line["caregiver_id"], line["other_caregiver_id"]} - {None}:
            first.setdefault(id, line)
    for id, line in sorted(first.items()):
        tell(None, line["beneficiary_id"], f"import{around.run_id}:{line['kind']}", [id], [line["starts_at"]])


def _note_created(created: list, ids: list[int], around: Around) -> None:
    fresh, moved, gaps = [], [], []
    for (row, why, instead), id in zip(created, ids, strict=True):
        said = _said_row(row.file, False, around)
        if instead and instead.said_id:
            moved.append({"b_id": instead.said_id, "visit_id": id, **said})
        else:
            fresh.append({"visit_id": id, **said})
        if why:
            here = Known(id, row.beneficiary_id, row.file._replace(caregiver_id=None), "planned", row.day)
            gaps.append(Gap(here, row.file, row.line, why))
    insert_rows(ImportedVisit, fresh)
    update_many(_said, moved)
    _write_gaps(gaps, [], around)


def _said_row(file: Version, decided: bool, around: Around) -> dict:
    return {"caregiver_id": file.caregiver_id, "starts_at": file.starts_at, "minutes": file.minutes,
            "cancelled": file.cancelled, "decided_here": decided, "run_id": around.run_id}


# --- visits the file changes ------------------------------------------------------------------------------------------

def _write_changed(changes: list[Change], around: Around) -> None:
    lines, moved, given, called_off = [], [], [], []
    for change in changes:
        if change.kind == "withdrawn":
            called_off.append(change)
            continue
        values = _values(change, around)
        (given if change.kind != "moved" else moved).append(values)
        if change.known.state == "planned":
            lines.append(_changed_line(change, values, around))
    _say(lines, around)
    update_many(_visits, moved)
    update_many(_visits, given)
    _write_cancelled(called_off, around)


def _values(change: Change, around: Around) -> dict:
    known, row = change.known, change.wanted
    pause = around.stopped_by(known.beneficiary_id, row.day, row.file.starts_at)
    # what an interruption stopped and is past stays as it is
    stays = known.state == "suspended" and row.file.starts_at <= around.at
    values = {"b_id": known.id, "caregiver_id": row.file.caregiver_id, "day": row.day, "start_minute": row.start,
              "pairing_id": around.pairing(known.beneficiary_id, row.file.caregiver_id, row.day),
              "minutes": row.file.minutes, "starts_at": row.file.starts_at,
              "ends_at": instant_at(row.day, row.start + row.file.minutes),
              "state": "suspended" if pause or stays else "planned"}
    if not stays:
        values["interruption_id"] = pause
    if change.kind != "moved":
        values["given_at"] = around.at if row.file.caregiver_id else None
    return values


def _changed_line(change: Change, values: dict, around: Around) -> dict:
    known, row = change.known, change.wanted
    here, other = known.here, row.file.caregiver_id if change.kind == "reassigned" else None
    her = here.caregiver_id or other
    urgent = is_urgent(her, here.starts_at, _end(here)) or is_urgent(her, values["starts_at"], values["ends_at"])
    return _line(around, known.id, known.beneficiary_id, here.caregiver_id, change.kind, here.starts_at,
                 was=_slot(here), now="" if change.kind == "uncovered" else hours.slot(row.day, row.start, row.file.minutes),
                 other=other, urgent=urgent)


def _end(version: Version) -> datetime:
    return version.starts_at + timedelta(minutes=version.minutes)


def _slot(version: Version) -> str:
    start = local(version.starts_at)
    return hours.slot(start.date(), start.hour * 60 + start.minute, version.minutes)


def _write_cancelled(changes: list[Change], around: Around) -> None:
    """Called off by the planning: withdrawn, which says nothing of who wanted it."""
    _say([
        _line(around, change.known.id, change.known.beneficiary_id, change.known.here.caregiver_id, "withdrawn",
              change.known.here.starts_at, was=_slot(change.known.here),
              urgent=is_urgent(change.known.here.caregiver_id, change.known.here.starts_at, _end(change.known.here)))
        for change in changes if change.known.state == "planned"], around)
    update_many(_visits, [{"b_id": change.known.id, "state": "withdrawn", "state_at": around.at,
                           "state_by_id": around.by_id} for change in changes])


# --- what the planning said, and what is to be decided ----------------------------------------------------------------

def _note_said(plan: Plan, around: Around) -> None:
    fresh, changed = [], []
    for known, file, decided in plan.said:
        values = _said_row(file, decided, around)
        if known.said_id:
            changed.append({"b_id": known.said_id, **values})
        else:
            fresh.append({"visit_id": known.id, **values})
    insert_rows(ImportedVisit, fresh)
    update_many(_said, changed)
    update_many(_visits, [{"b_id": id, "external_ref": ref} for id, ref in plan.refs])


def _write_gaps(gaps: list[Gap], agreed: list[int], around: Around) -> None:
    table = ImportGap.__table__
    fresh, changed = [], []
    for gap in gaps:
        known = gap.known
        values = {"run_id": around.run_id, "caregiver_id": gap.file.caregiver_id, "starts_at": gap.file.starts_at,
                  "minutes": gap.file.minutes, "cancelled": gap.file.cancelled, "under_measure": gap.why == "measure",
                  "here_caregiver_id": known.here.caregiver_id, "here_starts_at": known.here.starts_at,
                  "here_minutes": known.here.minutes, "here_state": known.state}
        if known.gap_id is None:
            fresh.append({"visit_id": known.id, "opened_at": around.at, **values})
        elif known.gap != gap.file:
            changed.append({"b_id": known.gap_id, **values})
    insert_rows(ImportGap, fresh)
    update_many(table, changed)
    for start in range(0, len(agreed), 500):
        db.session.execute(update(table).where(table.c.id.in_(agreed[start:start + 500]), table.c.decided_at.is_(None))
                           .values(decision="agreed", decided_at=around.at))
