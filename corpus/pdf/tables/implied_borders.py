"""Find borders that a page implies but does not draw: at page breaks, between horizontal rules, at coloured cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TypeAlias

import numpy as np

from corpus.pdf.file.drawing import is_white
from corpus.pdf.page_model import Fill, Grid, GridCell, Rule
from corpus.pdf.tables.label_rows import label_rules
from corpus.pdf.tables.page_break_rows import continues_below, open_rows
from corpus.pdf.tables.ruled import SNAP, cell_fill, find_grids, positions
from corpus.pdf.tables.spanning_headers import is_double, with_spans
from corpus.pdf.words import PdfWord

Borders: TypeAlias = tuple[float, ...]
"""Where the columns of a table begin, and where the last one ends; empty if there is no table."""
Band: TypeAlias = tuple[float, float, list[PdfWord]]
"""Top, bottom and words between two rules."""

FEWEST_RULES = 3
"""Minimum number of equally wide horizontal rules in a table without vertical ones; two if a table continues."""
NARROWEST = 0.4
"""Minimum width of these rules, as a share of the page's."""
GUTTER = 5.0
"""Minimum gap between the words of two columns, in points."""
TALLEST = 0.6
"""Maximum height of a row without a label, as a share of the table's width; beyond it is text between two rules."""
LABEL_WORDS = 20
"""Maximum number of words in a label."""
RAGGED = 0.5
"""Minimum number of left ends, as a share of the rows of rules, for these not to be a table's."""
WIDEST_PART = 0.5
"""Minimum width of a rule that leaves out a cell on the left, as a share of the table's."""
OPEN_SHARE = 0.8
"""Minimum share of a table's bands in which a gap between columns must be free of words."""
SIDES_SHARE = 0.4
"""Minimum share of a table's bands that must have words on both sides of a gap between columns."""
BLANK = 0.5
"""Gaps between words narrower than this, in font sizes, are blanks, not borders."""
APART = 16.0
"""Borders closer than this, in points, without a word between them, are the same."""
BETWEEN = 7.0
"""Minimum additional distance, in points, of text between two tables from the rule above it, compared with cells."""
FEWEST_HEADERS, HEADED = 5, 0.6
"""Minimum number of borders that a header in a frame of its own shares with the table below it, and of its share."""
SMALLEST, LARGEST = 6.0, 0.5
"""Minimum height of a coloured cell, in points, and its maximum share of the page."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """The drawing of a page: horizontal and vertical rules, coloured areas, words, and its width and height."""

    rules: tuple[list[Rule], list[Rule]]
    fills: Sequence[Fill]
    words: Sequence[PdfWord]
    size: tuple[float, float]


def page_grids(canvas: Canvas, above: Borders = (), below: Borders = ()) -> list[Grid]:
    """Find the tables of a page: ruled ones, those ruled in one direction only, and those of coloured cells.

    Args:
        canvas: The drawing of the page.
        above: The column borders of the last table on the page before, which may continue here.
        below: The column borders of the first table on the next page.
    """
    across, down = canvas.rules
    grids = find_grids(across, down)
    loose = [rule for rule in across if not any(_inside(grid, rule.start, rule.at) for grid in grids)]
    for stack in _stacks(loose, canvas, (above, below), [grid.ys for grid in grids]):
        stack = [*stack, *label_rules(stack, canvas.words)]
        down = open_rows(_columns(stack, canvas, (above, below)), across, canvas.words)
        stack += label_rules([*stack, *_ends_of(down)], canvas.words)
        grids += [with_spans(grid, canvas.words) for grid in find_grids(stack, down)]
    cells = [
        fill
        for fill in canvas.fills
        if _is_cell(fill, canvas.size[0] * canvas.size[1]) and not any(_meets(grid, fill) for grid in grids)
    ]
    grids += [grid for grid in find_grids(*_outlines(cells)) if _is_filled(grid, cells, canvas.words)]
    return _stacked(sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0])))


def _ends_of(down: Sequence[Rule]) -> list[Rule]:
    """Return horizontal rules at the upper and lower ends of vertical ones."""
    if not down:
        return []
    left, right = min(rule.at for rule in down), max(rule.at for rule in down)
    return [Rule(at, left, right) for at in (min(rule.start for rule in down), max(rule.end for rule in down))]


def is_open(canvas: Canvas) -> bool:
    """Return True if a page has wide rules that no vertical ones cross, so that borders on other pages may help."""
    across, down = canvas.rules
    wide = [rule for rule in across if rule.end - rule.start >= NARROWEST * canvas.size[0]]
    return any(not any(rule.start <= tall.at <= rule.end for tall in down) for rule in wide)


def _is_filled(grid: Grid, fills: Sequence[Fill], words: Sequence[PdfWord]) -> bool:
    """Return True if coloured cells make a table of rows and columns, without text between or continued below them."""
    if len(grid.xs) < 3 or len(grid.ys) < 3 or continues_below(grid.xs, grid.ys[-1], words):
        return False
    blank = [cell for cell in grid.cells if cell.col_end - cell.col > 1 and cell_fill(cell, fills) is None]
    return not any(
        cell.x0 <= word.x0 < cell.x1 and cell.top <= (word.top + word.bottom) / 2 < cell.bottom
        for cell in blank
        for word in words
    )


def _stacked(grids: Sequence[Grid]) -> list[Grid]:
    """Join tables that touch each other vertically: with the same columns, or a header to the columns below it."""
    whole: list[Grid] = []
    for grid in grids:
        above = _over_columns(whole[-1], grid) if whole else None
        if above is not None:
            whole.pop()
            shift = len(above.ys) - 1
            moved = (replace(cell, row=cell.row + shift, row_end=cell.row_end + shift) for cell in grid.cells)
            grid = Grid(above.xs, (*above.ys, *grid.ys[1:]), (*above.cells, *moved))
        whole.append(grid)
    return whole


def _over_columns(above: Grid, grid: Grid) -> Grid | None:
    """Return a table by the columns of the one that begins where it ends; None if it does not have most of them.

    On either side a column may be without a header: it gets an empty cell.
    """
    if abs(above.ys[-1] - grid.ys[0]) > 2 * SNAP:
        return None
    if same_borders(above.xs, grid.xs):
        return above
    nearest = [int(n) for n in np.abs(np.subtract.outer(above.xs, grid.xs)).argmin(axis=1)]
    apart = max(abs(grid.xs[n] - x) for n, x in zip(nearest, above.xs, strict=True))
    if apart > 2 * SNAP or len(set(nearest)) < max(FEWEST_HEADERS, HEADED * len(grid.xs)):
        return None
    rows, last = len(above.ys) - 1, len(grid.xs) - 1
    placed = [replace(cell, col=nearest[cell.col], col_end=nearest[cell.col_end]) for cell in above.cells]
    sides = [pair for pair in ((0, nearest[0]), (nearest[-1], last)) if pair[0] < pair[1]]
    blank = [GridCell(0, rows, *pair, grid.xs[pair[0]], above.ys[0], grid.xs[pair[1]], above.ys[-1]) for pair in sides]
    cells = sorted([*placed, *blank], key=lambda cell: (cell.row, cell.col))
    return Grid(grid.xs, above.ys, tuple(cells))


def same_borders(one: Borders, other: Borders) -> bool:
    """Return True if two tables have the same columns."""
    return len(one) == len(other) and all(abs(x - y) <= 2 * SNAP for x, y in zip(one, other, strict=True))


def _inside(grid: Grid, x: float, y: float) -> bool:
    """Return True if a point lies in a table."""
    return grid.xs[0] - SNAP <= x <= grid.xs[-1] + SNAP and grid.ys[0] - SNAP <= y <= grid.ys[-1] + SNAP


def _meets(grid: Grid, fill: Fill) -> bool:
    """Return True if the centre of a rectangle lies in a table."""
    return _inside(grid, (fill.x0 + fill.x1) / 2, (fill.top + fill.bottom) / 2)


def _stacks(
    across: Sequence[Rule], canvas: Canvas, known: tuple[Borders, Borders], ruled: Sequence[Borders]
) -> list[list[Rule]]:
    """Group horizontal rules, whole or in segments, that lie between the same left and right borders, by table.

    A row of rules may begin further right: a cell that spans rows is on its left. `ruled` has the rows of tables whose
    columns are ruled, which are in no other.
    """
    rows = [[rule for rule in across if abs(rule.at - at) <= SNAP] for at in positions(rule.at for rule in across)]
    stacks: list[list[Rule]] = []
    for row in rows:
        left, right = min(rule.start for rule in row), max(rule.end for rule in row)
        if right - left < NARROWEST * canvas.size[0]:
            continue
        for stack in stacks:
            same_right = abs(max(rule.end for rule in stack) - right) <= 2 * SNAP
            if same_right and _same_borders(stack, row):
                stack += row
                break
        else:
            stacks.append(list(row))
    return [
        part for stack in stacks if not _is_ragged(stack) for part in _split_stack(stack, canvas.words, known, ruled)
    ]


def _is_ragged(stack: Sequence[Rule]) -> bool:
    """Return True if most rows of rules begin at places of their own, as lines that lead to page numbers do."""
    lefts = [
        min(rule.start for rule in stack if abs(rule.at - at) <= SNAP) for at in positions(rule.at for rule in stack)
    ]
    return len(positions(lefts)) > max(2.0, RAGGED * len(lefts))


def _split_stack(
    stack: list[Rule], words: Sequence[PdfWord], known: tuple[Borders, Borders], ruled: Sequence[Borders]
) -> list[list[Rule]]:
    """Split a stack of rules where text far below a rule separates two tables, and at tables between two rules."""
    ys = positions(rule.at for rule in stack)
    left, right = _ends(stack)
    inside = [word for word in words if left <= word.x0 < right]
    gaps: dict[float, float] = {}
    for top, bottom in zip(ys, ys[1:], strict=False):
        content = [word.top for word in inside if top <= (word.top + word.bottom) / 2 < bottom]
        if content:
            gaps[top] = min(content) - top
    usual = median(gaps.values()) if gaps else 0.0
    bounds = [
        bottom
        for top, bottom in zip(ys, ys[1:], strict=False)
        if gaps.get(top, 0.0) > usual + BETWEEN or any(top < rows[0] and rows[-1] < bottom for rows in ruled)
    ]
    parts = [[rule for rule in stack if sum(rule.at > b - SNAP for b in bounds) == n] for n in range(len(bounds) + 1)]
    fewest = 2 if _known(known, left, right) else FEWEST_RULES
    return [part for part in parts if len(positions(rule.at for rule in part)) >= fewest]


def _ends(stack: Sequence[Rule]) -> tuple[float, float]:
    """Return the left and right end of a stack of rules."""
    return min(rule.start for rule in stack), max(rule.end for rule in stack)


def _known(known: tuple[Borders, Borders], left: float, right: float) -> list[float]:
    """Return the inner column borders of tables on other pages that begin and end where rules on this page do.

    Those of the page before come first.
    """
    same = [xs for xs in known if xs and abs(xs[0] - left) <= 2 * SNAP and abs(xs[-1] - right) <= 2 * SNAP]
    return [x for xs in same for x in xs[1:-1]]


def _same_borders(stack: Sequence[Rule], row: Sequence[Rule]) -> bool:
    """Return True if the rules of a row begin where those of a stack do, or leave out only a cell on the left."""
    left, right = _ends(stack)
    if all(any(abs(rule.start - other.start) <= 2 * SNAP for other in stack) for rule in row):
        return True
    start, end = _ends(row)
    return len(positions(rule.start for rule in row)) == 1 and end - start >= WIDEST_PART * (right - left)


def _columns(stack: Sequence[Rule], canvas: Canvas, known: tuple[Borders, Borders]) -> list[Rule]:
    """Return vertical rules for a stack of horizontal ones, in the bands where no text crosses them.

    They are where its segments meet, where coloured cells meet, where a table on a neighbouring page has them, or where
    there are no words.
    """
    ys = positions(rule.at for rule in stack)
    left, right = _ends(stack)
    bands = _bands(ys, left, right, canvas.words)
    body = _without_groups(bands, right)
    fills = [fill for fill in canvas.fills if fill.top >= ys[0] - SNAP and fill.bottom <= ys[-1] + SNAP]
    drawn = [x for fill in fills if not is_white(fill.color) for x in (fill.x0, fill.x1)]
    edges = [x for x in positions([*(rule.start for rule in stack), *drawn]) if left + SNAP < x < right - SNAP]
    shared = _known(known, left, right)
    gaps = _thinned(_gaps(body, right - left), body)
    for start, end in gaps:
        x = next((x for x in shared if start <= x <= end), (start + end) / 2)
        edges += [x] if not any(_same_gap(x, edge, bands) for edge in edges) else []
    for x in shared:
        free = not any(_crossed(x, content) for _, _, content in bands)
        edges += [x] if free and not any(_same_gap(x, edge, bands) for edge in edges) else []
    open_parts = [(x, top, bottom) for x in edges for top, bottom, content in bands if not _crossed(x, content)]
    if not open_parts:
        return []
    sides = [Rule(left, ys[0], ys[-1]), Rule(right, ys[0], ys[-1])]
    return sides + [Rule(*part) for part in open_parts]


def _without_groups(bands: Sequence[Band], right: float) -> Sequence[Band]:
    """Return bands without the upper level of a header, whose texts may cross the borders of columns."""
    if len(bands) > 2 and is_double(bands[0][2], bands[1][2], [word for band in bands[2:] for word in band[2]], right):
        return bands[1:]
    return bands


def _between(one: float, other: float, bands: Sequence[Band]) -> int:
    """Return in how many bands there are words between two borders."""
    first, last = min(one, other), max(one, other)
    return sum(any(first < (word.x0 + word.x1) / 2 < last for word in content) for _, _, content in bands)


def _same_gap(one: float, other: float, bands: Sequence[Band]) -> bool:
    """Return True if two borders close to each other have no word between them."""
    return abs(one - other) <= GUTTER or (abs(one - other) <= APART and not _between(one, other, bands))


def _thinned(gaps: Sequence[tuple[float, float]], bands: Sequence[Band]) -> list[tuple[float, float]]:
    """Remove gaps that separate the words of hardly any band: the ends of a column's longest lines."""
    kept: list[tuple[float, float]] = []
    for gap in gaps:
        if kept and _between(kept[-1][1], gap[0], bands) < min(2, len(bands) - 1):
            contents = [content for _, _, content in bands]
            if _open(contents, *kept[-1]) > _open(contents, *gap):
                continue
            kept.pop()
        kept.append(gap)
    return kept


def _bands(ys: Sequence[float], left: float, right: float, words: Sequence[PdfWord]) -> list[Band]:
    """Return the bands between rules that have words: top, bottom, words."""
    bands = []
    for top, bottom in zip(ys, ys[1:], strict=False):
        content = [word for word in words if top <= (word.top + word.bottom) / 2 < bottom and left <= word.x0 < right]
        if content:
            bands.append((top, bottom, content))
    return bands


def _crossed(x: float, words: Sequence[PdfWord]) -> bool:
    """Return True if a word crosses a column border, or only a blank separates two words on either side of it."""
    if any(word.x0 + 1 < x < word.x1 - 1 for word in words):
        return True
    near = [word for word in words if word.x1 <= x + 1 and word.x1 > x - word.size]
    return any(
        0 <= other.x0 - word.x1 < BLANK * word.size and abs(other.bottom - word.bottom) < 1
        for word in near
        for other in words
        if other.x0 >= x - 1
    )


def _gaps(bands: Sequence[Band], width: float) -> list[tuple[float, float]]:
    """Return the gaps between columns that hardly any word crosses; none if rows are too high to be table rows."""
    gaps = _free([content for _, _, content in bands])
    if not gaps or len(bands) < FEWEST_RULES - 1:
        return []
    tall = [content for top, bottom, content in bands if bottom - top > TALLEST * width]
    if any(sum(word.x0 < gaps[0][0] + 1 for word in content) > LABEL_WORDS for content in tall):
        return []
    return gaps if len(bands) >= FEWEST_RULES or tall != [content for _, _, content in bands] else []


def _free(bands: Sequence[Sequence[PdfWord]]) -> list[tuple[float, float]]:
    """Return the widest gaps that are free of words in nearly all bands and have words on both sides in many."""
    lefts, rights = sorted({word.x0 for band in bands for word in band}), sorted({w.x1 for band in bands for w in band})
    found: list[tuple[float, float]] = []
    for start in rights:
        ends = [left for left in lefts if left >= start + GUTTER]
        end = next((left for left in reversed(ends) if _open(bands, start, left) >= OPEN_SHARE * len(bands)), None)
        if end is None:
            continue
        both = sum(min(w.x0 for w in band) < start < end < max(w.x1 for w in band) for band in bands)
        if both >= max(2, SIDES_SHARE * len(bands)):
            found.append((start, end))
    return [_best(bands, group) for group in _overlapping(found)]


def _open(bands: Sequence[Sequence[PdfWord]], start: float, end: float) -> int:
    """Return in how many bands no word reaches into a gap."""
    return sum(not any(word.x0 < end and start < word.x1 for word in band) for band in bands)


def _overlapping(gaps: Sequence[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """Group overlapping gaps, sorted by their start."""
    groups: list[list[tuple[float, float]]] = []
    for gap in gaps:
        if groups and gap[0] < max(end for _, end in groups[-1]):
            groups[-1].append(gap)
        else:
            groups.append([gap])
    return groups


def _best(bands: Sequence[Sequence[PdfWord]], gaps: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the gap that is free in the most bands, and of those the widest."""
    return max(gaps, key=lambda gap: (_open(bands, *gap), gap[1] - gap[0]))


def _is_cell(fill: Fill, area: float) -> bool:
    """Return True if a rectangle may be the background of a cell."""
    wide, high = fill.x1 - fill.x0, fill.bottom - fill.top
    return wide > SMALLEST and high > SMALLEST and wide * high <= LARGEST * area and not is_white(fill.color)


def _outlines(fills: Iterable[Fill]) -> tuple[list[Rule], list[Rule]]:
    """Return the outlines of rectangles as rules."""
    across: list[Rule] = []
    down: list[Rule] = []
    for fill in fills:
        across += [Rule(fill.top, fill.x0, fill.x1), Rule(fill.bottom, fill.x0, fill.x1)]
        down += [Rule(fill.x0, fill.top, fill.bottom), Rule(fill.x1, fill.top, fill.bottom)]
    return across, down
