"""Divide a sheet of cells into titles, tables and notes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, zip_longest

from openpyxl.utils import get_column_letter

from corpus.layout import Cell, Fragment, Paragraph, Piece
from corpus.text.runs import words_of
from corpus.text_analysis.text_cues import is_source

_NUMBER = re.compile(r"[^\w\d]*(?:[A-Z]{3}\s?)?[-+−]?\d[\d.,\s]*\s*[%€$£]?(?:\s?[A-Z]{3})?\)?")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[/–-]\d{2,4})?")


@dataclass(slots=True)
class GridSheet:
    """A sheet: the texts of its cells by row and column from 0, and the ends of merged cells, exclusive."""

    name: str | None
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Block:
    """Neighbouring rows with text; `rows` has the columns with text of each."""

    rows: dict[int, list[int]]

    @property
    def columns(self) -> list[int]:
        """The columns with text."""
        return sorted({column for columns in self.rows.values() for column in columns})

    @property
    def is_table(self) -> bool:
        """Return True if a row has several cells."""
        return any(len(columns) > 1 for columns in self.rows.values())


def sheet_pieces(sheet: GridSheet) -> Iterator[Piece]:
    """Yield the pieces of a sheet: its name as a heading, then titles, tables and notes."""
    if sheet.name and sheet.texts:
        yield Piece("heading", (Paragraph(words_of(sheet.name)),), level=1)
    blocks = _blocks(sheet)
    for block, after in zip_longest(blocks, blocks[1:]):
        yield from _block_pieces(sheet, block, is_title=after is not None and after.is_table and not block.is_table)


def _blocks(sheet: GridSheet) -> list[_Block]:
    """Return the blocks between empty rows; rows of numbers after an empty row continue the table above."""
    rows: dict[int, list[int]] = {}
    for row, column in sorted(sheet.texts):
        rows.setdefault(row, []).append(column)
    blocks: list[_Block] = []
    for _, run in groupby(enumerate(rows), key=lambda entry: entry[1] - entry[0]):
        block = _Block({row: rows[row] for _, row in run})
        if blocks and _continues(sheet, blocks[-1], block):
            blocks[-1] = _Block(blocks[-1].rows | block.rows)
        else:
            blocks.append(block)
    return blocks


def _continues(sheet: GridSheet, above: _Block, block: _Block) -> bool:
    """Return True if a block has no header of its own and fits below the table above."""
    first = next(iter(block.rows))
    has_values = any(_is_value(sheet.texts[first, column]) for column in block.rows[first][1:])
    return has_values and len(above.columns) > 1 and set(block.columns) <= set(above.columns)


def _block_pieces(sheet: GridSheet, block: _Block, is_title: bool) -> Iterator[Piece]:
    """Yield the title, the table and the notes of a block. `is_title`: the block is the title of the table below."""
    lines = list(block.rows)
    wide = [row for row in lines if len(block.rows[row]) > 1]
    if is_title:
        yield Piece("caption", tuple(_line(sheet, block, row) for row in lines))
    if not wide:
        yield from (Piece("paragraph", (_line(sheet, block, row),)) for row in lines if not is_title)
        return
    titles = [row for row in lines if row < wide[0]]
    notes = [row for row in lines if row > wide[-1]]
    if titles:
        yield Piece("caption", tuple(_line(sheet, block, row) for row in titles))
    body = [row for row in lines if wide[0] <= row <= wide[-1]]
    yield Piece("table", fragment=_fragment(sheet, block, body), place=_place(sheet, block, body))
    for row in notes:
        paragraph = _line(sheet, block, row)
        yield Piece("caption" if is_source(paragraph.text) else "paragraph", (paragraph,))


def _line(sheet: GridSheet, block: _Block, row: int) -> Paragraph:
    """Return a row of one cell as a paragraph."""
    return Paragraph(words_of(sheet.texts[row, block.rows[row][0]]))


def _place(sheet: GridSheet, block: _Block, rows: Sequence[int]) -> str:
    """Return the range of cells of a table: "Budget!A3:D20"."""
    first, last = (get_column_letter(column + 1) for column in (block.columns[0], block.columns[-1]))
    cells = f"{first}{rows[0] + 1}:{last}{rows[-1] + 1}"
    return f"{sheet.name}!{cells}" if sheet.name else cells


def _fragment(sheet: GridSheet, block: _Block, rows: Sequence[int]) -> Fragment:
    """Return rows as a table without the empty columns."""
    row_at = {row: number for number, row in enumerate(rows)}
    column_at = {column: number for number, column in enumerate(block.columns)}
    cells = []
    for row in rows:
        for column in block.columns:
            end_row, end_column = sheet.merged.get((row, column), (row + 1, column + 1))
            text = sheet.texts.get((row, column), "")
            if text or not _is_covered(sheet, row, column):
                high = sum(row <= other < end_row for other in rows)
                wide = sum(column <= other < end_column for other in block.columns)
                paragraphs = tuple(Paragraph(words) for line in text.split("\n") if (words := words_of(line)))
                start, left = row_at[row], column_at[column]
                cells.append(Cell(start, start + high, left, left + wide, paragraphs))
    headers = _header_rows(sheet, block, rows)
    return Fragment(tuple(cells), len(rows), len(block.columns), headers=headers)


def _is_covered(sheet: GridSheet, row: int, column: int) -> bool:
    """Return True if a cell is covered by a merged one."""
    return any(
        top <= row < bottom and left <= column < right and (top, left) != (row, column)
        for (top, left), (bottom, right) in sheet.merged.items()
    )


def _header_rows(sheet: GridSheet, block: _Block, rows: Sequence[int]) -> int:
    """Return the number of rows above the first row with values; 1 if no row has any."""
    for number, row in enumerate(rows):
        if any(_is_value(sheet.texts[row, column]) for column in block.rows[row] if column != block.columns[0]):
            return number
    return min(1, len(rows) - 1)


def _is_value(text: str) -> bool:
    """Return True if a text is a number but not a year, which may head a column."""
    return _NUMBER.fullmatch(text) is not None and _YEAR.fullmatch(text) is None
