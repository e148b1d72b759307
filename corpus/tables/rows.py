"""Fold the raster rows of a table over page breaks into labelled rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.layout import Cell, Paragraph
from corpus.tables.bands import Band, LabelRun, label_runs
from corpus.text_analysis.text_cues import ends_sentence, starts_midway, strip_leaders


@dataclass(slots=True)
class Option:
    """A part of a row under one column. `repeated`: its cell spans columns or rows and is also in the one before."""

    paragraphs: list[Paragraph]
    fill: tuple[float, ...] | None
    chosen: bool = False
    repeated: bool = False


@dataclass(slots=True)
class TableRow:
    """A row: its label and sub-label as printed, and for each column the parts that rules separate in it.

    `late` is a label that is printed below the row's beginning, on the next page. `key` has the cells that identify the
    row where its label does not.
    """

    label: list[Paragraph] = field(default_factory=list)
    sublabel: list[Paragraph] = field(default_factory=list)
    group: str = ""
    sub: str = ""
    key: str = ""
    late: list[Paragraph] = field(default_factory=list)
    cells: dict[int, list[Option]] = field(default_factory=dict)
    header: bool = False

    @property
    def name(self) -> str:
        """Return the label: "GROUP / Sub-label", or the group alone, and behind it the key."""
        return " / ".join(part for part in (self.group, self.sub, self.key) if part)

    @property
    def depth(self) -> int:
        """Return the greatest number of parts under a column."""
        return max((len(options) for options in self.cells.values()), default=0)

    def parts(self, column: int) -> list[Paragraph]:
        """Return all paragraphs under a column."""
        return [paragraph for option in self.cells.get(column, []) for paragraph in option.paragraphs]

    def add(self, band: Band) -> None:
        """Add the cells of a raster row as new parts."""
        for column, cell in enumerate(band.values):
            if cell is not None:
                repeated = column > 0 and band.values[column - 1] is cell
                option = Option(list(cell.paragraphs), cell.fill, repeated=repeated)
                self.cells.setdefault(column, []).append(option)

    def carry(self, band: Band) -> None:
        """Add the cells that span this row and begin above it."""
        for column, cell in enumerate(band.spanning):
            if cell is not None and cell.paragraphs and column not in self.cells:
                self.cells[column] = [Option(list(cell.paragraphs), cell.fill, repeated=True)]

    def append(self, band: Band) -> None:
        """Add the cells of a raster row to the last parts, which a page break cut."""
        for column, cell in enumerate(band.values):
            if cell is None:
                continue
            options = self.cells.setdefault(column, [])
            if options:
                options[-1].paragraphs += _joined(options[-1].paragraphs, cell.paragraphs)
            else:
                options.append(Option(list(cell.paragraphs), cell.fill))


def fold_rows(bands: Sequence[Band]) -> list[TableRow]:
    """Return rows with their labels from the raster rows of all fragments."""
    fold = _Fold()
    for run in label_runs(bands):
        fold.take(run)
    return fold.rows


@dataclass(slots=True)
class _Fold:
    """Rows found so far, the current group label, and rows that wait for a label printed on the next page.

    `early` is a label that was beside the end of the row before its own.
    """

    rows: list[TableRow] = field(default_factory=list)
    group: str = ""
    waiting: list[TableRow] = field(default_factory=list)
    last: LabelRun | None = None
    early: list[Paragraph] = field(default_factory=list)

    def take(self, run: LabelRun) -> None:
        """Add a label run to the rows."""
        if self.rows and self._cut_label(run):
            self._extend(run)
            self._lengthen_label(run)
        elif self.rows and self._cut_before(run):
            self._extend(run)
            self.group = run.label
            self.early = _paragraphs(run.bands[0].label)
        elif run.label and run.at_top and self.waiting:
            self._name_waiting(run)
        elif run.label and not (run.at_top and run.label == self.group):
            self._new(run, run.label)
        elif run.is_record and self.rows and not run.sub:
            self._new(run, self.group)
        elif self._waits(run):
            self._new(run, self.group)
            self.waiting = [self.rows[-1]]
        elif self.rows and (not run.sub or self._repeats(run)):
            self._extend(run)
        else:
            self._new(run, self.group)
            self.waiting += self.rows[-1:] if self.waiting else []
        if run.label:
            self.waiting = []
        self.last = run

    def _new(self, run: LabelRun, group: str) -> None:
        """Begin a row."""
        label, sublabel = run.bands[0].label, run.bands[0].sublabel
        same = self.last is not None and label is self.last.bands[0].label
        printed = [] if same else _paragraphs(label)
        row = TableRow(self.early + printed, _paragraphs(sublabel), group=group, sub=run.sub)
        self.early = []
        for band in run.bands:
            row.add(band)
        if run.is_record or run.bands[0].stated:
            row.carry(run.bands[0])
        self.rows.append(row)
        self.group = group

    def _extend(self, run: LabelRun) -> None:
        """Continue the last row, joining what a page break cut."""
        row = self.rows[-1]
        for band in run.bands:
            if band.first and run.at_top and _same_looks(row, band):
                row.append(band)
            else:
                row.add(band)

    def _name_waiting(self, run: LabelRun) -> None:
        """Give rows at the foot of the last page the label that is printed on this one."""
        for row in self.waiting:
            row.group = run.label
        if run.sub:
            self._new(run, run.label)
            return
        self._extend(run)
        self.waiting[0].late += _paragraphs(run.bands[0].label)
        self.group = run.label

    def _waits(self, run: LabelRun) -> bool:
        """Return True if a row without label at the foot of a page may belong to a label on the next one.

        It does if rules give it an empty label cell of its own, or if it alone in its group has a sub-label.
        """
        if run.label or self.last is None or run.at_top or not run.at_bottom:
            return False
        if run.bands[0].label is self.last.bands[0].label:
            return False
        alone = bool(run.sub) and not any(row.sub for row in self.rows if row.group == self.group)
        return alone or run.bands[0].merged

    def _repeats(self, run: LabelRun) -> bool:
        """Return True if a label run at the head of a page repeats the sub-label of the row that the break cut."""
        return run.at_top and run.sub == self.rows[-1].sub and self.group == self.rows[-1].group

    def _lengthen_label(self, run: LabelRun) -> None:
        """Add the rest of a label that a page break cut."""
        row = self.rows[-1]
        row.group = self.group = f"{row.group} {run.label}"
        row.late += _paragraphs(run.bands[0].label)

    def _cut_label(self, run: LabelRun) -> bool:
        """Return True if a page break cut the label of the last row: it continues in lower case, as do all values."""
        row = self.rows[-1]
        if not run.at_top or not run.label or run.sub or row.sub or row.header or self.waiting:
            return False
        values = [(column, cell) for column, cell in enumerate(run.bands[0].values) if cell and cell.paragraphs]
        return starts_midway(run.label) and all(
            bool(parts := row.parts(column)) and _is_cut(parts[-1], cell.paragraphs[0]) for column, cell in values
        )

    def _cut_before(self, run: LabelRun) -> bool:
        """Return True if a page break cut the last row in mid-sentence and this label run continues it."""
        if not run.at_top or run.sub or not run.label or self.waiting or not self.rows[-1].sub:
            return False
        pairs = [
            (parts[-1], cell.paragraphs[0])
            for column, cell in enumerate(run.bands[0].values)
            if cell and cell.paragraphs and (parts := self.rows[-1].parts(column))
        ]
        return bool(pairs) and all(_is_cut(before, after) for before, after in pairs)


def _paragraphs(cell: Cell | None) -> list[Paragraph]:
    """Return the paragraphs of a label without leaders, none if there is no cell."""
    return [_without_leaders(paragraph) for paragraph in cell.paragraphs] if cell else []


def _without_leaders(paragraph: Paragraph) -> Paragraph:
    """Return a paragraph without the words at its end that are leaders alone."""
    kept = len(strip_leaders(paragraph.text).split())
    return replace(paragraph, words=paragraph.words[:kept]) if 0 < kept < len(paragraph.words) else paragraph


def _same_looks(row: TableRow, band: Band) -> bool:
    """Return True if weight and colour are the same before and after a page break in every column.

    A sentence cut by the break may have two colours: tables may have stripes.
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
    """Return True if a page break between two paragraphs cuts a sentence."""
    return not ends_sentence(before.text) and starts_midway(after.text)


def _joined(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> list[Paragraph]:
    """Return paragraphs after a page break, the first marked as continued if the break cut a sentence."""
    if not before or not after or not _is_cut(before[-1], after[0]):
        return list(after)
    return [replace(after[0], continues=True), *after[1:]]
