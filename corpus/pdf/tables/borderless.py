"""Find tables without rules: short labels on the left, and beside them text aligned in columns and rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TypeAlias

from corpus.pdf.page_model import Fill, Grid, GridCell, RawCell, RawTable, Rule
from corpus.pdf.paragraphs import Spacing
from corpus.pdf.tables.ruled import cell_fill
from corpus.pdf.tables.spanning_headers import Extent, Span, is_header, spans
from corpus.pdf.words import Line, group_lines
from corpus.text_analysis.text_cues import ends_sentence, is_caption, is_marker, starts_midway

GUTTER = 4.0
"""Minimum gap between two columns, in points."""
EM_GUTTER = 0.5
"""Minimum gap between two columns, in font sizes."""
SAME = 2.0
"""Maximum distance, in points, of columns that begin at the same place."""
REACH = 4.0
"""Maximum distance of lines of one table, in font sizes."""
FEWEST_ROWS = 3
"""Minimum number of rows in a table, including the header."""
LABEL_WORDS = 8.0
"""Maximum mean number of words in labels; longer ones are columns of text."""
LONGEST_LABEL = 40
"""Maximum number of words in a label."""
FILLED = 0.6
"""Minimum share of rows that have a label, and of rows that have two cells or more."""
LOOSE = 1.5
"""Maximum distance of lines of one paragraph, in font sizes."""
FEWEST_SUB_LABELS = 2
"""Minimum number of indented lines in the label column for them to be sub-labels."""
SENTENCE_WORDS = 4
"""Minimum number of words of a line with a full stop for it to be a sentence."""
SPAN = 0.5
"""Minimum share of the table's width that a rule or the border of a coloured area covers to separate rows."""
HEADINGS = 0.25
"""If at least this share of the left column is bold, and this share is not, it is not a column of labels."""
LARGER = 1.1
"""Minimum size of a heading, relative to the table's letters."""


Hints: TypeAlias = tuple[Sequence[Rule], Sequence[Fill]]
"""Horizontal rules and coloured areas of a page, which separate rows."""


@dataclass(frozen=True, slots=True)
class NeighbourTables:
    """Tables on the neighbouring pages: where their columns begin, and their lines in several parts."""

    lefts: tuple[tuple[float, ...], ...] = ()
    headers: frozenset[tuple[str, ...]] = frozenset()


@dataclass(slots=True)
class Region:
    """Neighbouring lines of a page, by height, with gaps that no line crosses.

    `lefts` are where columns begin, if known from the page before; `labels` is how many of them have labels. `head` is
    the upper level of a header, whose texts are over several columns.
    """

    rows: list[list[Line]]
    gaps: list[tuple[float, float]] = field(default_factory=list)
    lefts: tuple[float, ...] = ()
    labels: int = 1
    head: list[Line] = field(default_factory=list)

    @property
    def middles(self) -> list[float]:
        """Return the centres of its gaps."""
        return [(start + end) / 2 for start, end in self.gaps]

    def column(self, line: Line) -> int:
        """Return the number of the column that a line is in."""
        return sum(middle < line.x0 for middle in self.middles)

    def is_label(self, line: Line) -> bool:
        """Return True if a line is in a column of labels."""
        return self.column(line) < self.labels

    def cut(self) -> None:
        """Split the lines that continue from one column to the next."""
        self.rows = [[part for line in row for part in self._parts(line)] for row in self.rows]

    def _parts(self, line: Line) -> list[Line]:
        """Return a line's words by column."""
        columns = groupby(line.words, key=lambda word: sum(middle < word.x0 for middle in self.middles))
        return [Line(tuple(words)) for _, words in columns]


def find_borderless_tables(
    lines: Sequence[Line], hints: Hints, spacing: Spacing, margin: float, near: NeighbourTables
) -> tuple[list[RawTable], list[Line]]:
    """Find the tables without rules among the lines of a page, and return them with the lines outside.

    Args:
        lines: Lines split at wide gaps.
        hints: Horizontal rules and coloured areas of the page, which separate rows.
        spacing: The file's usual distances of lines.
        margin: The right margin of the file's text, taken as the right end of every table.
        near: Tables on the pages before and after, of which this page may have a row or two.
    """
    tables: list[RawTable] = []
    rest: list[Line] = list(lines)
    for region in _regions(group_by_height(lines)):
        loose = {id(line) for row in region.rows for line in row}
        region.cut()
        rows, beside = trim_rows(region, table_rows(region, separators(region, hints), spacing))
        if rows and (_is_table(region, rows) or _is_rest(region, rows, near)):
            region.gaps = [*_sub_labels(region, rows), *region.gaps]
            made = make_table(region, rows, hints[1], margin)
            tables.append(made)
            placed = {id(line) for cell in made.cells for line in cell.lines}
            loose |= {id(line) for line in region.head if id(line) in placed}
            rest = [line for line in rest if id(line) not in loose] + beside
    return tables, rest


def column_lefts(table: RawTable) -> tuple[float, ...]:
    """Return where the text of each column of a table begins."""
    columns = range(len(table.grid.xs) - 1)
    starts = [[line.x0 for cell in table.cells if cell.place.col == col for line in cell.lines] for col in columns]
    return tuple(min(start) for start in starts if start)


def side_by_side_texts(lines: Sequence[Line]) -> frozenset[tuple[str, ...]]:
    """Return the texts of lines side by side, for each height with several parts."""
    return frozenset(tuple(line.text for line in row) for row in group_by_height(lines) if len(row) > 1)


def group_by_height(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines side by side, from top to bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.bottom, line.x0)):
        if rows and line.bottom - rows[-1][0].bottom <= 0.5 * min(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def _regions(rows: Sequence[list[Line]]) -> Iterator[Region]:
    """Yield runs of rows with columns in them, as long as every gap between columns continues."""
    start = 0
    while start < len(rows):
        head = rows[start] if _is_head(rows[start], rows[start + 1 :]) else []
        first = start + bool(head)
        region = Region([rows[first]], _row_gaps(rows[first]), head=head)
        end = first + 1
        while region.gaps and end < len(rows) and _extend(region, rows[end]):
            end += 1
        if region.gaps:
            yield region
        start = end


def _is_head(row: Sequence[Line], below: Sequence[Sequence[Line]]) -> bool:
    """Return True if a row is the upper level of a header, its texts right above several of the row below it."""
    if len(below) < 2 or below[0][0].top - row[0].bottom > REACH * row[0].size / 2:
        return False
    looks = ([word for line in lines for word in line.words] for lines in (row, below[0], below[1]))
    return is_header(*looks) and _head_spans(row, [(line.x0, line.x1) for line in below[0]]) is not None


def _head_spans(head: Sequence[Line], lower: Sequence[Extent]) -> list[Span] | None:
    """Return the columns that each text of a header's upper level covers; `lower` is the level below it.

    The last column is taken to be as wide as the one before it.
    """
    wide = lower[-1][0] - lower[-2][0] if len(lower) > 1 else 0.0
    return spans([(line.x0, line.x1) for line in head], lower, lower[-1][0] + wide)


def _row_gaps(row: Sequence[Line]) -> list[tuple[float, float]]:
    """Return the gaps between the lines of a row."""
    return [(left.x1, right.x0) for left, right in zip(row, row[1:], strict=False)]


def _extend(region: Region, row: list[Line]) -> bool:
    """Add a row to a region, unless it is too far away, is a heading or caption, or closes a gap between columns."""
    last = region.rows[-1]
    if row[0].top - max(line.bottom for line in last) > REACH * row[0].size:
        return False
    if len(row) == 1 and is_outside(region, row[0]):
        return False
    gaps = [rest for gap in region.gaps if (rest := free(gap, row)) is not None]
    if not gaps or any(_support(region.rows, gap) > 1 for gap in region.gaps if free(gap, row) is None):
        return False
    region.rows.append(row)
    region.gaps = gaps
    return True


def is_outside(region: Region, line: Line) -> bool:
    """Return True if a single line is outside a table: a heading, a caption, left of its labels, or a sentence.

    A line that begins in a column of values is not a sentence below the table.
    """
    last = region.rows[-1]
    if line.size > LARGER * max(other.size for other in last) or is_caption(line.text):
        return True
    left = region.lefts[0] if region.lefts else min(other.x0 for row in region.rows for other in row)
    in_value = line.x0 >= region.gaps[0][1] - SAME
    apart = not in_value and line.bottom - max(other.bottom for other in last) > LOOSE * line.size
    return line.x0 < left - SAME or (apart and len(line.words) >= SENTENCE_WORDS and ends_sentence(line.text))


def free(gap: tuple[float, float], row: Sequence[Line]) -> tuple[float, float] | None:
    """Return the part of a gap that a row leaves free; None if that is too narrow."""
    start, end = gap
    for word in (word for line in row for word in line.words):
        if word.x1 <= start or word.x0 >= end:
            continue
        if word.x0 <= start and word.x1 >= end:
            return None
        start, end = (word.x1, end) if word.x0 - start < end - word.x1 else (start, word.x0)
    return (start, end) if end - start >= max(GUTTER, EM_GUTTER * row[0].size) else None


def _support(rows: Sequence[Sequence[Line]], gap: tuple[float, float]) -> int:
    """Return how many rows have words on both sides of a gap."""
    return sum(row[0].words[0].x1 <= gap[0] + 1 and row[-1].words[-1].x0 >= gap[1] - 1 for row in rows)


def separators(region: Region, hints: Hints) -> set[int]:
    """Return the numbers of the rows above which a rule or the border of a coloured area passes."""
    left = min(line.x0 for row in region.rows for line in row)
    right = max(line.x1 for row in region.rows for line in row)
    heights = _heights(hints, left, right)
    bottoms = [max(line.bottom for line in row) for row in region.rows]
    tops = [min(line.top for line in row) for row in region.rows]
    return {
        number
        for number in range(1, len(region.rows))
        if any(bottoms[number - 1] - 2 <= height <= tops[number] + 2 for height in heights)
    }


def _heights(hints: Hints, left: float, right: float) -> list[float]:
    """Return the heights at which rules, or the borders of coloured areas, together cover enough of a table's width."""
    covered: dict[int, float] = {}
    borders = [(fill.x0, fill.x1, at) for fill in hints[1] for at in (fill.top, fill.bottom)]
    for start, end, at in [*((rule.start, rule.end, rule.at) for rule in hints[0]), *borders]:
        wide = min(end, right) - max(start, left)
        if wide > 0:
            covered[round(at)] = covered.get(round(at), 0.0) + wide
    return [at for at, wide in covered.items() if wide >= SPAN * (right - left)]


def table_rows(region: Region, separators: set[int], spacing: Spacing) -> list[list[Line]]:
    """Group the lines of a region into the rows of the table.

    Rules separate rows if there are several; otherwise wide spacing does, and below the last rule if it separates
    labels; in tables set tight, every line with a label and a value begins a row. Lines without a label belong to the
    row above them, unless a rule separates them, or only that row is bold: then a page break cut them off.
    """
    numbers = range(1, len(region.rows))
    loose = {number for number in numbers if _is_loose(region, number, spacing)}
    if len(separators) >= FEWEST_ROWS:
        loose = {n for n in loose if n > max(separators) and region.is_label(region.rows[n][0])}
    starts = separators | loose
    if len(starts) < FEWEST_ROWS - 1:
        starts = starts | {number for number in numbers if _starts_row(region, number)}
    rows: list[list[Line]] = []
    for start, end in pairwise([0, *sorted(starts), len(region.rows)]):
        lines = [line for row in region.rows[start:end] for line in row]
        labelled = any(region.is_label(line) for line in lines)
        if not rows or start in separators or labelled or (_all_bold(rows[-1]) and not lines[0].bold):
            rows.append([])
        rows[-1] += lines
    return rows


def _all_bold(lines: Sequence[Line]) -> bool:
    """Return True if every line of a row is bold."""
    return all(line.bold for line in lines)


def _is_loose(region: Region, number: int, spacing: Spacing) -> bool:
    """Return True if a row is further below the last one than the lines of a paragraph are."""
    last, row = region.rows[number - 1], region.rows[number]
    distance = min(line.bottom for line in row) - max(line.bottom for line in last)
    return spacing.separates(last[0].size, distance)


def _starts_row(region: Region, number: int) -> bool:
    """Return True if a line begins with a label and also has a value."""
    label = region.is_label(region.rows[number][0])
    value = any(not region.is_label(line) for line in region.rows[number])
    return label and value and not starts_midway(region.rows[number][0].text)


def trim_rows(region: Region, rows: list[list[Line]]) -> tuple[list[list[Line]], list[Line]]:
    """Return rows without leading and trailing ones that have only a label, and the lines of those."""
    whole = [any(not region.is_label(line) for line in row) for row in rows]
    first = next((number for number, value in enumerate(whole) if value), len(rows))
    end = len(rows) - next((number for number, value in enumerate(reversed(whole)) if value), len(rows))
    beside = [line for row in (*rows[:first], *rows[max(end, first) :]) for line in row]
    return rows[first:end], beside


def _is_table(region: Region, rows: Sequence[Sequence[Line]]) -> bool:
    """Return True if the first column has short labels and most rows have a value; columns of text and lists do not."""
    if len(rows) < FEWEST_ROWS:
        return False
    labels = [[line for line in row if region.column(line) == 0] for row in rows]
    named = [lines for lines in labels if lines]
    lengths = [sum(len(line.words) for line in lines) for lines in named]
    valued = sum(len({region.column(line) for line in row}) > 1 for row in rows)
    if min(len(named), valued) < FILLED * len(rows) or sum(lengths) > LABEL_WORDS * len(named):
        return False
    markers = sum(is_marker(lines[0].words[0].text) for lines in named)
    return 2 * markers < len(named) and max(lengths) <= LONGEST_LABEL and not _are_blocks(named)


def _is_rest(region: Region, rows: Sequence[Sequence[Line]], near: NeighbourTables) -> bool:
    """Return True if a few rows have the header or the columns of a table on the page before or after."""
    if len(rows) > 1 and tuple(line.text for line in region.rows[0]) in near.headers:
        return True
    columns = range(len(region.gaps) + 1)
    starts = [[line.x0 for row in rows for line in row if region.column(line) == col] for col in columns]
    lefts = [min(start, default=0.0) for start in starts]
    return any(
        len(other) == len(lefts) and all(abs(a - b) <= SAME for a, b in zip(lefts, other, strict=True))
        for other in near.lefts
    )


def _sub_labels(region: Region, rows: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    """Return the gap between labels and sub-labels, if several lines on the left begin at a second place."""
    lines = [line for row in rows for line in row if region.column(line) == 0]
    starts = sorted({line.x0 for line in lines if line.x0 > min(other.x0 for other in lines) + SAME})
    for start in starts:
        before = max((line.x1 for line in lines if line.x0 < start - SAME), default=start)
        aligned = sum(abs(line.x0 - start) <= SAME for line in lines)
        if start - before >= GUTTER and aligned >= FEWEST_SUB_LABELS:
            return [(before, start)]
    return []


def _are_blocks(labels: Sequence[Sequence[Line]]) -> bool:
    """Return True if the left column is bold lines over others that are not: blocks of text under small headings."""
    mixed = sum(lines[0].bold and not lines[-1].bold for lines in labels)
    bold = sum(lines[0].bold and lines[-1].bold for lines in labels[1:])
    plain = sum(not lines[0].bold for lines in labels[1:])
    return 2 * mixed >= len(labels) or min(bold, plain) >= HEADINGS * len(labels)


def make_table(region: Region, rows: Sequence[Sequence[Line]], fills: Sequence[Fill], margin: float) -> RawTable:
    """Build a table from rows; a column extends from its leftmost to its rightmost letter."""
    columns = [
        [line for row in rows for line in row if region.column(line) == col] for col in range(len(region.gaps) + 1)
    ]
    lefts = list(region.lefts) or [min(line.x0 for line in column) for column in columns]
    rights = [max((line.x1 for line in column), default=left) for column, left in zip(columns, lefts, strict=True)]
    tops = [min(line.top for line in row) for row in rows]
    bottom = max(line.bottom for line in rows[-1])
    cells = _head_cells(region, lefts, rights, tops[0])
    shift = bool(cells)
    tops = [line.top for line in region.head[:shift]] + tops
    for number, row in enumerate(rows, shift):
        low = max(line.bottom for line in row)
        for col in range(len(columns)):
            place = GridCell(number, number + 1, col, col + 1, lefts[col], tops[number], rights[col], low)
            content = group_lines(word for line in row if region.column(line) == col for word in line.words)
            cells.append(RawCell(place, tuple(content), cell_fill(place, fills)))
    grid = Grid((*lefts, max(margin, rights[-1])), (*tops, bottom), tuple(cell.place for cell in cells))
    return RawTable(grid, tuple(cells))


def _head_cells(region: Region, lefts: Sequence[float], rights: Sequence[float], bottom: float) -> list[RawCell]:
    """Return the cells of a header's upper level: each text over several columns, empty ones in between."""
    if not region.head:
        return []
    below = {region.column(line): (line.x0, line.x1) for line in region.rows[0]}
    covered = _head_spans(region.head, [below.get(col, (left, left)) for col, left in enumerate(lefts)])
    if covered is None:
        return []
    blank = [((col, col + 1), ()) for col in range(covered[0][0])]
    texts = [(span, (line,)) for span, line in zip(covered, region.head, strict=True)]
    return [
        RawCell(GridCell(0, 1, *span, lefts[span[0]], region.head[0].top, rights[span[1] - 1], bottom), lines, None)
        for span, lines in (*blank, *texts)
    ]
