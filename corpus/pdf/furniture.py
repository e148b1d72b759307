"""Running headers, footers and page numbers: lines that recur at the edge of pages."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

from corpus.pdf.words import Line

RunningKey: TypeAlias = tuple[bool, float, str]
"""Whether it stands at the top, its font size, and its text without numbers."""

EDGE_SHARE = 0.13
"""How much of a page's height, at its top and at its foot, may hold running lines."""
RECURRENCE = 0.3
"""The share of pages on which a line must recur."""
FEWEST = 3
"""Pages on which a line must recur at least, or all pages where there are fewer."""


def running_lines(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[RunningKey]:
    """The keys of lines that recur at the same edge of many pages, numbers aside."""
    counts: Counter[RunningKey] = Counter()
    for lines, height in zip(pages, heights, strict=True):
        counts.update({key for line in lines if (key := running_key(line, height)) is not None})
    needed = max(min(FEWEST, max(len(pages), 2)), RECURRENCE * len(pages))
    return {key for key, count in counts.items() if count >= needed}


def running_key(line: Line, height: float) -> RunningKey | None:
    """What a running line has in common over pages: edge, size and text; None inside the page."""
    if EDGE_SHARE * height < line.bottom and line.top < (1 - EDGE_SHARE) * height:
        return None
    return (line.top < height / 2, line.size, re.sub(r"\d+", "#", line.text))
