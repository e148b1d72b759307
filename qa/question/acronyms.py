"""Expand names that a question abbreviates to their initials: "NL" for "Nuevo León"."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import groupby

from index.contract import OpenIndex
from qa.text.normalize import WORD, fold

_FEWEST, _MOST = 2, 6
"""Minimum and maximum number of letters of an acronym."""
_PUNCTUATION = re.compile(r"[^\w\s]+")
_DOCUMENTS = 1000
"""Maximum number of documents whose labels are read; reading more takes seconds."""


class Acronyms:
    """Names in the column labels of an index by their initials, collected on first use.

    Acronyms that the documents use themselves are left as they are.
    """

    def __init__(self, index: OpenIndex) -> None:
        self._index = index

    def expand(self, question: str) -> str:
        """Replace each acronym that abbreviates exactly one name by that name."""
        return WORD.sub(lambda found: self._name(found.group()), question)

    def _name(self, word: str) -> str:
        if not _is_acronym(word):
            return word
        found = self._by_initials.get(fold(word), {})
        return next(iter(found.values())) if len(found) == 1 else word

    @cached_property
    def _by_initials(self) -> dict[str, dict[str, str]]:
        """Return names by their folded initials, each spelling once."""
        labels: dict[str, None] = {}
        used: set[str] = set()
        for document in self._index.documents[:_DOCUMENTS]:
            for passage in self._index.document_passages(document.id):
                used.update(fold(word) for word in WORD.findall(passage.text) if _is_acronym(word))
                labels[passage.column or ""] = None
        by_initials: dict[str, dict[str, str]] = defaultdict(dict)
        for name in (name for label in labels for name in _names(label)):
            initials = fold("".join(word[0] for word in name))
            if initials not in used:
                by_initials[initials].setdefault(fold(" ".join(name)), " ".join(name))
        return by_initials


def _is_acronym(word: str) -> bool:
    return _FEWEST <= len(word) <= _MOST and word.isupper()


def _names(label: str) -> Iterable[list[str]]:
    """Yield every run of capitalised words with only spaces between them in a label, those within longer runs too."""
    for part in _PUNCTUATION.split(label):
        for capital, run in groupby(WORD.findall(part), lambda word: word[0].isupper()):
            words = list(run) if capital else []
            for start in range(len(words)):
                yield from (words[start:end] for end in range(start + _FEWEST, len(words) + 1))
