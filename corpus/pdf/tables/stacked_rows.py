"""Split the rows of ruled tables in which several records are stacked without a rule between them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from corpus.pdf.page_model import Grid, RawCell, RawTable
from corpus.pdf.words import Line
from corpus.text_analysis.figures import is_figure, is_missing
from corpus.text_analysis.text_cues import starts_midway

FEWEST_COLUMNS = 2
"""Minimum number of columns with figures one below the other."""
LEVEL = 0.5
"""Maximum distance of lines at the same height, in font sizes."""


def split_stacked_rows(table: RawTable) -> RawTable:
    """Return a table with each row of stacked records split into them; cells beside all of its records span them.

    The lines of a row are records if a name begins each, and at least two columns have a figure in each.
    """
    rows = range(len(table.grid.ys) - 1)
    lines = {row: _records([cell for cell in table.cells if cell.place.row == row]) for row in rows}
    if table.shape is not None or not any(lines.values()):
        return table
    starts = [0, *accumulate(max(len(lines[row]), 1) for row in rows)]
    ys = [y for row in rows for y in (table.grid.ys[row], *_borders(lines[row]))] + [table.grid.ys[-1]]
    cells = tuple(part for cell in table.cells for part in _parts(cell, lines[cell.place.row], starts, ys))
    return replace(table, grid=Grid(table.grid.xs, tuple(ys), tuple(cell.place for cell in cells)), cells=cells)


def _records(cells: Sequence[RawCell]) -> Sequence[Line]:
    """Return the names of the records that are stacked in a row; none if it is one record."""
    if any(cell.place.row_end - cell.place.row > 1 for cell in cells if cell.place.col):
        return ()
    stacked = [cell.lines for cell in cells if len(cell.lines) > 1 and all(map(_is_value, cell.lines))]
    for cell in cells:
        if len(cell.lines) > 1 and _are_names(cell.lines):
            beside = sum(_are_level(cell.lines, lines) for lines in stacked)
            if beside == len(stacked) >= FEWEST_COLUMNS:
                return cell.lines
    return ()


def _is_value(line: Line) -> bool:
    """Return True if a line is a number, or a sign for a missing one."""
    return is_figure(line.text) or is_missing(line.text)


def _are_names(lines: Sequence[Line]) -> bool:
    """Return True if lines are texts that differ, and none continues the one above it."""
    texts = {line.text for line in lines if not starts_midway(line.text) and any(map(str.isalpha, line.text))}
    return len(texts) == len(lines) and not any(map(_is_value, lines))


def _are_level(one: Sequence[Line], other: Sequence[Line]) -> bool:
    """Return True if the lines of two cells are side by side."""
    pairs = zip(one, other, strict=False)
    return len(one) == len(other) and all(abs(a.bottom - b.bottom) <= LEVEL * a.size for a, b in pairs)


def _borders(lines: Sequence[Line]) -> list[float]:
    """Return the heights between lines."""
    return [(line.bottom + below.top) / 2 for line, below in pairwise(lines)]


def _parts(cell: RawCell, records: Sequence[Line], starts: Sequence[int], ys: Sequence[float]) -> Iterator[RawCell]:
    """Yield the cells of each record, or a cell beside all of them."""
    place = cell.place
    first, end = starts[place.row], starts[place.row_end]
    if not records or not _are_level(records, cell.lines):
        yield replace(cell, place=replace(place, row=first, row_end=end))
        return
    for number, line in enumerate(cell.lines, first):
        part = replace(place, row=number, row_end=number + 1, top=ys[number], bottom=ys[number + 1])
        yield replace(cell, place=part, lines=(line,))
