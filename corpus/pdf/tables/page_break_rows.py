"""Rows of a table that a page break leaves open: text in its columns beyond its last, or before its first, rule."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.pdf.page_model import Rule
from corpus.pdf.tables.ruled import SNAP
from corpus.pdf.words import Line, PdfWord, group_lines

REACH = 2.5
"""Lines further from a table than this many font sizes are not part of it."""
GUTTER = 3.0
"""Words on both sides of a column border stand at least this far apart, in points."""


def open_rows(down: Sequence[Rule], across: Sequence[Rule], words: Sequence[PdfWord]) -> list[Rule]:
    """The vertical rules of a table without drawn ones, longer where its text goes on beyond its horizontal rules.

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


def goes_on(edges: Sequence[float], bottom: float, words: Sequence[PdfWord]) -> bool:
    """Whether text stands right below a table in several of its columns."""
    below = [word for word in words if edges[0] - 1 <= word.x0 <= edges[-1] and word.top >= bottom - 1]
    return bool(_reached(group_lines(below), bottom, edges))


def _reached(lines: Sequence[Line], start: float, edges: Sequence[float]) -> list[Line]:
    """The lines next to a border that keep to the columns; none where they keep to a single one."""
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
    """Whether a line begins in a column and leaves a gap at every column border between its words."""
    if line.x0 < edges[0] - 1:
        return False
    for left, right in zip(line.words, line.words[1:], strict=False):
        if _column(left, edges) != _column(right, edges) and right.x0 - left.x1 < GUTTER:
            return False
    return all(not word.x0 + 1 < edge < word.x1 - 1 for word in line.words for edge in edges)


def _column(word: PdfWord, edges: Sequence[float]) -> int:
    """The number of the column in which a word begins."""
    return sum(edge <= word.x0 + 1 for edge in edges)
