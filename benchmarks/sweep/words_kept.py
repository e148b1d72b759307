"""Measure which share of a PDF's words, as PDFium reads them, is in the passages of the same page.

Running headers and page numbers are left out: lines in the first or last places of a page that return on other pages
with nothing but their digits changed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from corpus.model import Passage

_WORD = re.compile(r"\w+")
_EDGE = 3
"""Number of lines at the top and at the bottom of a page among which running headers are looked for."""
_RETURNS = 3
"""Minimum number of pages with the same line for it to be a running header."""


def lost_words(pages: Sequence[Sequence[str]], passages: Iterable[Passage]) -> list[list[str]]:
    """Return for each page the words that no passage of it has, with repetitions."""
    kept: dict[int, set[str]] = {}
    for passage in passages:
        words = set(_words(" ".join(filter(None, (passage.context, passage.section, passage.text, passage.note)))))
        for page in {passage.page, *(box.page for box in passage.boxes)}:
            if page is not None:
                kept.setdefault(page, set()).update(words)
    return [
        [word for line in lines for word in _words(line) if word not in kept.get(number, ())]
        for number, lines in enumerate(body_lines(pages), start=1)
    ]


def word_count(pages: Sequence[Sequence[str]]) -> int:
    """Return the number of words outside running headers."""
    return sum(len(list(_words(line))) for lines in body_lines(pages) for line in lines)


def body_lines(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the lines of each page without running headers and page numbers."""
    filled = [[line.strip() for line in lines if line.strip()] for lines in pages]
    edges = [(*lines[:_EDGE], *lines[-_EDGE:]) for lines in filled]
    count = Counter(masked for edge in edges for masked in {_masked(line) for line in edge})
    running = {masked for masked, found in count.items() if found >= _RETURNS}
    return [
        [line for line in lines if not (line in edge and _masked(line) in running)]
        for lines, edge in zip(filled, edges, strict=True)
    ]


def _masked(line: str) -> str:
    return re.sub(r"\d+", "0", line)


def _words(text: str) -> Iterator[str]:
    """Yield the words in a form in which two engines agree: without hyphens at line ends, in compatible characters."""
    plain = unicodedata.normalize("NFKC", re.sub("\u00ad|[\u2010-]\\s*\n\\s*|\ufffe", "", text)).casefold()
    yield from _WORD.findall(plain)
