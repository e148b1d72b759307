"""Find tables by the alignment of their texts, with camelot's network parser, whatever rules a page draws."""

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.pdf.words import Line, PdfWord

TEXT_GAP = 0.75
"""Minimum gap between two texts of one line, in font sizes; blanks are narrower."""


@dataclass(frozen=True, slots=True)
class Area:
    """The box of a table found by alignment, in points."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, eq=False)
class _TextLine:
    """A text in the coordinates that camelot's parsers expect: the origin is at the lower left."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    def get_text(self) -> str:
        """Return the text."""
        return self.text


def split_texts(line: Line) -> list[Line]:
    """Split a line at gaps wider than blanks."""
    starts = [n for n in range(1, len(line.words)) if _is_gap(line.words[n - 1], line.words[n])]
    return [Line(line.words[start:end]) for start, end in zip([0, *starts], [*starts, len(line.words)], strict=True)]


def _is_gap(left: PdfWord, right: PdfWord) -> bool:
    """Return True if the gap between two words is wider than a blank."""
    return right.x0 - left.x1 > TEXT_GAP * min(left.size, right.size)


def aligned_areas(texts: Iterable[Line], size: tuple[float, float]) -> list[Area]:
    """Find the tables among the texts of a page of a given width and height."""
    from camelot.parsers import Network  # loads pandas and OpenCV, which few files need

    height = size[1]
    lines = [_TextLine(text.text, text.x0, height - text.bottom, text.x1, height - text.top) for text in texts]
    parser = Network()
    parser.prepare_page_parse("page.pdf", None, size, 1, [], lines, [], "", {})
    return [
        Area(x0, height - y1, x1, height - y0) for table in parser.extract_tables() for x0, y0, x1, y1 in [table._bbox]
    ]
