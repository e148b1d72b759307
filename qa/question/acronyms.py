"""Names that a question shortens to their initials: "NL" for "Nuevo León"."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby

from index.contract import OpenIndex
from qa.text.normalize import WORD, fold

_FEWEST, _MOST = 2, 6
"""Letters of initials."""
_DOCUMENTS = 1000
"""Documents whose labels are gone through: reading those of more takes seconds."""


class Acronyms:
    """The names in the column labels of an index, by their initials. They are sought when first asked for."""

    def __init__(self, index: OpenIndex) -> None:
        self._index = index
        self._words = frozenset(fold(word) for word in index.vocabulary.common)

    def spelt_out(self, question: str) -> str:
        """The question with the name in place of each word of capitals that stands for exactly one."""
        return WORD.sub(lambda found: self._name(found.group()), question)

    def _name(self, word: str) -> str:
        if not (_FEWEST <= len(word) <= _MOST and word.isupper()) or fold(word) in self._words:
            return word
        found = self._by_initials.get(fold(word), {})
        return next(iter(found.values())) if len(found) == 1 else word

    @cached_property
    def _by_initials(self) -> dict[str, dict[str, str]]:
        """Names by their folded initials, each spelling once."""
        held: dict[str, dict[str, str]] = defaultdict(dict)
        for label in dict.fromkeys(_labels(self._index)):
            for name in _names(label):
                held[fold("".join(word[0] for word in name))].setdefault(fold(" ".join(name)), " ".join(name))
        return held


def _labels(index: OpenIndex) -> Iterator[str]:
    for document in index.documents[:_DOCUMENTS]:
        yield from (passage.column for passage in index.document_passages(document.id) if passage.column)


def _names(label: str) -> Iterable[list[str]]:
    """The runs of capitalised words in a label, and those within longer runs."""
    for capital, run in groupby(WORD.findall(label), lambda word: word[0].isupper()):
        words = list(run) if capital else []
        for start in range(len(words)):
            yield from (words[start:end] for end in range(start + _FEWEST, len(words) + 1))
