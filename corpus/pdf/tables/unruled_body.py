"""Divide the body of a table whose columns are ruled in its header only."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from corpus.pdf.page_model import Grid, GridCell, RawCell, RawTable
from corpus.pdf.tables.by_alignment.alignment import split_texts
from corpus.pdf.tables.jumbled import has_columns
from corpus.pdf.words import Line, PdfWord, group_lines

FITTING = 0.95
"""Minimum share of the texts of a body that must be between the borders of one column."""
ROOM = 0.5
"""Maximum part of a text beyond the border of its column, in font sizes."""
FEWEST_COLUMNS = 3
"""Minimum number of columns with headers of their own."""


def with_ruled_body(table: RawTable) -> RawTable:
    """Return a table with its cells of several columns and lines divided by the columns of the header above them."""
    cells: list[RawCell] = []
    ys = list(table.grid.ys)
    shift = 0
    for cell in sorted(table.cells, key=lambda cell: (cell.place.row, cell.place.col)):
        rows = _rows(cell, table)
        place = replace(cell.place, row=cell.place.row + shift, row_end=cell.place.row_end + shift)
        if not rows:
            cells.append(replace(cell, place=place))
            continue
        tops = [cell.place.top, *(min(line.top for line in row) for row in rows[1:])]
        ys[place.row : place.row_end] = tops
        shift += len(rows) - (place.row_end - place.row)
        edges = (*tops, cell.place.bottom)
        cells += [part for n, row in enumerate(rows) for part in _cells(row, place.row + n, edges[n : n + 2], table)]
    if not cells or len(cells) == len(table.cells):
        return table
    return replace(table, grid=Grid(table.grid.xs, tuple(ys), tuple(cell.place for cell in cells)), cells=tuple(cells))


def _rows(cell: RawCell, table: RawTable) -> list[list[Line]]:
    """Return the rows of a cell over all columns whose lines are in the columns of the header; none of any other."""
    xs = table.grid.xs
    if cell.place.col_end - cell.place.col < len(xs) - 1 or not has_columns(cell.lines):
        return []
    single = {
        other.place.col
        for other in table.cells
        if other.place.row < cell.place.row and other.lines and other.place.col_end == other.place.col + 1
    }
    texts = [text for line in cell.lines for text in split_texts(line)]
    if len(single) < FEWEST_COLUMNS or sum(_fits(text, xs) for text in texts) < FITTING * len(texts):
        return []
    rows: list[list[Line]] = []
    for line in cell.lines:
        if not rows or len({_column(text, xs) for text in split_texts(line)}) > 1:
            rows.append([])
        rows[-1].append(line)
    return rows


def _column(text: Line, xs: Sequence[float]) -> int:
    """Return the column that has the middle of a text."""
    return min(max(bisect_right(xs, (text.x0 + text.x1) / 2) - 1, 0), len(xs) - 2)


def _fits(text: Line, xs: Sequence[float]) -> bool:
    """Return True if a text is between the borders of its column."""
    column, room = _column(text, xs), ROOM * text.size
    return xs[column] - room <= text.x0 and text.x1 <= xs[column + 1] + room


def _cells(row: Sequence[Line], number: int, edges: Sequence[float], table: RawTable) -> list[RawCell]:
    """Return the cells of one row, its words in their columns; the first text is its label, wherever it begins."""
    xs = table.grid.xs
    contents: list[list[PdfWord]] = [[] for _ in xs[1:]]
    for text in (text for line in row for text in split_texts(line)):
        contents[_column(text, xs)] += text.words
    first = next(column for column, words in enumerate(contents) if words)
    cells = []
    for column, words in enumerate(contents[first:], first):
        start = column if column > first else 0
        place = GridCell(number, number + 1, start, column + 1, xs[start], edges[0], xs[column + 1], edges[1])
        cells.append(RawCell(place, tuple(group_lines(words)), None))
    return cells
