"""Continue borderless tables over a page break without a repeated header, by where their columns begin."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.pdf.page_model import RawPage, RawTable
from corpus.pdf.paragraphs import Spacing
from corpus.pdf.tables.borderless import (
    LABEL_WORDS,
    REACH,
    SAME,
    Hints,
    Region,
    column_lefts,
    free,
    group_by_height,
    is_outside,
    make_table,
    separators,
    table_rows,
    trim_rows,
)
from corpus.pdf.words import Line


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table that the end of a page may cut: where its columns begin, and the gaps between them.

    The first `labels` columns have labels; `header` is its first row.
    """

    lefts: tuple[float, ...]
    gaps: tuple[tuple[float, float], ...]
    labels: int
    header: tuple[str, ...]

    def is_repeated(self, lines: Sequence[Line]) -> bool:
        """Return True if the first of a page's lines repeat its header."""
        rows = group_by_height(lines)
        return bool(rows) and _texts(rows[0]) == self.header


def open_table(page: RawPage, aligned: Sequence[RawTable]) -> OpenTable | None:
    """Return the last table of a page, if it has no rules and only smaller letters, such as footnotes, are below it."""
    last = max(page.tables, key=lambda table: table.top, default=None)
    if last is None or last not in aligned or not is_last(page, last):
        return None
    lefts = column_lefts(last)
    head = [cell for cell in last.cells if cell.place.row == 0]
    if len(lefts) < len(last.grid.xs) - 1:
        return None
    blank = next((number for number, cell in enumerate(head[1:]) if cell.lines), 0)
    gaps = tuple(zip(_rights(last)[:-1], lefts[1:], strict=True))
    return OpenTable(lefts, gaps, 1 + blank, _texts([line for cell in head for line in cell.lines]))


def is_last(page: RawPage, table: RawTable) -> bool:
    """Return True if only smaller letters are below a table."""
    size = max(line.size for cell in table.cells for line in cell.lines)
    return not any(line.top >= table.bottom - SAME and line.size >= size for line in page.lines)


def rest_of_table(
    lines: Sequence[Line], hints: Hints, spacing: Spacing, margin: float, opened: OpenTable
) -> tuple[RawTable | None, list[Line]]:
    """Return the continuation of the previous page's table at the head of a page, and the lines outside it."""
    region = Region([], list(opened.gaps), opened.lefts, opened.labels)
    for row in group_by_height(lines):
        if not _extend(region, row):
            break
    if not region.rows:
        return None, list(lines)
    loose = {id(line) for row in region.rows for line in row}
    region.cut()
    whole, beside = trim_rows(region, table_rows(region, separators(region, hints), spacing))
    if not whole or not _is_labelled(region, whole) or region.rows[0][0] not in whole[0]:
        return None, list(lines)
    return make_table(region, whole, hints[1], margin), [line for line in lines if id(line) not in loose] + beside


def _extend(region: Region, row: list[Line]) -> bool:
    """Add a row to a region, unless it is too far away, is a heading or caption, or closes a gap between columns."""
    gaps = [rest for gap in region.gaps if (rest := free(gap, row)) is not None]
    if len(gaps) < len(region.gaps) or row[0].x0 < region.lefts[0] - SAME:
        return False
    if region.rows and row[0].top - max(line.bottom for line in region.rows[-1]) > REACH * row[0].size:
        return False
    alone = len(row) == 1 and bool(region.rows) and is_outside(region, row[0])
    if alone or not (region.rows or _begins(region, row)):
        return False
    region.rows.append(row)
    region.gaps = gaps
    return True


def _begins(region: Region, row: Sequence[Line]) -> bool:
    """Return True if a row has a value, and one of its lines begins where a column does."""
    valued = any(not region.is_label(line) for line in row)
    return valued and any(abs(line.x0 - left) <= SAME for line in row for left in region.lefts)


def _rights(table: RawTable) -> list[float]:
    """Return where the text of each column of a table ends, ignoring cells that span several."""
    ends = [0.0] * (len(table.grid.xs) - 1)
    for cell in table.cells:
        if cell.place.col_end - cell.place.col == 1:
            ends[cell.place.col] = max([ends[cell.place.col], *(line.x1 for line in cell.lines)])
    return ends


def _is_labelled(region: Region, rows: Sequence[Sequence[Line]]) -> bool:
    """Return True if the text in the label columns is as short as labels are."""
    labels = [[line for line in row if region.is_label(line)] for row in rows]
    named = [lines for lines in labels if lines]
    return sum(len(line.words) for lines in named for line in lines) <= LABEL_WORDS * len(named)


def _texts(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the texts of lines."""
    return tuple(line.text for line in lines)
