"""Tables without rules that go on over a page break without their header: known by where their columns begin."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.pdf.aligned import (
    EM_GUTTER,
    GUTTER,
    LABEL_WORDS,
    REACH,
    SAME,
    Hints,
    Region,
    by_height,
    column_lefts,
    make_table,
    separators,
    stands_outside,
    table_rows,
    trimmed,
)
from corpus.pdf.pages import RawPage, RawTable
from corpus.pdf.paragraphs import Spacing
from corpus.pdf.words import Line


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table that the end of a page may cut: where its columns begin, how many hold labels, and its first row."""

    lefts: tuple[float, ...]
    labels: int
    header: tuple[str, ...]


def open_table(page: RawPage, aligned: Sequence[RawTable]) -> OpenTable | None:
    """The last table of a page, where it has no rules and only smaller letters, such as footnotes, stand below it."""
    last = max(page.tables, key=lambda table: table.top, default=None)
    if last is None or last not in aligned or not is_last(page, last):
        return None
    lefts = column_lefts(last)
    head = [cell for cell in last.cells if cell.place.row == 0]
    if len(lefts) < len(head):
        return None
    blank = next((number for number, cell in enumerate(head[1:]) if cell.lines), 0)
    return OpenTable(lefts, 1 + blank, _texts([line for cell in head for line in cell.lines]))


def is_last(page: RawPage, table: RawTable) -> bool:
    """Whether nothing but smaller letters stands below a table."""
    size = max(line.size for cell in table.cells for line in cell.lines)
    return not any(line.top >= table.bottom - SAME and line.size >= size for line in page.lines)


def rest_of_table(
    lines: Sequence[Line], hints: Hints, spacing: Spacing, margin: float, opened: OpenTable
) -> tuple[RawTable | None, list[Line]]:
    """What the head of a page holds of the table that the page before leaves open, and the lines outside it.

    Where the page repeats the header, it holds a table that is found without help.
    """
    rows = by_height(lines)
    gaps = [(left - GUTTER, left - SAME) for left in opened.lefts[1:]]
    region = Region([], gaps, opened.lefts, opened.labels)
    if not rows or _texts(rows[0]) == opened.header:
        return None, list(lines)
    for row in rows:
        if not _goes_on(region, row):
            break
        region.rows.append(row)
    loose = {id(line) for row in region.rows for line in row}
    region.cut()
    whole, beside = trimmed(region, table_rows(region, separators(region, hints), spacing))
    if not whole or not _is_labelled(region, whole) or region.rows[0][0] not in whole[0]:
        return None, list(lines)
    return make_table(region, whole, hints[1], margin), [line for line in lines if id(line) not in loose] + beside


def _goes_on(region: Region, row: Sequence[Line]) -> bool:
    """Whether a row keeps to the columns of a region and stands close below it."""
    if not region.rows:
        return _keeps(region, row) and any(_begins(region, line) for line in row)
    last = region.rows[-1]
    if row[0].top - max(line.bottom for line in last) > REACH * row[0].size:
        return False
    return _keeps(region, row) and not (len(row) == 1 and stands_outside(region, row[0]))


def _keeps(region: Region, row: Sequence[Line]) -> bool:
    """Whether no word of a row stands across the left border of a column or right before it."""
    words = [word for line in row for word in line.words]
    room = max(GUTTER, EM_GUTTER * row[0].size)
    crossed = any(word.x0 < left - SAME and word.x1 > left - room for left in region.lefts[1:] for word in words)
    return row[0].x0 >= region.lefts[0] - SAME and not crossed


def _begins(region: Region, line: Line) -> bool:
    """Whether a line begins where a column of values does."""
    return any(abs(line.x0 - left) <= SAME for left in region.lefts[region.labels :])


def _is_labelled(region: Region, rows: Sequence[Sequence[Line]]) -> bool:
    """Whether what stands in the columns of labels is as short as labels are."""
    labels = [[line for line in row if region.is_label(line)] for row in rows]
    named = [lines for lines in labels if lines]
    return sum(len(line.words) for lines in named for line in lines) <= LABEL_WORDS * len(named)


def _texts(lines: Sequence[Line]) -> tuple[str, ...]:
    """The texts of lines."""
    return tuple(line.text for line in lines)
