"""Words of a PDF's pages with their boxes as PDFium sees them. Only the limited child process may do this."""

import ctypes
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from corpus.model import PlacedWord
from corpus.pdf.file.raster import opened_pdf

_SUBPIXELS = 20
"""Device units per point when PDFium converts coordinates, which it gives as whole numbers."""
_SOFT_HYPHEN = "\u00ad"
_HYPHEN_AT_LINE_END = "\ufffe"
"""PDFium's sign for the hyphen of a word that a line end cuts."""


def placed_words(path: Path) -> list[list[PlacedWord]]:
    """Return the words of every page in the order of the file; raises ReadError."""
    with opened_pdf(path) as document:
        return [list(_page_words(page)) for page in document]


def _page_words(page: pypdfium2.PdfPage) -> Iterator[PlacedWord]:
    """Yield the words of a page, each with the box around its characters."""
    text = page.get_textpage()
    word = ""
    boxes: list[tuple[float, float, float, float]] = []
    for number in range(text.count_chars()):
        letter = _letter(raw.FPDFText_GetUnicode(text, number))
        if letter.isspace():
            if word:
                yield _placed(page, word, boxes)
            word, boxes = "", []
        elif letter:
            word += letter
            boxes.append(text.get_charbox(number, loose=True))
    if word:
        yield _placed(page, word, boxes)


def _letter(code: int) -> str:
    """Return a character, a hyphen for PDFium's sign of one, and nothing for what cannot be shown."""
    letter = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    if letter in (_HYPHEN_AT_LINE_END, _SOFT_HYPHEN):
        return "-"
    return letter if letter.isspace() or letter.isprintable() else ""


def _placed(page: pypdfium2.PdfPage, word: str, boxes: list[tuple[float, float, float, float]]) -> PlacedWord:
    left, bottom, right, top = (
        pick(values) for pick, values in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
    )
    first, second = _on_screen(page, left, top), _on_screen(page, right, bottom)
    x0, x1 = sorted((first[0], second[0]))
    y0, y1 = sorted((first[1], second[1]))
    return word, x0, y0, x1, y1


def _on_screen(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """Return a point of the page as a viewer sees it: rotated, cropped, and from the top left corner."""
    width, height = (round(length * _SUBPIXELS) for length in page.get_size())
    right, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, ctypes.byref(right), ctypes.byref(down))
    return round(right.value / _SUBPIXELS, 1), round(down.value / _SUBPIXELS, 1)
