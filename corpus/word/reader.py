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
from corpus.text_cues import is_caption
from corpus.word.tables import fragment_of, is_listed
from corpus.word.text import Marks, boxed_paragraphs, paragraph_of, raised

OLD_FORMAT = b"\xd0\xcf\x11\xe0"
"""First bytes of Word files before 2007 and of encrypted ones."""
NOTES = {"footnotes": RELATIONSHIP_TYPE.FOOTNOTES, "endnotes": RELATIONSHIP_TYPE.ENDNOTES}


def read_word(path: Path, limits: Limits, password: str | None = None) -> Layout:  # noqa: ARG001 - a reader's signature
    """Read a Word file (.docx). It has no pages, because page breaks depend on the program that displays it.

    Raises:
        ReadError: It is damaged, locked or not a Word file.
    """
    document = _open(path, limits)
    try:
        pieces = tuple(_Walk(document).pieces())
        properties = document.core_properties
        title, created = properties.title.strip() or None, properties.created
    except (KeyError, ValueError, AttributeError, XMLSyntaxError) as error:
        raise ReadError(path.name, "the Word file is damaged; save it again") from error
    return Layout(pieces, facts=Facts(title=title, created=created.year if created else None))


def _open(path: Path, limits: Limits) -> Document:
    """Open the document after checking its decompressed size."""
    with path.open("rb") as file:
        if file.read(4) == OLD_FORMAT:
            raise ReadError(path.name, "is locked by a password or of an old format; save it as .docx without password")
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist() if part.filename.endswith((".xml", ".rels")))
        if size > limits.inflated_bytes:
            raise ReadError(path.name, f"inflates to {size:,} bytes, the limit is {limits.inflated_bytes:,}; split it")
        return docx.Document(str(path))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, XMLSyntaxError) as error:
        raise ReadError(path.name, "is not a Word file, or damaged; save it again as .docx") from error


class _Walk:
    """Traversal of a document's body."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._marks = Marks()
        self._styles = {style.style_id: style for style in document.styles}

    def pieces(self) -> Iterator[Piece]:
        """Yield all pieces, footnotes last."""
        yield from self._blocks(self._document.element.body)
        yield from self._notes()

    def _blocks(self, parent: Any) -> Iterator[Piece]:  # noqa: ANN401 - lxml has no types
        """Yield the pieces of paragraphs and tables, including those in content controls."""
        for child in parent.iterchildren():
            if child.tag == qn("w:p"):
                for element in (child, *boxed_paragraphs(child)):
                    yield from self._paragraph(element)
            elif child.tag == qn("w:tbl"):
                fragment = fragment_of(child, self._marks)
                if fragment is not None:
                    yield Piece("table", fragment=fragment)
            elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")):
                yield from self._blocks(child)

    def _paragraph(self, element: Any) -> Iterator[Piece]:  # noqa: ANN401 - lxml has no types
        """Yield a paragraph, classified by its style, unless it is empty."""
        names = self._style_names(element)
        listed = is_listed(element) or any(name.startswith("list") for name in names)
        paragraph = paragraph_of(element, self._marks, listed)
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
        for number, place in enumerate(self._marks.seen, 1):
            if place in texts:
                words = [paragraph_of(part, Marks()).words for part in texts[place].iter(qn("w:p"))]
                flat = tuple(word for part in words for word in part)
                if flat:
                    yield Piece("footnote", (Paragraph((Word(raised(number)), *flat)),))

    def _note_elements(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Yield the id and XML element of each note of a kind."""
        for relation in self._document.part.rels.values():
            if relation.reltype == NOTES[kind] and not relation.is_external:
                for element in parse_xml(relation.target_part.blob).iterchildren():
                    yield element.get(qn("w:id")) or "", element


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
