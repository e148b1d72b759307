"""Tell which axis of a table names what its cells state, and match these fields over documents and languages.

Sheets of a series list the same fields: "Starting year" of each policy. Where the policies, projects or years are the
rows, the fields are the columns. And where a sheet is in another language, "Starting year" is "Año de inicio" there:
the fields of one language are aligned with those of another like two versions of a text, in order, by the multilingual
embeddings of the labels (Needleman and Wunsch 1970, a gap costs nothing). Only how much closer two labels are than
either is to the others counts, since all labels of a table are alike to some degree.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from corpus.model import Document, Passage
from index.base import Embedder, Vectors
from index.contract import OpenIndex
from qa.text.patterns import YEAR

_DOCUMENTS = 200
"""Maximum number of documents whose fields are matched; beyond, reading their labels takes seconds."""
_LABELS = 300
"""Maximum number of labels of a language that are aligned."""
_SERIES = 0.05
"""Minimum gain per label of the shorter list for the documents to be of one series; unrelated ones have 0.025."""
_MOST = 0.5
"""Minimum share of the labels of an axis that are years, or that other documents have."""
_NUMBER = re.compile(r"\d+")

_Table = tuple[str, str | None, str]
"""A table: document, caption and section."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a cell states: the label that documents have in common, and whose it is, such as a policy, thing or year."""

    label: str
    of: str | None


class TableFields:
    """The fields of the tables of an index, under the labels that its documents have in common."""

    def __init__(self, index: OpenIndex, embedder: Embedder) -> None:
        """Take the documents of an index; their labels are matched on first use."""
        self._index = index
        self._embedder = embedder
        self._documents = {document.id: document for document in index.documents[:_DOCUMENTS]}

    def of(self, passage: Passage) -> Field | None:
        """Return the field of a table cell; None outside tables."""
        if passage.row is None:
            return None
        if _table(passage) in self._with_columns_as_fields and passage.column is not None:
            return Field(self._common_label(passage.document_id, passage.column), passage.row)
        return Field(self._common_label(passage.document_id, passage.row), passage.column)

    def rows(self, document_id: str, label: str) -> frozenset[str]:
        """Return the row labels of a document's cells that state a field, given by its common label."""
        return self._rows.get((document_id, label), frozenset((label,)))

    def _common_label(self, document_id: str, label: str) -> str:
        document = self._documents.get(document_id)
        return label if document is None else self._common.get(document.language, {}).get(label, label)

    @cached_property
    def _axes(self) -> Mapping[_Table, tuple[dict[str, None], dict[str, None]]]:
        """Return the row and column labels of each table, in reading order."""
        axes: dict[_Table, tuple[dict[str, None], dict[str, None]]] = defaultdict(lambda: ({}, {}))
        for document in self._documents:
            for passage in self._index.document_passages(document):
                if passage.row is not None and (passage.kind == "cell" or passage.chosen is not None):
                    rows, columns = axes[_table(passage)]
                    rows[passage.row] = None
                    columns |= {passage.column: None} if passage.column is not None else {}
        return axes

    @cached_property
    def _with_columns_as_fields(self) -> frozenset[_Table]:
        """Return the tables whose rows are for years, or for what other documents lack while they have the columns."""
        having: dict[tuple[int, str], set[str]] = defaultdict(set)
        for (document, _, _), axes in self._axes.items():
            for axis, labels in enumerate(axes):
                for label in labels:
                    having[axis, self._common_label(document, label)].add(document)
        found = set()
        for table, (rows, columns) in self._axes.items():
            shared = [
                _share(len(having[axis, self._common_label(table[0], label)]) > 1 for label in labels)
                for axis, labels in enumerate((rows, columns))
            ]
            of_years = [_share(YEAR.search(label) is not None for label in labels) for labels in (rows, columns)]
            is_series = len(columns) > 1 and shared[1] >= _MOST > shared[0]
            if columns and of_years[1] < _MOST and (of_years[0] >= _MOST or is_series):
                found.add(table)
        return frozenset(found)

    @cached_property
    def _rows(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """Map each document and common label to the row labels of the cells that state the field."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for table, (rows, columns) in self._axes.items():
            document = table[0]
            by_column = table in self._with_columns_as_fields
            for label in columns if by_column else rows:
                found[document, self._common_label(document, label)] |= set(rows) if by_column else {label}
        return {place: frozenset(rows) for place, rows in found.items()}

    @cached_property
    def _common(self) -> Mapping[str, Mapping[str, str]]:
        """Map the labels of each language, but that of most documents, to the labels of that one."""
        by_language: dict[str, list[Document]] = defaultdict(list)
        for document in self._documents.values():
            by_language[document.language].append(document)
        if len(by_language) < 2:
            return {}
        main = max(by_language, key=lambda language: len(by_language[language]))
        of_main = [self._labels(by_language[main], axis) for axis in (0, 1)]
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for language in by_language.keys() - {main}:
            for axis in (1, 0):
                found[language].update(self._aligned(self._labels(by_language[language], axis), of_main[axis]))
        return found

    def _labels(self, documents: Sequence[Document], axis: int) -> list[str]:
        """Return the labels of the rows (0) or columns (1) in the order of their mean place, at most `_LABELS`."""
        ids = {document.id for document in documents}
        own: dict[str, list[str]] = defaultdict(list)
        for table, axes in self._axes.items():
            if table[0] in ids:
                own[table[0]] += [label for label in axes[axis] if any(map(str.isalpha, label))]
        places: dict[str, list[float]] = defaultdict(list)
        for labels in own.values():
            for place, label in enumerate(labels):
                places[label].append(place / len(labels))
        most = sorted(places, key=lambda label: -len(places[label]))[:_LABELS]
        return sorted(most, key=lambda label: sum(places[label]) / len(places[label]))

    def _aligned(self, labels: Sequence[str], main: Sequence[str]) -> dict[str, str]:
        """Return the labels that have a counterpart in the main language with it."""
        if not labels or not main:
            return {}
        gains = _gains(self._embedder.embed_questions(labels), self._embedder.embed_questions(main))
        gains[[[_NUMBER.findall(one) != _NUMBER.findall(other) for other in main] for one in labels]] = 0.0
        pairs = alignment(gains)
        if sum(gains[pair] for pair in pairs) < _SERIES * min(gains.shape):
            return {}
        return {labels[one]: main[other] for one, other in pairs}


def _table(passage: Passage) -> _Table:
    return passage.document_id, passage.table, passage.section


def _share(found: Iterable[bool]) -> float:
    """Return the share of what is true; 0 of nothing."""
    each = list(found)
    return sum(each) / len(each) if each else 0.0


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
