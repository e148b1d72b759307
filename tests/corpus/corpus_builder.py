"""Draw factsheets as PDFs for the tests: prose, and tables whose rows, cells and labels page breaks may cut."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.lib.colors import HexColor, black, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 60.0, WIDTH - 60.0, HEIGHT - 80.0, 90.0
SIZE, LEADING, GAP, PAD = 10.0, 12.5, 5.0, 5.0
FONT, BOLD = "Helvetica", "Helvetica-Bold"


@dataclass
class TableRow:
    """A row: group label, sub-label, and the paragraphs of each cell. `chosen` colours the cells of a row."""

    group: str
    sub: str
    cells: Sequence[Sequence[str]]
    chosen: bool = False


@dataclass
class Builder:
    """A drawing from top to bottom that breaks pages by itself."""

    path: Path
    header: str | None = "European observatory of invented things"
    title: str | None = None
    y: float = TOP
    page: int = 1
    canvas: Canvas = field(init=False)

    def __post_init__(self) -> None:
        """Open the first page."""
        self.canvas = Canvas(str(self.path), pagesize=A4, invariant=1)
        if self.title:
            self.canvas.setTitle(self.title)
        self._furniture()

    def _furniture(self) -> None:
        if self.header:
            self._put(LEFT, HEIGHT - 40, self.header, FONT, 8)
            self._put(RIGHT - 10, 40, str(self.page), FONT, 8)
        self.y = TOP

    def _put(self, x: float, y: float, text: str, font: str, size: float, color: object = black) -> None:
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(color)
        self.canvas.drawString(x, y, text)

    def new_page(self) -> None:
        """Begin a page."""
        self.canvas.showPage()
        self.page += 1
        self._furniture()

    def heading(self, text: str, size: float = 18) -> None:
        """Draw a heading; smaller ones are of a lower level."""
        self.y -= size + 6
        self._put(LEFT, self.y, text, BOLD, size)
        self.y -= 8

    def paragraph(self, text: str, font: str = FONT, size: float = SIZE, indent: float = 0) -> None:
        """Draw a paragraph that may cross page ends."""
        for line in simpleSplit(text, font, size, RIGHT - LEFT - indent):
            if self.y < BOTTOM + LEADING:
                self.new_page()
            self.y -= LEADING
            self._put(LEFT + indent, self.y, line, font, size)
        self.y -= GAP

    def footnote(self, text: str) -> None:
        """Draw a footnote at the foot of the page."""
        self._put(LEFT, BOTTOM - 20, text, FONT, 7)

    def table(
        self, head: Sequence[Sequence[str]], rows: Sequence[TableRow], labels: Sequence[float], late: bool = False
    ) -> None:
        """Draw a ruled table with a repeated header.

        Args:
            head: The header rows: label, then one text a column.
            rows: The rows; neighbours with one group share its label cell.
            labels: The widths of the label columns: one or two.
            late: Print a group's label at the last page that it touches, not at the first.
        """
        _TableDrawing(self, head, rows, labels, late).draw()

    def save(self) -> Path:
        """Write the file."""
        self.canvas.save()
        return self.path


@dataclass
class _Line:
    text: str
    lead: float


class _TableDrawing:
    def __init__(
        self,
        book: Builder,
        head: Sequence[Sequence[str]],
        rows: Sequence[TableRow],
        labels: Sequence[float],
        late: bool,
    ) -> None:
        self.book, self.head, self.rows, self.labels, self.late = book, head, rows, labels, late
        columns = len(head[0]) - 1
        wide = (RIGHT - LEFT - sum(labels)) / columns
        self.xs = [LEFT]
        for step in [*labels, *([wide] * columns)]:
            self.xs.append(self.xs[-1] + step)
        self.printed: set[str] = set()

    def draw(self) -> None:
        self._header()
        number = 0
        while number < len(self.rows):
            end = number
            while end < len(self.rows) and self.rows[end].group == self.rows[number].group:
                end += 1
            self._group(self.rows[number:end])
            number = end

    def _header(self) -> None:
        book = self.book
        for texts in self.head:
            lines = [simpleSplit(text, BOLD, SIZE, self._width(i)) for i, text in enumerate(texts)]
            height = max(map(len, lines)) * LEADING + 2 * PAD
            book.canvas.setFillColor(HexColor("#20407a"))
            book.canvas.rect(LEFT, book.y - height, RIGHT - LEFT, height, stroke=0, fill=1)
            edges = [self.xs[0], *self.xs[len(self.labels) :]]
            for i, part in enumerate(lines):
                self._box(edges[i], edges[i + 1], book.y, book.y - height)
                for k, line in enumerate(part):
                    book._put(edges[i] + PAD, book.y - PAD - (k + 0.8) * LEADING, line, BOLD, SIZE, white)
            book.y -= height

    def _width(self, column: int) -> float:
        first = len(self.labels)
        return (sum(self.labels) if column == 0 else self.xs[first + column] - self.xs[first + column - 1]) - 2 * PAD

    def _box(self, x0: float, x1: float, top: float, bottom: float) -> None:
        self.book.canvas.setLineWidth(0.5)
        self.book.canvas.rect(x0, bottom, x1 - x0, top - bottom, stroke=1, fill=0)

    def _group(self, rows: Sequence[TableRow]) -> None:
        queue = [(row, [self._lines(i, cell) for i, cell in enumerate(row.cells)]) for row in rows]
        new = [True] * len(queue)
        while queue:
            top, placed = self.book.y, 0
            if top - BOTTOM < 3 * LEADING + 2 * PAD:
                self._turn()
                continue
            while queue:
                row, columns = queue[0]
                sub = simpleSplit(row.sub, BOLD, 8, self.labels[-1] - 2 * PAD) if row.sub and new[0] else []
                room = int((self.book.y - BOTTOM - 2 * PAD - GAP * 4) / LEADING)
                if room < max(len(sub), 2):
                    break
                now, rest = [lines[:room] for lines in columns], [lines[room:] for lines in columns]
                self._row(now, sub, row)
                placed += 1
                if any(rest):
                    queue[0], new[0] = (row, rest), False
                    break
                queue.pop(0)
                new.pop(0)
            if placed:
                self._label(rows[0].group, top, last=not queue)
            if queue:
                self._turn()

    def _turn(self) -> None:
        self.book.new_page()
        self._header()

    def _lines(self, column: int, paragraphs: Sequence[str]) -> list[_Line]:
        lines = []
        for number, paragraph in enumerate(paragraphs):
            for k, text in enumerate(simpleSplit(paragraph, FONT, SIZE, self._width(column + 1))):
                lines.append(_Line(text, GAP if k == 0 and number else 0.0))
        return lines

    def _row(self, columns: Sequence[Sequence[_Line]], sub: Sequence[str], row: TableRow) -> None:
        book = self.book
        heights = [sum(LEADING + line.lead for line in lines) for lines in columns]
        height = max([*heights, len(sub) * LEADING, LEADING]) + 2 * PAD
        first = len(self.labels)
        for i, lines in enumerate(columns):
            if row.chosen:
                book.canvas.setFillColor(HexColor("#f4c542"))
                book.canvas.rect(
                    self.xs[first + i], book.y - height, self.xs[first + i + 1] - self.xs[first + i], height, 0, 1
                )
            self._box(self.xs[first + i], self.xs[first + i + 1], book.y, book.y - height)
            y = book.y - PAD
            for line in lines:
                y -= LEADING + line.lead
                book._put(self.xs[first + i] + PAD, y + 3, line.text, FONT, SIZE)
        if row.sub:
            self._box(self.xs[1], self.xs[2], book.y, book.y - height)
            for k, text in enumerate(sub):
                book._put(self.xs[1] + PAD, book.y - PAD - (k + 0.8) * LEADING, text, BOLD, 8)
        book.y -= height

    def _label(self, group: str, top: float, last: bool) -> None:
        wide = self.xs[1] if any(row.sub for row in self.rows if row.group == group) else self.xs[len(self.labels)]
        self._box(LEFT, wide, top, self.book.y)
        if group not in self.printed and (last or not self.late):
            self.printed.add(group)
            for k, text in enumerate(simpleSplit(group, BOLD, 8, wide - LEFT - 2 * PAD)):
                self.book._put(LEFT + PAD, top - PAD - (k + 0.8) * LEADING, text, BOLD, 8)
