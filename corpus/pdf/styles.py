"""Measure over the file which fonts are the body's and which are headings'."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from corpus.pdf.file.drawing import Color
from corpus.pdf.page_model import RawPage
from corpus.pdf.words import Line

Look: TypeAlias = tuple[float, bool, Color]
"""Size, weight and colour."""

HEADING_WORDS = 25
"""Maximum number of words in a heading."""
LARGER = 1.12
"""Minimum size of headings that are not bold, relative to the body's."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The body's size, and the looks of headings from the highest level down."""

    body: float
    levels: tuple[Look, ...] = ()

    def heading_level(self, lines: Sequence[Line]) -> int:
        """Return the level of a heading from 1, or 0 if the lines are not a heading."""
        look = line_look(lines[0])
        if look not in self.levels or sum(len(line.words) for line in lines) > HEADING_WORDS:
            return 0
        return 0 if lines[-1].text.endswith((".", ";", ",")) else self.levels.index(look) + 1


def line_look(line: Line) -> Look:
    """Return a line's look."""
    return (line.size, line.bold, line.color)


def measure_styles(pages: Sequence[RawPage]) -> Styles:
    """Measure the styles of a file: the body is what most characters outside tables are set in."""
    lines = [line for page in pages for line in page.lines]
    if not lines:
        lines = [line for page in pages for table in page.tables for cell in table.cells for line in cell.lines]
    weights: Counter[Look] = Counter()
    for line in lines:
        weights[line_look(line)] += len(line.text)
    body = max(weights, key=lambda look: (weights[look], -look[0]))
    looks = [look for look in weights if _is_distinct(look, body)]
    return Styles(body[0], tuple(sorted(looks, key=lambda look: (-look[0], not look[1], str(look[2])))))


def _is_distinct(look: Look, body: Look) -> bool:
    """Return True if a look is larger than the body, or as large and bold while the body is not."""
    if look[0] >= LARGER * body[0]:
        return True
    return look[1] and not body[1] and look[0] >= 0.98 * body[0]
