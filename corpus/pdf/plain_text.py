"""Read the words of a PDF page with PDFium, without looks, when its layout cannot be read."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from corpus.pdf.drawing import Drawing, Glyph


def page_count(path: Path, password: str | None) -> int:
    """Return the number of pages that PDFium finds."""
    with pypdfium2.PdfDocument(path, password=password) as document:
        return len(document)


def plain_drawing(path: Path, number: int, password: str | None) -> Drawing:
    """Read a page's letters with their places; a page that PDFium cannot open is empty."""
    try:
        with pypdfium2.PdfDocument(path, password=password) as document:
            page = document[number - 1]
            width, height = page.get_size()
            return Drawing(width, height, list(_glyphs(page, height)), [])
    except pypdfium2.PdfiumError:
        return Drawing(1.0, 1.0, [], [])


def _glyphs(page: pypdfium2.PdfPage, height: float) -> Iterator[Glyph]:
    """Yield the letters of a page in reading order; letters without a place follow the one before them."""
    text = page.get_textpage()
    letters = text.get_text_range()
    left, lower = page.get_cropbox()[:2]
    for place in range(min(text.count_chars(), len(letters))):
        x0, bottom, x1, top = text.get_charbox(place, loose=True)
        size = max(top - bottom, 1.0)
        upper = height - (top - lower)
        yield Glyph(letters[place], x0 - left, upper, x1 - left, upper + size, size, "", True, None)
