"""Whether a table's first row is its header: lists of facts, a label and a value a row, have none."""

from collections import Counter
from collections.abc import Sequence

from corpus.layout import Cell, Fragment


def has_header(fragment: Fragment) -> bool:
    """Whether the first row of a table is a header. Only of tables of two columns it may be a fact like the others.

    It is a header where it looks unlike the other rows, or has no label, or where the file shows no looks. Where the
    labels look unlike the values in all rows, the first one too, or its value is a number, it is a fact.
    """
    rows = [fragment.row(number) for number in range(fragment.rows)]
    if fragment.columns != 2 or len(rows) < 2 or any(len(row) != 2 for row in rows) or not _has_looks(rows):
        return True
    (label, value), body = rows[0], rows[1:]
    if not label.text or _stands_out(value, [row[1] for row in body]):
        return True
    labels, values = [row[0] for row in body], [row[1] for row in body]
    if _look(labels) != _look(values):
        return False
    return not any(char.isdigit() for char in value.text)


def _has_looks(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the file shows how its cells look: some are filled, bold, or stand on a page. Text files show nothing."""
    paragraphs = [paragraph for row in rows for cell in row for paragraph in cell.paragraphs]
    return any(cell.fill for row in rows for cell in row) or any(p.bold or p.page for p in paragraphs)


def _stands_out(cell: Cell, others: Sequence[Cell]) -> bool:
    """Whether a cell is filled or set unlike the most of others."""
    return _cell_look(cell) != _look(others)


def _look(cells: Sequence[Cell]) -> tuple[object, bool]:
    """The commonest look of cells."""
    return Counter(_cell_look(cell) for cell in cells if cell.text).most_common(1)[0][0] if cells else (None, False)


def _cell_look(cell: Cell) -> tuple[object, bool]:
    """The fill of a cell, and whether its first paragraph is bold."""
    return cell.fill, bool(cell.paragraphs) and cell.paragraphs[0].bold
