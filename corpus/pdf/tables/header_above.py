"""Add to a table the lines of its header that are above its first rule."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.pdf.page_model import Grid, GridCell, RawCell, RawTable, Rule
from corpus.pdf.tables.by_alignment.alignment import split_texts
from corpus.pdf.tables.by_alignment.header_levels import header_levels
from corpus.pdf.tables.by_alignment.text_columns import Columns
from corpus.pdf.tables.by_alignment.text_rows import PlacedText, TextRow, place_texts, split_lowest
from corpus.pdf.tables.ruled import SNAP
from corpus.pdf.words import Line, group_lines
from corpus.text_analysis.figures import is_figure, is_year
from corpus.text_analysis.text_cues import is_caption, starts_midway

REACH = 2.2
"""Maximum distance of a header's lines, in font sizes."""
MOST_LINES, MOST_LEVELS = 3, 2
"""Maximum number of lines that are added, and of levels of a header with them."""
HEADER_WORDS = 7
"""Maximum mean number of words in the texts of a header's line; longer ones are prose."""


def with_header_above(table: RawTable, lines: Sequence[Line], rules: Sequence[Rule]) -> RawTable:
    """Return a table with the lines right above it that are the upper part of its header; as it is if none are.

    Args:
        table: A table found by rules.
        lines: The lines of the page outside tables.
        rules: The horizontal rules of the page; one above a table's first row, if that is a header, begins the table.
    """
    own = _header_texts(table)
    above = _lines_above(table, lines)
    if not above or len(table.grid.xs) < 3 or (own and _begins_at_rule(table, above[-1], own[0], rules)):
        return table
    columns = _columns(table)
    for first in range(len(above)):
        placed = place_texts([*above[first:], *own], columns)
        levels = header_levels(split_lowest(placed, columns), columns.borders)
        if _is_header(levels, len(columns.extents)) and (
            len(levels) > bool(own) or _completes(placed[: -len(own)], own)
        ):
            return _with_levels(table, levels, int(bool(own)))
    return table


def _header_texts(table: RawTable) -> list[list[Line]]:
    """Return the lines of a table's first row as texts; none if the row has numbers, so that it is no header."""
    cells = [cell for cell in table.cells if cell.place.row == 0]
    texts = [text.text for cell in cells if cell.place.col for line in cell.lines for text in split_texts(line)]
    if any(is_figure(text) and not is_year(text) for text in texts):
        return []
    words = [word for cell in cells for line in cell.lines for word in line.words]
    return [split_texts(line) for line in group_lines(words)]


def _begins_at_rule(table: RawTable, above: Sequence[Line], own: Sequence[Line], rules: Sequence[Rule]) -> bool:
    """Return True if a rule separates the lines above a table from its first row."""
    high, low = above[0].bottom - SNAP, own[0].top + SNAP
    width = (table.grid.xs[-1] - table.x0) / 2
    return any(high <= rule.at <= low and min(rule.end, table.x1) - max(rule.start, table.x0) > width for rule in rules)


def _lines_above(table: RawTable, lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines right above a table that may belong to its header, as texts, from top to bottom."""
    inside = [word for line in lines for word in line.words if _is_over(line, table)]
    found: list[list[Line]] = []
    top = min((line.top for cell in table.cells if cell.place.row == 0 for line in cell.lines), default=table.top)
    for line in reversed(group_lines(inside)):
        texts = split_texts(line)
        near = top - line.bottom <= REACH * line.size
        prose = len(line.words) > HEADER_WORDS * len(texts) or is_caption(line.text)
        if not near or prose or texts[-1].x0 < table.grid.xs[1] - line.size or len(found) == MOST_LINES:
            break
        found.insert(0, texts)
        top = line.top
    return found


def _is_over(line: Line, table: RawTable) -> bool:
    """Return True if a line is above a table and not wider."""
    return (
        line.bottom <= table.top + line.size / 2
        and line.x0 >= table.x0 - line.size
        and line.x1 <= table.grid.xs[-1] + 2 * line.size
    )


def _columns(table: RawTable) -> Columns:
    """Return the columns of a table: its borders, drawn in to the texts that are in one column."""
    xs = table.grid.xs
    extents = []
    for number in range(len(xs) - 1):
        lines = [
            line
            for cell in table.cells
            if cell.place.col == number and cell.place.col_end == number + 1
            for line in cell.lines
        ]
        left = max(min((line.x0 for line in lines), default=xs[number]), xs[number])
        right = min(max((line.x1 for line in lines), default=xs[number + 1]), xs[number + 1])
        extents.append((left, right))
    return Columns(tuple(extents))


def _completes(above: Sequence[Sequence[PlacedText]], own: Sequence[Sequence[Line]]) -> bool:
    """Return True if lines above a header are the beginnings of its texts: over several columns, or one of few."""
    over = {text.start for line in above for text in line if text.start > 0}
    return len(over) > 1 or starts_midway(own[0][-1].text)


def _is_header(levels: Sequence[TextRow], columns: int) -> bool:
    """Return True if levels are a header: the lowest has a text over most columns, those above are over several."""
    if not levels or len(levels) > MOST_LEVELS:
        return False
    named = {text.start for text in levels[-1].texts if text.start > 0}
    wide = all(any(text.end - text.start > 1 for text in level.texts) for level in levels[:-1])
    figures = any(is_figure(text.text.text) and not is_year(text.text.text) for row in levels for text in row.texts)
    return wide and not figures and 2 * len(named) > columns - 1


def _with_levels(table: RawTable, levels: Sequence[TextRow], replaced: int) -> RawTable:
    """Return a table with levels of a header in place of its first row, or above it."""
    columns = len(table.grid.xs) - 1
    shift = len(levels) - replaced
    tops = [min(text.text.top for text in level.texts) for level in levels]
    ys = (*tops, *table.grid.ys[replaced:])
    cells = [cell for number, level in enumerate(levels) for cell in _cells(level, number, columns, table.grid.xs, ys)]
    cells += [_moved(cell, shift) for cell in table.cells if cell.place.row >= replaced]
    return replace(table, grid=Grid(table.grid.xs, ys, tuple(cell.place for cell in cells)), cells=tuple(cells))


def _cells(level: TextRow, number: int, columns: int, xs: Sequence[float], ys: Sequence[float]) -> list[RawCell]:
    """Return the cells of one level of a header."""
    owner = list(range(columns))
    for text in level.texts:
        for column in range(text.start, text.end):
            owner[column] = min(owner[column], owner[text.start])
    starts = [column for column in range(columns) if owner[column] == column]
    cells = []
    for start, end in zip(starts, [*starts[1:], columns], strict=True):
        place = GridCell(number, number + 1, start, end, xs[start], ys[number], xs[end], ys[number + 1])
        words = [word for text in level.texts if start <= text.start < end for word in text.text.words]
        cells.append(RawCell(place, tuple(group_lines(words)), None))
    return cells


def _moved(cell: RawCell, shift: int) -> RawCell:
    """Return a cell some rows further down."""
    place = replace(cell.place, row=cell.place.row + shift, row_end=cell.place.row_end + shift)
    return replace(cell, place=place)
