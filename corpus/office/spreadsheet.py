"""Read Excel workbooks (.xlsx): each sheet is a section, each block of cells a table."""

from pathlib import Path
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from corpus.layout import Facts, Layout, Piece
from corpus.limits import Limits
from corpus.office.archive import not_of_its_type, open_archive
from corpus.office.grid import GridSheet, sheet_pieces
from corpus.office.number_format import shown_value
from corpus.text.hidden import hidden_warning


def read_workbook(path: Path, limits: Limits, password: str | None = None) -> Layout:  # noqa: ARG001 - a reader's signature
    """Read a workbook. Formulas have the values that were saved with them.

    Raises:
        ReadError: It is damaged, locked or not a workbook.
    """
    open_archive(path, limits).close()
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, SyntaxError) as error:
        raise not_of_its_type(path) from error
    pieces: list[Piece] = []
    hidden = 0
    for worksheet in book.worksheets:
        sheet, words = _sheet(worksheet)
        hidden += words
        pieces += sheet_pieces(sheet)
    created = book.properties.created
    facts = Facts(title=book.properties.title or None, created=created.year if created else None)
    return Layout(tuple(pieces), facts=facts, warnings=hidden_warning(hidden))


def _sheet(worksheet: Worksheet) -> tuple[GridSheet, int]:
    """Return the cells of a sheet that are shown, and the number of words in the others."""
    sheet, hidden = GridSheet(worksheet.title), 0
    is_hidden = worksheet.sheet_state != "visible"
    columns = {
        number
        for dimension in worksheet.column_dimensions.values()
        if dimension.hidden
        for number in range(dimension.min or 0, (dimension.max or 0) + 1)
    }
    for row in worksheet.iter_rows():
        for cell in row:
            text = shown_value(cell.value, cell.number_format)
            gone = is_hidden or cell.column in columns or worksheet.row_dimensions[cell.row].hidden or cell.font.strike
            if text and gone:
                hidden += len(text.split())
            elif text:
                sheet.texts[cell.row - 1, cell.column - 1] = text
    for area in worksheet.merged_cells.ranges:
        sheet.merged[area.min_row - 1, area.min_col - 1] = (area.max_row, area.max_col)
    return sheet, hidden
