"""Read OpenDocument files: texts (.odt), spreadsheets (.ods) and slides (.odp)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from corpus.errors import ReadError
from corpus.html.builder import PieceBuilder
from corpus.layout import Facts, Layout, Piece
from corpus.limits import Limits
from corpus.office.archive import not_of_its_type, open_archive, parse_part
from corpus.office.grid import GridSheet, sheet_pieces
from corpus.office.opendocument_text import TextWalk
from corpus.text.hidden import hidden_warning

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DEEPEST = 4_000
"""Maximum number of rows and of columns that are read of a sheet that repeats cells."""


def read_opendocument(path: Path, limits: Limits, password: str | None = None) -> Layout:  # noqa: ARG001 - a reader's signature
    """Read a text, a spreadsheet or slides.

    Raises:
        ReadError: It is damaged, locked or not an OpenDocument file.
    """
    with open_archive(path, limits) as archive:
        try:
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise ReadError(path.name, "is locked by a password; save it without password")
            content, title = parse_part(archive, "content.xml"), _title(archive)
        except (KeyError, etree.XMLSyntaxError, BadZipFile, RuntimeError) as error:
            raise not_of_its_type(path) from error
    body = content.find(f"{OFFICE}body")
    sheets = None if body is None else body.find(f"{OFFICE}spreadsheet")
    if sheets is not None:
        pieces = tuple(piece for table in sheets.iterchildren(f"{TABLE}table") for piece in _sheet_pieces(table))
        return Layout(pieces, facts=Facts(title=title))
    builder = PieceBuilder()
    TextWalk(content, builder).walk()
    return Layout(tuple(builder.pieces), facts=Facts(title=title), warnings=hidden_warning(builder.hidden_words))


def _title(archive: ZipFile) -> str | None:
    """Return the title in the metadata."""
    if "meta.xml" not in archive.namelist():
        return None
    found = parse_part(archive, "meta.xml").find(".//{http://purl.org/dc/elements/1.1/}title")
    return None if found is None else found.text


def _sheet_pieces(table: Any) -> Iterator[Piece]:  # noqa: ANN401 - lxml has no types
    """Yield the pieces of a sheet."""
    sheet, row = GridSheet(table.get(f"{TABLE}name")), 0
    for element in table.iter(f"{TABLE}table-row"):
        for _ in range(min(_count(element, "number-rows-repeated"), DEEPEST) if _has_text(element) else 1):
            _add_row(sheet, row, element)
            row += 1
        row += 0 if _has_text(element) else _count(element, "number-rows-repeated") - 1
    yield from sheet_pieces(sheet)


def _add_row(sheet: GridSheet, row: int, element: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Add the cells of a row to a sheet."""
    column = 0
    for cell in element.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
        repeated = _count(cell, "number-columns-repeated")
        text = "\n".join("".join(part.itertext()) for part in cell.iterchildren(f"{TEXT}p")).strip()
        for place in range(column, column + min(repeated, DEEPEST)) if text else ():
            sheet.texts[row, place] = text
        high, wide = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if high > 1 or wide > 1:
            sheet.merged[row, column] = (row + high, column + wide)
        column += repeated


def _has_text(row: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Return True if a row has text."""
    return any(text.strip() for text in row.itertext())


def _count(element: Any, name: str) -> int:  # noqa: ANN401 - lxml has no types
    """Return a number of repetitions or spans, 1 if it is not given."""
    value = element.get(f"{TABLE}{name}", "1")
    return max(int(value), 1) if value.isdecimal() and len(value) < 8 else 1
