"""What comes after what in a factsheet: its parts as ReportLab flowables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, NextPageTemplate, PageBreak, Paragraph

from tests.factsheet_sources import pages
from tests.factsheet_sources.content import Factsheet, PolicyRow
from tests.factsheet_sources.design import INK, SANS, SANS_BOLD, TEXT_WIDTH, Palette, Styles, palette, styles
from tests.factsheet_sources.table import Cell, Columns, Row, RuledTable
from tests.factsheet_sources.text import inline, paragraphs

FULL_PAGE, ORDINARY = "full page", "ordinary"
LEAST_TABLE = 130.0
"""A table begins on a page only where this height is left, in points."""
LEAST_HEADING = 50.0
"""What a heading takes, or a caption and the source below a table, in points."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading as the contents list it."""

    title: str
    level: int
    page: int


class Heading(Paragraph):  # type: ignore[misc]  # reportlab has no types
    """A heading, which the template enters in outline and contents. `level` is 0 for a section."""

    def __init__(self, title: str, level: int, look: Styles) -> None:
        super().__init__(inline(title, INK), look.subheading if level else look.heading)
        self.title = title
        self.level = level


class FullPage(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A page that is drawn as a whole, in page coordinates."""

    def __init__(self, paint: Callable[[Canvas], None]) -> None:
        super().__init__()
        self.paint = paint

    def drawOn(self, canvas: Canvas, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803  # ReportLab's names
        """Draw the page wherever the frame stands."""
        self.paint(canvas)


class ContentsEntry(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A line of the contents: title, dotted line and page number, linked to the heading."""

    def __init__(self, entry: Entry, colours: Palette) -> None:
        super().__init__()
        self.entry = entry
        self.colours = colours
        self.width, self.height = TEXT_WIDTH, 21.0 if entry.level else 32.0

    def draw(self) -> None:
        """Draw the line."""
        canvas: Canvas = self.canv
        title, page = self.entry.title, str(self.entry.page)
        font, size, start = (SANS, 10.5, 18.0) if self.entry.level else (SANS_BOLD, 12, 0.0)
        canvas.setFillColor(INK if self.entry.level else self.colours.accent)
        canvas.setFont(font, size)
        canvas.drawString(start, 4, title)
        canvas.drawRightString(TEXT_WIDTH, 4, page)
        canvas.setStrokeColor(self.colours.grid)
        canvas.setLineWidth(0.8)
        canvas.setDash(0.8, 3)
        left = start + canvas.stringWidth(title, font, size) + 8
        canvas.line(left, 5, TEXT_WIDTH - canvas.stringWidth(page, font, size) - 8, 5)
        canvas.setDash()
        canvas.linkRect("", title, (0, 0, TEXT_WIDTH, self.height - 6), relative=1, Border="[0 0 0]")


def story(sheet: Factsheet, entries: Sequence[Entry]) -> list[Flowable]:
    """All parts of the factsheet; `entries` are the headings that an earlier pass found."""
    return _Story(sheet).parts(entries)


class _Story:
    """Makes the parts of one factsheet in its colours and styles."""

    def __init__(self, sheet: Factsheet) -> None:
        self.sheet = sheet
        self.colours = palette(sheet.accent)
        self.look = styles(self.colours)

    def parts(self, entries: Sequence[Entry]) -> list[Flowable]:
        """Cover, contents, the three sections, references and annex."""
        titles = self.sheet.titles
        return [
            FullPage(lambda canvas: pages.draw_cover(canvas, self.sheet, self.colours)),
            NextPageTemplate(ORDINARY),
            PageBreak(),
            Paragraph(titles.contents, self.look.heading),
            *(ContentsEntry(entry, self.colours) for entry in entries),
            *self._section(titles.introduction),
            *self._text(self.sheet.introduction),
            *self._section(titles.policy),
            *self._text(self.sheet.policy_text),
            *self._table(self.sheet.policy_caption, self._policy_table(), LEAST_TABLE),
            *self._section(titles.state),
            *self._state(),
            *self._references(),
            *self._annex(),
        ]

    def _section(self, title: str) -> list[Flowable]:
        heading = [PageBreak(), Heading(title, 0, self.look)]
        if not self.sheet.dividers:
            return heading
        divider = FullPage(lambda canvas: pages.draw_divider(canvas, self.sheet, self.colours, title))
        return [NextPageTemplate(FULL_PAGE), PageBreak(), divider, NextPageTemplate(ORDINARY), *heading]

    def _text(self, source: str) -> list[Paragraph]:
        return paragraphs(source, self.colours.accent, prose=self.look.body, item=self.look.item)

    def _table(self, caption: str, table: RuledTable, room: float) -> list[Flowable]:
        """The table between caption and source; it begins on a new page where less than `room` points are left."""
        return [
            CondPageBreak(room),
            Paragraph(caption, self.look.caption),
            table,
            Paragraph(self.sheet.source, self.look.source),
        ]

    def _state(self) -> list[Flowable]:
        table = self._state_table()
        parts: list[Flowable] = [
            *self._text(self.sheet.state_text),
            *self._table(self.sheet.state_caption, table, _height(table) + LEAST_HEADING),
        ]
        for part in self.sheet.state_parts:
            parts += [Heading(part.title, 1, self.look), *self._text(part.text)]
        return parts

    def _references(self) -> list[Flowable]:
        entries = [
            Paragraph(inline(entry, self.colours.accent), self.look.reference) for entry in self.sheet.references
        ]
        height = sum(entry.wrap(TEXT_WIDTH, 0)[1] + entry.style.spaceAfter for entry in entries)
        return [CondPageBreak(height + LEAST_HEADING), Heading(self.sheet.titles.references, 0, self.look), *entries]

    def _annex(self) -> list[Flowable]:
        table = self._annex_table()
        height = _height(table)
        return [
            CondPageBreak(height + 2 * LEAST_HEADING),
            Heading(self.sheet.titles.annex, 0, self.look),
            *self._table(self.sheet.annex_caption, table, height),
        ]

    def _policy_table(self) -> RuledTable:
        count = len(self.sheet.policies)
        label, sub = 82.0, 66.0
        width = (TEXT_WIDTH - label - sub) / count
        header = [
            self._head("Policy type:", *(policy.type for policy in self.sheet.policies)),
            self._head("Policy name:", *(policy.name for policy in self.sheet.policies)),
        ]
        rows = [self._policy_row(row) for row in self.sheet.policy_rows]
        return self._ruled(Columns(label, sub, (width,) * count), header, rows)

    def _policy_row(self, row: PolicyRow) -> Row:
        sub = self._cell(row.sub, self.look.sub, self.colours.label) if row.sub else None
        cells = [
            paragraphs(
                source,
                self.colours.accent,
                prose=self.look.cell,
                item=self.look.cell_item,
                category=self.look.category,
            )
            for source in row.cells
        ]
        return Row(self._label(row.label), sub, tuple(Cell(tuple(content)) for content in cells))

    def _state_table(self) -> RuledTable:
        rows = [
            Row(
                None if number else self._label(criterion.name.upper()),
                None,
                (self._cell(option, self.look.cell, self.colours.chosen if number == criterion.chosen else None),),
            )
            for criterion in self.sheet.criteria
            for number, option in enumerate(criterion.options)
        ]
        header = [self._head(self.sheet.country, "State of play")]
        return self._ruled(Columns(150, 0, (TEXT_WIDTH - 150,)), header, rows)

    def _annex_table(self) -> RuledTable:
        rows = [
            Row(
                self._label(criterion.name),
                None,
                (
                    self._cell(" ".join(criterion.description.split()), self.look.cell),
                    Cell(tuple(Paragraph(option, self.look.option) for option in criterion.options)),
                ),
            )
            for criterion in self.sheet.criteria
        ]
        header = [self._head(*self.sheet.annex_head)]
        return self._ruled(Columns(90, 0, (172, TEXT_WIDTH - 90 - 172)), header, rows)

    def _ruled(self, columns: Columns, header: Sequence[Row], rows: Sequence[Row]) -> RuledTable:
        return RuledTable(columns, header, rows, self.colours.grid, self.colours.label)

    def _head(self, label: str, *cells: str) -> Row:
        fill, style = self.colours.accent, self.look.head
        return Row(self._cell(label, style, fill), None, tuple(self._cell(text, style, fill) for text in cells))

    def _label(self, text: str) -> Cell | None:
        return self._cell(text, self.look.label, self.colours.label) if text else None

    def _cell(self, text: str, style: ParagraphStyle, fill: Color | None = None) -> Cell:
        content = paragraphs(text, self.colours.accent, prose=style, item=style)
        return Cell(tuple(content), fill)


def _height(table: RuledTable) -> float:
    return table.wrap(TEXT_WIDTH, 0)[1]
