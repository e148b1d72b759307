"""Read HTML files. The parser keeps no tree, so that nesting has no limit."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from corpus.layout import Cell, Facts, Fragment, Layout, Paragraph, Piece, PieceKind
from corpus.limits import Limits
from corpus.text.decode import decode
from corpus.text.markup import words_of
from corpus.text_cues import is_caption

SILENT = frozenset({"script", "style", "template", "noscript", "svg", "nav", "head"})
"""Elements whose text is not shown."""
LOUD = frozenset({"title"})
"""Elements inside a silent one that are read nevertheless."""
BLOCKS = frozenset(
    ("p", "div", "section", "article", "main", "header", "footer", "aside", "li", "ul", "ol", "dl", "dt", "dd")
    + ("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "figure", "figcaption", "blockquote", "pre")
    + ("br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "body", "html", "form", "fieldset", "address", "title")
)
"""Elements that separate paragraphs."""


def read_html(path: Path, limits: Limits, password: str | None = None) -> Layout:  # noqa: ARG001 - a reader's signature
    """Read an HTML file.

    Raises:
        ReadError: It is binary or blank.
    """
    walker = _Walker()
    walker.feed(decode(path.name, path.read_bytes()))
    walker.close()
    walker.end_block()
    return Layout(tuple(walker.pieces), facts=Facts(title=walker.title))


@dataclass(slots=True)
class _OpenTable:
    """A table that is being read: its cells, and for each column the row down to which a cell above extends."""

    cells: list[Cell] = field(default_factory=list)
    taken: dict[int, int] = field(default_factory=dict)
    row: int = -1
    spans: tuple[int, int] | None = None
    paragraphs: list[Paragraph] = field(default_factory=list)

    def close_cell(self) -> None:
        """Put the open cell into the next free column."""
        if self.spans is None:
            return
        high, wide = self.spans
        col = 0
        while self.taken.get(col, 0) > self.row:
            col += 1
        self.cells.append(Cell(self.row, self.row + high, col, col + wide, tuple(self.paragraphs)))
        self.taken |= {number: self.row + high for number in range(col, col + wide)}
        self.spans, self.paragraphs = None, []

    def fragment(self) -> Fragment:
        """Return the whole table."""
        rows = max(cell.row for cell in self.cells) + 1
        cells = tuple(
            Cell(cell.row, min(cell.row_end, rows), cell.col, cell.col_end, cell.paragraphs) for cell in self.cells
        )
        return Fragment(cells, rows, max(cell.col_end for cell in cells))


class _Walker(HTMLParser):
    """Collects pieces while the parser passes tags and text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.title: str | None = None
        self._text: list[str] = []
        self._tag = "p"
        self._silent = 0
        self._tables: list[_OpenTable] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, table, row or cell."""
        if tag in SILENT:
            self._silent += 1
        if tag not in BLOCKS:
            return
        self.end_block()
        self._tag = tag
        if tag == "table":
            self._tables.append(_OpenTable())
        elif self._tables and tag in ("tr", "td", "th"):
            table = self._tables[-1]
            table.close_cell()
            if tag == "tr" or table.row < 0:
                table.row += 1
            if tag != "tr":
                spans = dict(attrs)
                table.spans = (_span(spans.get("rowspan")), _span(spans.get("colspan")))

    def handle_endtag(self, tag: str) -> None:
        """End a block, table, row or cell."""
        if tag in SILENT:
            self._silent = max(self._silent - 1, 0)
        if tag not in BLOCKS:
            return
        self.end_block()
        self._tag = "p"
        if self._tables and tag in ("td", "th", "tr"):
            self._tables[-1].close_cell()
        elif self._tables and tag == "table":
            self._close_table()

    def handle_data(self, data: str) -> None:
        """Collect text that is shown."""
        if not self._silent or self._tag in LOUD:
            self._text.append(data)

    def end_block(self) -> None:
        """Make a paragraph, or part of a cell, from the text since the last block."""
        words = words_of("".join(self._text))
        self._text = []
        if not words:
            return
        paragraph = Paragraph(words, item=self._tag == "li")
        if self._tag == "title":
            self.title = self.title or paragraph.text
        elif self._tables and self._tables[-1].spans is not None:
            self._tables[-1].paragraphs.append(paragraph)
        else:
            self.pieces.append(self._piece(paragraph))

    def _piece(self, paragraph: Paragraph) -> Piece:
        """Classify a paragraph outside tables by its tag."""
        if self._tag[0] == "h" and self._tag[1:].isdecimal():
            return Piece("heading", (paragraph,), level=int(self._tag[1:]))
        kind: PieceKind = "list_item" if paragraph.item else "paragraph"
        captioned = self._tag in ("caption", "figcaption") or is_caption(paragraph.text)
        return Piece("caption" if captioned else kind, (paragraph,))

    def _close_table(self) -> None:
        """End the innermost table; the paragraphs of a table within a cell are added to the cell."""
        table = self._tables.pop()
        table.close_cell()
        if not table.cells:
            return
        if self._tables and self._tables[-1].spans is not None:
            self._tables[-1].paragraphs += [paragraph for cell in table.cells for paragraph in cell.paragraphs]
        else:
            self.pieces.append(Piece("table", fragment=table.fragment()))


def _span(value: str | None) -> int:
    """Return the number of rows or columns that a cell spans, within bounds."""
    return min(max(int(value), 1), 200) if value and value.isdecimal() else 1
