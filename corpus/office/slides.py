"""Read PowerPoint slides (.pptx): each slide is a section, with its texts, tables, charts and notes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from lxml.etree import XMLSyntaxError
from pptx import Presentation
from pptx.exc import PackageNotFoundError, PythonPptxError
from pptx.oxml.ns import qn

from corpus.layout import Cell, Facts, Fragment, Layout, Paragraph, Piece
from corpus.limits import Limits
from corpus.office.archive import not_of_its_type, open_archive
from corpus.tables.table_builder import CellBuilder, TableBuilder
from corpus.text.hidden import hidden_warning
from corpus.text.runs import TextRun, words_of, words_of_runs


def read_slides(path: Path, limits: Limits, password: str | None = None) -> Layout:  # noqa: ARG001 - a reader's signature
    """Read a presentation.

    Raises:
        ReadError: It is damaged, locked or not a presentation.
    """
    open_archive(path, limits).close()
    try:
        presentation = Presentation(str(path))
        slides = list(presentation.slides)
        shown = [(number, slide) for number, slide in enumerate(slides, 1) if slide._element.get("show") != "0"]
        pieces = [piece for number, slide in shown for piece in _slide_pieces(number, slide)]
        hidden = sum(_word_count(slide) for slide in slides if slide._element.get("show") == "0")
        title, created = presentation.core_properties.title, presentation.core_properties.created
    except (BadZipFile, PackageNotFoundError, PythonPptxError, KeyError, ValueError, XMLSyntaxError) as error:
        raise not_of_its_type(path) from error
    facts = Facts(title=title or None, created=created.year if created else None)
    return Layout(tuple(pieces), facts=facts, warnings=hidden_warning(hidden))


def slide_heading(number: int, title: str) -> Piece:
    """Return the heading of a slide: its number, and its title if it has one."""
    return Piece("heading", (Paragraph(words_of(f"{number}. {title}" if title else f"{number}")),), level=1)


def _slide_pieces(number: int, slide: Any) -> Iterator[Piece]:  # noqa: ANN401 - pptx has no types
    """Yield the pieces of a slide, its notes last."""
    title = slide.shapes.title
    yield slide_heading(number, "" if title is None else title.text_frame.text)
    for shape in slide.shapes:
        if title is None or shape.shape_id != title.shape_id:
            yield from _shape_pieces(shape)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield from _frame_pieces(slide.notes_slide.notes_text_frame)


def _shape_pieces(shape: Any) -> Iterator[Piece]:  # noqa: ANN401 - pptx has no types
    """Yield the pieces of a shape and of the shapes grouped in it."""
    if hasattr(shape, "shapes"):
        for part in shape.shapes:
            yield from _shape_pieces(part)
    elif getattr(shape, "has_table", False):
        yield from _table_pieces(shape.table)
    elif getattr(shape, "has_chart", False):
        yield from _chart_pieces(shape.chart)
    elif shape.has_text_frame:
        yield from _frame_pieces(shape.text_frame)


def _frame_pieces(frame: Any) -> Iterator[Piece]:  # noqa: ANN401 - pptx has no types
    """Yield the paragraphs of a text frame; frames with several short ones are lists."""
    paragraphs = [p for paragraph in frame.paragraphs if (p := _paragraph(paragraph)).words]
    is_list = len(paragraphs) > 1 and frame._parent.is_placeholder
    for paragraph in paragraphs:
        item = is_list and not paragraph.text.endswith(":")
        yield Piece("list_item" if item else "paragraph", (Paragraph(paragraph.words, item=item),))


def _paragraph(paragraph: Any) -> Paragraph:  # noqa: ANN401 - pptx has no types
    """Return the words of a paragraph that are not struck through."""
    runs = []
    for element in paragraph._p.iterchildren():
        properties = element.find(qn("a:rPr"))
        looks = {} if properties is None else properties.attrib
        if looks.get("strike", "noStrike") != "noStrike":
            continue
        text = "\n" if element.tag == qn("a:br") else element.findtext(qn("a:t")) or ""
        raised = int(looks.get("baseline", "0").rstrip("%") or 0)
        runs.append(TextRun(text, looks.get("b") == "1", (raised > 0) - (raised < 0)))
    return Paragraph(words_of_runs(runs))


def _table_pieces(table: Any) -> Iterator[Piece]:  # noqa: ANN401 - pptx has no types
    """Yield a table."""
    found = TableBuilder(heads=int(table.first_row and len(table.rows) > 1))
    for row in range(len(table.rows)):
        for column in range(len(table.columns)):
            cell = table.cell(row, column)
            if not cell.is_spanned:
                high, wide = (cell.span_height, cell.span_width) if cell.is_merge_origin else (1, 1)
                paragraphs = [p for part in cell.text_frame.paragraphs if (p := _paragraph(part)).words]
                pieces = [Piece("paragraph", (paragraph,)) for paragraph in paragraphs]
                found.placed.append((row, column, CellBuilder(high=high, wide=wide, pieces=pieces)))
    if found.placed:
        yield from found.pieces()


def _chart_pieces(chart: Any) -> Iterator[Piece]:  # noqa: ANN401 - pptx has no types
    """Yield the data of a chart as a table: a row for each category, a column for each series."""
    if chart.has_title and chart.chart_title.has_text_frame:
        yield Piece("caption", (Paragraph(words_of(chart.chart_title.text_frame.text)),))
    series = [part for plot in chart.plots for part in plot.series]
    categories = [str(category) for category in chart.plots[0].categories] if series else []
    texts = [["", *(part.name or "" for part in series)]]
    for number, category in enumerate(categories):
        values = [part.values[number] if number < len(part.values) else None for part in series]
        texts.append([category, *("" if value is None else f"{value:.15g}" for value in values)])
    cells = tuple(
        Cell(row, row + 1, column, column + 1, (Paragraph(words_of(text)),) if text else ())
        for row, line in enumerate(texts)
        for column, text in enumerate(line)
    )
    if categories:
        yield Piece("table", fragment=Fragment(cells, len(texts), len(texts[0]), headers=1))


def _word_count(slide: Any) -> int:  # noqa: ANN401 - pptx has no types
    """Return the number of words of a slide's shapes."""
    return sum(len((text.text or "").split()) for text in slide._element.iter(qn("a:t")))
