"""Layout, as the readers of all file types return it: words, paragraphs, tables and other pieces."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

import numpy as np

from corpus.model import WordBoxes, no_boxes

Place: TypeAlias = tuple[int, float, float, float, float]
"""Page, x0, top, x1, bottom."""

PieceKind: TypeAlias = Literal[
    "heading", "paragraph", "list_item", "caption", "footnote", "contents", "cover", "divider", "table"
]


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its places: none in files without pages, two where a line break cuts it.

    `bare` is the word without its raised footnote mark, if it has one.
    """

    text: str
    places: tuple[Place, ...] = ()
    bold: bool = False
    bare: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that belong together. `continues` is True if only a page break separates it from the paragraph before."""

    words: tuple[Word, ...]
    item: bool = False
    continues: bool = False

    @property
    def text(self) -> str:
        """The words with single blanks between them."""
        return " ".join(word.text for word in self.words)

    @property
    def label(self) -> str:
        """The text without raised footnote marks."""
        bare = (word.text if word.bare is None else word.bare for word in self.words)
        return " ".join(text for text in bare if text)

    @property
    def page(self) -> int | None:
        """The page of the first word."""
        return self.words[0].places[0][0] if self.words and self.words[0].places else None

    @property
    def bold(self) -> bool:
        """Return True if every word is bold."""
        return all(word.bold for word in self.words)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table as drawn on one page; `row_end` and `col_end` are exclusive."""

    row: int
    row_end: int
    col: int
    col_end: int
    paragraphs: tuple[Paragraph, ...] = ()
    fill: tuple[float, ...] | None = None

    @property
    def label(self) -> str:
        """The words without raised footnote marks."""
        return " ".join(paragraph.label for paragraph in self.paragraphs)

    @property
    def text(self) -> str:
        """The words of all paragraphs with single blanks between them."""
        return " ".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class TableShape:
    """The division of a table: header rows, then label columns on the left of value columns."""

    headers: int
    labels: int


@dataclass(frozen=True, slots=True)
class Fragment:
    """The part of a table on one page. `edges` are the column borders in points, empty in files without pages.

    `headers` is the number of header rows if the file states it, None if it has to be found out.
    """

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    edges: tuple[float, ...] = ()
    headers: int | None = None
    shape: TableShape | None = None

    def row(self, number: int) -> list[Cell]:
        """Return the cells that cover a row, from left to right."""
        return sorted((cell for cell in self.cells if cell.row <= number < cell.row_end), key=lambda cell: cell.col)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file in reading order, before sections are known. `level` is the level of a heading, from 1.

    `place` is a table's place in a file without pages, such as its range of cells.
    """

    kind: PieceKind
    paragraphs: tuple[Paragraph, ...] = ()
    page: int | None = None
    level: int = 0
    fragment: Fragment | None = None
    place: str | None = None

    @property
    def text(self) -> str:
        """The words of all paragraphs with single blanks between them."""
        return " ".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Facts:
    """Metadata of a file. `published` is the year that its author states, `created` that of the file itself."""

    title: str | None = None
    outline: tuple[tuple[str, int], ...] = ()
    published: int | None = None
    created: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The result of a reader: the same for all file types."""

    pieces: tuple[Piece, ...]
    page_count: int | None = None
    facts: Facts = field(default_factory=Facts)
    warnings: tuple[str, ...] = ()


def compose(paragraphs: Sequence[Paragraph]) -> tuple[str, WordBoxes]:
    """Return the text of paragraphs, one a line, and the boxes of its words.

    A line also ends at the end of a page, so that each line is on one page.
    """
    lines = [line for paragraph in paragraphs for line in split_pages(paragraph)]
    rows = [(number, *place) for number, word in enumerate(_words(lines)) for place in word.places]
    boxes = np.array(rows, dtype=np.float32).reshape(-1, 6) if rows else no_boxes()
    return "\n".join(line.text for line in lines), boxes


def split_pages(paragraph: Paragraph) -> list[Paragraph]:
    """Split a paragraph into parts that are on one page each."""
    parts: list[list[Word]] = []
    last: int | None = None
    for word in paragraph.words:
        page = word.places[0][0] if word.places else None
        if not parts or page != last:
            parts.append([])
        parts[-1].append(word)
        last = page
    return [
        replace(paragraph, words=tuple(part), continues=paragraph.continues or i > 0) for i, part in enumerate(parts)
    ]


def _words(paragraphs: Iterable[Paragraph]) -> Iterable[Word]:
    """Return all words in order."""
    return (word for paragraph in paragraphs for word in paragraph.words)
