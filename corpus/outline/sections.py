"""Build a document's outline from pieces of layout: sections, paragraphs over page breaks, whole tables."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.layout import Fragment, Layout, Paragraph, Piece
from corpus.model import BlockKind
from corpus.tables.join import Table, continues_table, join_fragments
from corpus.text_analysis.text_cues import ends_sentence, is_references, is_source, starts_midway, strip_number

CAPTIONS = 3
"""Maximum number of captions directly above a table that name it."""
COVER = "Cover"
"""Section name of a cover page."""


@dataclass(frozen=True, slots=True)
class Element:
    """A text of one kind, or a table with its caption, in its section."""

    kind: BlockKind
    section: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...] = ()
    table: Table | None = None
    caption: str | None = None

    @property
    def text(self) -> str:
        """The words of all paragraphs with single blanks between them."""
        return " ".join(paragraph.text for paragraph in self.paragraphs)


def build_elements(layout: Layout) -> list[Element]:
    """Return the elements of a file in reading order."""
    pieces = _join_paragraphs(layout.pieces)
    titles = [title for title, _ in layout.facts.outline] + [piece.text for piece in pieces if piece.kind == "heading"]
    sections = _Sections(titles)
    elements: list[Element] = []
    number = 0
    while number < len(pieces):
        piece = pieces[number]
        if piece.kind == "table":
            end, fragments = _table_pieces(pieces, number)
            caption = " – ".join(part for part in (_caption(elements), piece.place) if part) or None
            elements.append(Element("cell", sections.path, table=join_fragments(fragments), caption=caption))
            elements += [_element(other, sections) for other in pieces[number:end] if other.kind != "table"]
            number = end
        else:
            elements.append(_element(piece, sections))
            number += 1
    return elements


class _Sections:
    """The current path of headings."""

    def __init__(self, titles: Sequence[str]) -> None:
        self._titles = titles
        self._stack: list[tuple[int, str]] = []

    @property
    def path(self) -> tuple[str, ...]:
        """The headings from the highest level down."""
        return tuple(title for _, title in self._stack)

    def enter(self, title: str, level: int) -> None:
        """Begin a section."""
        self._stack = [entry for entry in self._stack if entry[0] < level] + [(level, title)]

    def announced(self, text: str) -> tuple[str, ...]:
        """Return the section that a divider page announces: the title with the same words, else its own words."""
        plain = strip_number(text).casefold()
        return (next((title for title in self._titles if strip_number(title).casefold() == plain), text),)


def _element(piece: Piece, sections: _Sections) -> Element:
    """Convert a piece that is not a table to an element; a heading begins its section."""
    if piece.kind == "heading":
        sections.enter(piece.text, piece.level)
        return Element("heading", sections.path, piece.paragraphs)
    if piece.kind == "cover":
        return Element("cover", (COVER,), piece.paragraphs)
    if piece.kind == "divider":
        return Element("cover", sections.announced(piece.text), piece.paragraphs)
    kind: BlockKind = "paragraph" if piece.kind == "table" else piece.kind
    if kind in ("paragraph", "list_item") and sections.path and is_references(sections.path[-1]):
        kind = "reference"
    return Element(kind, sections.path, piece.paragraphs)


def _table_pieces(pieces: Sequence[Piece], start: int) -> tuple[int, list[Fragment]]:
    """Return the end of a table's pieces, exclusive, and its fragments.

    Only footnotes, printed below the table on its page, may come between two fragments.
    """
    fragments = [fragment for fragment in (pieces[start].fragment,) if fragment is not None]
    end, page = start + 1, pieces[start].page
    number = end
    while number < len(pieces) and pieces[number].kind in ("footnote", "table"):
        fragment = pieces[number].fragment
        if fragment is not None:
            if pieces[number].page == page and page is not None or not _continues(pieces[number], fragments[-1]):
                break
            fragments.append(fragment)
            end, page = number + 1, pieces[number].page
        number += 1
    return end, fragments


def _continues(piece: Piece, last: Fragment) -> bool:
    """Return True if a table continues the last one. In files without pages it must repeat the header."""
    fragment = piece.fragment
    if fragment is None or piece.place is not None:
        return False
    repeats = [cell.text for cell in fragment.row(0)] == [cell.text for cell in last.row(0)]
    return repeats or (piece.page is not None and continues_table(last, fragment))


def _caption(elements: Sequence[Element]) -> str | None:
    """Return the captions directly above a table: its number and title, and often the unit of its values."""
    captions: list[str] = []
    for element in reversed(elements[-CAPTIONS:]):
        if element.kind != "caption" or is_source(element.text):
            break
        captions.insert(0, element.text)
    return " ".join(captions) or None


def _join_paragraphs(pieces: Sequence[Piece]) -> list[Piece]:
    """Join the paragraphs that the end of a page or column cuts."""
    joined: list[Piece] = []
    for piece in pieces:
        place = _cut_place(joined, piece)
        if place is None:
            joined.append(piece)
        else:
            rest = replace(piece.paragraphs[0], continues=True)
            joined[place] = replace(joined[place], paragraphs=(*joined[place].paragraphs, rest, *piece.paragraphs[1:]))
    return joined


def _cut_place(pieces: Sequence[Piece], piece: Piece) -> int | None:
    """Return the index of the piece on the previous page or in the previous column that this piece continues."""
    if piece.kind != "paragraph" or not starts_midway(piece.text):
        return None
    before = None if piece.page is None else piece.page - 1
    over_table = False
    for number in range(len(pieces) - 1, -1, -1):
        other = pieces[number]
        if other.kind in ("footnote", "table"):
            over_table |= other.kind == "table"
            continue
        if other.kind not in ("paragraph", "list_item") or ends_sentence(other.text):
            return None
        near = other.page == before or (over_table and other.page == piece.page)
        return number if near or _ends_column(other, piece) else None
    return None


def _ends_column(piece: Piece, after: Piece) -> bool:
    """Return True if the second piece is higher on the same page and further right: at the top of a column."""
    words = [word for paragraph in piece.paragraphs for word in paragraph.words if word.places]
    next_words = [word for paragraph in after.paragraphs for word in paragraph.words if word.places]
    if not words or not next_words:
        return False
    last, first = words[-1].places[-1], next_words[0].places[0]
    start = piece.paragraphs[-1].words[0].places[0]
    return last[0] == first[0] and first[4] < last[2] and first[1] > start[1]
