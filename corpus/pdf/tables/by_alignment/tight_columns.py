"""Divide columns that are only a blank apart: where the blanks of all their texts, and of the header, are in line."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.pdf.tables.by_alignment.text_columns import Columns
from corpus.pdf.tables.by_alignment.text_rows import CROSSING
from corpus.pdf.words import Line, PdfWord
from corpus.text_analysis.figures import is_figure

FEWEST_TEXTS = 5
"""Minimum number of texts in a column that is divided."""
IN_LINE = 0.95
"""Minimum share of a column's texts with a blank in the same place."""


def tight_borders(columns: Columns, head: Sequence[Sequence[Line]], body: Sequence[Sequence[Line]]) -> list[float]:
    """Return the places inside columns at which the blanks of the body and of the header's last line are in line."""
    borders: list[float] = []
    if not head:
        return borders
    for x0, x1 in columns.extents:
        texts = [text for row in body for text in row if x0 - 1 <= text.x0 and text.x1 <= x1 + 1]
        names = [word for text in head[-1] for word in text.words if x0 < word.x1 and word.x0 < x1]
        figures = sum(is_figure(text.text) for text in texts)
        if len(texts) >= FEWEST_TEXTS and 2 * figures < len(texts):
            borders += [at for at in _blanks_in_line(texts) if _divides(at, names)]
    return borders


def split_at(row: Sequence[Line], borders: Sequence[float]) -> list[Line]:
    """Return the texts of a line, divided at borders that no word crosses."""
    return [part for text in row for part in _parts(text, borders)]


def _parts(text: Line, borders: Sequence[float]) -> Iterator[Line]:
    """Yield the parts of a text between borders."""
    start = 0
    for number, (left, right) in enumerate(pairwise(text.words), 1):
        if any(left.x1 <= at <= right.x0 for at in borders):
            yield Line(text.words[start:number])
            start = number
    yield Line(text.words[start:])


def _blanks_in_line(texts: Sequence[Line]) -> Iterator[float]:
    """Yield the middle of each place at which nearly all texts have a blank, with a word after it, not a bracket."""
    gaps = [(left.x1, right.x0) for text in texts for left, right in pairwise(text.words) if right.text[:1].isalnum()]
    ends = sorted([(start, 1) for start, _ in gaps] + [(end, -1) for _, end in gaps])
    depth = 0
    for (x, step), (following, _) in pairwise(ends):
        depth += step
        if step > 0 and depth >= IN_LINE * len(texts):
            yield (x + following) / 2


def _divides(at: float, words: Sequence[PdfWord]) -> bool:
    """Return True if a header has words on both sides of a place, and none across it."""
    before = sum(word.x1 <= at + CROSSING * word.size for word in words)
    after = sum(word.x0 >= at - CROSSING * word.size for word in words)
    return min(before, after) > 0 and before + after == len(words)
