"""Decide whether a table's first row is its header: lists of facts, a label and a value a row, have none."""

from collections import Counter
from collections.abc import Sequence

from corpus.layout import Cell, Fragment


def has_header(fragment: Fragment) -> bool:
    """Return True if a table's first row is a header; only in tables of two columns can it be a fact like the others.

    It is a header if it looks unlike the other rows, or has no label, or if the file shows no looks. It is a fact if
    labels look unlike values in all rows including the first, if all labels end in a colon, or if its value is a
    number.
    """
    rows = [fragment.row(number) for number in range(fragment.rows)]
    if fragment.columns != 2 or len(rows) < 2 or any(len(row) != 2 for row in rows) or not _has_looks(rows):
        return True
    (label, value), body = rows[0], rows[1:]
    if not label.text or _is_distinct(value, [row[1] for row in body]):
        return True
    if all(row[0].text.endswith(":") for row in rows):
        return False
    labels, values = [row[0] for row in body], [row[1] for row in body]
    if _look(labels) != _look(values):
        return False
    return not any(char.isdigit() for char in value.text)


def _has_looks(rows: Sequence[Sequence[Cell]]) -> bool:
    """Return True if the file shows the look of its cells: filled, bold or on a page. Text files do not."""
    paragraphs = [paragraph for row in rows for cell in row for paragraph in cell.paragraphs]
    return any(cell.fill for row in rows for cell in row) or any(p.bold or p.page for p in paragraphs)


def _is_distinct(cell: Cell, others: Sequence[Cell]) -> bool:
    """Return True if a cell is filled or set unlike most others."""
    return _cell_look(cell) != _look(others)


def _look(cells: Sequence[Cell]) -> tuple[object, bool]:
    """Return the most frequent look of cells."""
    looks = Counter(_cell_look(cell) for cell in cells if cell.text)
    return looks.most_common(1)[0][0] if looks else (None, False)


def _cell_look(cell: Cell) -> tuple[object, bool]:
    """Return the fill of a cell, and whether its first paragraph is bold."""
    return cell.fill, bool(cell.paragraphs) and cell.paragraphs[0].bold
