"""Read Word files."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from corpus.errors import ReadError
from corpus.layout import Facts, Layout, Paragraph, Piece, PieceKind, Word
from corpus.limits import Limits
from corpus.office.archive import not_of_its_type, open_archive
from corpus.text.hidden import hidden_warning
from corpus.text.runs import raised
from corpus.text_analysis.text_cues import is_caption
from corpus.word.looks import Looks
from corpus.word.strict import is_strict, transitional
from corpus.word.tables import is_listed, word_table
from corpus.word.text import TextReader, boxed_paragraphs

LONGEST_PAGE_NUMBER = 2
"""Maximum number of words beside the numbers in a header or footer that only numbers the pages."""
NOTES = {"footnotes": RELATIONSHIP_TYPE.FOOTNOTES, "endnotes": RELATIONSHIP_TYPE.ENDNOTES}


def read_word(path: Path, limits: Limits, password: str | None = None) -> Layout:  # noqa: ARG001 - a reader's signature
    """Read a Word file (.docx). It has no pages, because page breaks depend on the program that displays it.

    Raises:
        ReadError: It is damaged, locked or not a Word file.
    """
    document = _open(path, limits)
    try:
        walk = _Walk(document)
        pieces = tuple(walk.pieces())
        properties = document.core_properties
        title, created = properties.title.strip() or None, properties.created
    except (KeyError, ValueError, AttributeError, XMLSyntaxError) as error:
        raise ReadError(path.name, "the Word file is damaged; save it again") from error
    facts = Facts(title=title, created=created.year if created else None)
    return Layout(pieces, facts=facts, warnings=hidden_warning(walk.hidden_words))


def _open(path: Path, limits: Limits) -> Document:
    """Open the document after checking its decompressed size."""
    with open_archive(path, limits) as archive:
        try:
            return docx.Document(transitional(archive) if is_strict(archive) else str(path))
        except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, XMLSyntaxError, RuntimeError) as error:
            raise not_of_its_type(path) from error


class _Walk:
    """Traversal of a document's body."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._styles = {style.style_id: style for style in document.styles}
        self._looks = Looks({name: style.element for name, style in self._styles.items()})
        self._text = TextReader(self._looks)

    @property
    def hidden_words(self) -> int:
        """The number of words that are deleted, struck through or hidden."""
        return self._text.hidden_words

    def pieces(self) -> Iterator[Piece]:
        """Yield all pieces: the cover, running headers and footers once, the body, footnotes last."""
        body = list(self._blocks(self._document.element.body))
        cover = next((number for number, piece in enumerate(body) if piece.kind != "cover"), len(body))
        yield from body[:cover]
        yield from self._running_texts()
        yield from body[cover:]
        yield from self._notes()

    def _running_texts(self) -> Iterator[Piece]:
        """Yield each header and footer once, without those that only number the pages."""
        seen: set[str] = set()
        for section in self._document.sections:
            parts = (
                section.header, section.first_page_header, section.even_page_header,
                section.footer, section.first_page_footer, section.even_page_footer,
            )  # fmt: skip
            for element in (part._element for part in parts if not part.is_linked_to_previous):
                numbered = any("PAGE" in (code.text or "") for code in element.iter(qn("w:instrText")))
                for piece in self._blocks(element):
                    is_number = numbered and _is_page_number(piece.text)
                    if piece.kind == "table" or not (piece.text in seen or is_number):
                        seen.add(piece.text)
                        yield piece

    def _blocks(self, parent: Any) -> Iterator[Piece]:  # noqa: ANN401 - lxml has no types
        """Yield the pieces of paragraphs and tables, including those in content controls."""
        for child in parent.iterchildren():
            if child.tag == qn("w:p"):
                for element in (child, *boxed_paragraphs(child)):
                    yield from self._paragraph(element)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")):
                yield from self._blocks(child)

    def _table(self, element: Any) -> Iterator[Piece]:  # noqa: ANN401 - lxml has no types
        """Yield a table, or its content if it only arranges it, and the tables nested in its cells."""
        table, cells = word_table(element)
        for cell, part in cells:
            cell.pieces += self._blocks(part)
        if table.placed:
            yield from table.pieces()

    def _paragraph(self, element: Any) -> Iterator[Piece]:  # noqa: ANN401 - lxml has no types
        """Yield a paragraph, classified by its style, unless it is empty."""
        names = self._style_names(element)
        listed = is_listed(element) or any(name.startswith("list") for name in names)
        paragraph = self._text.paragraph(element, listed)
        if not paragraph.words:
            return
        level = self._level(element)
        if level:
            yield Piece("heading", (paragraph,), level=level)
        else:
            yield Piece(_kind(paragraph, names), (paragraph,))

    def _style_names(self, element: Any) -> list[str]:  # noqa: ANN401 - lxml has no types
        """Return the names of a paragraph's style and of those it is based on, in lower case."""
        style = self._styles.get(element.style)
        names: list[str] = []
        while style is not None and len(names) < 10:
            names.append((style.name or "").lower())
            style = getattr(style, "base_style", None)
        return names

    def _level(self, element: Any) -> int:  # noqa: ANN401 - lxml has no types
        """Return the level of a heading from the outline level of the paragraph or its style, 0 if it is no heading."""
        style = self._styles.get(element.style)
        owners, names = [element], self._style_names(element)
        while style is not None and len(owners) < 10:
            owners.append(style.element)
            style = getattr(style, "base_style", None)
        for owner in owners:
            found = owner.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            value = "" if found is None else found.get(qn("w:val")) or ""
            if value.isdecimal():
                return int(value) + 1 if int(value) < 9 else 0
        heading = next((name for name in names if name.startswith("heading ")), "")
        return int(heading[8:]) if heading[8:].isdecimal() else 0

    def _notes(self) -> Iterator[Piece]:
        """Yield footnotes and endnotes in the order of their marks."""
        texts = {(kind, note): element for kind in NOTES for note, element in self._note_elements(kind)}
        for number, place in enumerate(self._text.marks.seen, 1):
            if place in texts:
                words = [TextReader(self._looks).paragraph(part).words for part in texts[place].iter(qn("w:p"))]
                flat = tuple(word for part in words for word in part)
                if flat:
                    yield Piece("footnote", (Paragraph((Word(raised(number)), *flat)),))

    def _note_elements(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Yield the id and XML element of each note of a kind."""
        for relation in self._document.part.rels.values():
            if relation.reltype == NOTES[kind] and not relation.is_external:
                for element in parse_xml(relation.target_part.blob).iterchildren():
                    yield element.get(qn("w:id")) or "", element


def _is_page_number(text: str) -> bool:
    """Return True if a header or footer has a page number and hardly anything else: "Page 3 of 9"."""
    return sum(not word.isdecimal() for word in text.split()) <= LONGEST_PAGE_NUMBER


def _kind(paragraph: Paragraph, names: list[str]) -> PieceKind:
    """Classify a paragraph by its style, or else by its words."""
    style = names[0] if names else ""
    if style in ("title", "subtitle"):
        return "cover"
    if style.startswith("toc "):
        return "contents"
    if style == "caption" or is_caption(paragraph.text):
        return "caption"
    return "list_item" if paragraph.item else "paragraph"
