"""Read the grid of a Word table: rows, merged cells, fills. The content of the cells is read by the caller."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from docx.oxml.ns import qn

from corpus.tables.table_builder import CellBuilder, TableBuilder

MOST_COLUMNS = 200
"""Maximum number of columns that a cell may span."""

CellElement: TypeAlias = tuple[CellBuilder, Any]
"""A cell and its XML element."""


def word_table(table: Any) -> tuple[TableBuilder, list[CellElement]]:  # noqa: ANN401 - lxml has no types
    """Return a table with its cells still empty, and each cell with its XML element."""
    found, cells = TableBuilder(), []
    above: dict[int, CellBuilder] = {}
    rows = [row for row in _parts(table, "w:tr") if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None]
    for number, row in enumerate(rows):
        found.heads += number == found.heads and _is_header(row)
        column = _skipped(row)
        for part in _parts(row, "w:tc"):
            span = min(_number(part, "w:gridSpan"), MOST_COLUMNS)
            if _continues_above(part) and column in above:
                above[column].high += 1
            else:
                above[column] = CellBuilder(wide=span, fill=_fill(part))
                found.placed.append((number, column, above[column]))
                cells.append((above[column], part))
            column += span
    return found, cells


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


def _is_header(row: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Return True if a row is repeated at the top of each page."""
    found = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}")
    return found is not None and found.get(qn("w:val")) not in ("0", "false", "off")


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
