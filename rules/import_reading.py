"""From the bytes of a file to its rows: encoding, separator, quotes, limits. A file that is no table is said so.

Read row by row: the whole table never stands in memory. What is refused here is refused whole (`Refused`).
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rules.imports import MOST_BYTES, MOST_COLUMNS, MOST_RECORD, MOST_ROWS, Refused

SEPARATORS = (";", ",", "\t")
HEADER_WITHIN = 10
CHUNK = 64 * 1024
AS_CSV = "Dans votre logiciel, choisissez «\u00a0Exporter\u00a0» ou «\u00a0Enregistrer sous\u00a0», puis CSV."
# What a file begins with when it is something else, and how it is called.
SIGNS = (
    (b"\xd0\xcf\x11\xe0", "C'est un ancien classeur Excel (.xls)\u00a0: enregistrez-le en CSV."),
    (b"%PDF", "C'est un document PDF. " + AS_CSV),
    (b"{\\rtf", "C'est un document de traitement de texte. " + AS_CSV),
    (b"\x1f\x8b", "C'est un fichier compressé\u00a0: ouvrez-le, puis envoyez le CSV qu'il contient."),
    (b"7z\xbc\xaf", "C'est un fichier compressé\u00a0: ouvrez-le, puis envoyez le CSV qu'il contient."),
    (b"Rar!", "C'est un fichier compressé\u00a0: ouvrez-le, puis envoyez le CSV qu'il contient."),
    (b"BZh", "C'est un fichier compressé\u00a0: ouvrez-le, puis envoyez le CSV qu'il contient."),
    (b"\x89PNG", "C'est une image. " + AS_CSV),
    (b"\xff\xd8\xff", "C'est une image. " + AS_CSV),
    (b"GIF8", "C'est une image. " + AS_CSV),
    (b"SQLite format 3", "C'est une base de données. " + AS_CSV),
    (b"\x7fELF", "C'est un programme. " + AS_CSV),
    (b"MZ\x90", "C'est un programme. " + AS_CSV),
    (b"<!doctype", "C'est une page web. " + AS_CSV),
    (b"<html", "C'est une page web. " + AS_CSV),
    (b"<?xml", "C'est un document XML. " + AS_CSV),
)
BINARY = "Ce fichier n'est pas du texte. " + AS_CSV
CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 26})


@dataclass(frozen=True, slots=True)
class Source:
    """A file that reads as a table: how it is written, its titles, and the line they stand on."""

    content: bytes
    encoding: str
    separator: str
    titles: tuple[str, ...]
    title_line: int

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(line of the file, cells) of each row under the titles, blank ones left out. Raises Refused."""
        count = 0
        for line, cells in records(self.content, self.encoding, self.separator):
            if line > self.title_line:
                count += 1
                if count > MOST_ROWS:
                    raise Refused(f"Ce fichier a plus de {MOST_ROWS} lignes. Exportez une période plus courte.")
                yield line, cells


def open_source(content: bytes, recognise: Callable[[list[str]], int]) -> Source:
    """Raises Refused. `recognise(cells)` tells how many cells are titles of columns we know."""
    check_size(len(content))
    encoding = encoding_of(content)
    separator = _separator(content, encoding, recognise)
    line, titles = _titles(content, encoding, separator, recognise)
    return Source(content, encoding, separator, tuple(titles), line)


def check_size(size: int) -> None:
    """Before anything is read. Raises Refused."""
    if size > MOST_BYTES:
        raise Refused(f"Ce fichier pèse {size / 1024 / 1024:.0f}\u00a0Mo, la limite est de "
                      f"{MOST_BYTES // 1024 // 1024}\u00a0Mo. Exportez une période plus courte.")


def encoding_of(content: bytes) -> str:
    """UTF-8 when every byte says so, else Windows-1252; UTF-16 by its mark. Raises Refused for what is no text."""
    if not content.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise Refused("Ce fichier est vide.")
    _refuse_other_kinds(content)
    if content[:4] not in (b"\xff\xfe\0\0",) and content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _checked(content, "utf-16")
    if b"\0" in content:
        raise Refused(BINARY)
    head = content[:CHUNK]
    if len(head) - len(head.translate(None, CONTROL)) > len(head) // 100:
        raise Refused(BINARY)
    if content.startswith(codecs.BOM_UTF8):
        return _checked(content, "utf-8-sig")
    return "utf-8" if _decodes(content, "utf-8") else _checked(content, "cp1252")


def _refuse_other_kinds(content: bytes) -> None:
    head = content[:4096]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if b"xl/" in head or b"[Content_Types].xml" in head:
            raise Refused("C'est un classeur Excel\u00a0: enregistrez-le en CSV.")
        if b"opendocument.spreadsheet" in head:
            raise Refused("C'est un classeur LibreOffice\u00a0: enregistrez-le en CSV.")
        raise Refused("C'est un fichier compressé (zip)\u00a0: ouvrez-le, puis envoyez le CSV qu'il contient.")
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:16]
    for sign, sentence in SIGNS:
        if start.startswith(sign) or start.lower().startswith(sign):
            raise Refused(sentence)


def _decodes(content: bytes, encoding: str) -> bool:
    decoder, view = codecs.getincrementaldecoder(encoding)("strict"), memoryview(content)
    try:
        for start in range(0, len(view), CHUNK):
            decoder.decode(view[start:start + CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _checked(content: bytes, encoding: str) -> str:
    if not _decodes(content, encoding):
        raise Refused("Les accents de ce fichier ne se lisent pas. Enregistrez-le en «\u00a0CSV UTF-8\u00a0».")
    return encoding


class _Lines:
    """The lines of the text as they stand, ends included; `number` of them read, `held` characters in this record."""

    def __init__(self, content: bytes, encoding: str):
        self.text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
        self.number, self.held, self.first = 0, 0, 1

    def __iter__(self):
        return self

    def __next__(self) -> str:
        line = self.text.readline(MOST_RECORD)
        if not line:
            raise StopIteration
        self.number, self.held = self.number + 1, self.held + len(line)
        if self.held >= MOST_RECORD:
            raise Refused(f"La ligne {self.first} est beaucoup trop longue\u00a0: un guillemet n'y est pas fermé, ou ce "
                          "fichier n'est pas un CSV.")
        return line


def records(content: bytes, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """(line it begins on, cells) of every row that is not blank, titles included. Raises Refused."""
    lines = _Lines(content, encoding)
    reader = csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True)
    while True:
        lines.first, lines.held = lines.number + 1, 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Refused(f"Ligne {lines.first}\u00a0: un guillemet (\") est mal placé ou n'est pas fermé. "
                          "Exportez à nouveau le fichier, ou corrigez cette ligne.") from None
        if len(cells) > MOST_COLUMNS:
            _refuse_wide(lines.first, cells)
        if any(cell and not cell.isspace() for cell in cells):
            yield lines.first, cells


def _refuse_wide(line: int, cells: list[str]) -> None:
    """Separators at the end of a row are no columns."""
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise Refused(f"Ligne {line}\u00a0: ce fichier a {len(cells)} colonnes, la limite est de {MOST_COLUMNS}. "
                      "Exportez seulement les colonnes utiles.")


def _first(content: bytes, encoding: str, separator: str) -> list[tuple[int, list[str]]]:
    kept = []
    for record in records(content, encoding, separator):
        kept.append(record)
        if len(kept) == HEADER_WITHIN * 2:
            break
    return kept


def _separator(content: bytes, encoding: str, recognise) -> str:
    """The one under which most titles are known; else most rows have as many cells as the first."""
    scores, refusals = {}, []
    for separator in SEPARATORS:
        try:
            rows = _first(content, encoding, separator)
        except Refused as refused:
            refusals.append(refused)
            continue
        width = len(rows[0][1])
        same = sum(len(cells) == width for _, cells in rows) if width > 1 else 0
        scores[separator] = (max(recognise(cells) for _, cells in rows[:HEADER_WITHIN]), same, width)
    if not scores:
        raise refusals[0]
    best = max(scores, key=lambda separator: scores[separator])
    if scores[best][2] == 1 and scores[best][0] < 1 and refusals:
        raise refusals[0]
    return best


def _titles(content: bytes, encoding: str, separator: str, recognise) -> tuple[int, list[str]]:
    """The row that holds most titles we know, among the first ten; else the first one."""
    rows = _first(content, encoding, separator)[:HEADER_WITHIN]
    known = [recognise(cells) for _, cells in rows]
    best = known.index(max(known)) if max(known) > 1 else 0
    line, cells = rows[best]
    titles = [cell.strip() for cell in cells]
    while titles and not titles[-1]:
        titles.pop()
    return line, titles
