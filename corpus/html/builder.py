"""Build pieces of layout from tags and text, as a parser passes them. No tree is kept, so nesting has no limit."""

from collections.abc import Mapping

from corpus.html.visibility import SILENT, Visibility
from corpus.layout import Paragraph, Piece, PieceKind
from corpus.tables.table_builder import MAX_SPAN, CellBuilder, DefinitionsBuilder, TableBuilder
from corpus.text.prose import preformatted_pieces
from corpus.text.runs import TextRun, text_of_runs, words_of_runs
from corpus.text_analysis.text_cues import CHECKED, SUPERSCRIPTS, UNCHECKED, is_caption

BLOCKS = frozenset(
    ("p", "div", "section", "article", "main", "header", "footer", "aside", "li", "ul", "ol", "dl", "dt", "dd")
    + ("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "figure", "figcaption", "blockquote", "pre")
    + ("br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "body", "html", "form", "fieldset", "address", "title")
    + ("details", "summary", "legend", "textarea")
)
"""Elements that separate paragraphs."""
TYPED = frozenset({"text", "number", "date", "email", "tel", "url", "search", "month", "time", "week", ""})
"""Types of input fields whose value is shown as text."""
_SILENT, _HIDDEN, _BOLD, _RAISED, _LOWERED, _PRE, _CODE, _LISTED = (1 << bit for bit in range(8))
_LOOKS = {
    **dict.fromkeys(("b", "strong", "th", "dt", "summary"), _BOLD),
    "sup": _RAISED, "sub": _LOWERED, "pre": _PRE, "code": _CODE, "li": _LISTED,
}  # fmt: skip


class PieceBuilder:
    """A target for parsers: `start`, `data` and `end` are called in document order, then `close`.

    `pieces` has what was read, `title` the text of the element `title`. `hidden_words` counts the words that are
    deleted, struck through or hidden, `has_scripts` is True if there are scripts.
    """

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.title: str | None = None
        self.hidden_words = 0
        self.has_scripts = False
        self._visibility = Visibility()
        self._open: list[tuple[str, int]] = [("", 0)]
        self._runs: list[TextRun] = []
        self._lines: list[TextRun] = []
        self._style: list[str] = []
        self._block = "p"
        self._tables: list[TableBuilder] = []
        self._lists: list[int | None] = []
        self._marker: str | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        flags = self._open[-1][1] | _LOOKS.get(tag, 0)
        if tag in SILENT or (tag == "option" and "selected" not in attributes):
            flags |= _SILENT
        elif tag == "title":
            flags &= ~_SILENT
        elif tag not in ("html", "body") and not flags & _SILENT and self._visibility.hides(tag, attributes):
            flags |= _HIDDEN
        self._open.append((tag, flags))
        self.has_scripts |= tag == "script" and "json" not in attributes.get("type", "")
        if flags & (_SILENT | _HIDDEN):
            return
        if tag == "br" and flags & _PRE:
            self.data("\n")
        elif tag in BLOCKS:
            self.end_block()
            self._block = tag
            self._begin(tag, attributes)
        elif tag == "input":
            self._runs += _field_value(attributes)

    def end(self, tag: str) -> None:
        """End the innermost element."""
        if len(self._open) > 1:
            tag, flags = self._open.pop()
        else:
            flags = 0
        if tag == "style":
            self._visibility.add_style_sheet("".join(self._style))
            self._style = []
        if tag in BLOCKS and not flags & (_SILENT | _HIDDEN) and not (tag == "br" and flags & _PRE):
            self.end_block()
            self._block = "p"
            self._finish(tag)

    def data(self, text: str) -> None:
        """Add text."""
        tag, flags = self._open[-1]
        if tag == "style":
            self._style.append(text)
        elif flags & _HIDDEN:
            self.hidden_words += len(text.split()) * (not flags & _SILENT)
        elif flags & _PRE and flags & _CODE and "\n" in text:
            for line in text.split("\n"):
                self.end_block()
                self._add(line, flags)
        elif not flags & _SILENT:
            self._add(text, flags)

    def close(self) -> "PieceBuilder":
        """End the document."""
        self.end_block()
        while self._tables:
            self._close_table()
        return self

    def end_block(self) -> None:
        """Make a paragraph, or part of a cell, from the text since the last block."""
        if self._lines:
            lines, self._lines = text_of_runs(self._lines), []
            for piece in preformatted_pieces(lines):
                self.emit(piece)
        words = words_of_runs(self._runs)
        self._runs = []
        if not words:
            return
        is_item = bool(self._open[-1][1] & _LISTED) or self._marker is not None
        if self._marker:
            words = (*words_of_runs([TextRun(self._marker)]), *words)
        self._marker = None
        paragraph = Paragraph(words, item=is_item)
        if self._block == "title":
            self.title = self.title or paragraph.text
        else:
            self.emit(self._piece(paragraph))

    def emit(self, piece: Piece) -> None:
        """Add a piece to the open cell, or to the document."""
        cell = self._tables[-1].cell if self._tables else None
        (self.pieces if cell is None else cell.pieces).append(piece)

    def _add(self, text: str, flags: int) -> None:
        """Add a run of text."""
        shift = 1 if flags & _RAISED else -1 if flags & _LOWERED else 0
        is_preformatted = flags & _PRE and not flags & _CODE
        (self._lines if is_preformatted else self._runs).append(TextRun(text, bool(flags & _BOLD), shift))

    def _piece(self, paragraph: Paragraph) -> Piece:
        """Classify a paragraph by its tag, or else by its words."""
        if self._block[0] == "h" and self._block[1:].isdecimal():
            return Piece("heading", (paragraph,), level=int(self._block[1:]))
        kind: PieceKind = "list_item" if paragraph.item else "paragraph"
        if self._block in ("caption", "figcaption") or is_caption(paragraph.text):
            kind = "caption"
        elif paragraph.text[0] in SUPERSCRIPTS and len(paragraph.words) > 1:
            kind = "footnote"
        return Piece(kind, (paragraph,))

    def _begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin a list, table, row or cell."""
        if tag in ("ul", "ol"):
            self._lists.append(_first_number(attributes) if tag == "ol" else None)
        elif tag == "li":
            self._marker = self._next_marker()
        elif tag == "table":
            self._tables.append(TableBuilder())
        elif tag in ("dl", "details"):
            self._tables.append(DefinitionsBuilder())
        elif self._tables:
            self._begin_part(self._tables[-1], tag, attributes)

    def _begin_part(self, table: TableBuilder, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin a part of a table or of a list of definitions."""
        if isinstance(table, DefinitionsBuilder):
            if tag in ("dt", "summary"):
                table.begin_term()
            elif tag == "dd":
                table.begin_definition()
        elif tag == "thead":
            table.in_head = True
        elif tag == "tr":
            table.begin_row()
        elif tag in ("td", "th"):
            spans = (_span(attributes.get("rowspan")), _span(attributes.get("colspan")))
            table.begin_cell(CellBuilder(tag == "th", *spans))

    def _finish(self, tag: str) -> None:
        """End a list, table, row or cell."""
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._marker = None
        elif self._tables and tag in ("table", "dl", "details"):
            self._close_table()
        elif self._tables and tag in ("td", "th", "tr", "dt", "dd"):
            self._tables[-1].end_cell()
        elif tag == "summary" and self._tables and isinstance(self._tables[-1], DefinitionsBuilder):
            self._tables[-1].begin_cell(CellBuilder())
        elif self._tables and tag == "thead":
            self._tables[-1].in_head = False

    def _next_marker(self) -> str:
        """Return the marker of the next item of the innermost list: its number, or nothing."""
        number = self._lists[-1] if self._lists else None
        if number is None:
            return ""
        self._lists[-1] = number + 1
        return f"{number}. "

    def _close_table(self) -> None:
        """End the innermost table."""
        table = self._tables.pop()
        table.end_cell()
        if table.placed:
            for piece in table.pieces():
                self.emit(piece)


def _field_value(attributes: Mapping[str, str]) -> list[TextRun]:
    """Return what a field of a form shows: the state of a box, or the text in it."""
    kind = attributes.get("type", "").lower()
    if kind in ("checkbox", "radio"):
        return [TextRun(f" {CHECKED if 'checked' in attributes else UNCHECKED} ")]
    return [TextRun(f" {attributes.get('value', '')} ")] if kind in TYPED else []


def _first_number(attributes: Mapping[str, str]) -> int | None:
    """Return the first number of an ordered list, None if its items are not counted by numbers."""
    start = attributes.get("start", "1")
    is_counted = attributes.get("type", "1") == "1" and "none" not in attributes.get("style", "")
    return int(start) if is_counted and start.isdecimal() and len(start) < 6 else None


def _span(value: str | None) -> int:
    """Return the number of rows or columns that a cell spans, within bounds."""
    return min(max(int(value), 1), MAX_SPAN) if value and value.isdecimal() and len(value) < 6 else 1
