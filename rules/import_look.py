"""A first look at a file: may it be read at all, what is it, how many rows; and the table, packed to be kept a while.

Cells of columns that must never be kept here are thrown away before anything is packed; those of the columns nobody uses,
once somebody said which is which.
"""

import base64
import csv
import hashlib
import io
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from rules import import_columns
from rules.import_reading import Source, check_size, open_source
from rules.imports import Refused

SAMPLE_ROWS, SAMPLE_CELL = 3, 40
# In the first rows, instead of the title of a column whose cells were left out.
LEFT_OUT = "\u2400"
NO_ROWS = "Ce fichier n'a que des titres de colonnes\u00a0: il ne contient aucune ligne à importer."
NO_KIND = ("Les colonnes de ce fichier ne sont pas reconnues. Il faut au moins, pour des interventions\u00a0: la date, "
           "l'heure de début, la fin ou la durée, la personne et l'intervenante\u00a0; pour des personnes\u00a0: le nom.")


@dataclass(frozen=True, slots=True)
class Look:
    """`refusal`: why the file is refused whole, "" if it is not. `sample`: titles and first rows, as CSV text."""

    sha256: str
    size: int
    kind: str | None = None
    refusal: str = ""
    encoding: str = ""
    separator: str = ""
    signature: str = ""
    titles: tuple[str, ...] = ()
    rows: int = 0
    sample: str = ""
    packed: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A packed file unpacked: reads like its source, with the same line numbers."""

    titles: tuple[str, ...]
    text: bytes

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(io.TextIOWrapper(io.BytesIO(self.text), encoding="utf-8", newline=""))
        next(reader)
        for line, *cells in reader:
            yield int(line), cells


def look(content: bytes, kind: str = "") -> Look:
    """Never raises for a bad file. `kind` empty: recognised by its titles."""
    size = len(content)
    try:
        check_size(size)
        return _look(content, kind, hashlib.sha256(content).hexdigest())
    except Refused as refused:
        digest = hashlib.sha256(memoryview(content)).hexdigest()
        return Look(digest, size, kind or None, refused.sentence)


def _look(content: bytes, kind: str, digest: str) -> Look:
    source = open_source(content, import_columns.recognised)
    found = kind or import_columns.kind_of(list(source.titles))
    packed, sample, count = pack(source)
    if not count:
        raise Refused(NO_ROWS)
    if not found:
        raise Refused(NO_KIND)
    return Look(digest, len(content), found, "", source.encoding, source.separator,
                import_columns.signature(source.titles), source.titles, count, sample, packed)


def pack(source: Source | Table, used: Collection[int] | None = None) -> tuple[str, str, int]:
    """(the table packed, its first rows as CSV, how many rows). Reads every row: raises Refused for any fault.

    `used`: the columns somebody said are of use; the cells of the others are left out. None: nobody said yet.
    """
    squeeze, pieces, count, width = zlib.compressobj(6), [], 0, len(source.titles)
    may = {place for place, title in enumerate(source.titles) if not import_columns.is_never(title)}
    kept = may if used is None else may & set(used)
    sample = [[LEFT_OUT if place in may - kept else title for place, title in enumerate(source.titles)]]
    pieces.append(squeeze.compress(as_csv(["", *source.titles]).encode()))
    for line, cells in source.rows():
        count += 1
        cells = only(cells, kept, width)
        if count <= SAMPLE_ROWS:
            sample.append([cell[:SAMPLE_CELL] for cell in cells])
        pieces.append(squeeze.compress(as_csv([line, *cells]).encode()))
    pieces.append(squeeze.flush())
    return base64.b85encode(b"".join(pieces)).decode(), "".join(as_csv(row) for row in sample), count


def narrow(seen: Look, used: Collection[int]) -> Look:
    """The same look, with the cells of these columns alone."""
    packed, sample, _ = pack(unpack(seen.packed), used)
    return replace(seen, packed=packed, sample=sample)


def only(cells: list[str], kept: Collection[int], width: int) -> list[str]:
    """The cells of these columns, each in its place, the others empty; `width`: how many titles there are.

    A row with more cells than titles slipped to the right: what stands before the first column left out is surely what
    its title says, and the rest is not kept but for the mark that there was more.
    """
    if len(kept) == width:
        return cells
    if not any(cell.strip() for cell in cells[width:]):
        return [cell if place in kept else "" for place, cell in enumerate(cells[:width])]
    first = next(place for place in range(width) if place not in kept)
    return [*cells[:first], *[""] * (width - first), "…"]


def unpack(packed: str) -> Table:
    text = zlib.decompress(base64.b85decode(packed))
    titles = next(csv.reader(io.TextIOWrapper(io.BytesIO(text), encoding="utf-8", newline="")))
    return Table(tuple(titles[1:]), text)


def as_csv(cells: list) -> str:
    """One row as CSV text, comma-separated, its end included."""
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerow(cells)
    return held.getvalue()


def from_csv(text: str | None) -> list[list[str]]:
    """The rows of such a text."""
    return list(csv.reader(io.StringIO(text or "", newline="")))
