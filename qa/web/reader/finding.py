"""Find words in the text of a document's pages, with the boxes to draw around them."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from corpus.model import Box, PlacedWord
from qa.web.reader.document_text import DocumentText

MAX_HITS = 200
"""Maximum number of places that a search lists."""
NEIGHBOURS = 7
"""Words shown before and after a hit."""


@dataclass(frozen=True, slots=True)
class TextHit:
    """A place where the sought words are printed, with the words around it."""

    page: int
    before: str
    text: str
    after: str
    boxes: tuple[Box, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the hit as JSON-ready values."""
        return {
            "page": self.page, "before": self.before, "text": self.text, "after": self.after,
            "boxes": [box.to_list() for box in self.boxes],
        }  # fmt: skip


def find(text: DocumentText, sought: str) -> list[TextHit]:
    """Return the places of the sought words in reading order, whatever their case and accents, up to a maximum."""
    hits = (hit for page in range(1, len(text.words) + 1) for hit in find_on_page(text.page(page), page, sought))
    return list(islice(hits, MAX_HITS))


def find_on_page(words: Sequence[PlacedWord], page: int, sought: str) -> Iterator[TextHit]:
    """Yield the places of the sought words on one page."""
    needle = " ".join(_plain(sought).split())
    if not needle:
        return
    plain = [_plain(word[0]) for word in words]
    starts, length = [], 0
    for word in plain:
        starts.append(length)
        length += len(word) + 1
    whole, at = " ".join(plain), -1
    while (at := whole.find(needle, at + 1)) >= 0:
        first, last = bisect_right(starts, at) - 1, bisect_right(starts, at + len(needle) - 1) - 1
        yield _hit(words, page, first, last + 1)
        at += len(needle) - 1


def _hit(words: Sequence[PlacedWord], page: int, first: int, end: int) -> TextHit:
    def joined(start: int, stop: int) -> str:
        return " ".join(word[0] for word in words[max(start, 0) : stop])

    boxes = tuple(_line_boxes(page, words[first:end]))
    return TextHit(page, joined(first - NEIGHBOURS, first), joined(first, end), joined(end, end + NEIGHBOURS), boxes)


def _line_boxes(page: int, words: Sequence[PlacedWord]) -> Iterator[Box]:
    """Yield a box for each line of consecutive words."""
    line: list[float] | None = None
    for _, x0, top, x1, bottom in words:
        if line and x0 >= line[2] - 1 and min(line[3], bottom) - max(line[1], top) > 0:
            line = [line[0], min(line[1], top), x1, max(line[3], bottom)]
            continue
        if line:
            yield Box(page, *line)
        line = [x0, top, x1, bottom]
    if line:
        yield Box(page, *line)


def _plain(text: str) -> str:
    """Return text in small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
