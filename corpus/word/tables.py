"""Read the tables of Word files: merged cells, fills, paragraphs."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from docx.oxml.ns import qn

from corpus.layout import Cell, Fragment
from corpus.word.text import Marks, paragraph_of

MOST_COLUMNS = 200
"""Maximum number of columns that a cell may span."""


def fragment_of(table: Any, marks: Marks) -> Fragment | None:  # noqa: ANN401 - lxml has no types
    """Convert a table's XML element; None if it has no cells."""
    open_cells: dict[int, int] = {}
    cells: list[Cell] = []
    rows = list(_parts(table, "w:tr"))
    for number, row in enumerate(rows):
        col = _skipped(row)
        for part in _parts(row, "w:tc"):
            span = min(_number(part, "w:gridSpan"), MOST_COLUMNS)
            above = open_cells.get(col) if _continues_above(part) else None
            if above is not None:
                cells[above] = replace(cells[above], row_end=number + 1)
            else:
                open_cells[col] = len(cells)
                cells.append(_cell(part, number, col, span, marks))
            col += span
    if not cells:
        return None
    return Fragment(tuple(cells), len(rows), max(cell.col_end for cell in cells))


def _cell(part: Any, row: int, col: int, span: int, marks: Marks) -> Cell:  # noqa: ANN401 - lxml has no types
    """Convert a cell; it includes the paragraphs of tables within it."""
    paragraphs = (paragraph_of(element, marks, is_listed(element)) for element in part.iter(qn("w:p")))
    return Cell(row, row + 1, col, col + span, tuple(filter(lambda p: p.words, paragraphs)), _fill(part))


def is_listed(paragraph: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Return True if a paragraph's own properties make it a list item."""
    properties = paragraph.find(qn("w:pPr"))
    return properties is not None and properties.find(qn("w:numPr")) is not None


def _parts(element: Any, name: str) -> Iterator[Any]:  # noqa: ANN401 - lxml has no types
    """Yield the rows of a table or cells of a row, including those in content controls."""
    for child in element.iterchildren():
        if child.tag == qn(name):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")):
            yield from _parts(child, name)


def _property(part: Any, name: str) -> Any:  # noqa: ANN401 - lxml has no types
    """Return a property of a cell, None if it is not set."""
    properties = part.find(qn("w:tcPr"))
    return None if properties is None else properties.find(qn(name))


def _number(part: Any, name: str) -> int:  # noqa: ANN401 - lxml has no types
    """Return a numeric property of a cell, 1 if it is not set."""
    found = _property(part, name)
    value = "" if found is None else found.get(qn("w:val")) or ""
    return max(int(value), 1) if value.isdecimal() else 1


def _continues_above(part: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Return True if a cell is the lower part of a cell that begins in a row above."""
    merged = _property(part, "w:vMerge")
    return merged is not None and merged.get(qn("w:val")) != "restart"


def _skipped(row: Any) -> int:  # noqa: ANN401 - lxml has no types
    """Return the number of columns that a row leaves empty on its left."""
    properties = row.find(qn("w:trPr"))
    found = None if properties is None else properties.find(qn("w:gridBefore"))
    value = "" if found is None else found.get(qn("w:val")) or ""
    return min(int(value), MOST_COLUMNS) if value.isdecimal() else 0


def _fill(part: Any) -> tuple[float, ...] | None:  # noqa: ANN401 - lxml has no types
    """Return the colour of a cell as red, green and blue between 0 and 1; None if it is white or not set."""
    shade = _property(part, "w:shd")
    value = "" if shade is None else shade.get(qn("w:fill")) or ""
    try:
        parts = tuple(round(byte / 255, 2) for byte in bytes.fromhex(value))
    except ValueError:
        return None
    return parts if len(parts) == 3 and min(parts) < 0.99 else None
