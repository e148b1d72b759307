"""The text of a file without pages in its own structure: headings, paragraphs, lists and tables."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from corpus.model import SECTION_SEPARATOR, Passage

DEEPEST = 6
"""Depth of the deepest heading of a web page."""


@dataclass(frozen=True, slots=True)
class TextHeading:
    """A heading; `level` is 3 for the highest, since the page itself has two above it."""

    text: str
    level: int
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class TextParagraph:
    """The lines of a paragraph, a caption, a note or a list."""

    lines: Sequence[str]
    kind: str


@dataclass(frozen=True, slots=True)
class TextTable:
    """Rows with their label and their cells, one for each column; all columns are empty in a table without a head.

    `corner` is what the head says above the labels.
    """

    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    corner: str = ""
    kind: str = "table"


TextElement: TypeAlias = TextHeading | TextParagraph | TextTable


def flowing_text(passages: Iterable[Passage]) -> Iterator[TextElement]:
    """Yield the elements of a text in reading order."""
    last: list[str] = []
    for (section, _caption, in_table), group in groupby(passages, _place):
        path = section.split(SECTION_SEPARATOR) if section else []
        yield from _new_headings(path, last)
        last = path
        if in_table:
            yield _table(list(group))
        else:
            yield from (TextParagraph(passage.text.splitlines(), passage.kind) for passage in group)


def _place(passage: Passage) -> tuple[str, str | None, bool]:
    return passage.section, passage.table, passage.kind in ("row", "cell")


def _new_headings(path: Sequence[str], last: Sequence[str]) -> Iterator[TextHeading]:
    """Yield the headings of a section's path from the first one on that is not already above the text."""
    first = next((place for place, title in enumerate(path) if place >= len(last) or last[place] != title), len(path))
    for depth in range(first, len(path)):
        yield TextHeading(path[depth], min(depth + 3, DEEPEST))


def _table(passages: Sequence[Passage]) -> TextTable:
    """Arrange rows and their cells; a row that was not divided is one cell without a label."""
    columns = list(dict.fromkeys(passage.column or "" for passage in passages if passage.kind == "cell"))
    rows: list[tuple[str, list[str]]] = []
    for passage in passages:
        if passage.kind == "row" or not rows:
            rows.append((passage.row or passage.text, [""] * len(columns)))
        if passage.kind == "cell":
            place = columns.index(passage.column or "")
            cells = rows[-1][1]
            cells[place] = f"{cells[place]}\n{passage.text}".strip()
    head = [passages[0].row, *columns]
    if any(columns) and (rows[0][1] == columns or passages[0].text.splitlines() == head):  # it was read as a row too
        return TextTable(columns, rows[1:], rows[0][0])
    return TextTable(columns, rows)
