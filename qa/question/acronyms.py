"""Expand names that a question abbreviates to their initials: "NL" for "Nuevo León"."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby

from index.contract import OpenIndex
from qa.text.normalize import WORD, fold

_FEWEST, _MOST = 2, 6
"""Minimum and maximum number of letters of an acronym."""
_DOCUMENTS = 1000
"""Maximum number of documents whose labels are read; reading more takes seconds."""


class Acronyms:
    """Names in the column labels of an index by their initials, collected on first use."""

    def __init__(self, index: OpenIndex) -> None:
        self._index = index
        self._words = frozenset(fold(word) for word in index.vocabulary.common)

    def expand(self, question: str) -> str:
        """Replace each acronym that abbreviates exactly one name by that name."""
        return WORD.sub(lambda found: self._name(found.group()), question)

    def _name(self, word: str) -> str:
        if not (_FEWEST <= len(word) <= _MOST and word.isupper()) or fold(word) in self._words:
            return word
        found = self._by_initials.get(fold(word), {})
        return next(iter(found.values())) if len(found) == 1 else word

    @cached_property
    def _by_initials(self) -> dict[str, dict[str, str]]:
        """Return names by their folded initials, each spelling once."""
        by_initials: dict[str, dict[str, str]] = defaultdict(dict)
        for label in dict.fromkeys(_labels(self._index)):
            for name in _names(label):
                by_initials[fold("".join(word[0] for word in name))].setdefault(fold(" ".join(name)), " ".join(name))
        return by_initials


def _labels(index: OpenIndex) -> Iterator[str]:
    for document in index.documents[:_DOCUMENTS]:
        yield from (passage.column for passage in index.document_passages(document.id) if passage.column)


def _names(label: str) -> Iterable[list[str]]:
    """Yield every run of capitalised words in a label, those within longer runs too."""
    for capital, run in groupby(WORD.findall(label), lambda word: word[0].isupper()):
        words = list(run) if capital else []
        for start in range(len(words)):
            yield from (words[start:end] for end in range(start + _FEWEST, len(words) + 1))
