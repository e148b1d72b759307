"""Group lines of texts in columns into the rows of a table: header levels, group rows, wrapped labels."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from statistics import median

from corpus.pdf.page_model import Rule
from corpus.pdf.tables.by_alignment.text_columns import Columns
from corpus.pdf.tables.ruled import SNAP
from corpus.pdf.tables.spanning_headers import Extent
from corpus.pdf.words import Line, PdfWord
from corpus.text_analysis.figures import is_figure, is_missing, is_year
from corpus.text_analysis.text_cues import starts_midway

CROSSING = 0.35
"""Minimum part of a text beyond a column's border for it to span both columns, in font sizes."""
WIDE_BLANK = 0.38
"""Minimum width of a blank between the texts of two columns, in font sizes."""
SPLIT_WORDS = 10
"""Maximum number of words in a text whose words are tried in all ways in the columns below it; more are cut at their
borders."""
TIGHT = 0.85
"""Maximum distance of the lines of one label, relative to that of rows."""
UNDERLINE = 0.3
"""Minimum part of a rule on either side of the text above it, in font sizes; shorter ones underline the text."""
SLACK = 0.5
"""Distances of lines that differ by less than this, in points, are equal."""
SERIES = 4
"""Minimum length of an even series of numbers, which numbers the columns."""


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text and the columns that it covers, `end` exclusive; `ruled` if a rule below it shows them."""

    text: Line
    start: int
    end: int
    ruled: bool = False

    @property
    def is_value(self) -> bool:
        """Return True if it is a number, or a sign for a missing one, right of the labels."""
        return self.start > 0 and (is_figure(self.text.text) or is_missing(self.text.text))


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row of a table: its lines of texts from top to bottom. `group`: it names the rows below."""

    lines: tuple[tuple[PlacedText, ...], ...]
    group: bool = False

    @property
    def texts(self) -> list[PlacedText]:
        """Return the texts of all lines."""
        return [text for line in self.lines for text in line]


def place_texts(lines: Sequence[Sequence[Line]], columns: Columns) -> list[tuple[PlacedText, ...]]:
    """Place the texts of lines in columns; a text is split if its blanks show that it is the header of several."""
    return [tuple(part for text in line for part in _split(text, columns)) for line in lines]


def _split(text: Line, columns: Columns) -> Iterator[PlacedText]:
    """Yield the parts of a text in their columns: split at wide blanks, or at all gaps if there are several."""
    whole, gaps = _place(text, columns), columns.gaps
    crossed = range(whole.start + 1, whole.end)
    cuts = {column: cut for column in crossed if (cut := _blank(text, gaps[column - 1])) is not None}
    if len(crossed) < 2 or len(set(cuts.values())) < len(crossed):
        wide = WIDE_BLANK * text.size
        cuts = {column: cut for column, cut in cuts.items() if text.words[cut].x0 - text.words[cut - 1].x1 > wide}
    start, first = whole.start, 0
    for column, cut in [*sorted(cuts.items()), (whole.end, len(text.words))]:
        if cut > first:
            yield PlacedText(Line(text.words[first:cut]), start, column)
            start, first = column, cut


def _blank(text: Line, gap: tuple[float, float]) -> int | None:
    """Return the number of the first word after a blank at a gap between columns; None if a word crosses it."""
    room = CROSSING * text.size
    pairs = enumerate(zip(text.words, text.words[1:], strict=False), 1)
    found = [n for n, (left, right) in pairs if left.x1 < gap[1] + room and right.x0 > gap[0] - room]
    middle = (gap[0] + gap[1]) / 2
    return min(found, key=lambda n: abs(text.words[n].x0 + text.words[n - 1].x1 - 2 * middle), default=None)


def _place(text: Line, columns: Columns) -> PlacedText:
    """Place a text in the columns that it reaches into; a number is in one column only.

    A text that is flush with a column on one side may reach beyond its border on the other.
    """
    borders, count = columns.borders, len(columns.extents)
    room = CROSSING * text.size
    if is_figure(text.text) or is_missing(text.text):
        middle = (text.x0 + text.x1) / 2
        column = min(max(sum(border <= middle for border in borders) - 1, 0), count - 1)
        return PlacedText(text, column, column + 1)
    start = min(max(sum(border <= text.x0 + room for border in borders) - 1, 0), count - 1)
    end = max(min(sum(border < text.x1 - room for border in borders), count), start + 1)
    over = [n for n in range(start, end) if text.x0 < columns.extents[n][1] and text.x1 > columns.extents[n][0]]
    if over and abs(text.x1 - columns.extents[over[-1]][1]) <= room:
        start = over[0]
    if over and abs(text.x0 - columns.extents[over[0]][0]) <= room:
        end = over[-1] + 1
    return PlacedText(text, start, end)


def split_lowest(head: Sequence[Sequence[PlacedText]], columns: Columns) -> list[tuple[PlacedText, ...]]:
    """Split the texts of a header that span columns, but have no headers of these columns below them."""
    whole = []
    for number, line in enumerate(head):
        below = [text for other in head[number + 1 :] for text in other]
        whole.append(tuple(part for texts in _overlapping(line) for part in _split_all(texts, below, columns)))
    return whole


def _overlapping(line: Sequence[PlacedText]) -> list[list[PlacedText]]:
    """Group neighbouring texts of a line that reach into the same columns."""
    groups: list[list[PlacedText]] = []
    for text in line:
        if groups and text.start < groups[-1][-1].end:
            groups[-1].append(text)
        else:
            groups.append([text])
    return groups


def _split_all(texts: Sequence[PlacedText], below: Sequence[PlacedText], columns: Columns) -> Sequence[PlacedText]:
    """Return one part for each column that texts span, or the texts as they are if they do not fit the columns.

    As many texts as columns are one for each, even if wide ones reach over the borders.
    """
    start, end = texts[0].start, texts[-1].end
    over = zip(texts, columns.extents[start:end], strict=False)
    if 1 < len(texts) == end - start and all(is_over((text.text.x0, text.text.x1), column) for text, column in over):
        return [replace(text, start=start + n, end=start + n + 1) for n, text in enumerate(texts)]
    words = tuple(word for text in texts for word in text.text.words)
    parts = _split_over(PlacedText(Line(words), texts[0].start, texts[-1].end), below, columns)
    return parts if len(parts) > 1 else texts


def _split_over(text: PlacedText, below: Sequence[PlacedText], columns: Columns) -> list[PlacedText]:
    """Return one part for each column that a text spans, if its words fit there and nothing below is spanned by it."""
    under = {other.start for other in below if text.start <= other.start < text.end}
    words, wanted = text.text.words, columns.extents[text.start : text.end]
    if len(wanted) < 2 or text.start == 0 or len(under) > 1 or len(wanted) > len(words):
        return [text]
    if len(words) <= SPLIT_WORDS:
        cuts = min(combinations(range(1, len(words)), len(wanted) - 1), key=lambda cuts: _misfit(words, cuts, wanted))
    else:
        borders = columns.borders[text.start + 1 : text.end]
        cuts = tuple(sum(word.x0 + word.x1 < 2 * border for word in words) for border in borders)
    parts = [Line(words[start:end]) for start, end in pairwise([0, *cuts, len(words)])]
    if not all(part.words for part in parts) or not all(
        is_over((part.x0, part.x1), column) for part, column in zip(parts, wanted, strict=True)
    ):
        return [text]
    return [PlacedText(part, text.start + number, text.start + number + 1) for number, part in enumerate(parts)]


def is_over(one: Extent, other: Extent) -> bool:
    """Return True if two texts, or a text and a column, overlap by half of the narrower one."""
    overlap = min(one[1], other[1]) - max(one[0], other[0])
    return overlap >= 0.5 * min(one[1] - one[0], other[1] - other[0])


def _misfit(words: Sequence[PdfWord], cuts: Sequence[int], wanted: Sequence[tuple[float, float]]) -> float:
    """Return how far parts are from columns in points, by the ends or middles that are nearest to each other."""
    parts = ((words[a].x0, words[b - 1].x1) for a, b in pairwise([0, *cuts, len(words)]))
    return sum(
        min(abs(left - x0), abs(right - x1), abs(left + right - x0 - x1) / 2)
        for (left, right), (x0, x1) in zip(parts, wanted, strict=True)
    )


def spread_over_rules(
    lines: Sequence[tuple[PlacedText, ...]], columns: Columns, rules: Sequence[Rule]
) -> list[tuple[PlacedText, ...]]:
    """Return the lines of a header, texts with a rule right below them over the columns that the rule covers."""
    spread = []
    for line, below in zip(lines, [*lines, ()][1:], strict=True):
        low = min((text.text.bottom for text in below), default=0.0)
        near = [rule for rule in rules if line[0].text.bottom - SNAP <= rule.at < low and _is_below_one(rule, line)]
        spread.append(tuple(_over_rule(text, columns, near) for text in line))
    return spread


def _is_below_one(rule: Rule, line: Sequence[PlacedText]) -> bool:
    """Return True if a rule is below a single text of a line: one below several shows the columns of none."""
    return sum(rule.start <= (text.text.x0 + text.text.x1) / 2 <= rule.end for text in line) == 1


def _over_rule(text: PlacedText, columns: Columns, rules: Sequence[Rule]) -> PlacedText:
    """Return a text over the columns of the rule below it, if these are several, but not all."""
    room = UNDERLINE * text.text.size
    for rule in rules:
        if rule.start <= text.text.x0 - room and text.text.x1 + room <= rule.end:
            covered = [n for n, (x0, x1) in enumerate(columns.extents) if rule.start <= (x0 + x1) / 2 <= rule.end]
            if 0 not in covered and 1 < len(covered) < len(columns.extents) - 1:
                return replace(text, start=covered[0], end=covered[-1] + 1, ruled=True)
    return text


def header_lines(lines: Sequence[Sequence[PlacedText]]) -> int:
    """Return the number of lines above the body; a label alone above the first numbers names a group of rows.

    In a list of records of few numbers, the body begins with the first number in a column of numbers.
    """
    count = next((number for number, line in enumerate(lines) if _has_numbers(line)), len(lines))
    if count == len(lines):
        columns = _number_columns(lines)
        begins = (n for n, line in enumerate(lines) if any(text.is_value and text.start in columns for text in line))
        count = next(begins, count)
    while count > 1 and count < len(lines) and all(text.start == 0 for text in lines[count - 1]):
        count -= 1
    return count


def _has_numbers(line: Sequence[PlacedText]) -> bool:
    """Return True if a line has the numbers of a body: neither years nor an even series, and not among more texts."""
    values = [text for text in line if text.is_value]
    figures = [text.text.text for text in values if not is_year(text.text.text)]
    others = [text for text in line if not text.is_value and text.start > 0]
    named = any(text.start == 0 for text in line)
    enough = len(values) >= len(others) if named else len(figures) > max(1, len(others))
    return bool(figures) and enough and not _is_series(figures)


def _number_columns(lines: Sequence[Sequence[PlacedText]]) -> set[int]:
    """Return the columns in which most texts are numbers."""
    texts = [text for line in lines for text in line]
    values = Counter(text.start for text in texts if text.is_value)
    others = Counter(text.start for text in texts if not text.is_value)
    return {column for column, count in values.items() if count > others[column]}


def _is_series(figures: Sequence[str]) -> bool:
    """Return True if numbers count up in even steps, as the numbers of columns do."""
    numbers = [int(text) for text in figures if text.isdecimal()]
    steps = {after - before for before, after in pairwise(numbers)}
    return len(numbers) == len(figures) >= SERIES and len(steps) == 1 and min(steps) > 0


def body_rows(lines: Sequence[Sequence[PlacedText]], edges: Sequence[float]) -> list[TextRow]:
    """Group the lines of a table's body into rows; `edges` are the heights at which coloured bands begin and end."""
    has_value = [any(text.is_value for text in line) for line in lines]
    pitch = _pitch(lines, has_value)
    rows: list[list[tuple[PlacedText, ...]]] = []
    groups: list[bool] = []
    waiting: list[tuple[PlacedText, ...]] = []
    for number, line in enumerate(lines):
        texts = tuple(line)
        if has_value[number]:
            rows.append([*waiting, texts])
            groups.append(False)
            waiting = []
        elif rows and not groups[-1] and not waiting and _ends_last(rows[-1][-1], line, lines[number + 1 : number + 2]):
            rows[-1].append(texts)
        elif _joins_next(lines, has_value, number, pitch, edges):
            waiting.append(texts)
        elif rows and not groups[-1] and not waiting and _joins_last(rows[-1], texts, pitch):
            rows[-1].append(texts)
        else:
            rows.append([*waiting, texts])
            groups.append(all(text.start == 0 for text in texts))
            waiting = []
    if waiting:
        rows.append(waiting)
        groups.append(False)
    return [TextRow(tuple(row), group) for row, group in zip(rows, groups, strict=True)]


def _bottom(line: Sequence[PlacedText]) -> float:
    """Return the lower end of a line."""
    return max(text.text.bottom for text in line)


def _pitch(lines: Sequence[Sequence[PlacedText]], has_value: Sequence[bool]) -> float:
    """Return the usual distance of neighbouring lines with values, in points."""
    pairs = zip(lines, lines[1:], has_value, has_value[1:], strict=False)
    distances = [_bottom(line) - _bottom(last) for last, line, one, other in pairs if one and other]
    return median(distances) if distances else 1.5 * lines[0][0].text.size


def _ends_last(last: Sequence[PlacedText], line: Sequence[PlacedText], after: Sequence[Sequence[PlacedText]]) -> bool:
    """Return True if a line without values begins midway in a sentence, as near to the last line as to the next."""
    near = not after or _bottom(line) - _bottom(last) <= _bottom(after[0]) - _bottom(line) + SLACK
    return near and all(starts_midway(text.text.text) for text in line)


def _joins_next(
    lines: Sequence[Sequence[PlacedText]],
    has_value: Sequence[bool],
    number: int,
    pitch: float,
    edges: Sequence[float],
) -> bool:
    """Return True if a line without values is the beginning of the label of the next one."""
    if number + 1 == len(lines):
        return False
    line, after = lines[number], lines[number + 1]
    label = next((text.text for text in after if text.start == 0), None)
    if label is None:
        return has_value[number + 1] and _bottom(after) - _bottom(line) < 1.2 * pitch
    mine = next((text.text for text in line if text.start == 0), None)
    if mine is None:
        last = lines[number - 1] if number else line
        cuts = [_cut(last, line, edges), _cut(line, after, edges)]
        nearer = _bottom(after) - _bottom(line) < _bottom(line) - _bottom(last) - SLACK
        return has_value[number + 1] and (cuts[0] if cuts[0] != cuts[1] else nearer)
    if starts_midway(label.text) and label.bold == mine.bold:
        return True
    return has_value[number + 1] and _bottom(after) - _bottom(line) < TIGHT * pitch and mine.bold == label.bold


def _cut(upper: Sequence[PlacedText], lower: Sequence[PlacedText], edges: Sequence[float]) -> bool:
    """Return True if a coloured band begins or ends between two lines."""
    middles = [(line[0].text.top + line[0].text.bottom) / 2 for line in (upper, lower)]
    return any(middles[0] < edge < middles[1] for edge in edges)


def _joins_last(row: Sequence[Sequence[PlacedText]], line: Sequence[PlacedText], pitch: float) -> bool:
    """Return True if a line without values continues the row above it."""
    distance = _bottom(line) - _bottom(row[-1])
    mine = next((text.text for text in line if text.start == 0), None)
    above = next((text.text for part in row for text in part if text.start == 0), None)
    if mine is None or above is None:
        return mine is None and distance < 1.2 * pitch
    if mine.bold != above.bold:
        return False
    return starts_midway(mine.text) or distance < TIGHT * pitch
