"""Model a page while it is read: rules, fills, grids, cells, tables and lines."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import cos, radians, sin
from typing import TypeVar

from corpus.layout import Place, TableShape
from corpus.pdf.file.drawing import Color
from corpus.pdf.sideways import QuarterTurn
from corpus.pdf.words import Line

Result = TypeVar("Result")


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


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a page, in points."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Return True if a point is in the zone."""
        return self.x0 <= x < self.x1 and self.top <= y < self.bottom


@dataclass(slots=True)
class RawPage:
    """A page: its size, tables, the lines outside them, and its horizontal rules and coloured areas.

    `zones` are the parts that may have tables of their own, in reading order; `turn` is the rotation that made a
    scanned page straight, or a page upright that is set sideways. `jumbled`: a table is kept as lines of text.
    """

    number: int
    width: float
    height: float
    tables: list[RawTable] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)
    jumbled: bool = False
    images: int = 0
    turn: Deskew | QuarterTurn | None = None

    @property
    def is_silent(self) -> bool:
        """Return True if no text was found on the page."""
        return not self.lines and not self.tables


class PageFaults:
    """Steps that failed, with a warning for each page."""

    def __init__(self) -> None:
        self._warnings: dict[int, str] = {}

    def attempt(self, number: int, step: Callable[[], Result], plain: Callable[[], Result]) -> Result:
        """Return the result of a step, or, if it fails, the plain one in its place.

        Args:
            number: The page, from 1, that the warning names.
            step: Reads the page's layout.
            plain: Keeps the page's text without layout.
        """
        try:
            return step()
        except MemoryError:
            raise
        except Exception as error:  # any fault of a parser, on any file: the other pages are sound
            reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            self._warnings.setdefault(number, f"page {number}: only its plain text was read ({reason:.200})")
            return plain()

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return the warnings in page order."""
        return tuple(text for _, text in sorted(self._warnings.items()))
