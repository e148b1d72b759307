"""Turn a page into pieces of layout: covers, contents, headings, captions, paragraphs, footnotes and tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from corpus.layout import Cell, Fragment, Paragraph, Piece, PieceKind
from corpus.pdf.page_model import PageFaults, RawCell, RawPage, RawTable
from corpus.pdf.paragraphs import Spacing, build_paragraphs, group_paragraphs, is_marked, to_paragraph
from corpus.pdf.reading_order import read_order
from corpus.pdf.styles import Styles
from corpus.pdf.words import RAISED_RATIO, Line, group_lines
from corpus.text_analysis.text_cues import ends_sentence, is_caption, is_footnote, is_page_number, is_remark

COVER_WORDS = 60
"""Maximum number of words on a cover or divider page."""
LARGE = 1.6
"""Minimum size of large letters, relative to the body's."""
SMALL = 0.92
"""Maximum size of footnotes, relative to the body's."""
TITLES, TITLE_WORDS = 2, 20
"""Maximum number of titles above a table, and of words in each."""
PROSE_WORDS = 30
"""Minimum number of words in each cell of a table that only arranges prose."""
TITLE_GAP = 2.0
"""Maximum distance of a title from the rules of its table, in font sizes."""
LOWEST_LEVEL = 99
"""Level of a heading that has no headings below it."""


@dataclass(frozen=True, slots=True)
class Book:
    """Measurements over the whole file."""

    styles: Styles
    spacing: Spacing
    pages: int


def page_pieces(page: RawPage, book: Book, faults: PageFaults) -> list[Piece]:
    """Return the pieces of a page, or its lines as plain text if its layout cannot be understood."""
    return faults.attempt(page.number, partial(_layout_pieces, page, book), partial(_plain_pieces, page))


def _plain_pieces(page: RawPage) -> list[Piece]:
    """Return each line of a page, and each row of its tables, as a paragraph."""
    words = [word for table in page.tables for cell in table.cells for line in cell.lines for word in line.words]
    lines = group_lines([*(word for line in page.lines for word in line.words), *words])
    return [Piece("paragraph", (to_paragraph([line]),), page.number) for line in lines]


def _layout_pieces(page: RawPage, book: Book) -> list[Piece]:
    """Return the pieces of a page in reading order, footnotes last."""
    if is_cover(page, book):
        return [_cover(page, book.spacing)]
    contents = contents_pieces(page)
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
    lines: list[Line] = []
    for item in column:
        if isinstance(item, Line):
            lines.append(item)
            continue
        above = list(_prose(lines, page, book)) if lines else []
        near = item.shape is not None or (lines and item.top - lines[-1].bottom <= TITLE_GAP * lines[-1].size)
        if _arranges(item):
            yield from above
            yield from (piece for cell in item.cells if cell.lines for piece in _prose(cell.lines, page, book))
        else:
            yield from _with_title(above) if near else above
            yield Piece("table", page=page.number, fragment=_fragment(item, book.spacing))
        lines = []
    if lines:
        yield from _prose(lines, page, book)


def _arranges(table: RawTable) -> bool:
    """Return True if a table only arranges prose: it has no labels, all of its texts are long."""
    words = [(cell.place.col, sum(len(line.words) for line in cell.lines)) for cell in table.cells if cell.lines]
    return any(col == 0 for col, _ in words) and min(count for _, count in words) >= PROSE_WORDS


def _with_title(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces above a table, the last ones as its captions if they are titles or units."""
    titled = list(pieces)
    for number in range(len(titled) - 1, max(len(titled) - 1 - TITLES, -1), -1):
        piece = titled[number]
        if piece.kind == "paragraph" and len(piece.text.split()) <= TITLE_WORDS and not ends_sentence(piece.text):
            titled[number] = replace(piece, kind="caption")
        elif piece.kind != "caption":
            break
    return titled


def is_cover(page: RawPage, book: Book) -> bool:
    """Return True if a page has only a few words, the largest of them far larger than the body."""
    words = sum(len(line.words) for line in page.lines)
    if page.tables or not 0 < words <= COVER_WORDS:
        return False
    largest = max(line.size for line in page.lines)
    first = page.number == 1 and book.pages > 1
    set_large = sum(len(line.words) for line in page.lines if line.size >= LARGE * book.styles.body)
    return largest >= LARGE * book.styles.body and (first or set_large > 0.5 * words) and not contents_pieces(page)


def _cover(page: RawPage, spacing: Spacing) -> Piece:
    """Return a cover or divider as one piece, its lines in reading order."""
    lines = sorted(page.lines, key=lambda line: (line.top, line.x0))
    kind: PieceKind = "cover" if page.number == 1 else "divider"
    return Piece(kind, tuple(build_paragraphs(lines, page.width, spacing)), page.number)


def contents_pieces(page: RawPage) -> list[Piece] | None:
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
    """Split a paragraph in small letters, or with raised numbers, into footnotes: each begins with the next number."""
    parts = [[group[0]]]
    for line in group[1:]:
        last, mark = parts[-1][0].words[0].text, line.words[0].text
        marked = (line.size < SMALL * styles.body or _has_raised_number(line)) and last.isdecimal() and mark.isdecimal()
        if marked and int(mark) == int(last) + 1:
            parts.append([])
        parts[-1].append(line)
    return parts


def _has_raised_number(line: Line) -> bool:
    """Return True if a line begins with a number in raised, smaller letters: the mark of a note."""
    mark = line.words[0]
    return mark.text.isdecimal() and mark.size <= RAISED_RATIO * line.size and mark.bottom < line.bottom


def _kind(group: Sequence[Line], paragraph: Paragraph, page: RawPage, styles: Styles) -> tuple[PieceKind, int]:
    """Return the kind of a paragraph, and its level if it is a heading."""
    if is_caption(paragraph.text) or (group[0].size < styles.body and is_remark(paragraph.text)):
        return "caption", 0
    small = group[0].size < SMALL * styles.body and group[0].top > 0.4 * page.height
    if (small and is_footnote(paragraph.text)) or _has_raised_number(group[0]):
        return "footnote", 0
    level = styles.heading_level(group)
    if level:
        return "heading", level
    return ("list_item" if is_marked(group[0]) else "paragraph"), 0


def _fragment(table: RawTable, spacing: Spacing) -> Fragment:
    """Return a table with its cells' lines as paragraphs."""
    cells = tuple(_cell(cell, spacing) for cell in table.cells)
    return Fragment(cells, len(table.grid.ys) - 1, len(table.grid.xs) - 1, table.grid.xs, shape=table.shape)


def _cell(raw: RawCell, spacing: Spacing) -> Cell:
    """Return a cell, assuming that its right padding is as wide as its left one."""
    place = raw.place
    padding = min((line.x0 for line in raw.lines), default=place.x0) - place.x0
    right = max([place.x1 - max(padding, 0.0), *(line.x1 for line in raw.lines)])
    paragraphs = tuple(build_paragraphs(raw.lines, right, spacing))
    return Cell(place.row, place.row_end, place.col, place.col_end, paragraphs, raw.fill)
