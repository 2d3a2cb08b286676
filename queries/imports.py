"""Files received from the planning software: the list, one of them, its lines; the age of the planning."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, false, func, select

from database import db
from models import Account, Beneficiary, Caregiver, ImportFile, ImportLine, ImportRun
from rules.import_look import LEFT_OUT, SAMPLE_ROWS, from_csv
from rules.names import spoken
from rules.vocabulary import QUALIFICATIONS

COUNTS = ("created", "changed", "left", "cancelled", "gaps", "duplicates", "refused", "kept")


def runs_seen_by(user) -> Select:
    """The office's. The administrator reads `counts_only`."""
    return select(ImportRun) if user.is_office else select(ImportRun).where(false())


def run_seen(user, run_id: int) -> ImportRun | None:
    return db.session.scalar(runs_seen_by(user).where(ImportRun.id == run_id).execution_options(populate_existing=True))


def runs_listed(user) -> Select:
    """Rows for the list, newest first: each run and the name of who sent it (None: the server)."""
    return (runs_seen_by(user).with_only_columns(ImportRun, Account.name.label("made_by"), maintain_column_froms=True)
            .outerjoin(Account, Account.id == ImportRun.made_by_id).order_by(ImportRun.id.desc()))


def counts_only() -> Select:
    """Dates and counts, nothing about people nor the name of a file: what the administrator reads."""
    columns = [getattr(ImportRun, name) for name in ("id", "kind", "source", "state", "made_at", "applied_at", "rows_total",
                                                     *COUNTS)]
    return select(*columns).order_by(ImportRun.id.desc())


class Column(NamedTuple):
    """One column of a file: its title, its first cells, and the field it is taken for (None: not used).

    left_out: nobody used it, and its cells are erased already.
    """

    index: int
    title: str
    samples: list[str]
    field: str | None
    left_out: bool = False


def columns_of(run: ImportRun, mapping: dict[str, int]) -> list[Column]:
    """For the page where somebody says which column is which; nothing once the file is erased."""
    sample = db.session.scalar(select(ImportFile.sample).where(ImportFile.run_id == run.id))
    titles, *rows = from_csv(sample) or [[]]
    fields, named = {index: name for name, index in mapping.items()}, _cells(run.titles)
    return [Column(place, named[place] if title == LEFT_OUT and place < len(named) else title,
                   [row[place] for row in rows[:SAMPLE_ROWS] if place < len(row) and row[place]],
                   fields.get(place), title == LEFT_OUT) for place, title in enumerate(titles)]


def is_kept(run_id: int) -> bool:
    """The file itself is still there: it can be applied."""
    return bool(db.session.scalar(select(ImportFile.id).where(ImportFile.run_id == run_id)))


def lines_of(run_id: int, outcome: str) -> Select:
    return select(ImportLine).where(ImportLine.run_id == run_id, ImportLine.outcome == outcome).order_by(ImportLine.id)


def line_seen(user, line_id: int) -> ImportLine | None:
    """A proposed duplicate to decide, or None out of reach."""
    runs = runs_seen_by(user).with_only_columns(ImportRun.id)
    return db.session.scalar(select(ImportLine).where(ImportLine.id == line_id, ImportLine.run_id.in_(runs)))


def candidates_of(run: ImportRun, lines: list[ImportLine]) -> dict[int, str]:
    """Id -> "Mme Jeanne Durand, naissance 03/05/1940, 12 rue des Lilas": enough to know whether it is she."""
    ids = {int(id) for line in lines for id in line.candidates.split(",") if id}
    if run.kind == "beneficiaries":
        rows = db.session.scalars(select(Beneficiary).where(Beneficiary.id.in_(ids)).order_by(Beneficiary.id))
        said = {row.id: (row.full_name, f"naissance {row.birth_date:%d/%m/%Y}" if row.birth_date else "", row.address,
                         spoken(row.phone), "accompagnement terminé" if row.ended_on else "") for row in rows}
    else:
        rows = db.session.scalars(select(Caregiver).where(Caregiver.id.in_(ids)).order_by(Caregiver.id))
        said = {row.id: (row.full_name, QUALIFICATIONS[row.qualification], spoken(row.phone),
                         "contrat terminé" if row.ended_on else "") for row in rows}
    return {id: ", ".join(filter(None, parts)) for id, parts in said.items()}


def to_decide(run_id: int) -> int:
    """Proposed duplicates nobody decided yet."""
    return db.session.scalar(select(func.count()).select_from(ImportLine).where(
        ImportLine.run_id == run_id, ImportLine.outcome == "duplicate", ImportLine.choice.is_(None)))


# --- the refused rows, as a file --------------------------------------------------------------------------------------

def refused_rows(run: ImportRun) -> Iterator[list]:
    """The refused rows with their line and reason, titles first: the columns used, and no other."""
    titles = _cells(run.titles)
    used = sorted({place for place in json.loads(run.mapping or "{}").values() if place < len(titles)})
    yield ["Ligne", "Raison", *(titles[place] for place in used)]
    for row in db.session.execute(select(ImportLine.line, ImportLine.words, ImportLine.cells).where(
            ImportLine.run_id == run.id, ImportLine.outcome == "refused").order_by(ImportLine.line, ImportLine.id)):
        cells = _cells(row.cells)
        yield [row.line, row.words, *(cells[place] if place < len(cells) else "" for place in used)]


def _cells(text: str | None) -> list[str]:
    return (from_csv(text) or [[]])[0]


# --- the phones -----------------------------------------------------------------------------------------

def received_at() -> datetime | None:
    """When the planning was last received; None: it never was, visits are typed by hand."""
    return db.session.scalar(select(func.max(ImportRun.applied_at)).where(
        ImportRun.kind == "visits", ImportRun.state == "applied"))
