"""Makes the bundled factsheets from their text sources: `python -m tests.factsheet_sources.make`.

The same sources give the same bytes: no date, no random number and no name of the machine goes into the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from tests.factsheet_sources import pages
from tests.factsheet_sources.content import FACTSHEETS, Factsheet, load, sources
from tests.factsheet_sources.design import (
    BOTTOM,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    TEXT_WIDTH,
    TOP,
    palette,
    register_fonts,
    styles,
)
from tests.factsheet_sources.story import FULL_PAGE, ORDINARY, Entry, Heading, story
from tests.factsheet_sources.text import NOTE_CALLBACK, inline

MOST_PASSES = 6


@dataclass(slots=True)
class Places:
    """The headings with their pages, and the page that each footnote mark came to stand on first.

    `room` holds the pages and marks of all passes so far: a footnote keeps its room on a page even when that pushed its
    mark to the next one, where it would come back otherwise.
    """

    headings: list[Entry] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)
    room: frozenset[tuple[int, str]] = frozenset()


class FactsheetTemplate(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """Lays out one factsheet, given the places that the pass before found, and finds them anew."""

    def __init__(self, file: BytesIO, sheet: Factsheet, known: Places) -> None:
        super().__init__(
            file,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            title=sheet.title,
            author=sheet.author,
            subject=sheet.subject,
            creator="corpus.factsheet_sources.make",
            lang=sheet.language,
            invariant=1,
            pageCompression=1,
        )
        self.sheet = sheet
        self.colours = palette(sheet.accent)
        self.found = Places(room=known.room)
        self._known = known
        self.addPageTemplates(
            [
                PageTemplate(FULL_PAGE, [_frame(0)]),
                OrdinaryPage(ORDINARY, self),
            ]
        )

    def notes(self, page: int) -> list[Paragraph]:
        """The footnotes whose marks stand on the page."""
        return self._paragraphs([mark for mark, place in self._known.marks.items() if place == page])

    def notes_height(self, page: int) -> float:
        """The height kept free for footnotes on the page, in points."""
        return pages.notes_height(self._paragraphs([mark for place, mark in self._known.room if place == page]))

    def beforeDocument(self) -> None:  # noqa: N802  # ReportLab's name
        """Listen for footnote marks."""
        self.canv.setNamedCB(NOTE_CALLBACK, self._meet_mark)
        self.canv.setViewerPreference("DisplayDocTitle", "true")

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  # ReportLab's name
        """Enter headings in the outline."""
        if isinstance(flowable, Heading):
            self.found.headings.append(Entry(flowable.title, flowable.level, self.page))
            self.canv.bookmarkPage(flowable.title)
            self.canv.addOutlineEntry(flowable.title, flowable.title, flowable.level, closed=False)

    def _paragraphs(self, marks: Sequence[str]) -> list[Paragraph]:
        style = styles(self.colours).note
        texts = pages.note_markup(self.sheet.notes, marks)
        return [Paragraph(inline(text, self.colours.accent), style) for text in texts]

    def _meet_mark(self, canvas: Canvas, kind: str, mark: str) -> None:
        page = self.found.marks.setdefault(mark, canvas.getPageNumber())
        self.found.room |= {(page, mark)}


class OrdinaryPage(PageTemplate):  # type: ignore[misc]  # reportlab has no types
    """A page of text, whose frame leaves room for the footnotes of the page."""

    def __init__(self, name: str, template: FactsheetTemplate) -> None:
        super().__init__(name, [_frame(0)])
        self.template = template

    def beforeDrawPage(self, canvas: Canvas, document: BaseDocTemplate) -> None:  # noqa: N802  # ReportLab's name
        """Draw the running header and leave room for the footnotes."""
        self.frames = [_frame(self.template.notes_height(document.page))]
        pages.draw_header(canvas, self.template.sheet, self.template.colours)

    def afterDrawPage(self, canvas: Canvas, document: BaseDocTemplate) -> None:  # noqa: N802  # ReportLab's name
        """Draw footnotes and page number, after the text, so that they are read after it."""
        pages.draw_notes(canvas, self.template.notes(document.page), self.template.colours)
        pages.draw_page_number(canvas, self.template.colours, document.page)


def _frame(notes: float) -> Frame:
    bottom = BOTTOM + notes
    height = PAGE_HEIGHT - TOP - bottom
    return Frame(LEFT, bottom, TEXT_WIDTH, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)


def render(sheet: Factsheet) -> bytes:
    """One factsheet as a PDF.

    It is laid out again until the page numbers in the contents and the room left for footnotes are right.
    """
    register_fonts()
    known = Places()
    for _ in range(MOST_PASSES):
        file = BytesIO()
        template = FactsheetTemplate(file, sheet, known)
        template.build(story(sheet, known.headings))
        if template.found == known:
            return file.getvalue()
        known = template.found
    raise RuntimeError(f"{sheet.title}: footnotes and page breaks do not settle in {MOST_PASSES} passes")


def main() -> None:
    """Write every bundled factsheet."""
    for source in sources():
        (FACTSHEETS / f"{source.stem}.pdf").write_bytes(render(load(source)))


if __name__ == "__main__":
    main()
