"""What an import is compared with: who is known here, which visits, what the planning said last. Rows, no records."""

import json
import sys
from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy import Select, and_, case, func, or_, select

from database import db, instant_at, local
from models import (
    Beneficiary,
    Caregiver,
    ChangeCount,
    ImportedPerson,
    ImportedVisit,
    ImportGap,
    ImportMapping,
    ImportRun,
    Interruption,
    Pairing,
    PairMeasure,
    Sector,
    Visit,
)
from queries.refusals import shut_visits
from rules.import_people import Someone
from rules.import_values import name_key
from rules.import_versions import CALLED_OFF, Known, Version
from rules.names import fold

AT_ONCE = 500
BENEFICIARY = ("civility", "last_name", "first_name", "birth_date", "address", "district", "phone", "gir", "sector_id")
CAREGIVER = ("last_name", "first_name", "phone", "district", "qualification", "weekly_minutes", "has_vehicle")
COLUMNS = {"beneficiaries": (Beneficiary, BENEFICIARY, ImportedPerson.beneficiary_id),
           "caregivers": (Caregiver, CAREGIVER, ImportedPerson.caregiver_id)}
# What tells one person from another.
NAMED = frozenset({"civility", "last_name", "first_name"})
DAY = timedelta(days=1)


def change_number() -> int:
    """Grows with every change: the same before and after means nothing moved in between."""
    return db.session.execute(select(ChangeCount.number)).scalar() or 0


def remembered_mapping(kind: str, signature: str) -> dict[str, int] | None:
    kept = db.session.execute(select(ImportMapping.mapping).where(
        ImportMapping.kind == kind, ImportMapping.signature == signature)).scalar()
    return json.loads(kept) if kept else None


def people(kind: str, with_values: bool = False) -> list[Someone]:
    """Everybody who has a file here, closed ones too; with `with_values` what it says, and what the planning said."""
    model, names, link = COLUMNS[kind]
    values = [getattr(model, name) for name in (names if with_values else [name for name in names if name in NAMED])]
    said = [ImportedPerson.id, ImportedPerson.said] if with_values else []
    question = select(model.id, model.external_ref, model.ended_on, *values, *said).order_by(model.id)
    if with_values:
        question = question.outerjoin(ImportedPerson, link == model.id)
    dead = _deaths() if kind == "beneficiaries" else {}
    return [_someone(row, row[3:3 + len(names)] if with_values else (), names, dead, with_values)
            for row in db.session.execute(question)]


def _someone(row, values, names, dead: dict[int, date], with_values: bool) -> Someone:
    ended = min(filter(None, (row.ended_on, dead.get(row.id))), default=None)
    someone = Someone(row.id, name_key(row.last_name, row.first_name), row.external_ref, ended_on=ended,
                      lasts=frozenset(fold(row.last_name).split()), firsts=frozenset(fold(row.first_name).split()),
                      civility=getattr(row, "civility", ""))
    if with_values:
        someone.values = dict(zip(names, values, strict=True))
        someone.birth = someone.values.get("birth_date")
        someone.said_id = row[-2]
        someone.said = said_of(row[-1]) if row[-2] else None
    return someone


def said_of(text: str | None) -> dict:
    """What the planning said last of a person, as it was kept; unreadable is as if it had said nothing."""
    try:
        said = json.loads(text or "{}")
    except ValueError:
        return {}
    if said.get("birth_date"):
        said["birth_date"] = date.fromisoformat(said["birth_date"])
    return said


def _deaths() -> dict[int, date]:
    """Person -> the day of the death noted: nobody goes there any more, whatever a file says."""
    rows = db.session.execute(select(Interruption.beneficiary_id, Interruption.starts_on).where(
        Interruption.kind == "death", Interruption.resumed_at.is_(None)).order_by(Interruption.id))
    return {row.beneficiary_id: row.starts_on for row in rows}


def sectors() -> dict[str, int]:
    """Folded name -> id of the sectors in use."""
    return {fold(row.name): row.id for row in db.session.execute(
        select(Sector.id, Sector.name).where(Sector.ended_at.is_(None)).order_by(Sector.id))}


def sector_names() -> list[str]:
    return list(db.session.scalars(select(Sector.name).where(Sector.ended_at.is_(None)).order_by(Sector.name)))


# --- visits -----------------------------------------------------------------------------------------------------------

def visits(first: date, last: date, refs: Collection[str]) -> list[Known]:
    """Visits of these days, here or as the planning said them, and those of these references wherever they moved to."""
    start, end = instant_at(first, 0) - DAY, instant_at(last, 0) + 2 * DAY
    beside = _gaps(start, end), shut_visits()
    found = {row.id: _known(row, *beside) for row in db.session.execute(_with_said().where(Visit.starts_at.between(start, end)))}
    moved = _with_said().where(ImportedVisit.starts_at.between(start, end),
                               or_(Visit.starts_at < start, Visit.starts_at > end))
    found.update((row.id, _known(row, *beside)) for row in db.session.execute(moved))
    elsewhere = sorted(set(refs) - {visit.ref for visit in found.values()})
    for place in range(0, len(elsewhere), AT_ONCE):
        chunk = _with_said().where(Visit.external_ref.in_(elsewhere[place:place + AT_ONCE]))
        found.update((row.id, _known(row, *beside)) for row in db.session.execute(chunk))
    return list(found.values())


def _with_said() -> Select:
    return (select(Visit.id, Visit.beneficiary_id, Visit.caregiver_id, Visit.starts_at, Visit.minutes, Visit.state,
                   Visit.day, Visit.external_ref, ImportedVisit.id.label("said_id"),
                   ImportedVisit.caregiver_id.label("said_caregiver"), ImportedVisit.starts_at.label("said_starts"),
                   ImportedVisit.minutes.label("said_minutes"), ImportedVisit.cancelled.label("said_cancelled"),
                   ImportedVisit.decided_here)
            .outerjoin(ImportedVisit, ImportedVisit.visit_id == Visit.id).execution_options(yield_per=2_000))


def _gaps(start: datetime, end: datetime) -> dict[int, list]:
    """Visit -> its gaps that are open, or were kept as here about these days; oldest first."""
    question = select(ImportGap.id, ImportGap.visit_id, ImportGap.caregiver_id, ImportGap.starts_at, ImportGap.minutes,
                      ImportGap.cancelled, ImportGap.decided_at).where(
        or_(ImportGap.decided_at.is_(None), and_(ImportGap.decision == "kept", ImportGap.starts_at.between(start, end))))
    found = defaultdict(list)
    for gap in db.session.execute(question.order_by(ImportGap.id)):
        found[gap.visit_id].append(gap)
    return found


@lru_cache(maxsize=4_096)
def _the_one(day: date) -> date:
    """One object for each day: sixty thousand visits share a few hundred."""
    return day


def _known(row, gaps: dict[int, list], shut: set[int]) -> Known:
    here, said = Version(row.caregiver_id, row.starts_at, row.minutes, row.state in CALLED_OFF), None
    if row.said_id:
        said = Version(row.said_caregiver, row.said_starts, row.said_minutes, row.said_cancelled)
        said = here if said == here else said  # one and the same in most of twenty thousand
    day = row.day if said is None or said is here else local(said.starts_at).date()
    known = Known(row.id, row.beneficiary_id, here, sys.intern(row.state), _the_one(day),
                  sys.intern(row.external_ref) if row.external_ref else None, row.said_id, said, bool(row.decided_here),
                  shut=row.id in shut)
    for gap in gaps.get(row.id, ()):
        version = Version(gap.caregiver_id, gap.starts_at, gap.minutes, gap.cancelled)
        if gap.decided_at is None:
            known.gap_id, known.gap = gap.id, version
        else:
            known.kept = version
    return known


def measures() -> dict[tuple[int, int], list[tuple[str, date, date | None]]]:
    """(person, caregiver) -> the measures that stand: (kind, first day, last day or None)."""
    found = defaultdict(list)
    rows = db.session.execute(select(PairMeasure.beneficiary_id, PairMeasure.caregiver_id, PairMeasure.kind,
                                     PairMeasure.starts_on, PairMeasure.ends_on)
                              .where(PairMeasure.lifted_at.is_(None)).order_by(PairMeasure.id))
    for row in rows:
        found[row.beneficiary_id, row.caregiver_id].append((row.kind, row.starts_on, row.ends_on))
    return found


def ended_relations() -> dict[tuple[int, int], date]:
    """(person, caregiver) -> the last day of their last relation, when it was ended here and none is under way."""
    going = func.sum(case((Pairing.state == "ended", 0), else_=1))
    rows = db.session.execute(select(Pairing.beneficiary_id, Pairing.caregiver_id, func.max(Pairing.ends_on).label("last"))
                              .group_by(Pairing.beneficiary_id, Pairing.caregiver_id).having(going == 0))
    return {(row.beneficiary_id, row.caregiver_id): row.last for row in rows if row.last}


def covered_until() -> date | None:
    """The last day of the planning received before: what comes in for it now is news."""
    return db.session.scalar(select(func.max(ImportRun.covers_to)).where(
        and_(ImportRun.kind == "visits", ImportRun.state == "applied")))


def another_at_work(run_id: int, fresh_since: datetime) -> bool:
    """Another file is being applied right now; one whose heartbeat stopped before `fresh_since` was cut off."""
    return db.session.scalar(select(select(ImportRun.id).where(
        ImportRun.id != run_id, ImportRun.state == "applying", ImportRun.heartbeat_at > fresh_since).exists()))


def applied_since(kind: str, at: datetime) -> bool:
    """Another file of that kind went in after that instant."""
    return bool(db.session.scalar(select(select(ImportRun.id).where(
        ImportRun.kind == kind, ImportRun.state == "applied", ImportRun.applied_at > at).exists())))


def already_applied(sha256: str) -> int | None:
    """The run that applied this very content, if one did."""
    return db.session.scalar(select(ImportRun.id).where(ImportRun.sha256 == sha256, ImportRun.state == "applied")
                             .order_by(ImportRun.id.desc()).limit(1))


def names_of(kind: str, ids) -> dict[int, str]:
    """Id -> the name as it is read, for the sentences of an import."""
    model = COLUMNS[kind][0]
    title = [model.civility] if kind == "beneficiaries" else []
    found = {}
    wanted = sorted(set(ids) - {None})
    for start in range(0, len(wanted), 500):
        rows = db.session.execute(select(model.id, *title, model.first_name, model.last_name)
                                  .where(model.id.in_(wanted[start:start + 500])))
        found.update((row[0], " ".join(row[1:])) for row in rows)
    return found
