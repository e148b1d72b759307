"""Tables that are being read: cells with their content, spans and headers."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.layout import Cell, Fragment, Paragraph, Piece
from corpus.tables.forms import form_pieces

MAX_SPAN = 200
"""Maximum number of rows or columns that a cell may span."""


@dataclass(slots=True)
class CellBuilder:
    """A cell that is being read. `high` and `wide` are the rows and columns that it spans."""

    is_header: bool = False
    high: int = 1
    wide: int = 1
    fill: tuple[float, ...] | None = None
    pieces: list[Piece] = field(default_factory=list)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs of the cell outside nested tables."""
        return tuple(paragraph for piece in self.pieces for paragraph in piece.paragraphs)


@dataclass(slots=True)
class TableBuilder:
    """A table that is being read: its cells, and for each column the row down to which a cell above extends."""

    placed: list[tuple[int, int, CellBuilder]] = field(default_factory=list)
    taken: dict[int, int] = field(default_factory=dict)
    row: int = -1
    cell: CellBuilder | None = None
    heads: int = 0
    in_head: bool = False

    def begin_row(self) -> None:
        """Begin a row."""
        self.end_cell()
        self.row += 1
        self.heads += self.in_head

    def begin_cell(self, cell: CellBuilder) -> None:
        """Begin a cell, and a row if none has begun."""
        self.end_cell()
        if self.row < 0:
            self.begin_row()
        self.cell = cell

    def end_cell(self) -> None:
        """Place the open cell in the next free column."""
        if self.cell is None:
            return
        column = 0
        while self.taken.get(column, 0) > self.row:
            column += 1
        self.placed.append((self.row, column, self.cell))
        self.taken |= {number: self.row + self.cell.high for number in range(column, column + self.cell.wide)}
        self.cell = None

    def pieces(self) -> Iterator[Piece]:
        """Yield the table, or its content if the table only arranges it, then the tables nested in its cells."""
        self.end_cell()
        form = form_pieces(self._fragment())
        if form is not None:
            yield from form
        elif self._only_arranges():
            yield from (piece for _, _, cell in self.placed for piece in cell.pieces)
        else:
            yield Piece("table", fragment=self._fragment())
            yield from (piece for _, _, cell in self.placed for piece in cell.pieces if piece.kind == "table")

    def _only_arranges(self) -> bool:
        """Return True if the table is used for layout: one row or column, or more tables and headings than text."""
        if any(cell.is_header for _, _, cell in self.placed):
            return False
        filled = [(row, column, cell) for row, column, cell in self.placed if cell.pieces]
        if len({row for row, _, _ in filled}) < 2 or len({column for _, column, _ in filled}) < 2:
            return True
        arranged = sum(any(p.kind in ("table", "heading") for p in cell.pieces) for _, _, cell in filled)
        return 2 * arranged > len(filled) - arranged

    def _fragment(self) -> Fragment:
        """Return the whole table."""
        rows = max(row for row, _, _ in self.placed) + 1
        cells = tuple(
            Cell(row, min(row + cell.high, rows), column, column + cell.wide, cell.paragraphs, cell.fill)
            for row, column, cell in self.placed
        )
        return Fragment(cells, rows, max(cell.col_end for cell in cells), headers=self._header_rows(rows))

    def _header_rows(self, rows: int) -> int | None:
        """Return the number of header rows, None if the table has no header cells."""
        if not self.heads and not any(cell.is_header for _, _, cell in self.placed):
            return None
        plain = [row for row, _, cell in self.placed if not cell.is_header and cell.paragraphs]
        count = max(self.heads, min(plain, default=rows))
        return count if count < rows else None


@dataclass(slots=True)
class DefinitionsBuilder(TableBuilder):
    """A list of terms and definitions, read as a table of two columns without a header."""

    def begin_term(self) -> None:
        """Begin a term; terms that follow each other have one definition."""
        last = self.placed[-1][2] if self.placed else None
        if self.cell is not None and self.cell.is_header:
            return
        if self.cell is None and last is not None and last.is_header:
            self.cell = self.placed.pop()[2]
            self.taken = {}
            return
        self.begin_row()
        self.cell = CellBuilder(is_header=True)

    def begin_definition(self) -> None:
        """Begin a definition; several definitions of a term are in one cell."""
        if self.cell is not None and not self.cell.is_header:
            return
        if self.cell is None and self.placed and not self.placed[-1][2].is_header:
            self.cell = self.placed.pop()[2]
            self.taken = {0: self.row + 1} if any(row == self.row for row, _, _ in self.placed) else {}
            return
        self.begin_cell(CellBuilder())

    def _only_arranges(self) -> bool:
        """Return True if the list has no terms and only indents its text, or contains sections."""
        terms = any(cell.is_header for _, _, cell in self.placed)
        return not terms or any(p.kind in ("table", "heading") for _, _, cell in self.placed for p in cell.pieces)

    def _header_rows(self, rows: int) -> int | None:  # noqa: ARG002 - a table's signature
        """Return 0: the terms are the labels of the rows."""
        return 0
