"""Measure how many words of a file are in its passages, by the text that another library finds on its pages."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.model import Passage
from corpus.serialization import Reading
from corpus.text_analysis.text_cues import is_page_number

RECURRING = 3
"""Minimum number of pages on which a line recurs for it to be a running header or footer, if there are as many."""
SHORTEST_PART = 4
"""Minimum number of letters and digits of a word that may be found as a part of others, as after hyphenation."""
SHOWN_WORDS = 20
"""Maximum number of missing words that are named."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The number of words on the pages, and how many of them passages have; the first missing ones with their page."""

    words: int
    kept: int
    missing: tuple[tuple[int | None, str], ...] = ()

    @property
    def share(self) -> float:
        """The share of words that are in passages; 1 for a file without words."""
        return self.kept / self.words if self.words else 1.0


def measure_coverage(path: Path, reading: Reading, password: str | None = None) -> Coverage:
    """Compare the words of a file with those of its passages, without running headers, footers and page numbers."""
    pages = _pdf_words(path, password) if path.suffix.lower() == ".pdf" else [(None, _block_words(reading))]
    total, missing = 0, []
    for page, words in pages:
        total += len(words)
        missing += [(page, word) for word in _missing(words, reading, page)]
    return Coverage(total, total - len(missing), tuple(missing[:SHOWN_WORDS]))


def _missing(words: Sequence[str], reading: Reading, page: int | None) -> Iterator[str]:
    """Yield the words that no passage of a page has, or that its blocks have fewer times than the page."""
    near = (None,) if page is None else (page - 1, page, page + 1)
    passages = " ".join(_searched(passage) for passage in reading.passages if passage.page in near)
    blocks = Counter(_words(" ".join(block.text for block in reading.blocks if block.page in near)))
    known, joined = set(_words(passages)), "".join(_words(passages))
    for word in words:
        blocks[word] -= 1
        if (word in known and blocks[word] >= 0) or (len(word) >= SHORTEST_PART and word in joined):
            continue
        yield word


def _searched(passage: Passage) -> str:
    """Return the text of a passage with its labels."""
    labels = (passage.section, passage.table, passage.row, passage.column)
    return " ".join((passage.text, passage.context, *(label for label in labels if label)))


def _block_words(reading: Reading) -> list[str]:
    """Return the words of all blocks."""
    return [word for block in reading.blocks for word in _words(block.text)]


def _pdf_words(path: Path, password: str | None) -> Iterator[tuple[int, list[str]]]:
    """Yield the words of each page of a PDF, as PDFium reads them, without running headers and page numbers."""
    import pypdfium2

    with pypdfium2.PdfDocument(path, password=password) as document:
        pages = [page.get_textpage().get_text_bounded().splitlines() for page in document]
    lines = Counter(line for page in pages for line in {_masked(line) for line in page})
    recurring = max(min(RECURRING, len(pages)), 2)
    for number, page in enumerate(pages, 1):
        kept = [line for line in page if lines[_masked(line)] < recurring and not is_page_number(line.strip())]
        yield number, _words("\n".join(kept).replace("\ufffe", ""))


def _masked(line: str) -> str:
    """Return a line without digits and outer blanks, as headers differ by the page number only."""
    return re.sub(r"\d+", "#", line.strip())


def _words(text: str) -> list[str]:
    """Return the words of a text: runs of letters and digits, without case and typographic forms."""
    return _WORD.findall(unicodedata.normalize("NFKC", text.replace("\u00ad", "")).casefold())
