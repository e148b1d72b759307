"""Find ruled tables: from lines and rectangles on a page to cells."""

from collections.abc import Iterable, Sequence

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from corpus.pdf.file.drawing import Color, DrawnShape, is_white
from corpus.pdf.page_model import Fill, Grid, GridCell, Rule

SNAP = 2.0
"""Maximum distance of coordinates of the same rule, in points."""
MAX_RULES = 4_000
"""Maximum number of rules in a table; a page with more is a drawing."""
MAX_CELLS = 5_000
"""Maximum number of cells in a table; a raster with more is a drawing."""
COVER_SHARE = 0.6
"""Minimum share of a cell that a filled rectangle covers to colour it."""


def page_rules(shapes: Iterable[DrawnShape]) -> tuple[list[Rule], list[Rule]]:
    """Return the horizontal and vertical rules of a page: lines, thin rectangles and the outlines of others."""
    across: list[Rule] = []
    down: list[Rule] = []
    for shape in shapes:
        if shape.curved:
            continue
        x0, x1, top, bottom = shape.x0, shape.x1, shape.top, shape.bottom
        if bottom - top <= SNAP and x1 - x0 > SNAP:
            across.append(Rule((top + bottom) / 2, x0, x1))
        elif x1 - x0 <= SNAP and bottom - top > SNAP:
            down.append(Rule((x0 + x1) / 2, top, bottom))
        elif shape.stroke and not shape.slanted:
            across += [Rule(top, x0, x1), Rule(bottom, x0, x1)]
            down += [Rule(x0, top, bottom), Rule(x1, top, bottom)]
    return (across, down) if len(across) + len(down) <= MAX_RULES else ([], [])


def page_fills(shapes: Iterable[DrawnShape]) -> list[Fill]:
    """Return the coloured rectangles of a page in drawing order; white ones hide what is beneath."""
    return [
        Fill(shape.x0, shape.top, shape.x1, shape.bottom, shape.color)
        for shape in shapes
        if shape.fill and not shape.slanted
    ]


def cell_fill(cell: GridCell, fills: Iterable[Fill]) -> Color:
    """Return the colour of a cell: the last rectangle painted over most of it; None for white or no rectangle."""
    color: Color = None
    area = max((cell.x1 - cell.x0) * (cell.bottom - cell.top), 1e-6)
    for fill in fills:
        wide = min(cell.x1, fill.x1) - max(cell.x0, fill.x0)
        high = min(cell.bottom, fill.bottom) - max(cell.top, fill.top)
        if wide > 0 and high > 0 and wide * high >= COVER_SHARE * area:
            color = None if is_white(fill.color) else fill.color
    return color


def find_grids(across: list[Rule], down: list[Rule]) -> list[Grid]:
    """Find the ruled tables of a page, from top to bottom."""
    groups = _connected(_joined(across), _joined(down))
    grids = [grid for group in groups if (grid := _grid(*group)) is not None]
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Return rules with those drawn in pieces joined: one that ends where the next one begins, on the same line."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at, 1), rule.start)):
        last = joined[-1] if joined else None
        if last is not None and round(last.at, 1) == round(rule.at, 1) and rule.start - last.end <= SNAP:
            joined[-1] = Rule(last.at, last.start, max(last.end, rule.end))
        else:
            joined.append(rule)
    return joined


def _connected(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Group rules that touch each other."""
    if not across or not down:
        return []
    flat, tall = (np.array([(rule.at, rule.start, rule.end) for rule in side]) for side in (across, down))
    meets_flat = (flat[:, None, 1] - SNAP <= tall[:, 0]) & (tall[:, 0] <= flat[:, None, 2] + SNAP)
    meets_tall = (tall[:, 1] - SNAP <= flat[:, None, 0]) & (flat[:, None, 0] <= tall[:, 2] + SNAP)
    rows, columns = np.nonzero(meets_flat & meets_tall)
    rules = [*across, *down]
    count = len(rules)
    graph = coo_array((np.ones(len(rows)), (rows, columns + len(across))), shape=(count, count))
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, label in enumerate(connected_components(graph, directed=False)[1]):
        direction = int(number >= len(across))
        groups.setdefault(int(label), ([], []))[direction].append(rules[number])
    return list(groups.values())


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    """Return the table that connected rules make; None if they enclose fewer than two cells."""
    across = [*across, *_open_ends(across, down)]
    down = [*down, *_open_ends(down, across)]
    xs, ys = positions(rule.at for rule in down), positions(rule.at for rule in across)
    if len(xs) < 2 or len(ys) < 2 or not 2 <= (len(xs) - 1) * (len(ys) - 1) <= MAX_CELLS:
        return None
    cells = _cells(xs, ys, across, down)
    return Grid(tuple(xs), tuple(ys), tuple(cells)) if len(cells) > 1 else None


def _open_ends(across: list[Rule], down: list[Rule]) -> list[Rule]:
    """Return the rules missing at a page break or an open side: where those of the other direction end together."""
    if not across or not down:
        return []
    first, last = min(rule.at for rule in down), max(rule.at for rule in down)
    start, end = min(rule.start for rule in down), max(rule.end for rule in down)
    beyond = [start] * (start < min(rule.at for rule in across) - SNAP)
    beyond += [end] * (end > max(rule.at for rule in across) + SNAP)
    reached = ({rule.at for rule in down if min(abs(rule.start - at), abs(rule.end - at)) <= SNAP} for at in beyond)
    return [Rule(at, first, last) for at, rules in zip(beyond, reached, strict=True) if len(rules) > 1]


def positions(values: Iterable[float]) -> list[float]:
    """Return sorted positions, merging those within the snapping distance."""
    positions: list[list[float]] = []
    for value in sorted(values):
        if positions and value - positions[-1][-1] <= SNAP:
            positions[-1].append(value)
        else:
            positions.append([value])
    return [sum(group) / len(group) for group in positions]


def _cells(xs: list[float], ys: list[float], across: list[Rule], down: list[Rule]) -> list[GridCell]:
    """Return the cells of the raster of all rules, merged where no rule separates them."""
    columns, rows = len(xs) - 1, len(ys) - 1
    owner = {(row, col): (row, col) for row in range(rows) for col in range(columns)}
    for row in range(rows):
        for col in range(columns):
            middle_x, middle_y = (xs[col] + xs[col + 1]) / 2, (ys[row] + ys[row + 1]) / 2
            if col and not _ruled(down, xs[col], middle_y):
                _merge(owner, (row, col), (row, col - 1))
            if row and not _ruled(across, ys[row], middle_x):
                _merge(owner, (row, col), (row - 1, col))
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, first in owner.items():
        groups.setdefault(first, []).append(place)
    return [_bounds(part, xs, ys) for places in groups.values() for part in _rectangles(places)]


def _ruled(rules: list[Rule], at: float, across: float) -> bool:
    """Return True if a rule at a position passes a point."""
    return any(abs(rule.at - at) <= SNAP and rule.start - SNAP <= across <= rule.end + SNAP for rule in rules)


def _merge(owner: dict[tuple[int, int], tuple[int, int]], one: tuple[int, int], other: tuple[int, int]) -> None:
    """Merge two raster cells with all cells that belong to them."""
    first, last = sorted((owner[one], owner[other]))
    if first != last:
        for place, current in owner.items():
            if current == last:
                owner[place] = first


def _rectangles(places: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return the rectangles of merged raster cells: all of them, or else the runs of each row that have equal ends."""
    rows, columns = {row for row, _ in places}, {column for _, column in places}
    if len(places) == (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1):
        return [list(places)]
    found: list[list[tuple[int, int]]] = []
    last: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for row in sorted(rows):
        runs: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for start, end in _runs([column for other, column in places if other == row]):
            part = last.get((start, end))
            if part is None or part[-1][0] != row - 1:
                part = []
                found.append(part)
            part += [(row, column) for column in range(start, end)]
            runs[start, end] = part
        last = runs
    return found


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the runs of successive numbers, ends exclusive."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number:
            runs[-1] = (runs[-1][0], number + 1)
        else:
            runs.append((number, number + 1))
    return runs


def _bounds(places: Sequence[tuple[int, int]], xs: list[float], ys: list[float]) -> GridCell:
    """Return the rectangle around merged raster cells."""
    rows, cols = [row for row, _ in places], [col for _, col in places]
    row, row_end, col, col_end = min(rows), max(rows) + 1, min(cols), max(cols) + 1
    return GridCell(row, row_end, col, col_end, xs[col], ys[row], xs[col_end], ys[row_end])
