"""Find running headers, footers and page numbers: lines that recur at the edge of pages."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import TypeAlias

from corpus.pdf.words import Line

RunningKey: TypeAlias = tuple[bool, float, str]
"""Whether the line is at the top, its font size, and its text without numbers."""

EDGE_SHARE = 0.13
"""Share of a page's height, at its top and at its foot, that may have running lines."""
RECURRENCE = 0.3
"""Minimum share of pages on which a line must recur."""
FEWEST = 3
"""Minimum number of pages on which a line must recur, or all pages if there are fewer."""
PLACE_SHARE = 0.5
"""Minimum share of pages with recurring lines at one height; these may then change from section to section."""
SAME = 2.0
"""Maximum distance, in points, of lines that begin at the same place."""


def without_running(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """Return the lines of pages without those that recur at the edge of many pages, ignoring numbers."""
    running = _running_keys(pages, heights)
    tables = [_table_heads(lines, height, running) for lines, height in zip(pages, heights, strict=True)]
    heads = Counter(key for keys in tables for key in keys)
    found = Counter(key for lines, height in zip(pages, heights, strict=True) for key in _keys(lines, height))
    running = {key for key in running if 2 * heads[key] < found[key]}
    return [
        [line for line in lines if running_key(line, height) not in running]
        for lines, height in zip(pages, heights, strict=True)
    ]


def running_key(line: Line, height: float) -> RunningKey | None:
    """Return what a running line has in common over pages: edge, size and text; None inside the page."""
    if EDGE_SHARE * height < line.bottom and line.top < (1 - EDGE_SHARE) * height:
        return None
    return (line.top < height / 2, line.size, re.sub(r"\d+", "#", line.text))


def _keys(lines: Sequence[Line], height: float) -> set[RunningKey]:
    """Return the keys of a page's lines at its edges."""
    return {key for line in lines if (key := running_key(line, height)) is not None}


def _running_keys(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[RunningKey]:
    """Return the keys of lines that recur on many pages, or on some at a height where others recur on the rest."""
    counts: Counter[RunningKey] = Counter()
    places: dict[tuple[bool, float, int], Counter[RunningKey]] = {}
    for lines, height in zip(pages, heights, strict=True):
        counts.update(_keys(lines, height))
        for line in lines:
            key = running_key(line, height)
            if key is not None:
                places.setdefault((*key[:2], round(line.bottom)), Counter())[key] += 1
    fewest = max(min(FEWEST, max(len(pages), 2)), RECURRENCE * len(pages))
    running = {key for key, count in counts.items() if count >= fewest}
    for keys in places.values():
        again = {key: count for key, count in keys.items() if count > 1}
        if len(pages) > 2 and sum(again.values()) >= max(FEWEST, PLACE_SHARE * len(pages)):
            running |= set(again)
    return running


def _table_heads(lines: Sequence[Line], height: float, running: set[RunningKey]) -> set[RunningKey]:
    """Return the keys of seemingly running lines that head the columns of a table at the top of a page."""
    ordered = sorted(lines, key=lambda line: (round(line.bottom), line.x0))
    rows = [list(row) for _, row in groupby(ordered, key=lambda line: round(line.bottom))]
    top = [row for row in rows if row[0].bottom <= EDGE_SHARE * height]
    below = [line for line in ordered if running_key(line, height) not in running]
    first = next((number for number, row in enumerate(top) if _heads_columns(row, below)), len(top))
    return {key for row in top[first:] for line in row if (key := running_key(line, height)) is not None}


def _heads_columns(row: Sequence[Line], below: Sequence[Line]) -> bool:
    """Return True if several lines are side by side, and below all but the first are others with the same left end."""
    return len(row) > 1 and all(sum(abs(line.x0 - other.x0) <= SAME for other in below) > 1 for line in row[1:])
