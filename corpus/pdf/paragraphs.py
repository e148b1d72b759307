"""Lines into paragraphs and list items, by leading, indent, weight and the room left at line ends."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.layout import Paragraph
from corpus.pdf.words import Line
from corpus.text_cues import is_marker, starts_midway

LOOSE = 1.2
"""Lines further apart than this many usual leadings are different paragraphs."""
SLACK = 0.8
"""Distances that differ by less than this, in points, are the same."""
RECURRING = 4
"""As often must a distance be seen before it is taken to part paragraphs."""
MIDWAY = 0.05
"""The share of lines that begin in lower case up to which a distance parts paragraphs."""
INDENT = 2.5
"""Left ends closer than this, in points, count as the same."""


@dataclass(frozen=True, slots=True)
class Spacing:
    """How far apart the lines of a paragraph stand, by font size, over the whole file.

    `apart` has the distances that only lines have which begin anew: hardly ever does a lower-case letter follow them.
    """

    leading: Mapping[float, float] = field(default_factory=dict)
    apart: Mapping[float, frozenset[float]] = field(default_factory=dict)

    def usual(self, size: float) -> float:
        """The usual distance of two lines of this size, in points."""
        return self.leading.get(size, 1.3 * size)

    def parts(self, size: float, distance: float) -> bool:
        """Whether lines of this size that stand so far apart belong to different paragraphs."""
        if distance > LOOSE * self.usual(size):
            return True
        return distance > self.usual(size) + SLACK and round(distance, 1) in self.apart.get(size, ())


def measure_spacing(columns: Iterable[Sequence[Line]]) -> Spacing:
    """The spacing of a file from its columns of lines: for each size the commonest distance of neighbours."""
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
    """The commonest distance, the smaller one of equals, of those after which lines go on in a sentence, if any do."""
    within = [distance for distance in distances if midway[distance]] or list(distances)
    return min(within, key=lambda distance: (-distances[distance], distance))


def _apart(distances: Counter[float], midway: Counter[float]) -> frozenset[float]:
    """The distances that recur and after which next to no line begins in the middle of a sentence."""
    return frozenset(
        distance for distance, count in distances.items() if count >= RECURRING and midway[distance] <= MIDWAY * count
    )


def build_paragraphs(lines: Sequence[Line], right: float, spacing: Spacing) -> list[Paragraph]:
    """Paragraphs of one column or cell. `right` is where its lines must break at the latest."""
    return [to_paragraph(group) for group in group_paragraphs(lines, right, spacing)]


def to_paragraph(lines: Sequence[Line]) -> Paragraph:
    """The lines of one paragraph, without looks."""
    return Paragraph(tuple(word.plain() for line in lines for word in line.words), item=is_marked(lines[0]))


def group_paragraphs(lines: Sequence[Line], right: float, spacing: Spacing) -> list[list[Line]]:
    """The lines of each paragraph."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, right, spacing):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def is_marked(line: Line) -> bool:
    """Whether a line begins with the mark of a list item."""
    return line.words[0].item or (len(line.words) > 1 and is_marker(line.words[0].text))


def _text_start(line: Line) -> float:
    """Where the text of a list item begins, behind its mark."""
    return line.words[0 if line.words[0].item else 1].x0


def _goes_on(group: list[Line], line: Line, right: float, spacing: Spacing) -> bool:
    """Whether a line belongs to the paragraph above it."""
    last = group[-1]
    if is_marked(line) or _other_looks(last, line):
        return False
    if spacing.parts(last.size, line.bottom - last.bottom):
        return False
    if is_marked(group[0]) and line.x0 < _text_start(group[0]) - INDENT and line.x0 <= group[0].x0 + INDENT:
        return False
    return not _had_room(last, line, right)


def _other_looks(last: Line, line: Line) -> bool:
    """Whether two lines differ in size or weight as a whole."""
    return abs(last.size - line.size) > 0.1 * last.size or (
        last.words[-1].bold != line.words[0].bold and last.bold != line.bold
    )


def _had_room(last: Line, line: Line, right: float) -> bool:
    """Whether the next line's first word would have fitted behind the last: then the break is the author's."""
    first = line.words[0]
    return last.x1 + 0.3 * last.size + (first.x1 - first.x0) < right - 0.5
