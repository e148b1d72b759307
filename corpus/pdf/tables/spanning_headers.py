"""Find headers of two levels where no vertical rules show which columns a text of the upper level covers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from corpus.pdf.page_model import Grid, GridCell
from corpus.pdf.words import PdfWord

Extent: TypeAlias = tuple[float, float]
"""Left and right end of a text."""
Span: TypeAlias = tuple[int, int]
"""The first column that a text covers, and the one after the last."""

SHIFT, SHARE = 4.0, 0.08
"""Tolerance of a text that is flush with its columns or centred over them: points, and share of their width."""
BLANK = 1.0
"""Maximum distance of the words of one text, in font sizes."""


def extents(words: Sequence[PdfWord]) -> list[Extent]:
    """Return where the texts that words make begin and end, from left to right, ignoring lines."""
    found: list[Extent] = []
    for word in sorted(words, key=lambda word: word.x0):
        if found and word.x0 - found[-1][1] < BLANK * word.size:
            found[-1] = (found[-1][0], max(found[-1][1], word.x1))
        else:
            found.append((word.x0, word.x1))
    return found


def is_header(upper: Sequence[PdfWord], lower: Sequence[PdfWord], body: Sequence[PdfWord]) -> bool:
    """Return True if two rows look alike and unlike the rows below them, by weight or colour."""
    looks = {(word.bold, word.color) for word in (*upper, *lower)}
    usual = Counter((word.bold, word.color) for word in body).most_common(1)
    return len(looks) == 1 and bool(usual) and usual[0][0] not in looks


def is_double(upper: Sequence[PdfWord], lower: Sequence[PdfWord], body: Sequence[PdfWord], right: float) -> bool:
    """Return True if two rows are the levels of a header above a body whose columns end at `right` at most."""
    return is_header(upper, lower, body) and spans(extents(upper), extents(lower), right) is not None


def spans(upper: Sequence[Extent], lower: Sequence[Extent], right: float) -> list[Span] | None:
    """Return the columns that each text of a header's upper row covers: flush with the first, or centred.

    Args:
        upper: The texts of the upper row, fewer than columns.
        lower: The text of each column in the row below.
        right: The maximum right end of the last column.

    Returns:
        The columns of each text, at least one with several; columns of labels on the left may have none. None if the
        texts do not fit any columns.
    """
    if not 0 < len(upper) < len(lower):
        return None
    return _even_spans(upper, lower, right) or _best_spans(upper, lower, right)


def _even_spans(upper: Sequence[Extent], lower: Sequence[Extent], right: float) -> list[Span] | None:
    """Return spans of equally many columns each, up to the last column, if the texts fit them."""
    for width in range(len(lower) // len(upper), 1, -1):
        start = len(lower) - width * len(upper)
        found = [(at, at + width) for at in range(start, len(lower), width)]
        if all(_offset(text, span, lower, right) <= 1 for text, span in zip(upper, found, strict=True)):
            return found
    return None


def _best_spans(upper: Sequence[Extent], lower: Sequence[Extent], right: float) -> list[Span] | None:
    """Return the adjoining spans up to the last column that the texts fit best, by dynamic programming."""
    best: dict[int, tuple[float, list[Span]]] = {start: (0.0, []) for start in range(len(lower) - len(upper))}
    for text in upper:
        found: dict[int, tuple[float, list[Span]]] = {}
        for start, (cost, before) in best.items():
            for end in range(start + 1, len(lower) + 1):
                off = _offset(text, (start, end), lower, right)
                if off <= 1 and (end not in found or cost + off < found[end][0]):
                    found[end] = (cost + off, [*before, (start, end)])
        best = found
    return best[len(lower)][1] if len(lower) in best else None


def _offset(text: Extent, span: Span, lower: Sequence[Extent], right: float) -> float:
    """Return how far a text is from its place over columns, relative to the tolerance."""
    left, end = lower[span[0]][0], lower[span[1]][0] if span[1] < len(lower) else right
    middle, last = (text[0] + text[1]) / 2, lower[span[1] - 1][1]
    off = min(abs(text[0] - left), abs(middle - (left + end) / 2), abs(middle - (left + last) / 2))
    inside = left - SHIFT <= text[0] and text[1] <= max(end, last) + SHIFT
    return off / (SHIFT + SHARE * (end - left)) if inside else 2.0


def with_spans(grid: Grid, words: Sequence[PdfWord]) -> Grid:
    """Merge header cells of a table without vertical rules under the texts of the header's upper level."""
    if len(grid.ys) < 4 or any(cell.row_end > 1 for cell in grid.cells if cell.row == 0):
        return grid
    inside = [word for word in words if grid.xs[0] <= word.x0 < grid.xs[-1]]
    upper, lower = (_between(inside, *edges) for edges in (grid.ys[:2], grid.ys[1:3]))
    if not upper or not is_header(upper, lower, _between(inside, grid.ys[2], grid.ys[-1])):
        return grid
    columns = list(zip(grid.xs, grid.xs[1:], strict=False))
    texts = [extents([word for word in lower if left <= word.x0 < right]) for left, right in columns]
    below = [
        (text[0][0], text[-1][1]) if text else (edges[0], edges[0]) for text, edges in zip(texts, columns, strict=True)
    ]
    covered = spans(extents(upper), below, grid.xs[-1])
    if covered is None:
        return grid
    blank = [(col, col + 1) for col in range(covered[0][0])]
    top, bottom = grid.ys[:2]
    cells = [GridCell(0, 1, *span, grid.xs[span[0]], top, grid.xs[span[1]], bottom) for span in (*blank, *covered)]
    return replace(grid, cells=(*cells, *(cell for cell in grid.cells if cell.row > 0)))


def _between(words: Sequence[PdfWord], top: float, bottom: float) -> list[PdfWord]:
    """Return the words between two heights."""
    return [word for word in words if top <= (word.top + word.bottom) / 2 < bottom]
