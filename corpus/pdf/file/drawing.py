"""Read what a PDF page draws: glyphs, lines and rectangles, in points from the upper left corner that viewers show."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pypdfium2
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTLine, LTPage, LTRect
from pdfminer.pdffont import PDFSimpleFont
from pdfminer.pdfinterp import PDFPageInterpreter

Color: TypeAlias = tuple[float, ...] | None

UNPAINTED = frozenset({3, 7})
"""Text rendering modes that paint nothing (ISO 32000-1, table 106)."""

THIN = 1.0
"""Maximum width of a filled area that is a line, in points."""
MARK = 16.0
"""Maximum size of the mark that ticks a box, in points."""
STRAIGHT = 0.05
"""Maximum deviation of a path that is a straight line, in points."""


@dataclass(slots=True)
class Glyph:
    """A character as drawn; `painted` is False for text that is there to be searched only, as over scans."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    font: str
    upright: bool
    color: object
    painted: bool = True


@dataclass(frozen=True, slots=True)
class DrawnShape:
    """A line, a rectangle or a small curve; `color` is its inside's where `fill` is set. Curves count as slanted."""

    x0: float
    top: float
    x1: float
    bottom: float
    stroke: bool
    fill: bool
    color: Color
    slanted: bool
    curved: bool = False


@dataclass(slots=True)
class Drawing:
    """Everything on a page, in drawing order."""

    width: float
    height: float
    glyphs: list[Glyph]
    shapes: list[DrawnShape]
    images: int = 0


class _Device(PDFPageAggregator):
    """The layout of a page, with the rendering mode of each letter and the letter that its font draws."""

    _mode = 0

    def render_string(self, textstate: Any, *rest: Any) -> None:  # noqa: ANN401 - pdfminer's signature
        """Take the letters of a string."""
        self._mode = textstate.render
        super().render_string(textstate, *rest)

    def render_char(self, matrix: Any, font: Any, *rest: Any) -> float:  # noqa: ANN401 - pdfminer's signature
        """Take a letter."""
        width = super().render_char(matrix, font, *rest)
        letter: Any = self.cur_item._objs[-1]
        letter.mode, letter.drawn = self._mode, _drawn_letter(letter.get_text(), font, rest[3])
        return width


def _drawn_letter(text: str, font: Any, code: int) -> str:  # noqa: ANN401 - a font of pdfminer
    """Return a letter as a capital if the encoding of its font, which selects the glyph, says so.

    The maps to Unicode of some files give small letters for capitals.
    """
    if not text.islower() or not isinstance(font, PDFSimpleFont):
        return text
    encoded: str = font.cid2unicode.get(code, text)
    return encoded if encoded.isupper() and encoded.lower() == text else text


def _layout(page: Any) -> LTPage:  # noqa: ANN401 - pdfplumber has no types
    """Return the layout of a pdfplumber page."""
    device = _Device(page.pdf.rsrcmgr, pageno=page.page_number)
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    return device.get_result()


def read_drawing(page: Any) -> Drawing:  # noqa: ANN401 - pdfplumber has no types
    """Return what a pdfplumber page draws, leaving out what lies outside the visible part."""
    left, upper, width, height = _visible(page)
    drawing = Drawing(width, height, [], [])
    for item in _items(_layout(page)):
        if isinstance(item, LTImage):
            drawing.images += 1
            continue
        x0, x1, top, bottom = item.x0 - left, item.x1 - left, upper - item.y1, upper - item.y0
        if x1 <= 0 or x0 >= width or bottom <= 0 or top >= height:
            continue
        if isinstance(item, LTChar):
            size = item.size if item.upright else max(item.width, item.height)
            look = (size, item.fontname, item.upright, item.graphicstate.ncolor)
            letter: Any = item
            drawing.glyphs.append(Glyph(letter.drawn, x0, top, x1, bottom, *look, letter.mode not in UNPAINTED))
        else:
            color = color_of(item.non_stroking_color)
            curved = not isinstance(item, LTLine | LTRect) and not _is_thin(item)
            slanted = isinstance(item, LTLine) or curved
            shape = DrawnShape(x0, top, x1, bottom, bool(item.stroke), bool(item.fill), color, slanted, curved)
            drawing.shapes.append(shape)
    return drawing


def _items(container: LTContainer[Any]) -> Iterator[Any]:
    """Yield glyphs, lines, rectangles and images, including those inside figures."""
    for item in container:
        if isinstance(item, LTChar | LTLine | LTRect | LTImage) or _is_thin(item) or _is_mark(item):
            yield item
        elif isinstance(item, LTContainer):
            yield from _items(item)


def _is_thin(item: object) -> bool:
    """Return True if a path of curves is a straight line, across or down: some files draw the rules of tables so."""
    if not isinstance(item, LTCurve):
        return False
    thin = THIN if item.fill and not item.stroke else STRAIGHT
    return min(item.width, item.height) <= thin and max(item.width, item.height) > THIN


def _is_mark(item: object) -> bool:
    """Return True if a path of curves is as small as a mark in a box."""
    return isinstance(item, LTCurve) and max(item.width, item.height) <= MARK


def _visible(page: Any) -> tuple[float, float, float, float]:  # noqa: ANN401 - pdfplumber has no types
    """Return left and upper border, width and height of what viewers show, in the coordinates of pdfminer's layout.

    That is the crop box, turned by the page's rotation (ISO 32000-1, 14.11.2). The layout begins at the lower left
    corner of the turned media box.
    """
    media, crop = page.page_obj.mediabox, page.page_obj.cropbox or page.page_obj.mediabox
    x0, y0 = max(crop[0], media[0]), max(crop[1], media[1])
    x1, y1 = min(crop[2], media[2]), min(crop[3], media[3])
    if x1 <= x0 or y1 <= y0:
        x0, y0, x1, y1 = media
    before, behind, below, above = x0 - media[0], media[2] - x1, y0 - media[1], media[3] - y1
    left, lower = {0: (before, below), 90: (below, behind), 180: (behind, above), 270: (above, before)}[
        page.rotation % 360
    ]
    width, height = (x1 - x0, y1 - y0) if page.rotation % 180 == 0 else (y1 - y0, x1 - x0)
    return left, lower + height, width, height


def color_of(value: object) -> Color:
    """Return a colour, rounded; None for a pattern or a missing colour."""
    if isinstance(value, int | float):
        return (round(float(value), 2),)
    if isinstance(value, list | tuple) and value and all(isinstance(part, int | float) for part in value):
        return tuple(round(float(part), 2) for part in value)
    return None


def is_white(color: Color) -> bool:
    """Return True if a grey, RGB or CMYK colour is white."""
    if color is None:
        return True
    return all(part == 0 for part in color) if len(color) == 4 else all(part >= 0.99 for part in color)


def page_count(path: Path, password: str | None) -> int:
    """Return the number of pages that PDFium finds."""
    with pypdfium2.PdfDocument(path, password=password) as document:
        return len(document)


def plain_drawing(path: Path, number: int, password: str | None) -> Drawing:
    """Read a page's letters with PDFium, without their looks; a page that it cannot open is empty."""
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
