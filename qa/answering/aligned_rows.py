"""Match the table rows of a series of documents across languages: "Starting year" is "Año de inicio" there.

Sheets of a series list the same fields in much the same order. So the labels of one language are aligned with those of
another like two versions of a text: in order, by the multilingual embeddings of the labels (Needleman and Wunsch 1970,
a gap costs nothing). Only how much closer two labels are than either is to the others counts, since all labels of a
table are alike to some degree.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from corpus.model import Document
from index.base import Embedder, Vectors
from index.contract import OpenIndex

_DOCUMENTS = 200
"""Maximum number of documents whose rows are aligned; beyond, reading their labels takes seconds."""
_LABELS = 300
"""Maximum number of row labels of a language that are aligned."""
_SERIES = 0.05
"""Minimum gain per label of the shorter list for the documents to be of one series; unrelated ones have 0.025."""
_NUMBER = re.compile(r"\d+")


class AlignedRows:
    """The row labels of the documents of an index, each with the label that other languages' rows have in common."""

    def __init__(self, index: OpenIndex, embedder: Embedder) -> None:
        """Take the documents of an index; their labels are aligned on first use."""
        self._index = index
        self._embedder = embedder
        self._languages = {document.id: document.language for document in index.documents}

    def common(self, document_id: str, row: str) -> str:
        """Return the label of a document's row in the language of most documents, or the label itself."""
        return self._common.get(self._languages[document_id], {}).get(row, row)

    def own(self, document_id: str, row: str) -> str:
        """Return the label that a document has for a row with this common label."""
        return self._own.get(self._languages[document_id], {}).get(row, row)

    @cached_property
    def _common(self) -> Mapping[str, Mapping[str, str]]:
        """Map the labels of each language, but that of most documents, to the labels of that one."""
        by_language: dict[str, list[Document]] = defaultdict(list)
        for document in self._index.documents[:_DOCUMENTS]:
            by_language[document.language].append(document)
        if len(by_language) < 2:
            return {}
        labels = {language: self._labels(documents) for language, documents in by_language.items()}
        main = max(by_language, key=lambda language: len(by_language[language]))
        return {
            language: self._aligned(own, labels[main]) for language, own in labels.items() if language != main and own
        }

    @cached_property
    def _own(self) -> Mapping[str, Mapping[str, str]]:
        """Map the common labels to those of each language."""
        return {
            language: {common: label for label, common in found.items()} for language, found in self._common.items()
        }

    def _labels(self, documents: Sequence[Document]) -> list[str]:
        """Return the row labels of documents in the order of their mean place, the most frequent ones if too many."""
        places: dict[str, list[float]] = defaultdict(list)
        for document in documents:
            own = list(self._index.row_labels(document.id))
            for place, label in enumerate(own):
                if any(character.isalpha() for character in label):
                    places[label].append(place / len(own))
        most = sorted(places, key=lambda label: -len(places[label]))[:_LABELS]
        return sorted(most, key=lambda label: sum(places[label]) / len(places[label]))

    def _aligned(self, labels: Sequence[str], main: Sequence[str]) -> dict[str, str]:
        """Return the labels that have a counterpart in the main language with it."""
        if not main:
            return {}
        gains = _gains(self._embedder.embed_questions(labels), self._embedder.embed_questions(main))
        gains[[[_NUMBER.findall(one) != _NUMBER.findall(other) for other in main] for one in labels]] = 0.0
        pairs = alignment(gains)
        if sum(gains[pair] for pair in pairs) < _SERIES * min(gains.shape):
            return {}
        return {labels[one]: main[other] for one, other in pairs}


def _gains(labels: Vectors, main: Vectors) -> Vectors:
    """Return by how much each label is closer to each main one than both are to others, shape (labels, main)."""
    similarities: Vectors = labels @ main.T
    rows, columns = similarities.mean(axis=1, keepdims=True), similarities.mean(axis=0, keepdims=True)
    gains: Vectors = similarities - np.maximum(rows, columns)
    return gains


def alignment(gains: Vectors) -> list[tuple[int, int]]:
    """Return the pairs of rows and columns, both ascending, that have the highest sum of positive gains."""
    rows, columns = gains.shape
    best = np.zeros((rows + 1, columns + 1))
    for row in range(1, rows + 1):
        paired = best[row - 1, :-1] + np.maximum(gains[row - 1], 0)
        best[row, 1:] = np.maximum.accumulate(np.maximum(paired, best[row - 1, 1:]))
    pairs: list[tuple[int, int]] = []
    row, column = rows, columns
    while row and column:
        if best[row, column] == best[row - 1, column]:
            row -= 1
        elif best[row, column] == best[row, column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            pairs.append((row, column))
    return pairs[::-1]
