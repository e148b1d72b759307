"""The outline of a document with pages: its bookmarks, or the sections that were read."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from corpus.model import SECTION_SEPARATOR, Passage
from qa.web.reader.document_text import DocumentText
from qa.web.reader.finding import find_on_page


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading, its depth from 0, its page, and how far below the page's top it is, in points."""

    title: str
    depth: int
    page: int
    top: float

    def to_dict(self) -> dict[str, object]:
        """Return the entry as JSON-ready values."""
        return asdict(self)


def outline(text: DocumentText, passages: Iterable[Passage]) -> list[OutlineEntry]:
    """Return the outline of a document in reading order; empty for a document without headings."""
    headings = text.bookmarks or _sections(passages)
    return [OutlineEntry(title, depth, page, _top(text, title, page)) for title, depth, page in headings]


def _sections(passages: Iterable[Passage]) -> Iterator[tuple[str, int, int]]:
    """Yield each section that passages name, where it begins."""
    last: list[str] = []
    for passage in passages:
        path = passage.section.split(SECTION_SEPARATOR) if passage.section else []
        if passage.page is None or path == last:
            continue
        shared = next((place for place, pair in enumerate(zip(path, last, strict=False)) if pair[0] != pair[1]), None)
        first = min(len(path), len(last)) if shared is None else shared
        yield from ((title, depth, passage.page) for depth, title in enumerate(path) if depth >= first)
        last = path


def _top(text: DocumentText, title: str, page: int) -> float:
    """Return where a heading is printed on its page, 0 if its words are not found there."""
    hit = next(find_on_page(text.page(page), page, title), None)
    return hit.boxes[0].top if hit else 0.0
