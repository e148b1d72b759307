"""Extend tables to rows that a page break leaves open: text in their columns beyond their last, or first, rule."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.pdf.page_model import Rule
from corpus.pdf.tables.ruled import SNAP
from corpus.pdf.words import Line, PdfWord, group_lines

REACH = 2.5
"""Maximum distance of a line from the table that it belongs to, in font sizes."""
GUTTER = 3.0
"""Minimum distance of words on both sides of a column border, in points."""


def open_rows(down: Sequence[Rule], across: Sequence[Rule], words: Sequence[PdfWord]) -> list[Rule]:
    """Lengthen the implied vertical rules of a table whose text continues beyond its horizontal rules.

    The text ends at the next of the page's horizontal rules.
    """
    if not down:
        return []
    top, bottom = min(rule.start for rule in down), max(rule.end for rule in down)
    edges = sorted({rule.at for rule in down})
    around = [word for word in words if edges[0] - REACH * word.size <= word.x0 and word.x0 <= edges[-1]]
    floor = min((rule.at for rule in across if rule.at > bottom + SNAP), default=float("inf"))
    ceiling = max((rule.at for rule in across if rule.at < top - SNAP), default=0.0)
    below = group_lines(word for word in around if bottom <= word.top < floor)
    above = group_lines(word for word in around if ceiling < word.bottom <= top)
    lowest = max((line.bottom for line in _reached(below, bottom, edges)), default=None)
    highest = min((line.top for line in _reached(above[::-1], top, edges)), default=None)
    if lowest is not None:
        down = [replace(rule, end=lowest + REACH) if rule.end == bottom else rule for rule in down]
    if highest is not None:
        down = [replace(rule, start=highest - REACH) if rule.start == top else rule for rule in down]
    return list(down)


def continues_below(edges: Sequence[float], bottom: float, words: Sequence[PdfWord]) -> bool:
    """Return True if there is text right below a table in several of its columns."""
    below = [word for word in words if edges[0] - 1 <= word.x0 <= edges[-1] and word.top >= bottom - 1]
    return bool(_reached(group_lines(below), bottom, edges))


def _reached(lines: Sequence[Line], start: float, edges: Sequence[float]) -> list[Line]:
    """Return the lines next to a border that respect the columns; none if they are all in one."""
    reached: list[Line] = []
    last = start
    for line in lines:
        gap = max(line.top - last, last - line.bottom)
        if gap > REACH * line.size or not _keeps(line, edges):
            break
        reached.append(line)
        last = line.bottom if line.top >= start else line.top
    used = {_column(word, edges) for line in reached for word in line.words}
    return reached if len(used) > 1 else []


def _keeps(line: Line, edges: Sequence[float]) -> bool:
    """Return True if a line begins in a column and leaves a gap at every column border between its words."""
    if line.x0 < edges[0] - 1:
        return False
    for left, right in zip(line.words, line.words[1:], strict=False):
        if _column(left, edges) != _column(right, edges) and right.x0 - left.x1 < GUTTER:
            return False
    return all(not word.x0 + 1 < edge < word.x1 - 1 for word in line.words for edge in edges)


def _column(word: PdfWord, edges: Sequence[float]) -> int:
    """Return the number of the column in which a word begins."""
    return sum(edge <= word.x0 + 1 for edge in edges)
