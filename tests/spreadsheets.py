"""A list or a letter opened by LibreOffice as the office opens it, and what each cell or line became."""

import os
import subprocess
from pathlib import Path
from xml.etree import ElementTree

from pypdf import PdfReader

from tests.skips import office_path

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# Semicolon, double quote, UTF-8, from the first line, in French, days and hours recognised; and, against us, what is
# written as a formula is run.
AS_THE_OFFICE_DOES = "CSV:59,34,76,1,,1036,false,true,false,false,false,-1,true"


def opened(folder: Path, *contents: bytes) -> list[list]:
    """For each file its rows of cells (kind, value): ("string", "Durand"), ("date", "2026-11-03"), ("float", "2"),
    ("time", "PT07H05M00S"), ("formula", "of:=1+1"). Each call has its own LibreOffice, which knows nothing of this account.
    """
    names = [folder / f"liste-{number}.csv" for number, _ in enumerate(contents)]
    for name, content in zip(names, contents, strict=True):
        name.write_bytes(content)
    _convert(folder, "fods", f"--infilter={AS_THE_OFFICE_DOES}", *map(str, names))
    return [_rows(name.with_suffix(".fods")) for name in names]


def printed(folder: Path, document: bytes) -> list[str]:
    """The pages of a text document, each as the words printed on it."""
    (folder / "lettre.odt").write_bytes(document)
    _convert(folder, "pdf", str(folder / "lettre.odt"))
    return [page.extract_text() for page in PdfReader(folder / "lettre.pdf").pages]


def _convert(folder: Path, kind: str, *more: str) -> None:
    subprocess.run(
        [office_path(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind,
         "--outdir", str(folder), *more],
        check=True, capture_output=True, timeout=180, env={"PATH": os.environ["PATH"], "HOME": str(folder)})


def _rows(path: Path) -> list[list[tuple[str, str]]]:
    rows = [_row(row) for row in ElementTree.parse(path).getroot().iter(TABLE + "table-row")]
    while rows and not any(kind for kind, _ in rows[-1]):
        rows.pop()
    return rows


def _row(row) -> list[tuple[str, str]]:
    cells = []
    for cell in row.iter(TABLE + "table-cell"):
        cells += [_cell(cell)] * min(int(cell.get(TABLE + "number-columns-repeated", 1)), 64)
    while cells and cells[-1] == ("", ""):
        cells.pop()
    return cells


def _cell(cell) -> tuple[str, str]:
    if cell.get(TABLE + "formula"):
        return "formula", cell.get(TABLE + "formula")
    kind = cell.get(OFFICE + "value-type", "")
    named = {"date": "date-value", "time": "time-value", "float": "value"}.get(kind)
    return kind, cell.get(OFFICE + named) if named else "\n".join(
        "".join(line.itertext()) for line in cell.iter(TEXT + "p"))
