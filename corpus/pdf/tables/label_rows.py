"""Find the rows of tables with few rules: a label that begins between two rules begins a row."""

from collections.abc import Sequence

from corpus.pdf.page_model import Rule
from corpus.pdf.tables.ruled import positions
from corpus.pdf.tables.spanning_headers import is_double
from corpus.pdf.words import Line, PdfWord, group_lines, split_columns
from corpus.text_analysis.text_cues import starts_midway

SAME = 2.0
"""Maximum distance, in points, of labels that begin at the same place."""
LOOSE = 1.45
"""Minimum distance of the lines of two rows, in font sizes."""
FEWEST_TIGHT = 4
"""Minimum number of rows set as tight as lines, each with a label and a value."""


def label_rules(stack: Sequence[Rule], words: Sequence[PdfWord]) -> list[Rule]:
    """Return the rules that a stack of horizontal ones leaves out: above each label between two of them."""
    left, right = min(rule.start for rule in stack), max(rule.end for rule in stack)
    ys = positions(rule.at for rule in stack)
    bands = [_lines(words, (left, right), edges) for edges in zip(ys, ys[1:], strict=False)]
    starts = [line for number, lines in enumerate(bands) for line in _starts(lines, bands[number + 1 :], right)]
    return [Rule(min(word.top for word in line.words) - 0.5, left, right) for line in starts]


def _lines(words: Sequence[PdfWord], sides: tuple[float, float], edges: tuple[float, float]) -> list[Line]:
    """Return the lines between two rules."""
    return group_lines(
        word for word in words if edges[0] <= (word.top + word.bottom) / 2 < edges[1] and sides[0] <= word.x0 < sides[1]
    )


def _starts(lines: Sequence[Line], below: Sequence[Sequence[Line]], right: float) -> list[Line]:
    """Return the lines of a band that begin a row, except the first one."""
    if len(lines) == 2 and below:
        body = [word for line in below[0] for word in line.words]
        if is_double(lines[0].words, lines[1].words, body, right):
            return [lines[1]]
    left = min((line.x0 for line in lines), default=0.0)
    named = [line.x0 <= left + SAME and len(split_columns(line)) > 1 for line in lines]
    if len(lines) >= FEWEST_TIGHT and all(named) and not any(starts_midway(line.text) for line in lines):
        return list(lines[1:])
    if not lines or not named[0]:
        return []
    apart = [line.bottom - last.bottom > LOOSE * line.size for last, line in zip(lines, lines[1:], strict=False)]
    return [line for line, begins, loose in zip(lines[1:], named[1:], apart, strict=True) if begins and loose]
