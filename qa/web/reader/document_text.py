"""Words of a document's pages with their boxes, from the PDF itself or, for scans, from the index."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, TypeAlias

from corpus.errors import ReadError
from corpus.model import Passage, PlacedWord
from corpus.render import PdfText, pdf_text

if TYPE_CHECKING:
    from corpus.model import Document
    from qa.engine import FactsheetQA

Bookmark: TypeAlias = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class DocumentText:
    """Words by page, bookmarks (title, depth from 0, page from 1) and printed labels by page."""

    words: tuple[tuple[PlacedWord, ...], ...]
    bookmarks: tuple[Bookmark, ...]
    labels: tuple[str, ...]

    def to_json(self) -> bytes:
        """Return the text as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")

    @classmethod
    def from_json(cls, content: bytes) -> "DocumentText":
        """Return the text that `to_json` wrote."""
        found = json.loads(content)
        pages = tuple(tuple((text, *box) for text, *box in words) for words in found["words"])
        return cls(pages, tuple((title, depth, page) for title, depth, page in found["bookmarks"]), found["labels"])

    def page(self, number: int) -> tuple[PlacedWord, ...]:
        """Return the words of a page, from 1."""
        return self.words[number - 1] if number <= len(self.words) else ()


def printed_text(engine: "FactsheetQA", document: "Document") -> DocumentText:
    """Return the text of a document with pages; a page without words of its own has those that were read from it."""
    count = document.page_count or 0
    try:
        found = pdf_text(engine.source(document.name))
    except ReadError:
        found = PdfText(((),) * count, (), ())
    words = found.words
    if not all(words):
        indexed = indexed_words(engine.passages(document.name))
        words = tuple(page or tuple(indexed.get(number, ())) for number, page in enumerate(words, 1))
    return DocumentText(words, found.bookmarks, found.labels)


def indexed_words(passages: Iterable[Passage]) -> Mapping[int, list[PlacedWord]]:
    """Return the words of passages by page, each once: those of a cell are also in the passage of its row."""
    pages: dict[int, dict[tuple[float, ...], PlacedWord]] = {}
    for passage in passages:
        words = passage.text.split()
        for number, page, *box in passage.word_boxes.tolist():
            x0, top, x1, bottom = (round(length, 1) for length in box)
            pages.setdefault(int(page), {}).setdefault((x0, top), (words[int(number)], x0, top, x1, bottom))
    return {page: list(words.values()) for page, words in pages.items()}
