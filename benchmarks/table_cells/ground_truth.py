"""Number cells with their labels, from ground truth in the format of the ICDAR 2013 table competition.

Rows above the first one with data are headers. A row has data if it has numbers outside its first column that are not
all years, and that are not a series (1, 2, 3, 4), which numbers columns.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from xml.etree import ElementTree

Grid: TypeAlias = Mapping[tuple[int, int], str]
"""Texts of a table by row and column; a cell over several places is at each of them."""

_NUMBER = re.compile(r"[(<>~−–+-]?\s*[$€£]?\s*\d[\d\s.,]*\s*[%)]?\s*\w?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SERIES = 4
"""Minimum length of a series of numbers that are the numbers of columns."""


@dataclass(frozen=True, slots=True)
class LabelledCell:
    """A cell of a table on a page (from 1), with the labels of its row and its column."""

    page: int
    text: str
    row: str
    column: str


def truth_file(pdf: Path) -> Path:
    """Return where the ground truth of a PDF is."""
    return pdf.with_name(f"{pdf.stem}-str.xml")


def gold_cells(pdf: Path) -> list[LabelledCell]:
    """Return the number cells of a PDF's ground truth."""
    return [cell for page, grid in _tables(truth_file(pdf)) for cell in number_cells(page, grid)]


def number_cells(page: int, grid: Grid) -> Iterator[LabelledCell]:
    """Yield the number cells below the headers and outside the first column.

    The row label is the first text to the left that is no number; the column label is the nearest text above in a
    header row that is not the title of the whole table.
    """
    rows, columns = (sorted({place[axis] for place in grid}) for axis in (0, 1))
    body = next((row for row in rows if has_data([grid.get((row, column), "") for column in columns[1:]])), None)
    if body is None:
        return
    headers = [row for row in rows if row < body and len({grid.get((row, column)) for column in columns}) > 1]
    for (row, column), text in sorted(grid.items()):
        if row >= body and column != columns[0] and is_number(text):
            left = (grid.get((row, other), "") for other in columns if other < column)
            above = (grid.get((other, column), "") for other in reversed(headers))
            label = next((found for found in left if found and not is_number(found)), "")
            yield LabelledCell(page, text, label, next(filter(None, above), ""))


def has_data(texts: Sequence[str]) -> bool:
    """Return True if the cells of a row have data: numbers that are neither years nor the numbers of columns."""
    numbers = [text.strip() for text in texts if is_number(text) and not _YEAR.fullmatch(text.strip())]
    return bool(numbers) and not _is_series(numbers)


def is_number(text: str) -> bool:
    """Return True if a text is one number, with its sign, currency, per cent or note mark."""
    return _NUMBER.fullmatch(text.strip()) is not None


def squeezed(text: str) -> str:
    """Return a text without white space and dot leaders, for comparison."""
    return re.sub(r"[.…]+$", "", "".join(unicodedata.normalize("NFKC", text).split()))


def _is_series(numbers: Sequence[str]) -> bool:
    values = [int(number) for number in numbers if number.isdecimal()]
    steps = {after - before for before, after in zip(values, values[1:], strict=False)}
    return len(values) == len(numbers) >= _SERIES and len(steps) == 1 and min(steps) > 0


def _tables(path: Path) -> Iterator[tuple[int, Grid]]:
    for region in ElementTree.parse(path).getroot().iter("region"):
        grid: dict[tuple[int, int], str] = {}
        for cell in region.iter("cell"):
            text = (cell.findtext("content") or "").strip()
            for row in _span(cell, "row"):
                grid |= {(row, column): text for column in _span(cell, "col")}
        yield int(region.get("page", "1")), grid


def _span(cell: ElementTree.Element, axis: str) -> range:
    start = int(cell.get(f"start-{axis}", "0"))
    return range(start, int(cell.get(f"end-{axis}") or start) + 1)
