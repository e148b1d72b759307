"""A ruled table that goes on over page breaks, as published factsheets have it.

The header rows come again on every page, the label of a group of rows spans them, and a cell that does not fit goes on
on the next page. ReportLab's own table does not split a row whose label spans others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph

PADDING_X = 5.0
PADDING_Y = 3.8
LEAST_PART = 60.0
"""A row is cut only where at least this height is left on the page and in the row, in points."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and its background."""

    content: tuple[Paragraph, ...]
    fill: Color | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells.

    `label` begins a group that goes on until the next label; without `sub` it takes the width of both.
    """

    label: Cell | None
    sub: Cell | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in points; `sub` is 0 where no row has a second label."""

    label: float
    sub: float
    cells: tuple[float, ...]

    @property
    def total(self) -> float:
        """The width of the table."""
        return self.label + self.sub + sum(self.cells)


class RuledTable(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Header rows and body rows with rules around every cell."""

    def __init__(
        self, columns: Columns, header: Sequence[Row], rows: Sequence[Row], rule: Color, label_fill: Color
    ) -> None:
        super().__init__()
        self.columns = columns
        self.header = tuple(header)
        self.rows = tuple(rows)
        self.rule = rule
        self.label_fill = label_fill

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:
        """Width and height, in points."""
        return self.columns.total, sum(self._height(row) for row in (*self.header, *self.rows))

    def split(self, avail_width: float, avail_height: float) -> list["RuledTable"]:
        """The part that fits and the rest, each with the header; nothing where no row fits."""
        left = avail_height - sum(self._height(row) for row in self.header)
        fitting: list[Row] = []
        rest = list(self.rows)
        while rest and (height := self._height(rest[0])) <= left:
            left -= height
            fitting.append(rest.pop(0))
        if rest and left >= LEAST_PART and (not fitting or self._height(rest[0]) - left >= LEAST_PART / 2):
            first, second = self._cut(rest[0], left)
            fitting.append(first)
            rest[0] = second
        elif rest and rest[0].label is None and len(fitting) > 1 and fitting[-1].label is not None:
            rest.insert(0, fitting.pop())  # a label with one row alone at the foot of a page looks lost
        return [self._part(fitting), self._part(rest)] if fitting and rest else []

    def draw(self) -> None:
        """Draw header and rows from the top down."""
        top = sum(self._height(row) for row in (*self.header, *self.rows))
        for row in self.header:
            top = self._draw_group([row], top)
        for group in self._groups():
            top = self._draw_group(group, top)

    def _part(self, rows: Sequence[Row]) -> "RuledTable":
        return RuledTable(self.columns, self.header, rows, self.rule, self.label_fill)

    def _groups(self) -> list[list[Row]]:
        """The rows that share one label and one shape of the label columns."""
        groups: list[list[Row]] = []
        for row in self.rows:
            if groups and row.label is None and (row.sub is None) == (groups[-1][0].sub is None):
                groups[-1].append(row)
            else:
                groups.append([row])
        return groups

    def _draw_group(self, rows: Sequence[Row], top: float) -> float:
        """Draw rows under one label and return where the next group begins."""
        heights = [self._height(row) for row in rows]
        label = rows[0].label or Cell((), self.label_fill)
        self._draw_cell(label, 0, top, self._label_width(rows[0]), sum(heights))
        for row, height in zip(rows, heights, strict=True):
            x = self.columns.label
            if row.sub is not None:
                self._draw_cell(row.sub, x, top, self.columns.sub, height)
            x += self.columns.sub
            for cell, width in zip(row.cells, self.columns.cells, strict=True):
                self._draw_cell(cell, x, top, width, height)
                x += width
            top -= height
        return top

    def _draw_cell(self, cell: Cell, x: float, top: float, width: float, height: float) -> None:
        canvas: Canvas = self.canv
        canvas.saveState()
        canvas.setStrokeColor(self.rule)
        canvas.setLineWidth(0.6)
        if cell.fill is not None:
            canvas.setFillColor(cell.fill)
        canvas.rect(x, top - height, width, height, stroke=1, fill=int(cell.fill is not None))
        canvas.restoreState()
        y = top - PADDING_Y
        above = None
        for paragraph in cell.content:
            _, used = paragraph.wrap(width - 2 * PADDING_X, height)
            y -= _gap(above, paragraph)
            paragraph.drawOn(canvas, x + PADDING_X, y - used)
            y -= used
            above = paragraph

    def _label_width(self, row: Row) -> float:
        return self.columns.label + (self.columns.sub if row.sub is None else 0)

    def _height(self, row: Row) -> float:
        """The height that the fullest cell of the row needs."""
        parts = [*zip(row.cells, self.columns.cells, strict=True)]
        if row.sub is not None:
            parts.append((row.sub, self.columns.sub))
        if row.label is not None:
            parts.append((row.label, self._label_width(row)))
        return max(_content_height(cell.content, width) for cell, width in parts) + 2 * PADDING_Y

    def _cut(self, row: Row, height: float) -> tuple[Row, Row]:
        """The row in two: what fits into the height, and what goes on, under blank labels."""
        room = height - 2 * PADDING_Y
        cuts = [
            _cut_content(cell.content, width, room) for cell, width in zip(row.cells, self.columns.cells, strict=True)
        ]
        first = replace(row, cells=tuple(replace(c, content=a) for c, (a, _) in zip(row.cells, cuts, strict=True)))
        sub = None if row.sub is None else replace(row.sub, content=())
        cells = tuple(replace(c, content=b) for c, (_, b) in zip(row.cells, cuts, strict=True))
        return first, Row(None, sub, cells)


def _gap(above: Paragraph | None, below: Paragraph) -> float:
    """The space between two paragraphs of a cell, as ReportLab reckons it; none above the first one."""
    return 0.0 if above is None else float(max(above.style.spaceAfter, below.style.spaceBefore))


def _content_height(content: Sequence[Paragraph], width: float) -> float:
    """The height of paragraphs below each other, with the space between them."""
    between = sum(_gap(above, below) for above, below in pairwise(content))
    return between + sum(float(paragraph.wrap(width - 2 * PADDING_X, 1e6)[1]) for paragraph in content)


def _cut_content(
    content: Sequence[Paragraph], width: float, room: float
) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """The paragraphs that fit into the room and those that do not; one of them may be cut between lines."""
    for number, paragraph in enumerate(content):
        _, height = paragraph.wrap(width - 2 * PADDING_X, 1e6)
        room -= _gap(content[number - 1] if number else None, paragraph)
        if height > room:
            parts = paragraph.split(width - 2 * PADDING_X, room)
            if len(parts) == 2:
                return (*content[:number], parts[0]), (parts[1], *content[number + 1 :])
            return tuple(content[:number]), tuple(content[number:])
        room -= height
    return tuple(content), ()
