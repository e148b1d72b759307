"""Check whether a quote is on the thing that a question names: the Tide voucher, not any voucher."""

from collections.abc import Collection, Container, Iterator, Sequence
from itertools import pairwise

from corpus.model import Passage
from qa.answering.spans.names import is_named
from qa.text.analyzed_text import analyzed
from qa.text.normalize import is_content, stem

_SHORTEST = 4
"""Minimum number of letters of a name."""
_BEGINNING = 10
"""Number of a document's first passages that name what the whole document is about."""

Pair = tuple[str, str]
"""Two words that follow each other."""


class NamedThings:
    """The things of two words or more that documents name: one of the words never is an ordinary word there."""

    def __init__(self, known: Container[str], common: Container[str]) -> None:
        """Take all words of the documents, and those of them that they have in lower case, both folded."""
        self._known = known
        self._common = common

    def is_about_another(
        self, question: str, quoted: Passage, title: str, document: Sequence[Passage], found: Collection[Passage]
    ) -> bool:
        """Return True if a question names a thing that a `found` passage names, and the `quoted` one does not.

        The name may be in the quoted passage, its labels, the cells of its row, the passage before it, the document's
        `title` or its beginning.
        """
        return any(
            not is_named(name, _words_around(quoted, title, document))
            for pair in _pairs(question)
            if (names := [word for word in pair if self._is_name(word)])
            and any(_has_pair(passage, pair) for passage in found)
            and not any(_has_pair(passage, pair) for passage in document[:_BEGINNING])
            for name in names
        )

    def _is_name(self, word: str) -> bool:
        return len(word) >= _SHORTEST and word.isalpha() and word in self._known and word not in self._common


def _pairs(text: str) -> Iterator[Pair]:
    return ((one, other) for one, other in pairwise(analyzed(text).words) if is_content(one) and is_content(other))


def _has_pair(passage: Passage, pair: Pair) -> bool:
    """Return True if a passage has two words next to each other, whatever their endings; references do not count."""
    if passage.kind == "reference":
        return False
    stems = tuple(map(stem, pair))
    text = analyzed(passage.text)
    return text.stems.issuperset(stems) and any(tuple(map(stem, two)) == stems for two in pairwise(text.words))


def _words_around(quoted: Passage, title: str, document: Sequence[Passage]) -> Collection[str]:
    """Return the words of a passage and of what tells what it is about."""
    place = next((place for place, passage in enumerate(document) if passage.id == quoted.id), 0)
    before = document[place - 1] if place and document[place - 1].section == quoted.section else None
    row = [each.text for each in document if quoted.row and (each.table, each.row) == (quoted.table, quoted.row)]
    texts = [title, quoted.context, quoted.table or "", quoted.text, before.text if before else "", *row]
    return frozenset().union(*(analyzed(text).words for text in texts))
