"""What a file would do if it went in now: its rows read, placed and compared. Changes nothing."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from database import db, instant_at, now, today
from models import ImportFile, ImportLine, ImportRun
from queries import assignments, import_known
from rules import import_columns, import_people, import_person_rows, import_places, import_rows, import_visits, import_words
from rules.import_look import Table, as_csv, only, unpack
from rules.import_people import Directory, PeoplePlan
from rules.import_rows import PersonRow, VisitRow, together, tried
from rules.import_versions import Version, Wanted
from rules.import_visits import Spared
from rules.imports import FAR, TOO_FAR, Refused, looks_partial, spans
from rules.measures import holding_back
from rules.names import fold

BEAT_EVERY = 1_000
BLIND = "Une ligne est illisible. Par prudence, les interventions absentes du fichier ne sont pas annulées."
NO_LONGER_HERE = "Ce fichier n'est plus gardé. Envoyez-le à nouveau."
Beat = Callable[[int], None]


@dataclass(slots=True)
class Planned:
    """The plan of a file, what was refused (line -> reason), what else there is to say, and the days it covers.

    `used`: the columns that say something here.
    """

    kind: str
    table: Table
    rows: int
    used: frozenset[int] = frozenset()
    visits: import_visits.Plan | None = None
    people: PeoplePlan | None = None
    refused: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    days: tuple[date, date] | None = None
    confirm: str = ""
    nothing_cancelled_why: str = ""

    def counts(self) -> dict[str, int]:
        """By outcome, as the run keeps them."""
        names = ("created", "changed", "cancelled", "gaps", "duplicates", "kept")
        made = dict.fromkeys(names, 0)
        for name in names:
            made[name] = len(getattr(self.visits or self.people, name, ()))
        if self.visits:
            made["gaps"] += sum(bool(why) for _, why, _ in self.visits.created)
        left = (self.visits or self.people).left + (self.visits.repeated if self.visits else 0)
        return {**made, "left": left, "refused": len(self.refused)}


def plan_of(run: ImportRun, beat: Beat) -> Planned:
    """`beat(rows read)` is called now and then. Raises Refused when the file cannot be read with these columns."""
    packed = db.session.scalar(select(ImportFile.content).where(ImportFile.run_id == run.id))
    if not packed:
        raise Refused(NO_LONGER_HERE)
    table, kind = unpack(packed), run.kind
    mapping = import_columns.checked(kind, json.loads(run.mapping), list(table.titles))
    missing = import_columns.missing(kind, mapping)
    if missing:
        raise Refused(f"Il manque des colonnes à ce fichier\u00a0: {', '.join(missing)}. "
                      "Dites, depuis la page Imports, quelle colonne est laquelle.")
    planned = Planned(kind, table, run.rows_total, frozenset(mapping.values()))
    (_plan_visits if kind == "visits" else _plan_people)(planned, run, mapping, beat)
    barred = import_columns.never_kept(table.titles)
    planned.notes += [import_words.never_kept(barred)] if barred else []
    return planned


def _beating(rows, beat: Beat):
    for count, row in enumerate(rows, 1):
        if count % BEAT_EVERY == 0:
            beat(count)
        yield row


# --- visits -----------------------------------------------------------------------------------------------------------

def _plan_visits(planned: Planned, run: ImportRun, mapping: dict[str, int], beat: Beat) -> None:
    unknown_acts: dict[str, int] = {}
    people = Directory(import_known.people("beneficiaries"))
    caregivers = Directory(import_known.people("caregivers"))
    wanted, spared, aside = [], Spared(set(), set(), set()), 0
    for row in _beating(import_rows.visit_rows(planned.table, mapping, unknown_acts), beat):
        if import_places.is_aside(row, people):
            aside += 1
            continue
        try:
            wanted.append(_place(row, people, caregivers))
        except ValueError as wrong:
            planned.refused[row.line] = str(wrong)
            spared = import_places.spare(spared, row, people, _starts_at(row))
    planned.notes += [import_words.aside(aside)] if aside else []
    planned.visits = import_visits.plan(wanted, _known(planned, wanted), spared, planned.days, now(), _barred())
    planned.refused.update(planned.visits.refused)
    planned.nothing_cancelled_why = BLIND if spared.all_of_it else ""
    _weigh(planned, unknown_acts)


def _known(planned: Planned, wanted: list[Wanted]) -> list:
    """What stands here on the days of the rows that go in. The file covers those that stand together; one far from the
    others may have a wrong year."""
    days = Counter(row.day for row in wanted)
    groups, refs = spans(days), {row.ref for row in wanted if row.ref}
    planned.days = groups[0] if groups else None
    alone = sorted(day for day in days for first, last in groups[1:] if first <= day <= last)
    planned.notes += [import_words.alone(alone)] if alone else []
    if len(groups) < 2:
        return import_known.visits(*(planned.days or (today(), today())), refs)
    return list({one.id: one for span in groups for one in import_known.visits(*span, refs)}.values())


def _starts_at(row: VisitRow) -> datetime | None:
    return instant_at(row.day, row.start) if row.day and row.start is not None else None


def _place(row: VisitRow, people: Directory, caregivers: Directory) -> Wanted:
    """Raises ValueError with all there is to correct on this line."""
    faults, found = [row.fault] if row.fault else [], None
    if row.day and row.day > today() + FAR:
        faults.append(TOO_FAR)
    elif row.day and (row.person or row.person_ref):
        found = tried(faults, import_places.place, row, people, caregivers)
    if TOO_FAR in faults:
        row.day = None  # it is about another one, nobody knows which
    if faults or found is None:
        raise ValueError(together(faults))
    version = Version(found[1], instant_at(row.day, row.start), row.minutes, row.cancelled)
    return Wanted(row.line, row.ref, found[0], version, row.day, row.start, row.acts)


def _barred():
    """(person, caregiver, day, hers already) -> why she is not to be sent there that day (rules/import_visits.py WHY)."""
    standing, ended = import_known.measures(), import_known.ended_relations()

    def barred(person: int, caregiver_id: int, day: date, hers: bool) -> str:
        pair, holding = (person, caregiver_id), holding_back(hers)
        if any(kind in holding and first <= day and (last is None or day <= last) for kind, first, last in standing.get(pair, ())):
            return "measure"
        return "ended" if pair in ended and day > ended[pair] else ""
    return barred


def _weigh(planned: Planned, unknown_acts: dict[str, int]) -> None:
    plan = planned.visits
    if plan.cancelled:
        planned.confirm = looks_partial(plan.known_to_come, len(plan.cancelled), plan.people_known, plan.people_absent)
    pairs = assignments.live_pairings({row.beneficiary_id for row, *_ in plan.created})
    alone = sum(row.file.caregiver_id is not None and not why and (row.beneficiary_id, row.file.caregiver_id) not in pairs
                for row, why, _ in plan.created)
    planned.notes += [import_words.unknown_acts(unknown_acts)] if unknown_acts else []
    planned.notes += [import_words.without_relation(alone)] if alone else []
    planned.notes += [import_words.repeated(plan.repeated)] if plan.repeated else []


# --- people -----------------------------------------------------------------------------------------------------------

def _plan_people(planned: Planned, run: ImportRun, mapping: dict[str, int], beat: Beat) -> None:
    sectors = import_known.sectors()
    rows, unread = [], defaultdict(list)
    for row in _beating(import_person_rows.person_rows(planned.table, mapping, run.kind, today().year), beat):
        faults = [fault for fault in (row.fault, _set_sector(row, run.kind, sectors)) if fault]
        if faults:
            planned.refused[row.line] = together(faults)
            continue
        rows.append(row)
        for name in row.unread:
            unread[name].append(row.line)
    people = import_known.people(run.kind, with_values=True)
    planned.people = import_people.plan(run.kind, rows, people, choices(run.id), run.source == "screen",
                                        lone_sector=len(sectors) == 1)
    planned.refused.update(planned.people.refused)
    planned.notes += [import_words.unread(*import_person_rows.OPTIONAL[name], lines) for name, lines in unread.items()]


def _set_sector(row: PersonRow, kind: str, sectors: dict[str, int]) -> str:
    """The sectors named must be ours: "" then, else what to write."""
    unknown = [name for name in row.sectors if fold(name) not in sectors]
    if unknown:
        return (f"le secteur «\u00a0{unknown[0][:40]}\u00a0» n'existe pas ici. Écrivez l'un de ceux-ci\u00a0: "
                f"{', '.join(import_known.sector_names())}.")
    if kind == "beneficiaries" and row.sectors:
        row.values["sector_id"] = sectors[fold(row.sectors[0])]
    return ""


def choices(run_id: int) -> dict[int, int]:
    """Line -> the person somebody said it is (0: somebody else)."""
    rows = db.session.execute(select(ImportLine.line, ImportLine.choice).where(
        ImportLine.run_id == run_id, ImportLine.outcome == "duplicate", ImportLine.choice.is_not(None)))
    return {row.line: row.choice for row in rows}


def refused_cells(planned: Planned) -> dict[int, str]:
    """Line -> the cells of a refused row, as CSV: those of the columns used, in their places. Read again, they were not
    kept all along. In a row with less cells than titles nobody knows which is which: none is kept.
    """
    if not planned.refused:
        return {}
    width = len(planned.table.titles)
    return {line: as_csv(only(cells, planned.used, width)) for line, cells in planned.table.rows()
            if line in planned.refused and (len(cells) >= width or len(planned.used) == width)}
