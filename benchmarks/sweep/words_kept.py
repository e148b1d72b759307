"""Measure which share of a PDF's words, as PDFium reads them, is in the passages of the same page.

Running headers and page numbers are left out: lines in the first or last places of a page that return on other pages
with nothing but their digits changed. A word is kept, too, if it is a part of the page's letters without blanks: the
engines differ in where words end.
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
"""Minimum number of pages with the same line for it to be a running header, or all pages if there are fewer."""
_SHORTEST_PART = 4
"""Minimum length of a word that may be a part of a page's letters without blanks."""


def lost_words(pages: Sequence[Sequence[str]], passages: Iterable[Passage]) -> list[list[str]]:
    """Return for each page the words that no passage of it has, with repetitions."""
    kept: dict[int, list[str]] = {}
    for passage in passages:
        words = list(_words(" ".join(filter(None, (passage.context, passage.section, passage.text, passage.note)))))
        for page in {passage.page, *(box.page for box in passage.boxes)}:
            if page is not None:
                kept.setdefault(page, []).extend(words)
    return [list(_missing(lines, kept.get(number, []))) for number, lines in enumerate(body_lines(pages), start=1)]


def _missing(lines: Iterable[str], kept: Sequence[str]) -> Iterator[str]:
    """Yield the words of lines that are neither among the words kept nor a part of their letters."""
    known, joined = set(kept), "".join(kept)
    for word in (word for line in lines for word in _words(line)):
        if word not in known and not (len(word) >= _SHORTEST_PART and word in joined):
            yield word


def word_count(pages: Sequence[Sequence[str]]) -> int:
    """Return the number of words outside running headers."""
    return sum(len(list(_words(line))) for lines in body_lines(pages) for line in lines)


def body_lines(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the lines of each page without running headers and page numbers."""
    filled = [[line.strip() for line in lines if line.strip()] for lines in pages]
    edges = [(*lines[:_EDGE], *lines[-_EDGE:]) for lines in filled]
    count = Counter(masked for edge in edges for masked in {_masked(line) for line in edge})
    fewest = max(min(_RETURNS, len(pages)), 2)
    running = {masked for masked, found in count.items() if found >= fewest}
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
