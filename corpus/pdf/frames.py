"""Borders that a page implies but does not draw: page-break ends, columns between horizontal rules, coloured cells."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from corpus.pdf.grid import SNAP, Fill, Grid, Rule, find_grids, is_white, positions
from corpus.pdf.openrows import open_rows
from corpus.pdf.words import PdfWord

FEWEST_RULES = 3
"""Horizontal rules of one width that make a table without vertical ones."""
NARROWEST = 0.4
"""They are at least as wide as this share of the page."""
GUTTER = 5.0
"""The narrowest gap between the words of two columns, in points."""
TALLEST = 0.6
"""A row higher than this share of the table's width is not a row but text between two rules."""
OPEN_SHARE = 0.8
"""The share of a table's bands in which a gap between columns must be free of words."""
BETWEEN = 7.0
"""Text between two tables stands further from the rule above it than text in cells does, by this many points."""
SMALLEST, LARGEST = 6.0, 0.5
"""A coloured cell is at least this high, in points, and covers at most this share of the page."""


def page_grids(
    rules: tuple[list[Rule], list[Rule]], fills: Sequence[Fill], words: Sequence[PdfWord], size: tuple[float, float]
) -> list[Grid]:
    """The tables of a page: ruled ones, those ruled in one direction only, and those of coloured cells."""
    across, down = rules
    grids = find_grids(across, down)
    loose = [rule for rule in across if not any(_inside(grid, rule.start, rule.at) for grid in grids)]
    for stack in (part for whole in _stacks(loose, size[0]) for part in _parted(whole, words)):
        columns = _columns(stack, words)
        grids += find_grids(stack, open_rows(columns, across, words))
    cells = [
        fill for fill in fills if _is_cell(fill, size[0] * size[1]) and not any(_meets(grid, fill) for grid in grids)
    ]
    grids += [grid for grid in find_grids(*_outlines(cells)) if len(grid.xs) > 2 < len(grid.ys)]
    return _stacked(sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0])))


def _stacked(grids: Sequence[Grid]) -> list[Grid]:
    """Tables with those made one that stand right on each other with the same columns."""
    whole: list[Grid] = []
    for grid in grids:
        if whole and _stands_on(whole[-1], grid):
            above = whole.pop()
            shift = len(above.ys) - 1
            moved = (replace(cell, row=cell.row + shift, row_end=cell.row_end + shift) for cell in grid.cells)
            grid = Grid(above.xs, (*above.ys, *grid.ys[1:]), (*above.cells, *moved))
        whole.append(grid)
    return whole


def _stands_on(above: Grid, grid: Grid) -> bool:
    """Whether one table begins where another ends, with the same columns."""
    same = len(above.xs) == len(grid.xs) and all(
        abs(one - other) <= 2 * SNAP for one, other in zip(above.xs, grid.xs, strict=True)
    )
    return same and abs(above.ys[-1] - grid.ys[0]) <= 2 * SNAP


def _inside(grid: Grid, x: float, y: float) -> bool:
    """Whether a point lies in a table."""
    return grid.xs[0] - SNAP <= x <= grid.xs[-1] + SNAP and grid.ys[0] - SNAP <= y <= grid.ys[-1] + SNAP


def _meets(grid: Grid, fill: Fill) -> bool:
    """Whether the middle of a rectangle lies in a table."""
    return _inside(grid, (fill.x0 + fill.x1) / 2, (fill.top + fill.bottom) / 2)


def _stacks(across: Sequence[Rule], width: float) -> list[list[Rule]]:
    """Horizontal rules, whole or in segments, one above the other between the same borders.

    A row of rules that begins further right belongs to the stack where it begins at a border of another row's segments:
    a cell that spans rows stands on its left.
    """
    rows = [[rule for rule in across if abs(rule.at - at) <= SNAP] for at in positions(rule.at for rule in across)]
    stacks: list[list[Rule]] = []
    for row in rows:
        left, right = min(rule.start for rule in row), max(rule.end for rule in row)
        if right - left < NARROWEST * width:
            continue
        for stack in stacks:
            same_right = abs(max(rule.end for rule in stack) - right) <= 2 * SNAP
            if same_right and _same_borders(stack, row):
                stack += row
                break
        else:
            stacks.append(list(row))
    return [stack for stack in stacks if len(positions(rule.at for rule in stack)) >= FEWEST_RULES]


def _parted(stack: list[Rule], words: Sequence[PdfWord]) -> list[list[Rule]]:
    """The stacks that a stack consists of: text that stands far below a rule stands between two tables."""
    ys = positions(rule.at for rule in stack)
    left, right = min(rule.start for rule in stack), max(rule.end for rule in stack)
    inside = [word for word in words if left <= word.x0 < right]
    gaps: dict[float, float] = {}
    for top, bottom in zip(ys, ys[1:], strict=False):
        held = [word.top for word in inside if top <= (word.top + word.bottom) / 2 < bottom]
        if held:
            gaps[top] = min(held) - top
    usual = median(gaps.values()) if gaps else 0.0
    bounds = [bottom for top, bottom in zip(ys, ys[1:], strict=False) if gaps.get(top, 0.0) > usual + BETWEEN]
    parts = [[rule for rule in stack if sum(rule.at > b - SNAP for b in bounds) == n] for n in range(len(bounds) + 1)]
    return [part for part in parts if len(positions(rule.at for rule in part)) >= FEWEST_RULES]


def _same_borders(stack: Sequence[Rule], row: Sequence[Rule]) -> bool:
    """Whether the segments of a row begin where segments of a stack do."""
    return all(any(abs(rule.start - other.start) <= 2 * SNAP for other in stack) for rule in row)


def _columns(stack: Sequence[Rule], words: Sequence[PdfWord]) -> list[Rule]:
    """Vertical rules for a stack of horizontal ones: where its segments meet, else where no word stands."""
    ys = positions(rule.at for rule in stack)
    left, right = min(rule.start for rule in stack), max(rule.end for rule in stack)
    edges = [x for x in positions(rule.start for rule in stack) if left + SNAP < x < right - SNAP]
    gaps = [[(x, ys[0], ys[-1])] for x in edges] or _gaps(ys, left, right, words)
    if not gaps:
        return []
    return [Rule(left, ys[0], ys[-1]), Rule(right, ys[0], ys[-1]), *(Rule(*part) for parts in gaps for part in parts)]


def _gaps(
    ys: Sequence[float], left: float, right: float, words: Sequence[PdfWord]
) -> list[list[tuple[float, float, float]]]:
    """For each gap between columns its place in every band that has it: x, top, bottom."""
    bands = []
    for top, bottom in zip(ys, ys[1:], strict=False):
        held = [word for word in words if top <= (word.top + word.bottom) / 2 < bottom and left <= word.x0 < right]
        if held:
            bands.append((top, bottom, held))
    tallest = max((bottom - top for top, bottom, _ in bands), default=0.0)
    if len(bands) < FEWEST_RULES or tallest > TALLEST * (right - left):
        return []
    found = []
    for x in _free(held_all=[word for _, _, held in bands for word in held], bands=[held for _, _, held in bands]):
        parts = [(x, top, bottom) for top, bottom, held in bands if not any(word.x0 < x < word.x1 for word in held)]
        found.append(parts)
    return found


def _free(held_all: Sequence[PdfWord], bands: Sequence[Sequence[PdfWord]]) -> list[float]:
    """Middles of the widest gaps that are free of words in nearly all bands, with words on both sides in most.

    Within a gap the part counts that is free in most bands.
    """
    edges = sorted({word.x0 for word in held_all} | {word.x1 for word in held_all})
    gaps: list[list[tuple[float, float, int]]] = []
    for start, end in zip(edges, edges[1:], strict=False):
        middle = (start + end) / 2
        open_bands = sum(not any(word.x0 < middle < word.x1 for word in band) for band in bands)
        both = sum(min(w.x0 for w in band) < middle < max(w.x1 for w in band) for band in bands)
        if open_bands >= OPEN_SHARE * len(bands) and both >= OPEN_SHARE * len(bands):
            if gaps and gaps[-1][-1][1] == start:
                gaps[-1].append((start, end, open_bands))
            else:
                gaps.append([(start, end, open_bands)])
    return [_best(gap) for gap in gaps if gap[-1][1] - gap[0][0] >= GUTTER]


def _best(gap: Sequence[tuple[float, float, int]]) -> float:
    """The middle of the widest stretch of a gap that is free in as many bands as any part of it."""
    most = max(open_bands for _, _, open_bands in gap)
    stretches: list[tuple[float, float]] = []
    for start, end, open_bands in gap:
        if open_bands == most:
            if stretches and stretches[-1][1] == start:
                stretches[-1] = (stretches[-1][0], end)
            else:
                stretches.append((start, end))
    start, end = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
    return (start + end) / 2


def _is_cell(fill: Fill, area: float) -> bool:
    """Whether a rectangle may be the background of a cell."""
    wide, high = fill.x1 - fill.x0, fill.bottom - fill.top
    return wide > SMALLEST and high > SMALLEST and wide * high <= LARGEST * area and not is_white(fill.color)


def _outlines(fills: Iterable[Fill]) -> tuple[list[Rule], list[Rule]]:
    """The outlines of rectangles as rules."""
    across: list[Rule] = []
    down: list[Rule] = []
    for fill in fills:
        across += [Rule(fill.top, fill.x0, fill.x1), Rule(fill.bottom, fill.x0, fill.x1)]
        down += [Rule(fill.x0, fill.top, fill.bottom), Rule(fill.x1, fill.top, fill.bottom)]
    return across, down
