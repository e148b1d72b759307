"""Join the fragments of a table over page breaks into one table with labelled rows and columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.layout import Cell, Fragment, TableShape
from corpus.tables.bands import Band, cell_label
from corpus.tables.choices import mark_choices
from corpus.tables.headers import has_header
from corpus.tables.row_labels import identify_rows
from corpus.tables.rows import TableRow, fold_rows

NAME_LENGTH = 60
"""Maximum characters of a second header line in a column's label; longer ones are only in its title."""
FEWEST_NUMBERS = 3
"""Minimum number of columns, or of rows, that are numbered."""
EDGE_TOLERANCE = 4.0
"""Maximum distance, in points, of equal column borders."""


@dataclass(slots=True)
class Table:
    """A whole table. `columns` are the labels of its value columns, `titles` the same with names of any length."""

    columns: list[str]
    rows: list[TableRow]
    titles: list[str]


def continues_table(last: Fragment, fragment: Fragment) -> bool:
    """Return True if a fragment at the head of a page continues the last page's table: same header or same borders."""
    header = _row_text(fragment, 0)
    same = _row_text(last, 0) == header
    if same and len(header) > 1 and last.columns == fragment.columns:
        return True
    if fragment.shape is not None and fragment.shape.headers and not same:
        return False
    if last.edges and fragment.edges:
        ends = zip((last.edges[0], last.edges[-1]), (fragment.edges[0], fragment.edges[-1]), strict=True)
        if any(abs(one - other) > EDGE_TOLERANCE for one, other in ends):
            return False
    if same or _heads(last, fragment):
        return True
    shared = sum(any(abs(one - other) <= EDGE_TOLERANCE for other in last.edges) for one in fragment.edges)
    return shared == len(fragment.edges) if fragment.edges else last.columns == fragment.columns


def _heads(last: Fragment, fragment: Fragment) -> bool:
    """Return True if a fragment at the foot of a page is all header, and shares borders with the rows that follow."""
    bold = all(paragraph.bold for cell in last.cells for paragraph in cell.paragraphs)
    plain = any(not paragraph.bold for cell in fragment.cells for paragraph in cell.paragraphs)
    shared = all(any(abs(one - other) <= EDGE_TOLERANCE for other in fragment.edges) for one in last.edges)
    return bold and plain and shared and 2 < len(last.edges) < len(fragment.edges)


def join_fragments(fragments: Sequence[Fragment]) -> Table:
    """Join fragments in page order into one table."""
    headers = _header_rows(fragments)
    shapes = [_shape(fragment, headers, fragments[0]) for fragment in fragments]
    width = fragments[0].columns - shapes[0].labels
    head = [_band(0, fragments[0], number, shapes[0], width) for number in range(shapes[0].headers)]
    bands = [
        _band(place, fragment, number, shape, width)
        for place, (fragment, shape) in enumerate(zip(fragments, shapes, strict=True))
        for number in range(shape.headers, fragment.rows)
    ]
    rows = [_header_row(band) for band in head] + fold_rows(bands)
    mark_choices(rows)
    identify_rows(rows)
    named = [band for number, band in enumerate(head) if not _numbers_columns(fragments[0], number)]
    return Table(_column_labels(named, width, NAME_LENGTH), rows, _column_labels(named, width))


def _row_text(fragment: Fragment, number: int) -> tuple[str, ...]:
    """Return the texts of a row that are not empty."""
    return tuple(cell.text for cell in fragment.row(number) if cell.text)


def _header_rows(fragments: Sequence[Fragment]) -> int:
    """Return the number of header rows of a table: those that recur, or look like the first one."""
    first = fragments[0]
    if first.headers is not None:
        return first.headers
    if first.shape is not None:
        return first.shape.headers
    for other in fragments[1:]:
        most = min(first.rows, other.rows, max(first.rows, other.rows) - 1)
        same = 0
        while same < most and _row_text(first, same) == _row_text(other, same):
            same += 1
        if same:
            return same
    if not has_header(first):
        return 0
    most = first.rows - (len(fragments) == 1)
    count = 1
    while count < most and (_like_header(first, count) or _subdivides_header(first, count)):
        count += 1
    return count + (count < most and _numbers_columns(first, count))


def _numbers_columns(fragment: Fragment, number: int) -> bool:
    """Return True if a row below the header numbers the columns: (1), (2), (3) and so on."""
    return _count_up([cell.text for cell in fragment.row(number)])


def _count_up(texts: Sequence[str]) -> bool:
    """Return True if texts are the whole numbers from 0 or 1, in brackets or not; years are not."""
    numbers = [int(number) for text in texts if (number := text.strip("().")).isdecimal()]
    if len(numbers) < max(FEWEST_NUMBERS, len(texts)) or numbers[0] > 1:
        return False
    return {after - before for before, after in pairwise(numbers)} == {1}


def _subdivides_header(fragment: Fragment, number: int) -> bool:
    """Return True if a row subdivides a cell of the first row over several columns: the second level of a header.

    Its texts are names or years, not values.
    """
    over = [cell for cell in fragment.row(0)[1:] if cell.col_end - cell.col > 1 and cell.text]
    below = [cell for cell in fragment.row(number) if re.search(r"[^\W\d_]|%|^(?:19|20)\d\d", cell.text)]
    return number == 1 and any(sum(o.col <= cell.col < o.col_end for cell in below) > 1 for o in over)


def _like_header(fragment: Fragment, number: int) -> bool:
    """Return True if a row is filled like the first row, or both labels end in a colon."""
    first, cells = fragment.row(0), fragment.row(number)
    fills = {cell.fill for cell in cells}
    if first[0].fill is not None:
        return fills == {cell.fill for cell in first} and len(fills) == 1
    return all(row and row[0].text.endswith(":") for row in (first, cells))


def _shape(fragment: Fragment, headers: int, first: Fragment) -> TableShape:
    """Return the header rows that a fragment repeats, and its label columns."""
    if fragment.shape is not None:
        return fragment.shape
    repeated = 0
    while repeated < min(headers, fragment.rows) and _row_text(fragment, repeated) == _row_text(first, repeated):
        repeated += 1
    if repeated:
        return TableShape(repeated, _label_columns(fragment))
    return TableShape(0, max(fragment.columns - (first.columns - _label_columns(first)), 0))


def _label_columns(fragment: Fragment) -> int:
    """Return the number of columns under the first cell of the header and the empty header cells after it.

    A column that only numbers the rows is beside the one with their labels.
    """
    if fragment.shape is not None:
        return fragment.shape.labels
    if fragment.columns < 2:
        return 0
    cells = fragment.row(0)
    count = cells[0].col_end
    for cell in cells[1:]:
        if cell.text or cells[0].col_end > 1:
            break
        count = cell.col_end
    count += count == 1 and fragment.columns > 2 and _numbers_rows(fragment)
    return min(count, fragment.columns - 1)


def _numbers_rows(fragment: Fragment) -> bool:
    """Return True if the first column counts the rows: 1., 2., 3. and so on."""
    texts = [cell.text for cell in fragment.cells if cell.col == 0 and cell.col_end == 1 and cell.text]
    return any(_count_up(texts[first:]) for first in range(3))


def _band(place: int, fragment: Fragment, number: int, shape: TableShape, width: int) -> Band:
    """Return one raster row, its cells by column."""
    labels = [cell for cell in fragment.row(number) if cell.col < shape.labels]
    values: list[Cell | None] = [None] * width
    spanning: list[Cell | None] = [None] * width
    for cell in fragment.row(number):
        for column in range(max(cell.col - shape.labels, 0), min(cell.col_end - shape.labels, width)):
            found = cell if cell.col >= shape.labels else None
            if cell.row == number:
                values[column] = found
            else:
                spanning[column] = found
    label = labels[0] if labels else None
    sublabel = _sublabel(labels)
    first = number == shape.headers
    merged = any(cell.row_end - cell.row > 1 for cell in fragment.cells if cell.col < shape.labels)
    last, stated = number == fragment.rows - 1, not fragment.edges
    return Band(place, label, sublabel, tuple(values), tuple(spanning), stated, first, last, merged)


def _sublabel(labels: Sequence[Cell]) -> Cell | None:
    """Return the second label of a row; further ones that have text are joined to it."""
    rest = [cell for cell in labels[1:] if cell.text] or labels[1:2]
    if len(rest) < 2:
        return rest[0] if rest else None
    paragraphs = tuple(paragraph for cell in rest for paragraph in cell.paragraphs)
    return replace(rest[0], col_end=rest[-1].col_end, paragraphs=paragraphs)


def _column_labels(head: Sequence[Band], width: int, longest: int | None = None) -> list[str]:
    """Return a label for each value column: the first header line, and the others in brackets unless too long."""
    labels = []
    for column in range(width):
        texts = [text for band in head if (text := cell_label(band.values[column]))]
        label = texts[0] if texts else ""
        names = [text for text in texts[1:] if text != label and (longest is None or len(text) <= longest)]
        labels.append(" ".join([label, *(f"({name})" for name in names)]).strip())
    return labels


def _header_row(band: Band) -> TableRow:
    """Return a header line as a row."""
    label, sublabel = (list(cell.paragraphs) if cell else [] for cell in (band.label, band.sublabel))
    row = TableRow(label, sublabel, group=cell_label(band.label), header=True)
    row.add(band)
    return row
