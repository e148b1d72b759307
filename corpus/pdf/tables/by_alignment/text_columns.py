"""Find the columns of a table from the places of its texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.pdf.words import Line
from corpus.text_analysis.text_cues import is_marker

MARKERS = 0.8
"""Minimum share of list markers among the texts of the first column for it to number the labels beside it."""
TOGETHER = 0.25
"""Minimum share of rows in which two columns must both have text, of those in which the sparser one has."""


@dataclass(slots=True)
class _Column:
    """The left and right end of a column, and the rows in which it has text."""

    x0: float
    x1: float
    rows: set[int]

    def overlaps(self, text: Line) -> bool:
        """Return True if a text lies over or under this column."""
        return min(self.x1, text.x1) - max(self.x0, text.x0) > 0

    def is_beside(self, other: "_Column") -> bool:
        """Return True if another column often has text in the same rows."""
        return len(self.rows & other.rows) >= max(1.0, TOGETHER * min(len(self.rows), len(other.rows)))

    def take(self, other: "_Column") -> None:
        """Merge another column into this one."""
        self.x0, self.x1, self.rows = min(self.x0, other.x0), max(self.x1, other.x1), self.rows | other.rows


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table by the left and right ends of their texts."""

    extents: tuple[tuple[float, float], ...]

    @property
    def gaps(self) -> list[tuple[float, float]]:
        """Return the gaps between neighbouring columns; ragged ones may overlap a little."""
        pairs = ((left[1], right[0]) for left, right in pairwise(self.extents))
        return [(min(pair), max(pair)) for pair in pairs]

    @property
    def borders(self) -> tuple[float, ...]:
        """Return the left end, the middle of each gap, and the right end."""
        inner = ((start + end) / 2 for start, end in self.gaps)
        return (min(x0 for x0, _ in self.extents), *inner, max(x1 for _, x1 in self.extents))


def find_columns(rows: Sequence[Sequence[Line]]) -> Columns:
    """Find the columns of a table, given the texts of each row of its body.

    The narrowest texts come first: a wide one over several columns that often have texts side by side spans them;
    over columns that do not, it shows that they are one.
    """
    columns: list[_Column] = []
    texts = [(text, number) for number, row in enumerate(rows) for text in row]
    for text, number in sorted(texts, key=lambda pair: pair[0].x1 - pair[0].x0):
        found = [column for column in columns if column.overlaps(text)]
        mine = _Column(text.x0, text.x1, {number})
        if any(one.is_beside(other) for one in found for other in found if one is not other):
            continue
        for column in found:
            mine.take(column)
            columns.remove(column)
        columns.append(mine)
    columns.sort(key=lambda column: column.x0 + column.x1)
    if len(columns) > 2 and _are_markers(rows, columns[0]):
        columns[1].take(columns.pop(0))
    return Columns(tuple((column.x0, column.x1) for column in columns))


def _are_markers(rows: Sequence[Sequence[Line]], first: _Column) -> bool:
    """Return True if most texts of the first column are the markers of a numbered list of labels."""
    texts = [text.text for row in rows for text in row if text.x1 <= first.x1]
    return sum(is_marker(text) for text in texts) >= MARKERS * len(texts)
