"""Find the rules and coloured areas in the image of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from corpus.pdf.file.drawing import Color
from corpus.pdf.page_model import Deskew, Fill, Grid, Rule
from corpus.pdf.tables.ruled import MAX_RULES

DPI = 200
"""Resolution at which pages are read, in pixels an inch; letters of 8 points then have 22 pixels."""
POINTS = 72 / DPI
"""Points a pixel."""
EDGE = 10
"""Minimum difference in brightness, of 255, between neighbouring pixels of two areas."""
SHORTEST_ACROSS, SHORTEST_DOWN = 36.0, 20.0
"""Minimum length of rules, in points; shorter edges are strokes of letters."""
INSIDE, OUTSIDE = 4, 5
"""Distance from the middle of a rule to where it surely ends, in pixels, inside a cell and outside a table."""
THICKEST = 3.5
"""Maximum distance of the two edges of one line, in points."""
BRIDGED = 4.0
"""Maximum length of gaps in a line, in points; longer ones end it."""
PAPER = 0.94
"""Minimum brightness of paper."""
SHADES = 16
"""Number of shades distinguished in each colour."""

Rows: TypeAlias = list[tuple[int, list[tuple[int, int]]]]
"""Rows of pixels with their runs: start and end."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The straightened image of a page: its number, its size in points, and its pixels, shape (height, width, 3)."""

    number: int
    width: float
    height: float
    pixels: NDArray[np.uint8]
    degrees: float = 0.0

    @property
    def turn(self) -> Deskew:
        """Return the rotation that straightened it."""
        return Deskew(self.degrees, self.width / 2, self.height / 2)


def scan_rules(scan: Scan) -> tuple[list[Rule], list[Rule]]:
    """Return the horizontal and vertical rules of an image: straight edges of lines and of coloured areas."""
    grey = scan.pixels.mean(axis=2).astype(np.int16)
    across = _straight(np.abs(np.diff(grey, axis=0)) > EDGE, SHORTEST_ACROSS)
    down = _straight(np.abs(np.diff(grey, axis=1)).T > EDGE, SHORTEST_DOWN)
    return (across, down) if len(across) + len(down) <= MAX_RULES else ([], [])


def _straight(edges: NDArray[np.bool_], shortest: float) -> list[Rule]:
    """Return long runs along the second axis; edges may waver by a pixel."""
    steady = edges.copy()
    steady[1:] |= edges[:-1]
    steady[:-1] |= edges[1:]
    least = int(shortest / POINTS)
    if steady.shape[1] <= least:
        return []
    sums = np.cumsum(steady, axis=1, dtype=np.int32)
    long = (sums[:, least:] - sums[:, :-least] == least).any(axis=1)
    rows = [(int(at), _runs(steady[at], least)) for at in np.flatnonzero(long)]
    return [rule for group in _thick(rows) for rule in _united(group)]


def _runs(row: NDArray[np.bool_], least: int) -> list[tuple[int, int]]:
    """Return start and end of the runs of true values that are long enough."""
    bounds = np.flatnonzero(np.diff(np.concatenate(([0], row.view(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(bounds[::2], bounds[1::2], strict=True) if b - a >= least]


def _thick(rows: Rows) -> list[Rows]:
    """Group rows of pixels that may be the two edges of one line."""
    groups: list[Rows] = []
    for row in rows:
        if groups and row[0] - groups[-1][0][0] <= THICKEST / POINTS:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _united(rows: Rows) -> list[Rule]:
    """Return the rules of neighbouring rows of pixels, joining runs that overlap or nearly do."""
    at = (rows[0][0] + rows[-1][0] + 1) / 2 * POINTS
    united: list[list[int]] = []
    for start, end in sorted(run for _, runs in rows for run in runs):
        if united and start - united[-1][1] <= BRIDGED / POINTS:
            united[-1][1] = max(united[-1][1], end)
        else:
            united.append([start, end])
    return [Rule(at, start * POINTS, end * POINTS) for start, end in united]


def clean_image(scan: Scan, grids: Sequence[Grid]) -> NDArray[np.uint8]:
    """Return the brightness of an image, shape (height, width), with tables as dark letters on white without rules.

    Otherwise tesseract loses letters in narrow cells, between rules and on coloured backgrounds.
    """
    grey = scan.pixels.mean(axis=2)
    clean: NDArray[np.float64] = grey.copy()
    for grid in grids:
        clean[_slice(grid.ys[0], grid.ys[-1], -OUTSIDE), _slice(grid.xs[0], grid.xs[-1], -OUTSIDE)] = 255
        for cell in grid.cells:
            inside = _slice(cell.top, cell.bottom, INSIDE), _slice(cell.x0, cell.x1, INSIDE)
            if grey[inside].size:
                clean[inside] = _on_white(grey[inside])
    whole: NDArray[np.uint8] = clean.astype(np.uint8)
    return whole


def _slice(start: float, end: float, inset: int) -> slice:
    """Return the pixels between two places in points, without `inset` pixels at both ends."""
    return slice(max(round(start / POINTS) + inset, 0), max(round(end / POINTS) - inset, 0))


def _on_white(grey: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return letters on an even background as dark letters on white."""
    shades = np.bincount((grey.ravel() // SHADES).astype(np.int64))
    ground = (shades.argmax() + 0.5) * SHADES
    if ground >= 128:
        return np.clip(grey * 255 / ground, 0, 255)
    return np.clip(255 - (grey - ground) * 255 / (255 - ground), 0, 255)


def scan_fills(scan: Scan, grids: Sequence[Grid]) -> list[Fill]:
    """Return the colours of the cells of tables, each that of most of its pixels."""
    cells = (cell for grid in grids for cell in grid.cells)
    return [
        Fill(cell.x0, cell.top, cell.x1, cell.bottom, _color(scan, (cell.x0, cell.top, cell.x1, cell.bottom)))
        for cell in cells
    ]


def _color(scan: Scan, box: tuple[float, float, float, float]) -> Color:
    """Return the most frequent colour inside a rectangle, in shades; None for paper."""
    left, top, right, bottom = box
    inside = scan.pixels[_slice(top, bottom, INSIDE), _slice(left, right, INSIDE)].reshape(-1, 3)
    if not len(inside):
        return None
    colors, counts = np.unique(inside // SHADES, axis=0, return_counts=True)
    commonest = (colors[counts.argmax()] + 0.5) * SHADES / 256
    if commonest.min() > PAPER:
        return None
    return tuple(round(float(part), 2) for part in commonest)
