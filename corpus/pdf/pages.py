"""A PDF page's words, tables and loose lines, before anything is said about what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pdfplumber

from corpus.pdf.drawn import Color, read_drawing
from corpus.pdf.frames import page_grids
from corpus.pdf.grid import Fill, Grid, GridCell, Rule, cell_fill, page_fills, page_rules
from corpus.pdf.skew import Turn
from corpus.pdf.words import Line, PdfWord, group_lines, page_words, split_columns


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell with its lines."""

    place: GridCell
    lines: tuple[Line, ...]
    fill: Color


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table on a page. It has no font size of its own."""

    grid: Grid
    cells: tuple[RawCell, ...]
    size: float = 0.0

    @property
    def x0(self) -> float:
        """Its left border."""
        return self.grid.xs[0]

    @property
    def x1(self) -> float:
        """Its right border."""
        return max(cell.place.x1 for cell in self.cells)

    @property
    def top(self) -> float:
        """Its upper rule."""
        return self.grid.ys[0]

    @property
    def bottom(self) -> float:
        """Its lower rule."""
        return self.grid.ys[-1]


@dataclass(slots=True)
class RawPage:
    """A page: its size, tables, the lines outside them, and its horizontal rules and coloured areas.

    `turn` is how a page that is an image was straightened.
    """

    number: int
    width: float
    height: float
    tables: list[RawTable] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    images: int = 0
    turn: Turn | None = None

    @property
    def is_silent(self) -> bool:
        """Whether no text was found on it."""
        return not self.lines and not self.tables


def read_pages(path: Path, password: str | None) -> list[RawPage]:
    """All pages of a PDF, in order."""
    pages: list[RawPage] = []
    with pdfplumber.open(path, password=password or "") as pdf:
        for number, page in enumerate(pdf.pages, 1):
            pages.append(_read_page(page, number))
            page.close()
    return pages


def _read_page(page: pdfplumber.page.Page, number: int) -> RawPage:
    """One page."""
    drawing = read_drawing(page)
    words, fills = page_words(drawing.glyphs, number), page_fills(drawing.shapes)
    rules, size = page_rules(drawing.shapes), (drawing.width, drawing.height)
    grids = page_grids(rules, fills, words, size)
    return replace(build_page(number, size, words, rules[0], grids, fills), images=drawing.images)


def build_page(
    number: int,
    size: tuple[float, float],
    words: Sequence[PdfWord],
    rules: list[Rule],
    grids: Sequence[Grid],
    fills: list[Fill],
) -> RawPage:
    """A page of its words, horizontal rules, tables and coloured areas; `size` is width and height."""
    tables, rest = _tables(words, grids, fills)
    lines = [part for line in group_lines(rest) for part in split_columns(line)]
    return RawPage(number, *size, tables, lines, rules, fills)


def _tables(
    words: Sequence[PdfWord], grids: Sequence[Grid], fills: Sequence[Fill]
) -> tuple[list[RawTable], list[PdfWord]]:
    """Tables with the words in them, and the words outside. A grid with words in fewer than two cells is no table."""
    tables: list[RawTable] = []
    rest = list(words)
    for grid in grids:
        inside = [(cell, [word for word in rest if _holds(cell, word)]) for cell in grid.cells]
        if sum(1 for _, held in inside if held) < 2:
            continue
        tables.append(RawTable(grid, tuple(_cell(cell, held, fills) for cell, held in inside)))
        taken = {id(word) for _, held in inside for word in held}
        rest = [word for word in rest if id(word) not in taken]
    return tables, rest


def _cell(cell: GridCell, words: Sequence[PdfWord], fills: Sequence[Fill]) -> RawCell:
    """A cell with its words as lines."""
    return RawCell(cell, tuple(group_lines(words)), cell_fill(cell, fills))


def _holds(cell: GridCell, word: PdfWord) -> bool:
    """Whether the middle of a word lies in a cell."""
    return cell.x0 <= (word.x0 + word.x1) / 2 < cell.x1 and cell.top <= (word.top + word.bottom) / 2 < cell.bottom
