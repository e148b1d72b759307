"""Group lines into paragraphs and list items, by leading, indent, weight and the room left at line ends."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.layout import Paragraph
from corpus.pdf.words import Line
from corpus.text_analysis.text_cues import is_marker, starts_midway

LOOSE = 1.2
"""Maximum distance of a paragraph's lines, in usual leadings."""
SLACK = 0.8
"""Distances that differ by less than this, in points, are equal."""
RECURRING = 4
"""Minimum occurrences before a distance is taken to separate paragraphs."""
MIDWAY = 0.05
"""Maximum share of lines beginning in lower case after a distance that separates paragraphs."""
INDENT = 2.5
"""Left ends closer than this, in points, are equal."""


@dataclass(frozen=True, slots=True)
class Spacing:
    """Usual distances between the lines of a paragraph, by font size, over the whole file.

    `apart` has the distances that separate paragraphs: hardly any line after them begins in lower case.
    """

    leading: Mapping[float, float] = field(default_factory=dict)
    apart: Mapping[float, frozenset[float]] = field(default_factory=dict)

    def usual(self, size: float) -> float:
        """Return the usual distance of two lines of this size, in points."""
        return self.leading.get(size, 1.3 * size)

    def separates(self, size: float, distance: float) -> bool:
        """Return True if lines of this size at this distance belong to different paragraphs."""
        if distance > LOOSE * self.usual(size):
            return True
        return distance > self.usual(size) + SLACK and round(distance, 1) in self.apart.get(size, ())


def measure_spacing(columns: Iterable[Sequence[Line]]) -> Spacing:
    """Measure a file's spacing: for each font size the most frequent distance of neighbouring lines."""
    counts: dict[float, Counter[float]] = {}
    midway: dict[float, Counter[float]] = {}
    for lines in columns:
        for last, line in zip(lines, lines[1:], strict=False):
            distance = round(line.bottom - last.bottom, 1)
            if last.size == line.size and abs(last.x0 - line.x0) < INDENT and 0 < distance < 3 * line.size:
                counts.setdefault(line.size, Counter())[distance] += 1
                midway.setdefault(line.size, Counter())[distance] += starts_midway(line.text)
    return Spacing(
        {size: _commonest(distances, midway[size]) for size, distances in counts.items()},
        {size: _apart(distances, midway[size]) for size, distances in counts.items()},
    )


def _commonest(distances: Counter[float], midway: Counter[float]) -> float:
    """Return the most frequent distance (the smallest of equals), preferring those within sentences."""
    within = [distance for distance in distances if midway[distance]] or list(distances)
    return min(within, key=lambda distance: (-distances[distance], distance))


def _apart(distances: Counter[float], midway: Counter[float]) -> frozenset[float]:
    """Return the recurring distances after which hardly any line begins in the middle of a sentence."""
    return frozenset(
        distance for distance, count in distances.items() if count >= RECURRING and midway[distance] <= MIDWAY * count
    )


def build_paragraphs(lines: Sequence[Line], right: float, spacing: Spacing) -> list[Paragraph]:
    """Build the paragraphs of one column or cell; `right` is where its lines must break at the latest."""
    return [to_paragraph(group) for group in group_paragraphs(lines, right, spacing)]


def to_paragraph(lines: Sequence[Line]) -> Paragraph:
    """Return the lines of one paragraph without their looks."""
    return Paragraph(tuple(word.plain() for line in lines for word in line.in_reading_order), item=is_marked(lines[0]))


def group_paragraphs(lines: Sequence[Line], right: float, spacing: Spacing) -> list[list[Line]]:
    """Group lines into paragraphs."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _continues(groups[-1], line, right, spacing):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def is_marked(line: Line) -> bool:
    """Return True if a line begins with a list marker."""
    return line.words[0].item or (len(line.words) > 1 and is_marker(line.words[0].text))


def _text_start(line: Line) -> float:
    """Return where the text of a list item begins, after its marker."""
    return line.words[0 if line.words[0].item else 1].x0


def _continues(group: list[Line], line: Line, right: float, spacing: Spacing) -> bool:
    """Return True if a line belongs to the paragraph above it."""
    last = group[-1]
    if is_marked(line) or _other_looks(last, line):
        return False
    if spacing.separates(last.size, line.bottom - last.bottom):
        return False
    if is_marked(group[0]) and line.x0 < _text_start(group[0]) - INDENT and line.x0 <= group[0].x0 + INDENT:
        return False
    return not _had_room(last, line, right)


def _other_looks(last: Line, line: Line) -> bool:
    """Return True if two lines differ in size or weight as a whole."""
    return abs(last.size - line.size) > 0.1 * last.size or (
        last.words[-1].bold != line.words[0].bold and last.bold != line.bold
    )


def _had_room(last: Line, line: Line, right: float) -> bool:
    """Return True if the next line's first word would have fitted after the last: then the author broke the line."""
    first = line.words[0]
    return last.x1 + 0.3 * last.size + (first.x1 - first.x0) < right - 0.5
