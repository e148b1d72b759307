"""Rows of a table over page breaks: which label each part stands beside."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.layout import Cell, Paragraph
from corpus.text_cues import ends_sentence, starts_midway, strip_marks


@dataclass(slots=True)
class Option:
    """A part of a row under one column. `repeated`: its cell spans columns, and stands in the one before too."""

    paragraphs: list[Paragraph]
    fill: tuple[float, ...] | None
    chosen: bool = False
    repeated: bool = False


@dataclass(slots=True)
class TableRow:
    """A row: its label and sub-label as printed, and for each column the parts that rules set off in it.

    `late` is a label that is printed below the row's beginning, on the next page.
    """

    label: list[Paragraph] = field(default_factory=list)
    sublabel: list[Paragraph] = field(default_factory=list)
    group: str = ""
    sub: str = ""
    late: list[Paragraph] = field(default_factory=list)
    cells: dict[int, list[Option]] = field(default_factory=dict)
    header: bool = False

    @property
    def name(self) -> str:
        """The label: "GROUP / Sub-label", or the group alone."""
        return " / ".join(part for part in (self.group, self.sub) if part)

    @property
    def depth(self) -> int:
        """The greatest number of parts under a column."""
        return max((len(options) for options in self.cells.values()), default=0)

    def parts(self, column: int) -> list[Paragraph]:
        """All paragraphs under a column."""
        return [paragraph for option in self.cells.get(column, []) for paragraph in option.paragraphs]

    def add(self, band: "Band") -> None:
        """Add what a raster row holds as new parts."""
        for column, cell in enumerate(band.values):
            if cell is not None:
                repeated = column > 0 and band.values[column - 1] is cell
                option = Option(list(cell.paragraphs), cell.fill, repeated=repeated)
                self.cells.setdefault(column, []).append(option)

    def append(self, band: "Band") -> None:
        """Add what a raster row holds to the last parts, which a page break cut."""
        for column, cell in enumerate(band.values):
            if cell is None:
                continue
            options = self.cells.setdefault(column, [])
            if options:
                options[-1].paragraphs += _joined(options[-1].paragraphs, cell.paragraphs)
            else:
                options.append(Option(list(cell.paragraphs), cell.fill))


@dataclass(frozen=True, slots=True)
class Band:
    """One row of the raster in one fragment. `merged`: rules show which rows share a label cell."""

    fragment: int
    label: Cell | None
    sublabel: Cell | None
    values: tuple[Cell | None, ...]
    first: bool
    last: bool
    merged: bool


@dataclass(frozen=True, slots=True)
class LabelRun:
    """Neighbouring raster rows of one fragment that share label cell and sub-label cell."""

    bands: tuple[Band, ...]

    @property
    def label(self) -> str:
        """The label's text."""
        return cell_label(self.bands[0].label)

    @property
    def sub(self) -> str:
        """The sub-label's text."""
        return cell_label(self.bands[0].sublabel)

    @property
    def at_top(self) -> bool:
        """Whether it begins a fragment that is not the first."""
        return self.bands[0].first and self.bands[0].fragment > 0

    @property
    def at_bottom(self) -> bool:
        """Whether it ends its fragment."""
        return self.bands[-1].last


def cell_label(cell: Cell | None) -> str:
    """A label without footnote marks."""
    return strip_marks(cell.label) if cell else ""


def fold_rows(bands: Sequence[Band]) -> list[TableRow]:
    """Rows with their labels from the raster rows of all fragments."""
    fold = _Fold()
    for segment in _segments(bands):
        fold.take(segment)
    return fold.rows


def _segments(bands: Sequence[Band]) -> list[LabelRun]:
    """Raster rows grouped by label cell and sub-label cell. Files without rules repeat no cell: each row is its own."""
    groups: list[list[Band]] = []
    for band in bands:
        if groups and _same_labels(groups[-1][-1], band):
            groups[-1].append(band)
        else:
            groups.append([band])
    return [LabelRun(tuple(group)) for group in groups]


def _same_labels(one: Band, other: Band) -> bool:
    """Whether two raster rows stand beside the very same label cells."""
    return one.fragment == other.fragment and one.label is other.label and one.sublabel is other.sublabel


@dataclass(slots=True)
class _Fold:
    """Rows found so far, the group label in force, and rows that wait for a label printed on the next page.

    `early` holds a label that stood beside the end of the row before its own.
    """

    rows: list[TableRow] = field(default_factory=list)
    group: str = ""
    waiting: list[TableRow] = field(default_factory=list)
    last: LabelRun | None = None
    early: list[Paragraph] = field(default_factory=list)

    def take(self, segment: LabelRun) -> None:
        """Add a segment to the rows."""
        if self.rows and self._cut_before(segment):
            self._extend(segment)
            self.group = segment.label
            self.early = _paragraphs(segment.bands[0].label)
        elif segment.label and segment.at_top and self.waiting:
            self._name_waiting(segment)
        elif segment.label and not (segment.at_top and segment.label == self.group):
            self._new(segment, segment.label)
        elif self._waits(segment):
            self._new(segment, self.group)
            self.waiting = [self.rows[-1]]
        elif self.rows and (not segment.sub or self._repeats(segment)):
            self._extend(segment)
        else:
            self._new(segment, self.group)
            self.waiting += self.rows[-1:] if self.waiting else []
        if segment.label:
            self.waiting = []
        self.last = segment

    def _new(self, segment: LabelRun, group: str) -> None:
        """Begin a row."""
        label, sublabel = segment.bands[0].label, segment.bands[0].sublabel
        same = self.last is not None and label is self.last.bands[0].label
        printed = [] if same else _paragraphs(label)
        row = TableRow(self.early + printed, _paragraphs(sublabel), group=group, sub=segment.sub)
        self.early = []
        for band in segment.bands:
            row.add(band)
        self.rows.append(row)
        self.group = group

    def _extend(self, segment: LabelRun) -> None:
        """Go on with the last row; what a page break cut is put together again."""
        row = self.rows[-1]
        for band in segment.bands:
            if band.first and segment.at_top and _same_looks(row, band):
                row.append(band)
            else:
                row.add(band)

    def _name_waiting(self, segment: LabelRun) -> None:
        """Give rows at the foot of the last page the label that is printed on this one."""
        for row in self.waiting:
            row.group = segment.label
        if segment.sub:
            self._new(segment, segment.label)
            return
        self._extend(segment)
        self.waiting[0].late += _paragraphs(segment.bands[0].label)
        self.group = segment.label

    def _waits(self, segment: LabelRun) -> bool:
        """Whether a row without label at the foot of a page may belong to a label on the next one.

        It does where rules give it an empty label cell of its own, or where it alone in its group has a sub-label.
        """
        if segment.label or self.last is None or segment.at_top or not segment.at_bottom:
            return False
        if segment.bands[0].label is self.last.bands[0].label:
            return False
        alone = bool(segment.sub) and not any(row.sub for row in self.rows if row.group == self.group)
        return alone or segment.bands[0].merged

    def _repeats(self, segment: LabelRun) -> bool:
        """Whether a segment at the head of a page prints the sub-label of the row that the break cut once more."""
        return segment.at_top and segment.sub == self.rows[-1].sub and self.group == self.rows[-1].group

    def _cut_before(self, segment: LabelRun) -> bool:
        """Whether a page break cut the last row in mid-sentence and this segment, labelled or not, goes on with it."""
        if not segment.at_top or segment.sub or not segment.label or self.waiting or not self.rows[-1].sub:
            return False
        pairs = [
            (parts[-1], cell.paragraphs[0])
            for column, cell in enumerate(segment.bands[0].values)
            if cell and cell.paragraphs and (parts := self.rows[-1].parts(column))
        ]
        return bool(pairs) and all(_is_cut(before, after) for before, after in pairs)


def _paragraphs(cell: Cell | None) -> list[Paragraph]:
    """The paragraphs of a cell, none where there is none."""
    return list(cell.paragraphs) if cell else []


def _same_looks(row: TableRow, band: Band) -> bool:
    """Whether what a page break parts is bold on both sides or on neither, and of one colour, in every column.

    What is cut in mid-sentence may be of two colours: tables may have stripes.
    """
    for column, cell in enumerate(band.values):
        before = row.parts(column)
        if not cell or not cell.paragraphs or not before:
            continue
        if cell.paragraphs[0].bold != before[-1].bold:
            return False
        if cell.fill != row.cells[column][-1].fill and not _is_cut(before[-1], cell.paragraphs[0]):
            return False
    return True


def _is_cut(before: Paragraph, after: Paragraph) -> bool:
    """Whether a page break between two paragraphs cuts a sentence."""
    return not ends_sentence(before.text) and starts_midway(after.text)


def _joined(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> list[Paragraph]:
    """Paragraphs after a page break, the first marked as going on where the break cut a sentence."""
    if not before or not after or not _is_cut(before[-1], after[0]):
        return list(after)
    return [replace(after[0], continues=True), *after[1:]]
