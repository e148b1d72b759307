"""Read PDF pages into pieces of layout: covers, contents, headings, captions, paragraphs, footnotes and tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.errors import ReadError
from corpus.layout import Layout, Piece
from corpus.limits import Limits
from corpus.pdf.file.annotations import read_annotations
from corpus.pdf.file.source import heavy_pages, open_pdf, read_facts
from corpus.pdf.hyphens import join_cut_words
from corpus.pdf.page_model import PageFaults, RawPage
from corpus.pdf.page_pieces import Book, page_pieces
from corpus.pdf.pages import read_pages
from corpus.pdf.paragraphs import measure_spacing
from corpus.pdf.reading_order import read_order
from corpus.pdf.running_headers import without_running
from corpus.pdf.scans.pages import ScannedPages, read_scanned
from corpus.pdf.scans.skew import restore_skew
from corpus.pdf.styles import measure_styles
from corpus.pdf.tables.borderless_pages import with_borderless
from corpus.pdf.words import Line
from corpus.text.hidden import hidden_warning


def read_pdf(path: Path, limits: Limits, password: str | None = None) -> Layout:
    """Read a PDF.

    Raises:
        ReadError: It cannot be read, or has no text.
    """
    reader = open_pdf(path, limits, password)
    facts, heavy = read_facts(reader), heavy_pages(reader, path.name, limits)
    faults = PageFaults()
    notes = read_annotations(reader)
    drawn, hidden = read_pages(path, password, heavy, notes.typed, faults)
    scanned = read_scanned(path, password, drawn, limits)
    _check_text(path.name, scanned)
    pages = _without_running(scanned.pages)
    book = Book(measure_styles(pages), measure_spacing(_columns(pages)), len(pages))
    pages = with_borderless(pages, book, faults)
    book = replace(book, styles=measure_styles(pages))
    pieces = join_cut_words([piece for page in pages for piece in page_pieces(page, book, faults)])
    turns = {page.number: page.turn for page in pages if page.turn is not None}
    whole = _with_comments(restore_skew(pieces, turns), notes.comments)
    warnings = (*scanned.warnings, *hidden_warning(hidden), *notes.warnings, *faults.warnings, *_jumbled(pages))
    return Layout(whole, len(pages), facts, warnings)


def _jumbled(pages: Sequence[RawPage]) -> list[str]:
    """Return a warning if tables are kept as lines of text."""
    numbers = [str(page.number) for page in pages if page.jumbled]
    if not numbers:
        return []
    where = f"page {numbers[0]}" if len(numbers) == 1 else f"{len(numbers)} pages, the first of them page {numbers[0]}"
    return [f"tables on {where} could not be understood and were read as lines of text"]


def _with_comments(pieces: Iterable[Piece], comments: Mapping[int, Sequence[Piece]]) -> tuple[Piece, ...]:
    """Return pieces with the comments of each page after the page's own."""
    added = [piece for found in comments.values() for piece in found]
    return tuple(sorted([*pieces, *added], key=lambda piece: piece.page or 0)) if added else tuple(pieces)


def _check_text(name: str, scanned: ScannedPages) -> None:
    """Refuse a file without any text."""
    pages = scanned.pages
    if all(page.is_silent for page in pages):
        how = "are images" if any(page.images for page in pages) else "are empty"
        reason = f"has no text layer: {len(pages)} of {len(pages)} pages {how}; {scanned.cure}"
        raise ReadError(name, reason, is_lasting=not scanned.has_failed)


def _without_running(pages: Sequence[RawPage]) -> list[RawPage]:
    """Return pages without running headers, footers and page numbers."""
    kept = without_running([page.lines for page in pages], [page.height for page in pages])
    return [replace(page, lines=lines) for page, lines in zip(pages, kept, strict=True)]


def _columns(pages: Sequence[RawPage]) -> Iterator[Sequence[Line]]:
    """Yield every column of lines of the file, in prose and in cells."""
    for page in pages:
        yield from read_order(page.lines)
        yield from (cell.lines for table in page.tables for cell in table.cells)
