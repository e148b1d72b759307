"""Draw policy tables of many looks line by line, so that a page may end within any cell, and keep their texts."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flowing import unique_words
from reportlab.lib.colors import Color, HexColor, black, white
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

FONT, BOLD = "Helvetica", "Helvetica-Bold"
SIZE, LEADING, PAD, LABEL = 9.0, 12.0, 4.0, 8.0
GROUPS = ("GOALS", "FOCUS", "MONEY", "HISTORY", "RESULTS")
SUBS = ("Overall", "Annual", "Source of funding")
DARK, PALE = HexColor("#20407a"), HexColor("#e6eef8")


@dataclass(frozen=True)
class Look:
    """The look of a table: `rules` is "grid", "bars" (thin rectangles), "rows" (horizontal rules only) or "none"."""

    rules: str = "grid"
    columns: int = 2
    levels: int = 2
    filled: bool = True
    repeated: bool = True
    subs: bool = False
    pale: bool = False
    wide: bool = False
    above: int = 0


@dataclass
class Sheet:
    """A page with prose and a table. `cells` has the words of each cell by row and column label."""

    path: Path
    look: Look
    seed: int
    cells: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open the first page."""
        self.random, self.words = random.Random(self.seed), unique_words()  # noqa: S311
        self.width, self.height = landscape(A4) if self.look.wide else A4
        self.canvas = Canvas(str(self.path), pagesize=(self.width, self.height), invariant=1)
        labels = [75.0, 60.0] if self.look.subs else [75.0]
        each = (self.width - 110 - sum(labels)) / self.look.columns
        self.xs = [55.0]
        for step in [*labels, *[each] * self.look.columns]:
            self.xs.append(self.xs[-1] + step)
        self.first = len(labels)
        self._begin_page()

    def draw(self) -> "Sheet":
        """Draw prose, table and prose, and write the file."""
        for number in range(self.look.above + 1):
            self._text(55, self.y - 12 * number, self.sentence(12), FONT, 10)
        self.y -= 12 * (self.look.above + 1) + 10
        self.head = [[self.sentence(2, "") for _ in range(self.look.columns)] for _ in range(self.look.levels)]
        self._header()
        for group in GROUPS[: self.random.randint(3, 5)]:
            self._group(group, SUBS[: self.random.randint(2, 3)] if self.look.subs else ("",))
        self._text(55, self.y - 20, "Source: observatory.", FONT, 8)
        self.canvas.save()
        return self

    def sentence(self, length: int, end: str = ".") -> str:
        """Yield words that occur nowhere else in the file."""
        return " ".join(next(self.words) for _ in range(length)).capitalize() + end

    def _text(self, x: float, y: float, text: str, font: str, size: float, color: Color = black) -> None:
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(color)
        self.canvas.drawString(x, y, text)

    def _begin_page(self) -> None:
        self._text(55, self.height - 40, "Observatory of invented things", FONT, 8)
        self._text(self.width - 90, 35, f"{self.canvas.getPageNumber()} / 9", FONT, 8)
        self.y = self.height - 75

    def _turn(self) -> None:
        if self.look.rules == "rows":
            self._rule(self.xs[0], self.y, self.xs[-1], self.y)
        self.canvas.showPage()
        self._begin_page()
        if self.look.repeated:
            self._header()
        elif self.look.rules == "rows":
            self._rule(self.xs[0], self.y, self.xs[-1], self.y)

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if self.look.rules == "bars":
            self.canvas.setFillColor(black)
            self.canvas.rect(x0 - 0.25, min(y0, y1) - 0.25, x1 - x0 + 0.5, abs(y1 - y0) + 0.5, stroke=0, fill=1)
        else:
            self.canvas.line(x0, y0, x1, y1)

    def _box(self, left: float, right: float, top: float, bottom: float, fill: Color | None = None) -> None:
        if fill is not None:
            self.canvas.setFillColor(fill)
            self.canvas.rect(left, bottom, right - left, top - bottom, stroke=0, fill=1)
        sides = ((left, top, right, top), (left, bottom, right, bottom), (left, bottom, left, top))
        for side in (*sides, (right, bottom, right, top)) if self.look.rules in ("grid", "bars") else ():
            self._rule(*side)

    def _header(self) -> None:
        edges = [self.xs[0], *self.xs[self.first :]]
        fill, color = (DARK, white) if self.look.filled else (None, black)
        if self.look.rules == "rows":
            self._rule(self.xs[0], self.y, self.xs[-1], self.y)
        for label, texts in zip(("Policy type:", "Policy name:", "Level:"), self.head, strict=False):
            cells = [simpleSplit(t, BOLD, SIZE, 400) for t in (label, *texts)]
            bottom = self.y - LEADING - 2 * PAD
            for left, right, lines in zip(edges, edges[1:], cells, strict=False):
                self._box(left, right, self.y, bottom, fill)
                self._text(left + PAD, self.y - PAD - 9, lines[0], BOLD, SIZE, color)
            self.y = bottom
            if self.look.rules == "rows":
                self._rule(self.xs[0], self.y, self.xs[-1], self.y)

    def _group(self, group: str, subs: Sequence[str]) -> None:
        queue = [(sub, self._cells(group, sub), True) for sub in subs]
        named = False
        while queue:
            if self.y - 70 < 5 * LEADING:
                self._turn()
            top = self.y
            while queue and self.y - 70 >= 4 * LEADING:
                sub, columns, new = queue.pop(0)
                room = int((self.y - 70 - 2 * PAD) / LEADING)
                self._row(sub if new else "", [lines[:room] for lines in columns], bool(queue))
                rest = [lines[room:] for lines in columns]
                if any(rest):
                    queue.insert(0, (sub, rest, False))
            self._box(self.xs[0], self.xs[1], top, self.y, PALE if self.look.pale else None)
            self._text(self.xs[0] + PAD, top - PAD - 9, "" if named else group, BOLD, LABEL)
            named = True

    def _row(self, sub: str, columns: Sequence[Sequence[str]], more: bool) -> None:
        lines = simpleSplit(sub, BOLD, LABEL, 52)
        bottom = self.y - max(2, len(lines), *map(len, columns)) * LEADING - 2 * PAD
        texts = [lines, *columns] if self.look.subs else columns
        for number, part in enumerate(texts, self.first - self.look.subs):
            label = number < self.first
            self._box(self.xs[number], self.xs[number + 1], self.y, bottom, PALE if label and self.look.pale else None)
            for line, text in enumerate(part):
                font, size = (BOLD, LABEL) if label else (FONT, SIZE)
                self._text(self.xs[number] + PAD, self.y - PAD - 9 - line * LEADING, text, font, size)
        self.y = bottom
        if self.look.rules == "rows":
            self._rule(self.xs[1] if self.look.subs and more else self.xs[0], self.y, self.xs[-1], self.y)

    def _cells(self, group: str, sub: str) -> list[list[str]]:
        columns = []
        for number in range(self.look.columns):
            label, *names = [texts[number] for texts in self.head]
            column = " ".join([label, *(f"({name})" for name in names)])
            text = self.sentence(self.random.choice([2, 5, 30, 90]))
            self.cells[f"{group} / {sub}" if sub else group, column] = text.split()
            columns.append(simpleSplit(text, FONT, SIZE, self.xs[-1] - self.xs[-2] - 2 * PAD))
        return columns
