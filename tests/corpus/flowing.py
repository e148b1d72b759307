"""Documents for the property tests: paragraphs, lists and tables that ReportLab lays out and breaks over pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, ListFlowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=12, spaceAfter=7)
CELL = ParagraphStyle("cell", parent=BODY, spaceAfter=0)
LABEL = ParagraphStyle("label", parent=CELL, fontName="Helvetica-Bold")
HEADING = ParagraphStyle("heading", parent=LABEL, fontSize=16, leading=20, spaceBefore=8, spaceAfter=8)
LINES = {
    "grid": [("GRID", (0, 0), (-1, -1), 0.5, colors.grey)],
    "rows": [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey), ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black)],
    "none": [],
    "stripes": [("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.white, colors.whitesmoke])],
}
"""Rules of a table, by name."""


@dataclass(frozen=True)
class Part:
    """A part of a document: its kind and how many words its paragraphs, items or cells have."""

    kind: str
    lengths: tuple[int, ...] | tuple[tuple[int, ...], ...]


@dataclass
class Written:
    """A document: its file, its words in order, and the text of each table cell by row and column label."""

    path: Path
    words: list[str]
    cells: dict[tuple[str, str], str]


def short_parts() -> st.SearchStrategy[Part]:
    """Generate paragraphs and lists."""
    lengths = st.lists(st.integers(1, 90), min_size=1, max_size=5).map(tuple)
    return st.sampled_from(["paragraphs", "list"]).flatmap(lambda kind: lengths.map(lambda some: Part(kind, some)))


def tables(kinds: Sequence[str], longest: int) -> st.SearchStrategy[Part]:
    """Generate tables with one to three value columns."""
    rows = st.integers(1, 3).flatmap(
        lambda wide: st.lists(
            st.lists(st.integers(1, longest), min_size=wide, max_size=wide).map(tuple), min_size=2, max_size=9
        ).map(tuple)
    )
    return st.sampled_from(list(kinds)).flatmap(lambda kind: rows.map(lambda some: Part(kind, some)))


def unique_words() -> Iterator[str]:
    """Yield words that occur nowhere else in the document."""
    return ("".join(letters) for letters in product(*["bdfgklmnprst", "aeiou"] * 2, "bdfgklmnprst"))


class Writer:
    """A writer of parts, one after the other, that remembers what it wrote."""

    def __init__(self) -> None:
        self._next = unique_words()
        self._words: list[str] = []
        self._tables = 0
        self._cells: dict[tuple[str, str], str] = {}

    def write(self, parts: Sequence[Part], path: Path, wide: bool = False) -> Written:
        """Lay the parts out on pages, upright or in landscape."""
        story: list[Flowable] = [Paragraph(self._text(3, "."), HEADING)]
        for part in parts:
            story += self._flowables(part)
        SimpleDocTemplate(str(path), pagesize=landscape(A4) if wide else A4, invariant=1).build(story)
        return Written(path, self._words, self._cells)

    def _text(self, length: int, end: str) -> str:
        words = [next(self._next) for _ in range(length)]
        text = " ".join([words[0].capitalize(), *words[1:]]) + end
        self._words += text.rstrip(".").split()[:-1] + [text.split()[-1]]
        return text

    def _flowables(self, part: Part) -> list[Flowable]:
        if part.kind == "paragraphs":
            return [Paragraph(self._text(int(length), "."), BODY) for length in part.lengths]
        if part.kind == "list":
            lead = Paragraph(self._text(4, ":"), BODY)
            items = [Paragraph(self._text(int(length), ";"), CELL) for length in part.lengths]
            return [lead, ListFlowable(items, bulletType="bullet", start="•", leftIndent=14), Spacer(1, 8)]
        self._tables += 1
        return [Paragraph(f"Table {self._tables}: {self._text(4, '')}", BODY), self._table(part), Spacer(1, 14)]

    def _table(self, part: Part) -> Table:
        rows = [row for row in part.lengths if isinstance(row, tuple)]
        head = [self._text(1, ":"), *(self._text(2, "") for _ in rows[0])]
        data = [[Paragraph(text, LABEL) for text in head]]
        for row in rows:
            label = self._text(1, "")
            cells = [self._text(length, ".") for length in row]
            self._cells |= {(label, column): cell for column, cell in zip(head[1:], cells, strict=True)}
            data.append([Paragraph(label, LABEL), *(Paragraph(cell, CELL) for cell in cells)])
        table = Table(data, [90.0, *([330.0 / len(rows[0])] * len(rows[0]))], repeatRows=1, hAlign="LEFT")
        table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *LINES[part.kind]]))
        return table
