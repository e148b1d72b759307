"""Draw a table on a page with prose around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from reportlab.lib.colors import Color, black
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from benchmarks.drawn_tables.contents import Content, Row
from benchmarks.drawn_tables.layouts import TableLayout

PLAIN, BOLD = "Helvetica", "Helvetica-Bold"
BODY_SIZE = 9.0
PADDING = 3.0
LABELS = 0.36
"""Share of the width for labels."""
SHADE = Color(0.9, 0.93, 0.97)
PROSE = (
    "The council met twice in the year and looked at what had been done with the money that the assembly gave. "
    "Members asked for an account of the works in each district, which the surveyor read out and the clerk has kept. "
    "It was agreed that nothing more should be begun before the harbour is safe. "
)
EXTENTS = {
    "page": (60.0, 535.0),
    "left column": (50.0, 288.0),
    "right column": (308.0, 545.0),
    "across columns": (50.0, 545.0),
}
DASHES = {"dotted": (0.5, 2.0), "dashed": (3.0, 2.0)}


@dataclass(frozen=True, slots=True)
class Column:
    """Left and right end of a column."""

    x0: float
    x1: float

    @property
    def width(self) -> float:
        """Return its width without padding."""
        return self.x1 - self.x0 - 2 * PADDING


def draw_page(path: Path, layout: TableLayout, content: Content, random: Random) -> None:
    """Draw a page with a table and prose above, below and, in columns, beside it."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    left, right = EXTENTS[layout.place]
    top = _prose(canvas, left, right, 780.0, random.randint(4, 8), layout.place)
    table = _Table(canvas, layout, content)
    bottom = table.draw(_title(canvas, layout, left, top - 14))
    if layout.note:
        canvas.setFont(PLAIN, layout.size - 1)
        canvas.drawString(left, bottom - layout.size - 3, "Source: accounts of the harbour board; rounded figures.")
    _prose(canvas, left, right, bottom - 36, 6, layout.place)
    if layout.place in ("left column", "right column"):
        other = EXTENTS["right column" if layout.place == "left column" else "left column"]
        _prose(canvas, *other, 780.0, 55, "page")
    canvas.save()


def _title(canvas: Canvas, layout: TableLayout, left: float, top: float) -> float:
    """Draw the title of a table, and return where the table begins."""
    text = {"caption": "Table 4. Works of the harbour board", "unit": "Works of the board, thousand EUR"}
    if layout.title == "none":
        return top
    canvas.setFont(BOLD if layout.title == "caption" else PLAIN, layout.size + 1)
    canvas.drawString(left, top - layout.size, text[layout.title])
    return top - layout.size - 9


def _prose(canvas: Canvas, left: float, right: float, top: float, lines: int, place: str) -> float:
    """Draw lines of prose, across two columns side by side, and return where they end."""
    parts = [EXTENTS["left column"], EXTENTS["right column"]] if place == "across columns" else [(left, right)]
    canvas.setFont(PLAIN, BODY_SIZE)
    for x0, x1 in parts:
        wrapped = simpleSplit(PROSE * 9, PLAIN, BODY_SIZE, x1 - x0)
        for number in range(lines):
            canvas.drawString(x0, top - 12 * number - BODY_SIZE, wrapped[number % len(wrapped)])
    return top - 12 * lines


class _Table:
    """A table that is being drawn."""

    def __init__(self, canvas: Canvas, layout: TableLayout, content: Content) -> None:
        self._canvas, self._layout, self._content = canvas, layout, content
        left, right = EXTENTS[layout.place]
        labels = left + LABELS * (right - left)
        count = len(content.headers)
        step = (right - labels) / count
        values = [Column(labels + step * number, labels + step * (number + 1)) for number in range(count)]
        self._columns = [Column(left, labels), *values]
        self._leading = 1.2 * layout.size

    def draw(self, top: float) -> float:
        """Draw the table from its upper end down, and return its lower end."""
        if self._layout.rules in ("booktabs", "grid"):
            self._rule(top)
        low = self._header(top)
        for number, row in enumerate(self._content.rows):
            high, low = low, self._row(low, row, shaded=number % 2 == 0)
            if self._layout.rules in (*DASHES, "rows", "points", "grid"):
                self._rule(low)
            self._verticals(high, low, self._columns if row.values else self._columns[:1])
        if self._layout.rules in ("booktabs",):
            self._rule(low)
        return low

    def _header(self, top: float) -> float:
        """Draw the header, and return its lower end."""
        low = top
        if self._content.upper:
            low -= self._leading + 2 * PADDING
            for number, text in enumerate(self._content.upper):
                span = Column(self._columns[1 + 2 * number].x0, self._columns[2 + 2 * number].x1)
                self._text([text], span, top, BOLD, "centred")
                if self._layout.header == "merged with rules":
                    self._canvas.line(span.x0 + 4, low, span.x1 - 4, low)
            self._verticals(top, low, [self._columns[0], *self._columns[1::2]])
            if self._layout.rules == "grid":
                self._canvas.line(self._columns[1].x0, low, self._columns[-1].x1, low)
        texts = [self._lines(text, column, BOLD) for text, column in zip(
            (self._content.corner, *self._content.headers), self._columns, strict=True)]  # fmt: skip
        for number, (lines, column) in enumerate(zip(texts, self._columns, strict=True)):
            self._text(lines, column, low, BOLD, self._alignment(number))
        bottom = low - max(map(len, texts)) * self._leading - 2 * PADDING
        if self._layout.rules not in ("none", "zebra", "verticals"):
            self._rule(bottom)
        self._verticals(low, bottom, self._columns)
        return bottom

    def _row(self, top: float, row: Row, *, shaded: bool) -> float:
        """Draw a row, and return its lower end."""
        font = PLAIN if row.values else BOLD
        columns = self._columns if row.values else [Column(self._columns[0].x0, self._columns[-1].x1)]
        texts = [self._lines(t, c, font) for t, c in zip((row.label, *row.values), columns, strict=True)]
        bottom = top - max(map(len, texts)) * self._leading - 2 * PADDING
        if self._layout.rules == "zebra" and shaded:
            self._canvas.setFillColor(SHADE)
            self._canvas.rect(columns[0].x0, bottom, columns[-1].x1 - columns[0].x0, top - bottom, stroke=0, fill=1)
            self._canvas.setFillColor(black)
        for number, (lines, column) in enumerate(zip(texts, columns, strict=True)):
            shifted = Column(column.x0 + 8, column.x1) if row.indented and not number else column
            self._text(lines, shifted, top, font, self._alignment(number))
        return bottom

    def _alignment(self, column: int) -> str:
        """Return how the texts of a column are aligned."""
        return "left" if column == 0 or (self._layout.contents == "facts" and column == 1) else self._layout.alignment

    def _lines(self, text: str, column: Column, font: str) -> list[str]:
        """Return the lines of a text in a column."""
        return simpleSplit(text, font, self._layout.size, column.width - 8) or [""]

    def _text(self, lines: list[str], column: Column, top: float, font: str, alignment: str) -> None:
        """Draw the lines of a cell."""
        size = self._layout.size
        self._canvas.setFont(font, size)
        for number, line in enumerate(lines):
            room = column.width - stringWidth(line, font, size)
            shift = {"left": 0.0, "centred": room / 2, "right": room}[alignment]
            self._canvas.drawString(column.x0 + PADDING + shift, top - PADDING - size - number * self._leading, line)

    def _rule(self, y: float) -> None:
        """Draw a rule over the width of the table."""
        left, right, rules = self._columns[0].x0, self._columns[-1].x1, self._layout.rules
        self._canvas.setLineWidth(0.5)
        if rules == "points":
            for number in range(int((right - left) / 2.5)):
                self._canvas.rect(left + 2.5 * number, y, 0.6, 0.6, stroke=0, fill=1)
            return
        self._canvas.setDash(*DASHES.get(rules, ()))
        self._canvas.line(left, y, right, y)
        self._canvas.setDash()

    def _verticals(self, top: float, bottom: float, columns: Sequence[Column]) -> None:
        """Draw the vertical rules between columns, and at the sides of a grid."""
        if self._layout.rules in ("verticals", "grid"):
            outer = [self._columns[0].x0, self._columns[-1].x1] if self._layout.rules == "grid" else []
            for x in (*(column.x0 for column in columns[1:]), *outer):
                self._canvas.line(x, top, x, bottom)
