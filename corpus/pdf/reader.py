"""Read PDF pages into pieces of layout: covers, contents, headings, captions, paragraphs, footnotes and tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from corpus.errors import ReadError
from corpus.layout import Cell, Fragment, Layout, Paragraph, Piece, PieceKind
from corpus.limits import Limits
from corpus.pdf.hyphens import join_cut_words
from corpus.pdf.page_model import RawCell, RawPage, RawTable
from corpus.pdf.pages import read_pages
from corpus.pdf.paragraphs import Spacing, build_paragraphs, group_paragraphs, is_marked, measure_spacing, to_paragraph
from corpus.pdf.reading_order import read_order
from corpus.pdf.running_headers import without_running
from corpus.pdf.scans.pages import read_scanned
from corpus.pdf.scans.skew import restore_skew
from corpus.pdf.source import open_pdf, read_facts
from corpus.pdf.styles import Styles, measure_styles
from corpus.pdf.tables.borderless import NeighbourTables, column_lefts, find_borderless_tables, side_by_side_texts
from corpus.pdf.tables.continued import is_last, open_table, rest_of_table
from corpus.pdf.words import Line, group_lines
from corpus.text_cues import is_caption, is_footnote, is_page_number, is_remark

COVER_WORDS = 60
"""Maximum number of words on a cover or divider page."""
LARGE = 1.6
"""Minimum size of large letters, relative to the body's."""
SMALL = 0.92
"""Maximum size of footnotes, relative to the body's."""
LOWEST_LEVEL = 99
"""Level of a heading that has no headings below it."""


def read_pdf(path: Path, limits: Limits, password: str | None = None) -> Layout:
    """Read a PDF.

    Raises:
        ReadError: It cannot be read, or has no text.
    """
    reader = open_pdf(path, limits, password)
    facts = read_facts(reader)
    pages = read_pages(path, password)
    warnings = read_scanned(path, password, pages, limits)
    _check_text(path.name, pages)
    _drop_running(pages)
    book = Book(measure_styles(pages), measure_spacing(_columns(pages)), len(pages))
    _find_borderless(pages, book)
    book = replace(book, styles=measure_styles(pages))
    pieces = join_cut_words([piece for page in pages for piece in _page_pieces(page, book)])
    turns = {page.number: page.turn for page in pages if page.turn is not None}
    return Layout(tuple(restore_skew(pieces, turns)), len(pages), facts, warnings)


@dataclass(frozen=True, slots=True)
class Book:
    """Measurements over the whole file."""

    styles: Styles
    spacing: Spacing
    pages: int


def _check_text(name: str, pages: Sequence[RawPage]) -> None:
    """Refuse a file without any text."""
    if all(page.is_silent for page in pages):
        how = "are images" if any(page.images for page in pages) else "are empty"
        cure = "install tesseract, which is then used, or run OCR over it first"
        raise ReadError(name, f"has no text layer: {len(pages)} of {len(pages)} pages {how}; {cure}")


def _drop_running(pages: Sequence[RawPage]) -> None:
    """Remove running headers, footers and page numbers from the pages."""
    kept = without_running([page.lines for page in pages], [page.height for page in pages])
    for page, lines in zip(pages, kept, strict=True):
        page.lines = lines


def _find_borderless(pages: Sequence[RawPage], book: Book) -> None:
    """Move borderless tables from the lines of pages to their tables, then the parts of them on neighbouring pages."""
    margin = max((line.x1 for page in pages for line in page.lines), default=0.0)
    plain = [page for page in pages if _contents(page) is None and not _is_cover(page, book)]
    _find_first(plain, book.spacing, margin)
    near = _neighbours(pages)
    for page in plain:
        hints, beside = (page.rules, page.fills), near.get(page.number, NeighbourTables())
        tables, page.lines = find_borderless_tables(page.lines, hints, book.spacing, margin, beside)
        page.tables += tables


def _find_first(pages: Sequence[RawPage], spacing: Spacing, margin: float) -> None:
    """Move borderless tables from lines to tables, page by page, together with their continuations on the next page."""
    opened, last = None, 0
    for page in pages:
        hints, rest = (page.rules, page.fills), None
        opened = opened if last == page.number - 1 else None
        if opened is not None and not opened.is_repeated(page.lines):
            rest, page.lines = rest_of_table(page.lines, hints, spacing, margin, opened)
        tables, page.lines = find_borderless_tables(page.lines, hints, spacing, margin, NeighbourTables())
        if opened is not None and opened.is_repeated(page.lines):
            rest, page.lines = rest_of_table(page.lines, hints, spacing, margin, opened)
        page.tables += [rest, *tables] if rest else tables
        if tables or rest is None or not is_last(page, rest):
            opened = open_table(page, tables)
        last = page.number


def _neighbours(pages: Sequence[RawPage]) -> dict[int, NeighbourTables]:
    """Return for each page what is known of tables on the pages before and after it."""
    lefts: dict[int, list[tuple[float, ...]]] = {}
    for page in pages:
        tables = sorted(page.tables, key=lambda table: table.top)
        for number, table in ((page.number + 1, tables[-1]), (page.number - 1, tables[0])) if tables else ():
            lefts.setdefault(number, []).append(column_lefts(table))
    side_by_side = {page.number: side_by_side_texts(page.lines) for page in pages}
    none: frozenset[tuple[str, ...]] = frozenset()
    return {
        number: NeighbourTables(
            tuple(lefts.get(number, ())), side_by_side.get(number - 1, none) | side_by_side.get(number + 1, none)
        )
        for number in side_by_side
    }


def _columns(pages: Sequence[RawPage]) -> Iterator[Sequence[Line]]:
    """Yield every column of lines of the file, in prose and in cells."""
    for page in pages:
        yield from read_order(page.lines)
        yield from (cell.lines for table in page.tables for cell in table.cells)


def _page_pieces(page: RawPage, book: Book) -> list[Piece]:
    """Return the pieces of a page in reading order, footnotes last."""
    if _is_cover(page, book):
        return [_cover(page, book.spacing)]
    contents = _contents(page)
    if contents is not None:
        return contents
    pieces: list[Piece] = []
    notes: list[Piece] = []
    items: list[Line | RawTable] = [*page.lines, *page.tables]
    for column in read_order(items):
        for piece in _column_pieces(column, page, book):
            (notes if piece.kind == "footnote" else pieces).append(piece)
    return pieces + notes


def _column_pieces(column: Sequence[Line | RawTable], page: RawPage, book: Book) -> Iterator[Piece]:
    """Yield the pieces of one column: its tables, and the lines between them."""
    for _, run in groupby(column, key=lambda item: isinstance(item, RawTable)):
        items = list(run)
        for item in items:
            if isinstance(item, RawTable):
                yield Piece("table", page=page.number, fragment=_fragment(item, book.spacing))
        lines = [item for item in items if isinstance(item, Line)]
        if lines:
            yield from _prose(lines, page, book)


def _is_cover(page: RawPage, book: Book) -> bool:
    """Return True if a page has only a few words, the largest of them far larger than the body."""
    words = sum(len(line.words) for line in page.lines)
    if page.tables or not 0 < words <= COVER_WORDS:
        return False
    largest = max(line.size for line in page.lines)
    first = page.number == 1 and book.pages > 1
    set_large = sum(len(line.words) for line in page.lines if line.size >= LARGE * book.styles.body)
    return largest >= LARGE * book.styles.body and (first or set_large > 0.5 * words) and not _contents(page)


def _cover(page: RawPage, spacing: Spacing) -> Piece:
    """Return a cover or divider as one piece, its lines in reading order."""
    lines = sorted(page.lines, key=lambda line: (line.top, line.x0))
    kind: PieceKind = "cover" if page.number == 1 else "divider"
    return Piece(kind, tuple(build_paragraphs(lines, page.width, spacing)), page.number)


def _contents(page: RawPage) -> list[Piece] | None:
    """Return the pieces of a contents page, whose lines end in page numbers; None for any other page."""
    rows = group_lines(word for line in page.lines for word in line.words)
    entries = [row for row in rows if len(row.words) > 1 and is_page_number(row.words[-1].text)]
    numbers = [int(row.words[-1].text) for row in entries if row.words[-1].text.isdecimal()]
    if page.tables or len(entries) < 3 or len(entries) < 0.6 * len(rows) or numbers != sorted(numbers):
        return None
    first = rows.index(entries[0])
    title = [Paragraph(tuple(word.plain() for row in rows[:first] for word in row.words))] if first else []
    listed = tuple(
        Paragraph(tuple(word.plain() for word in row.words if re.search(r"\w", word.text))) for row in rows[first:]
    )
    heading = [Piece("heading", tuple(title), page.number, LOWEST_LEVEL)] if title else []
    return [*heading, Piece("contents", listed, page.number)]


def _prose(lines: Sequence[Line], page: RawPage, book: Book) -> Iterator[Piece]:
    """Yield the pieces of neighbouring lines of one column."""
    right = max(line.x1 for line in lines)
    paragraphs = group_paragraphs(lines, right, book.spacing)
    for group in (part for paragraph in paragraphs for part in _split_notes(paragraph, book.styles)):
        paragraph = to_paragraph(group)
        kind, level = _kind(group, paragraph, page, book.styles)
        yield Piece(kind, (paragraph,), page.number, level)


def _split_notes(group: Sequence[Line], styles: Styles) -> list[list[Line]]:
    """Split a paragraph in small letters into footnotes: each begins with the next number."""
    parts = [[group[0]]]
    for line in group[1:]:
        last, mark = parts[-1][0].words[0].text, line.words[0].text
        small = line.size < SMALL * styles.body and last.isdecimal() and mark.isdecimal()
        if small and int(mark) == int(last) + 1:
            parts.append([])
        parts[-1].append(line)
    return parts


def _kind(group: Sequence[Line], paragraph: Paragraph, page: RawPage, styles: Styles) -> tuple[PieceKind, int]:
    """Return the kind of a paragraph, and its level if it is a heading."""
    if is_caption(paragraph.text) or (group[0].size < styles.body and is_remark(paragraph.text)):
        return "caption", 0
    if group[0].size < SMALL * styles.body and group[0].top > 0.4 * page.height and is_footnote(paragraph.text):
        return "footnote", 0
    level = styles.heading_level(group)
    if level:
        return "heading", level
    return ("list_item" if is_marked(group[0]) else "paragraph"), 0


def _fragment(table: RawTable, spacing: Spacing) -> Fragment:
    """Return a table with its cells' lines as paragraphs."""
    cells = tuple(_cell(cell, spacing) for cell in table.cells)
    return Fragment(cells, len(table.grid.ys) - 1, len(table.grid.xs) - 1, table.grid.xs)


def _cell(raw: RawCell, spacing: Spacing) -> Cell:
    """Return a cell, assuming that its right padding is as wide as its left one."""
    place = raw.place
    padding = min((line.x0 for line in raw.lines), default=place.x0) - place.x0
    right = max([place.x1 - max(padding, 0.0), *(line.x1 for line in raw.lines)])
    paragraphs = tuple(build_paragraphs(raw.lines, right, spacing))
    return Cell(place.row, place.row_end, place.col, place.col_end, paragraphs, raw.fill)
