"""Data model: documents, blocks and passages, each with its place on the page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

BlockKind: TypeAlias = Literal[
    "title", "heading", "paragraph", "list_item", "cell", "footnote", "caption", "reference", "contents", "cover"
]
PassageKind: TypeAlias = Literal[
    "paragraph", "list", "cell", "row", "footnote", "caption", "reference", "contents", "cover"
]

WordBoxes: TypeAlias = NDArray[np.float32]
"""Positions of the words of a text: shape (n, 6), columns word number, page, x0, top, x1, bottom.

The word number counts `text.split()` from 0. A word that a line break cuts in two has two rows. Pages are 1-based,
lengths are PDF points, the origin is the page's top left corner. Shape (0, 6) in files without pages.
"""

PlacedWord: TypeAlias = tuple[str, float, float, float, float]
"""A word with x0, top, x1 and bottom in PDF points from the page's top left corner."""

SECTION_SEPARATOR = " › "


def no_boxes() -> WordBoxes:
    """Return empty `WordBoxes`, for files without pages."""
    return np.zeros((0, 6), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: 1-based page, PDF points, origin top left."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    def to_list(self) -> list[float]:
        """Return `[page, x0, top, x1, bottom]`, rounded to a tenth of a point, for JSON."""
        return [self.page, *(round(value, 1) for value in (self.x0, self.top, self.x1, self.bottom))]


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read. `id` is the SHA-256 of its bytes, `page_count` is None for files without pages."""

    id: str
    name: str
    title: str
    country: str | None
    year: int | None
    language: str
    page_count: int | None


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page's layout with its verbatim text.

    `section` is the path of headings above it. Cells carry the caption of their table, their row label
    ("HISTORY / Starting year") and their column label ("Broad policy (Course for an Industrial Policy)").
    `selected` is True for an option that its colour or a mark shows as chosen.
    """

    kind: BlockKind
    text: str
    page: int | None
    section: tuple[str, ...]
    word_boxes: WordBoxes = field(default_factory=no_boxes, compare=False, repr=False)
    table: str | None = None
    row: str | None = None
    column: str | None = None
    selected: bool = False

    @property
    def boxes(self) -> tuple[Box, ...]:
        """One box for each line."""
        return tuple(line_boxes(self.word_boxes))


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that is indexed and quoted.

    `text` is verbatim: its words are words of the page in the page's order; line ends separate paragraphs, list items
    and cells. `context` is the breadcrumb (country, year › section › table › row › column) that search sees in front of
    the text and that is never quoted. `chosen` is the character range of the option that the layout marks as chosen.
    `note` has the footnotes that marks in the text refer to, one a line.
    """

    id: str
    document_id: str
    kind: PassageKind
    text: str
    context: str
    page: int | None
    section: str
    table: str | None = None
    row: str | None = None
    column: str | None = None
    chosen: tuple[int, int] | None = None
    note: str | None = None
    word_boxes: WordBoxes = field(default_factory=no_boxes, compare=False, repr=False)

    @property
    def boxes(self) -> tuple[Box, ...]:
        """One box for each line of the whole passage."""
        return tuple(line_boxes(self.word_boxes))

    def quote_boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Return one box for each line of the words that `text[start:end]` touches."""
        first = len(self.text[:start].split())
        if (
            start > 0
            and not self.text[start - 1].isspace()
            and start < len(self.text)
            and not self.text[start].isspace()
        ):
            first -= 1
        last = len(self.text[:end].split())
        numbers = self.word_boxes[:, 0]
        return tuple(line_boxes(self.word_boxes[(numbers >= first) & (numbers < last)]))


def line_boxes(words: WordBoxes) -> Iterator[Box]:
    """Join the boxes of neighbouring words on one line.

    Two words are on one line if they follow each other from left to right and overlap vertically by more than half of
    the smaller one's height; a word that starts further left, or on another page, begins a new line.
    """
    line: list[float] | None = None
    for _, page, x0, top, x1, bottom in words.tolist():
        if line is not None and _continues(line, page, x0, top, bottom):
            line = [line[0], line[1], min(line[2], top), x1, max(line[4], bottom)]
            continue
        if line is not None:
            yield Box(int(line[0]), *line[1:])
        line = [page, x0, top, x1, bottom]
    if line is not None:
        yield Box(int(line[0]), *line[1:])


def _continues(line: list[float], page: float, x0: float, top: float, bottom: float) -> bool:
    """Return True if a word that starts at `x0` belongs to the line `[page, x0, top, x1, bottom]`."""
    overlap = min(line[4], bottom) - max(line[2], top)
    return page == line[0] and x0 >= line[3] - 1 and overlap > 0.5 * min(line[4] - line[2], bottom - top)
