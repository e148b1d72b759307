"""Reading order: columns of text side by side are read one after the other."""

from collections.abc import Sequence

from corpus.pdf.words import Line

GUTTER = 8.0
"""The narrowest gap between columns, in points."""


def read_order(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines as columns in reading order (recursive X-Y cut, Nagy and Seth 1984); each column from top to bottom."""
    ordered = sorted(lines, key=lambda line: (line.top, line.x0))
    if len(ordered) < 2:
        return [ordered] if ordered else []
    for start, end in _bands(ordered):
        gutter = _gutter(ordered[start:end])
        if gutter is not None:
            band = ordered[start:end]
            left = [line for line in band if line.x1 <= gutter]
            right = [line for line in band if line.x1 > gutter]
            before, after = read_order(ordered[:start]), read_order(ordered[end:])
            return [*before, *read_order(left), *read_order(right), *after]
    return [ordered]


def _bands(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Ranges of neighbouring lines with columns in them: from the first pair side by side, as far as a gutter goes."""
    bands: list[tuple[int, int]] = []
    start = 0
    while start < len(lines) - 1:
        end = start + 1
        while end < len(lines) and _gutter(lines[start : end + 1]) is not None:
            end += 1
        if end - start > 1:
            bands.append((start, end))
        start = end if end - start > 1 else start + 1
    return bands


def _gutter(lines: Sequence[Line]) -> float | None:
    """The middle of a vertical gap that no line crosses, with lines on both sides; None where there is none."""
    reach = -1.0
    for line in sorted(lines, key=lambda line: line.x0):
        if reach >= 0 and line.x0 - reach >= GUTTER:
            return (reach + line.x0) / 2
        reach = max(reach, line.x1)
    return None
