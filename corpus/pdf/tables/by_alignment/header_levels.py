"""Group the lines of a header into levels, and find the columns that the texts of each level head."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.pdf.tables.by_alignment.text_rows import PlacedText, TextRow, is_over
from corpus.pdf.tables.spanning_headers import Extent, Span, spans

FEWEST_WRAPPED = 3
"""Minimum number of texts in a line of a header that may be the beginnings of the texts below them."""


def header_levels(lines: Sequence[Sequence[PlacedText]], borders: Sequence[float]) -> list[TextRow]:
    """Group the lines of a header into levels: one ends below texts over several columns, but not over all."""
    columns = len(borders) - 1
    levels: list[list[tuple[PlacedText, ...]]] = []
    is_open = False
    for number, line in enumerate(lines):
        over = _over_lower(line, lines[number + 1 :], borders)
        wide = any(1 < text.end - text.start < columns for text in line)
        ruled = any(text.ruled for text in line)
        if ruled or (over is not None and not (wide or _is_even(over))):
            over = tuple(line) if ruled else None
        if not is_open or over is not None:
            levels.append([])
        levels[-1].append(over or tuple(line))
        is_open = not wide and over is None
    return [TextRow(tuple(level)) for level in levels]


def _over_lower(
    line: Sequence[PlacedText], lower: Sequence[Sequence[PlacedText]], borders: Sequence[float]
) -> tuple[PlacedText, ...] | None:
    """Return a line over the columns that it heads in the next line below it, or in a fuller one; None for none.

    Headers of columns on the left may be higher than those on the right. A fuller line counts where the next one has
    only the beginnings of some headers, so that it leaves out columns.
    """
    first = min((text.start for text in line if text.start > 0), default=0)
    found, most = None, 0
    for other in lower:
        if len(other) > most and any(text.end > first for text in other):
            over, most = _over(line, other, borders), len(other)
            found = over or found
            if found is not None and not _leaves_out(found):
                break
    return found


def _leaves_out(over: Sequence[PlacedText]) -> bool:
    """Return True if there are columns between texts over columns."""
    heads = [text for text in over if text.start > 0]
    return any(left.end < right.start for left, right in pairwise(heads))


def _over(
    line: Sequence[PlacedText], below: Sequence[PlacedText], borders: Sequence[float]
) -> tuple[PlacedText, ...] | None:
    """Return a line with its texts over all columns that they head in the line below; None if it heads none."""
    upper = [text for text in line if text.start > 0]
    lower = [text for text in below if text.start > 0 and text.end == text.start + 1]
    heads = [(text.text.x0, text.text.x1) for text in upper]
    texts = [(text.text.x0, text.text.x1) for text in lower]
    areas = [(borders[text.start], borders[text.end]) for text in lower]
    found = spans(heads, texts, borders[-1]) or spans(heads, areas, borders[-1])
    if found is None or _are_wrapped(heads, texts, found):
        return None
    labels = (text for text in line if text.start == 0)
    pairs = zip(upper, found, strict=True)
    return (*labels, *(replace(text, start=lower[first].start, end=lower[end - 1].end) for text, (first, end) in pairs))


def _are_wrapped(heads: Sequence[Extent], lower: Sequence[Extent], found: Sequence[Span]) -> bool:
    """Return True if texts that would cover uneven numbers of columns are beginnings of the texts below them.

    There are several, and one that would cover several columns is over one of the texts below alone.
    """
    widths = [end - start for start, end in found]
    if len(heads) < FEWEST_WRAPPED or len(set(widths)) == 1:
        return False
    return any(
        width > 1 and sum(is_over(head, text) for text in lower) == 1 for head, width in zip(heads, widths, strict=True)
    )


def _is_even(over: Sequence[PlacedText]) -> bool:
    """Return True if several texts head equally many columns each, and more than one."""
    widths = [text.end - text.start for text in over if text.start > 0]
    return len(widths) > 1 and len(set(widths)) == 1 and widths[0] > 1
