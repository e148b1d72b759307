"""Take the titles of a ruled table that are drawn as its first rows for lines above it."""

from dataclasses import replace

from corpus.pdf.page_model import Grid, RawCell, RawTable
from corpus.text_analysis.figures import is_figure

FEWEST_COLUMNS = 3
"""Minimum number of columns with a header below a title."""
FEWEST_ROWS = 2
"""Minimum number of rows below the titles."""
TITLE_WORDS = 20
"""Maximum number of words in a title."""


def without_titles(table: RawTable) -> RawTable:
    """Return a table without its first rows of one cell over all columns, if a header of several columns follows."""
    count, columns, rows = 0, len(table.grid.xs) - 1, len(table.grid.ys) - 1
    while count < rows and _is_title(_row(table, count), count, columns):
        count += 1
    below = [cell for cell in _row(table, count) if cell.lines]
    if not count or rows - count < FEWEST_ROWS or len(below) < FEWEST_COLUMNS or not _is_header(below, columns):
        return table
    cells = tuple(_moved(cell, count) for cell in table.cells if cell.place.row >= count)
    grid = Grid(table.grid.xs, table.grid.ys[count:], tuple(cell.place for cell in cells))
    return replace(table, grid=grid, cells=cells)


def _row(table: RawTable, number: int) -> list[RawCell]:
    """Return the cells that begin in a row."""
    return [cell for cell in table.cells if cell.place.row == number]


def _is_title(cells: list[RawCell], number: int, columns: int) -> bool:
    """Return True if a row is one short text over all columns."""
    if len(cells) != 1 or cells[0].place.col_end - cells[0].place.col < columns or cells[0].place.row_end > number + 1:
        return False
    return 0 < sum(len(line.words) for line in cells[0].lines) <= TITLE_WORDS


def _is_header(cells: list[RawCell], columns: int) -> bool:
    """Return True if a row has a text over most columns and no figures."""
    covered = sum(cell.place.col_end - cell.place.col for cell in cells)
    return 2 * covered > columns and not any(is_figure(line.text) for cell in cells for line in cell.lines)


def _moved(cell: RawCell, rows: int) -> RawCell:
    """Return a cell some rows further up."""
    return replace(cell, place=replace(cell.place, row=cell.place.row - rows, row_end=cell.place.row_end - rows))
