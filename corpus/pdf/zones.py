"""Find the zones of a page: columns of prose side by side, each of which may have tables of its own."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby, pairwise
from typing import TypeAlias

from corpus.pdf.file.drawing import is_white
from corpus.pdf.page_model import Fill, Zone
from corpus.pdf.tables.by_alignment.alignment import split_texts
from corpus.pdf.tables.implied_borders import Canvas
from corpus.pdf.tables.ruled import find_grids
from corpus.pdf.words import Line, PdfWord, group_lines

Gap: TypeAlias = tuple[float, float]
"""Left and right end of a gap between two texts."""

GUTTER = 0.8
"""Minimum gap between columns of prose, in font sizes."""
CROSSING = 4.0
"""Minimum part of a rule on either side of a gutter that it crosses, in points."""
PROSE_WORDS = 4
"""Minimum number of words in a line of prose."""
PROSE_WIDTH = 0.6
"""Minimum width of a line of prose, as a share of its column's."""
INDENT = 0.15
"""Maximum indentation of a line of prose, as a share of its column's width."""
FEWEST_PROSE = 6
"""Minimum number of lines beside each other, one of them prose, in columns."""
FEWEST_OWN = 3
"""Minimum number of lines of prose on a side of a gutter for it to be a column of prose, which may have tables."""
FEWEST_APART = 3
"""Minimum number of lines in a row with text on both sides, but no prose, for them to be rows of a table."""
SAME_LINE = 0.8
"""Maximum distance of the lower ends of two texts on the same line, in points."""
LABELS = 0.7
"""Minimum share of texts beside prose that are on its lines for them to be labels."""
BACKGROUND = 0.5
"""Minimum height of a coloured area that is a background, as a share of the page's."""
TRIES = 3
"""Maximum number of gutters that are tried."""
MOST_COLUMNS = 4
"""Maximum number of columns on a page."""


def part_of(canvas: Canvas, zone: Zone) -> Canvas:
    """Return the part of a page's drawing that has its centre in a zone."""
    across, down = canvas.rules
    return Canvas(
        (
            [rule for rule in across if zone.holds((rule.start + rule.end) / 2, rule.at)],
            [rule for rule in down if zone.holds(rule.at, (rule.start + rule.end) / 2)],
        ),
        [fill for fill in canvas.fills if zone.holds((fill.x0 + fill.x1) / 2, (fill.top + fill.bottom) / 2)],
        [word for word in canvas.words if zone.holds((word.x0 + word.x1) / 2, (word.top + word.bottom) / 2)],
        (zone.x1 - zone.x0, zone.bottom - zone.top),
    )


class _State(Enum):
    """How a line lies to a gutter."""

    ACROSS = "text crosses the gutter"
    RULE = "a rule, or the table or coloured area around it, crosses the gutter"
    PROSE = "text on both sides, prose on at least one of them"
    APART = "text on both sides, no prose"
    ONE_SIDE = "text on one side only"


class _Text(Enum):
    """What the text of a line is on one side of a gutter."""

    NONE = "no text"
    PROSE = "fills its column"
    LEVEL = "on the same line as prose on the other side"
    SHIFTED = "beside prose on the other side, a little higher or lower"
    ALONE = "no prose on the other side"


@dataclass(frozen=True, slots=True)
class _Row:
    """The height of a line, or of a rule that crosses the gutter, its state, and its texts left and right."""

    y: float
    state: _State
    texts: tuple[_Text, _Text] = (_Text.NONE, _Text.NONE)


def page_zones(canvas: Canvas) -> list[Zone]:
    """Return the zones of a page in reading order; a page without columns is one zone."""
    return find_zones(canvas, Zone(0.0, 0.0, *canvas.size), MOST_COLUMNS)


def find_zones(canvas: Canvas, page: Zone, most: int) -> list[Zone]:
    """Return the zones of a part of a page in reading order.

    Args:
        canvas: Its drawing.
        page: The extent of the part.
        most: The maximum number of columns.
    """
    lines = group_lines(canvas.words) if most > 1 else []
    for gutter in _gutters(lines):
        bands = _bands(_rows(gutter, lines, canvas, page))
        if any(split for _, split in bands):
            return [zone for band in _places(bands, page) for zone in _cut(band, gutter, canvas, most)]
    return [page]


def _cut(band: tuple[Zone, bool], gutter: float, canvas: Canvas, most: int) -> list[Zone]:
    """Return a band as it is, or the zones on both sides of the gutter."""
    whole, split = band
    if not split:
        return [whole]
    left = Zone(whole.x0, whole.top, gutter, whole.bottom)
    right = Zone(gutter, whole.top, whole.x1, whole.bottom)
    return [zone for side in (left, right) for zone in find_zones(part_of(canvas, side), side, most // 2)]


def _gutters(lines: Sequence[Line]) -> list[float]:
    """Return where most gaps beside prose are, the places with most gaps first."""
    gaps = [gap for line in lines for gap in _gaps(line)]
    found: list[float] = []
    while len(gaps) >= FEWEST_PROSE and len(found) < TRIES:
        ends = sorted([(start, 1) for start, _ in gaps] + [(end, -1) for _, end in gaps])
        depth = best = 0
        place = (0.0, 0.0)
        for (x, step), (following, _) in pairwise(ends):
            depth += step
            if depth > best:
                best, place = depth, (x, following)
        middle = sum(place) / 2
        if best < FEWEST_PROSE:
            break
        found.append(middle)
        gaps = [gap for gap in gaps if not gap[0] < middle < gap[1]]
    return found


def _gaps(line: Line) -> Iterator[Gap]:
    """Yield the wide gaps of a line with prose on one side."""
    for left, right in pairwise(split_texts(line)):
        if max(len(left.words), len(right.words)) >= PROSE_WORDS and right.x0 - left.x1 >= GUTTER * line.size:
            yield left.x1, right.x0


def _rows(gutter: float, lines: Sequence[Line], canvas: Canvas, page: Zone) -> list[_Row]:
    """Return how each line lies to a gutter, and the rules that cross it, from top to bottom."""
    left = min(line.x0 for line in lines)
    right = max(line.x1 for line in lines)
    rows = [_row(line, gutter, (left, right)) for line in lines]
    boxes = [fill for fill in canvas.fills if _is_box(fill, page) and _crosses((fill.x0, fill.x1), gutter)]
    spans = [(fill.top, fill.bottom) for fill in boxes]
    grids = find_grids(list(canvas.rules[0]), list(canvas.rules[1]))
    spans += [(grid.ys[0], grid.ys[-1]) for grid in grids if _crosses((grid.xs[0], grid.xs[-1]), gutter)]
    rows = [_Row(row.y, _State.RULE) if any(top <= row.y <= bottom for top, bottom in spans) else row for row in rows]
    rules = [_Row(rule.at, _State.RULE) for rule in canvas.rules[0] if _crosses((rule.start, rule.end), gutter)]
    return sorted([*rows, *rules], key=lambda row: row.y)


def _is_box(fill: Fill, page: Zone) -> bool:
    """Return True if a coloured area can be seen and is not the background of the page."""
    return not is_white(fill.color) and fill.bottom - fill.top < BACKGROUND * (page.bottom - page.top)


def _crosses(ends: Gap, gutter: float) -> bool:
    """Return True if something between two ends crosses a gutter."""
    return ends[0] < gutter - CROSSING and ends[1] > gutter + CROSSING


def _row(line: Line, gutter: float, ends: Gap) -> _Row:
    """Return how a line lies to a gutter; `ends` are the left and right end of all lines."""
    y = (line.top + line.bottom) / 2
    left = [word for word in line.words if word.x1 <= gutter]
    right = [word for word in line.words if word.x0 >= gutter]
    if len(left) + len(right) < len(line.words):
        return _Row(y, _State.ACROSS)
    prose = (_is_prose(left, ends[0], gutter), _is_prose(right, gutter, ends[1]))
    if not left or not right:
        return _Row(y, _State.ONE_SIDE, (_text(left, prose[0], _Text.ALONE), _text(right, prose[1], _Text.ALONE)))
    if right[0].x0 - left[-1].x1 < GUTTER * line.size:
        return _Row(y, _State.ACROSS)
    if not any(prose):
        return _Row(y, _State.APART, (_Text.ALONE, _Text.ALONE))
    level = abs(Line(tuple(left)).bottom - Line(tuple(right)).bottom) <= SAME_LINE
    other = _Text.LEVEL if level else _Text.SHIFTED
    return _Row(y, _State.PROSE, (_text(left, prose[0], other), _text(right, prose[1], other)))


def _text(words: Sequence[PdfWord], prose: bool, other: _Text) -> _Text:
    """Return what the words of a line on one side are; `other` if there are some, but no prose."""
    if not words:
        return _Text.NONE
    return _Text.PROSE if prose else other


def _is_prose(words: Sequence[PdfWord], left: float, right: float) -> bool:
    """Return True if words fill their column, between two ends, without gaps."""
    if len(words) < PROSE_WORDS:
        return False
    text, width = Line(tuple(words)), right - left
    long = text.x1 - text.x0 >= PROSE_WIDTH * width
    return long and text.x0 - left <= INDENT * width and len(split_texts(text)) == 1


def _bands(rows: Sequence[_Row]) -> list[tuple[Gap, bool]]:
    """Return the bands of a page from top to bottom: their first and last height, and whether they have columns."""
    split = _split_rows(rows)
    bands = []
    for is_split, group in groupby(zip(split, rows, strict=True), key=lambda pair: pair[0]):
        found = [row for _, row in group]
        bands.append(((found[0].y, found[-1].y), is_split and _has_columns(found)))
    return bands


def _split_rows(rows: Sequence[_Row]) -> list[bool]:
    """Return for each row whether it may be in columns: rows without prose in succession may be those of a table."""
    split: list[bool] = []
    for _, run in groupby(rows, key=lambda row: row.state is _State.PROSE):
        states = [row.state for row in run]
        apart = states.count(_State.APART)
        table = apart >= FEWEST_APART or (apart > 0 and _State.RULE in states)
        split += [not table and state not in (_State.ACROSS, _State.RULE) for state in states]
    return split


def _has_columns(rows: Sequence[_Row]) -> bool:
    """Return True if enough rows have prose, and the texts on neither side are the labels of its lines."""
    prose = sum(row.state is _State.PROSE for row in rows)
    return prose >= FEWEST_PROSE and not any(_are_labels([row.texts[side] for row in rows]) for side in (0, 1))


def _are_labels(texts: Sequence[_Text]) -> bool:
    """Return True if the texts on one side are labels: most of them are level with prose.

    On a side with hardly any prose of its own, texts without prose beside them are not counted: they may be the ends
    of cells.
    """
    count = Counter(texts)
    others = count[_Text.LEVEL] + count[_Text.SHIFTED]
    if count[_Text.PROSE] < FEWEST_OWN:
        return count[_Text.LEVEL] >= LABELS * others
    others += count[_Text.ALONE]
    return others >= FEWEST_APART and count[_Text.LEVEL] >= LABELS * others


def _places(bands: Sequence[tuple[Gap, bool]], page: Zone) -> list[tuple[Zone, bool]]:
    """Return the place of each band, joining neighbours without columns; they meet halfway between their lines."""
    joined: list[tuple[Gap, bool]] = []
    for (first, last), split in bands:
        if joined and not split and not joined[-1][1]:
            joined[-1] = ((joined[-1][0][0], last), False)
        else:
            joined.append(((first, last), split))
    middles = [(above[0][1] + below[0][0]) / 2 for above, below in pairwise(joined)]
    tops, bottoms = [page.top, *middles], [*middles, page.bottom]
    pairs = zip(tops, bottoms, joined, strict=True)
    return [(Zone(page.x0, top, page.x1, bottom), split) for top, bottom, (_, split) in pairs]
