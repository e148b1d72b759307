"""Model a page while it is read: rules, fills, grids, cells, tables and lines."""

from dataclasses import dataclass, field
from math import cos, radians, sin

from corpus.layout import Place, TableShape
from corpus.pdf.drawing import Color
from corpus.pdf.sideways import QuarterTurn
from corpus.pdf.words import Line


@dataclass(frozen=True, slots=True)
class Deskew:
    """The rotation that straightened a page's image: degrees to the left about the page's centre."""

    degrees: float
    x: float
    y: float

    def back(self, place: Place) -> Place:
        """Return the place on the page that corresponds to one on the straightened image."""
        page, x0, top, x1, bottom = place
        dx, dy = (x0 + x1) / 2 - self.x, (top + bottom) / 2 - self.y
        angle = radians(self.degrees)
        x, y = self.x + dx * cos(angle) - dy * sin(angle), self.y + dx * sin(angle) + dy * cos(angle)
        wide, high = (x1 - x0) / 2, (bottom - top) / 2
        return page, x - wide, y - high, x + wide, y + high


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: its fixed coordinate and its two ends."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Fill:
    """A coloured rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float
    color: Color


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell by row and column numbers (ends exclusive) and its rectangle."""

    row: int
    row_end: int
    col: int
    col_end: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the positions of its rules and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell with its lines."""

    place: GridCell
    lines: tuple[Line, ...]
    fill: Color


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table on a page. It has no font size of its own; `shape` is None unless its header is known."""

    grid: Grid
    cells: tuple[RawCell, ...]
    size: float = 0.0
    shape: TableShape | None = None

    @property
    def x0(self) -> float:
        """Return its left border."""
        return self.grid.xs[0]

    @property
    def x1(self) -> float:
        """Return its right border."""
        return max(cell.place.x1 for cell in self.cells)

    @property
    def top(self) -> float:
        """Return its upper rule."""
        return self.grid.ys[0]

    @property
    def bottom(self) -> float:
        """Return its lower rule."""
        return self.grid.ys[-1]


@dataclass(slots=True)
class RawPage:
    """A page: its size, tables, the lines outside them, and its horizontal rules and coloured areas.

    `turn` is the rotation that straightened a scanned page, or made a page upright that is set sideways.
    """

    number: int
    width: float
    height: float
    tables: list[RawTable] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    images: int = 0
    turn: Deskew | QuarterTurn | None = None

    @property
    def is_silent(self) -> bool:
        """Return True if no text was found on the page."""
        return not self.lines and not self.tables
