"""Read tables of numbers from the alignment of their texts."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from typing import TypeAlias

from corpus.layout import TableShape
from corpus.pdf.page_model import Fill, Grid, GridCell, RawCell, RawTable, Rule
from corpus.pdf.tables.by_alignment.alignment import Area, split_texts
from corpus.pdf.tables.by_alignment.header_levels import header_levels
from corpus.pdf.tables.by_alignment.text_columns import Columns, find_columns
from corpus.pdf.tables.by_alignment.text_rows import (
    PlacedText,
    TextRow,
    body_rows,
    header_lines,
    place_texts,
    split_lowest,
    spread_over_rules,
)
from corpus.pdf.tables.by_alignment.tight_columns import split_at, tight_borders
from corpus.pdf.tables.ruled import cell_fill
from corpus.pdf.words import COLUMN_GAP, Line, PdfWord, group_lines
from corpus.text_analysis.figures import is_figure, is_missing
from corpus.text_analysis.text_cues import is_caption, is_footnote, is_source, starts_midway

FEWEST_ROWS = 2
"""Minimum number of rows in the body of a table."""
OUTER = 0.6
"""Minimum share of the lines of an area with text beside it, in a column that belongs to its table."""
REACH = 2.2
"""Maximum distance of a line from the table that it belongs to, in font sizes."""
TIGHT = 1.5
"""Maximum distance of the lines of one row, in font sizes."""
HEADER_WORDS = 7
"""Maximum mean number of words in the texts of a header's line; longer ones are prose."""
LARGER = 1.1
"""Minimum size of a table's title, relative to its header."""
SENTENCE_WORDS = 12
"""Minimum number of words of a text below a table for it to be a note or prose."""

Drawn: TypeAlias = tuple[Sequence[Rule], Sequence[Fill]]
"""The horizontal rules and the coloured areas of a page."""


def read_area(area: Area, lines: Sequence[Line], drawn: Drawn) -> list[RawTable]:
    """Read the tables of an area from the lines of its page."""
    area = _with_outer_columns(area, [split_texts(line) for line in lines])
    rows = [_within(split_texts(line), area) for line in lines]
    rows = [row for row in rows if row]
    inside = [n for n, row in enumerate(rows) if area.top - 1 <= (row[0].top + row[0].bottom) / 2 <= area.bottom + 1]
    if not inside:
        return []
    starts = [inside[0], *_starts(rows, inside[0], inside[-1] + 1), inside[-1] + 1]
    tables = (_read_rows(rows, first, end, drawn) for first, end in pairwise(starts))
    return [table for table in tables if table is not None]


def _with_outer_columns(area: Area, rows: Sequence[Sequence[Line]]) -> Area:
    """Return an area with the columns beside it: those of figures on its right, and on its left up to the labels."""
    inside = [row for row in rows if area.top - 1 <= (row[0].top + row[0].bottom) / 2 <= area.bottom + 1]
    valued = [row for row in inside if any(is_figure(t.text) and area.x0 <= t.x0 < area.x1 for t in row)]
    left = _outer_columns([[text for text in reversed(row) if text.x1 <= area.x0] for row in valued])
    right = _outer_columns([[text for text in row if text.x0 >= area.x1] for row in valued])
    if right and not _are_figures(right[-1]):
        right.pop()
    x0 = min((text.x0 for column in left for text in column), default=area.x0)
    x1 = max((text.x1 for column in right for text in column), default=area.x1)
    return replace(area, x0=x0, x1=x1)


def _outer_columns(rows: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the columns on one side of an area, the nearest first, up to the first that has no figures."""
    columns: list[list[Line]] = []
    for texts in zip_longest(*rows):
        column = [text for text in texts if text is not None]
        if len(column) < max(FEWEST_ROWS, OUTER * len(rows)):
            break
        columns.append(column)
        if not _are_figures(column):
            break
    return columns


def _are_figures(texts: Sequence[Line]) -> bool:
    """Return True if most texts are figures."""
    return 2 * sum(is_figure(text.text) or is_missing(text.text) for text in texts) > len(texts)


def _within(texts: Sequence[Line], area: Area) -> list[Line]:
    """Return the texts of a line that lie in an area, and those that follow them in one column, such as a unit."""
    found: list[Line] = []
    for text in texts:
        if text.x1 > area.x0 and (text.x0 < area.x1 or (found and text.x0 - found[-1].x1 < COLUMN_GAP * text.size)):
            found.append(text)
    return found


def _starts(rows: Sequence[Sequence[Line]], first: int, end: int) -> list[int]:
    """Return the lines at which another table begins: headers without figures, over rows with other columns."""
    starts, body = [], False
    for number in range(first, end):
        row = rows[number]
        figures = sum(is_figure(text.text) for text in row)
        if not figures and len(row) > 2 and body and not any(is_missing(text.text) for text in row):
            starts.append(number)
            body = False
        body = body or figures > 1
    return starts


def _read_rows(rows: Sequence[Sequence[Line]], first: int, end: int, drawn: Drawn) -> RawTable | None:
    """Read the table of neighbouring lines; None if they are none."""
    body = [row for row in rows[first:end] if len(row) > 1 and any(is_figure(text.text) for text in row)]
    if len(body) < FEWEST_ROWS:
        return None
    columns = find_columns(body)
    if len(columns.extents) < 2:
        return None
    first, end = _extent(rows, first, end, columns.borders)
    inside = rows[first:end]
    count = header_lines(place_texts(inside, columns))
    tight = tight_borders(columns, inside[:count], inside[count:])
    if tight:
        inside = [split_at(row, tight) for row in inside]
        columns = find_columns([split_at(row, tight) for row in body])
    return build_table(place_texts(inside, columns), columns, drawn)


def _extent(rows: Sequence[Sequence[Line]], first: int, last: int, borders: Sequence[float]) -> tuple[int, int]:
    """Return the first line of a table and the one after its last: with the header, without caption and notes."""
    while first > 0 and _is_header_line(rows[first - 1], rows[first], borders):
        first -= 1
    while first + 1 < last and len(rows[first]) == 1 and _is_title(rows[first][0], rows[first + 1], borders):
        first += 1
    while last < len(rows) and (
        _continues(rows[last - 1], rows[last], borders) or _ends_row(rows[last - 1], rows[last], borders)
    ):
        last += 1
    while last > first and len(rows[last - 1]) == 1 and _is_apart(rows[last - 1][0], borders):
        last -= 1
    return first, last


def _is_header_line(line: Sequence[Line], below: Sequence[Line], borders: Sequence[float]) -> bool:
    """Return True if a line above a table belongs to its header: texts over its columns."""
    near = below[0].top - line[0].bottom <= REACH * line[0].size
    within = line[0].x0 >= borders[0] - line[0].size and line[-1].x1 <= borders[-1] + 2 * line[-1].size
    short = sum(len(text.words) for text in line) <= HEADER_WORDS * len(line)
    over_values = len(line) > 1 or line[0].x0 >= borders[1] - line[0].size
    return near and within and short and over_values and not is_caption(line[0].text)


def _continues(last: Sequence[Line], line: Sequence[Line], borders: Sequence[float]) -> bool:
    """Return True if a line below a table is another row of it: a label and numbers in its columns."""
    near = line[0].top - last[0].bottom <= REACH * line[0].size
    values = [text for text in line if text.x0 >= borders[1] - text.size]
    return near and bool(values) and len(line) > 1 and all(is_figure(t.text) or is_missing(t.text) for t in values)


def _ends_row(last: Sequence[Line], line: Sequence[Line], borders: Sequence[float]) -> bool:
    """Return True if a line right below a table ends its last row: each text continues another in its column."""
    above = {bisect_right(borders, text.x0) for text in last}
    room = line[0].size
    return line[0].bottom - last[0].bottom <= TIGHT * line[0].size and all(
        starts_midway(text.text)
        and (column := bisect_right(borders, text.x0)) in above
        and text.x1 <= borders[min(column, len(borders) - 1)] + room
        for text in line
    )


def _is_title(text: Line, below: Sequence[Line], borders: Sequence[float]) -> bool:
    """Return True if a text alone on its line names the table, and is not the header of some of its columns.

    It is larger than the next line or also followed by a text alone, begins over the labels, or is centred over all.
    """
    centre = (text.x0 + text.x1) / 2
    over_all, over_values = ((left + borders[-1]) / 2 for left in borders[:2])
    if len(below) == 1 or text.size > LARGER * below[0].size or text.x0 < borders[1] - text.size:
        return True
    return abs(centre - over_all) < abs(centre - over_values)


def _is_apart(text: Line, borders: Sequence[float]) -> bool:
    """Return True if a text alone on its line is a caption, a note or prose, not part of the table."""
    long = len(text.words) >= SENTENCE_WORDS and text.x0 < borders[1]
    return long or is_caption(text.text) or is_source(text.text) or is_footnote(text.text)


def build_table(lines: Sequence[Sequence[PlacedText]], columns: Columns, drawn: Drawn) -> RawTable | None:
    """Build a table from lines of texts in columns; None without a body.

    Rows that name a group become a label column on the left, beside the labels of their rows.
    """
    count, borders = header_lines(lines), columns.borders
    upper = spread_over_rules(split_lowest(lines[:count], columns), columns, drawn[0])
    head = header_levels(upper, borders)
    body = body_rows(lines[count:], _band_edges(drawn[1], borders)) if lines[count:] else []
    named = [row for row in body if not row.group]
    if len(named) < FEWEST_ROWS:
        return None
    rows = [*head, *named]
    tops = [min(text.text.top for text in row.texts) for row in rows]
    frame = Frame(borders, (*tops, max(text.text.bottom for text in rows[-1].texts)), drawn[1])
    groups = _group_cells(body, len(head), frame)
    shift = int(bool(groups))
    cells = groups + [cell for number, row in enumerate(rows) for cell in _cells(row, number, frame, shift)]
    if groups:
        covered = {row for cell in groups for row in range(cell.place.row, cell.place.row_end)}
        cells = [_widened(cell) if cell.place.col == 1 and cell.place.row not in covered else cell for cell in cells]
    cells.sort(key=lambda cell: (cell.place.row, cell.place.col))
    grid = Grid((borders[0],) * shift + borders, frame.ys, tuple(cell.place for cell in cells))
    return RawTable(grid, tuple(cells), shape=TableShape(len(head), 1 + shift))


def _band_edges(fills: Sequence[Fill], borders: Sequence[float]) -> list[float]:
    """Return the heights at which coloured areas over most of a table's width begin and end."""
    wide = [
        fill for fill in fills if min(fill.x1, borders[-1]) - max(fill.x0, borders[0]) > (borders[-1] - borders[0]) / 2
    ]
    return [edge for fill in wide for edge in (fill.top, fill.bottom)]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the columns and rows of a table begin, with the right and lower end; and the page's coloured areas."""

    borders: tuple[float, ...]
    ys: tuple[float, ...]
    fills: Sequence[Fill]

    def cell(self, row: tuple[int, int], col: tuple[int, int], words: Iterable[PdfWord], shift: int) -> RawCell:
        """Return the cell of these rows and columns, which `shift` label columns precede."""
        x0, x1 = self.borders[col[0]], self.borders[col[1]]
        place = GridCell(*row, col[0] + shift, col[1] + shift, x0, self.ys[row[0]], x1, self.ys[row[1]])
        return RawCell(place, tuple(group_lines(words)), cell_fill(place, self.fills))


def _widened(cell: RawCell) -> RawCell:
    """Return a label cell that begins in the column of group labels."""
    return replace(cell, place=replace(cell.place, col=0))


def _group_cells(body: Sequence[TextRow], head: int, frame: Frame) -> list[RawCell]:
    """Return a cell beside the rows of each group, in a column before the first."""
    cells = []
    words: list[PdfWord] = []
    start = number = head
    for row in [*body, TextRow((), group=True)]:
        if row.group and number > start:
            cells += [frame.cell((start, number), (0, 1), words, 0)] if words else []
            words, start = [], number
        if row.group:
            words += [word for text in row.texts for word in text.text.words]
        else:
            number += 1
    return cells


def _cells(row: TextRow, number: int, frame: Frame, shift: int) -> list[RawCell]:
    """Return the cells of a row; empty ones where it has no text."""
    cells = []
    for start, end in _spans(row, len(frame.borders) - 1):
        words = (word for text in row.texts if start <= text.start < end for word in text.text.words)
        cells.append(frame.cell((number, number + 1), (start, end), words, shift))
    return cells


def _spans(row: TextRow, columns: int) -> list[tuple[int, int]]:
    """Return the columns of each cell of a row: those that a text spans are merged."""
    owner = list(range(columns))
    for text in row.texts:
        for column in range(text.start, text.end):
            owner[column] = min(owner[column], owner[text.start])
    starts = [column for column in range(columns) if owner[column] == column]
    return list(zip(starts, [*starts[1:], columns], strict=True))
