"""Keep tables that cannot be understood as lines of text: those with a table of its own in one of their cells."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.layout import TableShape
from corpus.pdf.page_model import Grid, GridCell, RawCell, RawTable
from corpus.pdf.tables.by_alignment.alignment import split_texts
from corpus.pdf.words import Line, group_lines, split_columns
from corpus.text_analysis.figures import is_figure

FEWEST_LINES = 3
"""Minimum number of lines in columns for a cell to be jumbled."""
FEWEST_PARTS = 3
"""Minimum number of parts, or else two figures, of a line in columns."""
IN_COLUMNS = 0.3
"""Minimum share of a jumbled cell's lines that have several columns."""
JUMBLED = 0.5
"""Minimum share of a table's words in jumbled cells for it to be kept as lines."""


def is_jumbled(table: RawTable) -> bool:
    """Return True if most words of a table are in cells whose lines have several columns."""
    words = [sum(len(line.words) for line in cell.lines) for cell in table.cells]
    jumbled = sum(count for cell, count in zip(table.cells, words, strict=True) if has_columns(cell.lines))
    return jumbled > JUMBLED * sum(words)


def as_lines(table: RawTable) -> RawTable:
    """Return a table with each of its lines as a row of one cell."""
    lines = group_lines(word for cell in table.cells for line in cell.lines for word in line.words)
    left, right = table.x0, table.x1
    ys = (*(line.top for line in lines), lines[-1].bottom)
    places = [GridCell(n, n + 1, 0, 1, left, ys[n], right, ys[n + 1]) for n in range(len(lines))]
    cells = tuple(RawCell(place, (line,), None) for place, line in zip(places, lines, strict=True))
    return replace(table, grid=Grid((left, right), ys, tuple(places)), cells=cells, shape=TableShape(0, 1))


def has_columns(lines: Sequence[Line]) -> bool:
    """Return True if many lines of a cell have several columns; others may be wrapped."""
    count = sum(_is_in_columns(line) for line in lines)
    return count >= max(FEWEST_LINES, IN_COLUMNS * len(lines))


def _is_in_columns(line: Line) -> bool:
    """Return True if a line has several parts at wide gaps, or several figures."""
    return len(split_columns(line)) >= FEWEST_PARTS or sum(is_figure(text.text) for text in split_texts(line)) > 1
