"""A table as a grid of cells, with the rows and columns that a question names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.model import Document, Passage
from index.contract import OpenIndex
from qa.answering.across.values import values_of
from qa.answering.spans.units import unit_of
from qa.retrieval.column_match import label_words
from qa.text.analyzed_text import AnalyzedText
from qa.text.normalize import stem
from qa.text.patterns import YEAR

_MOSTLY = 0.5
"""Minimum share of a label's own words in a question that names it without doubt."""
_LIMITS = 2
"""Number of years that limit a range."""
_MINUS = re.compile(r"^\s*[-–−]\s*\d")


@dataclass(frozen=True)
class TableGrid:
    """The cells of one table of a document by row and column label, in reading order."""

    document: Document
    cells: Mapping[tuple[str, str], Passage]

    @cached_property
    def rows(self) -> Sequence[str]:
        """Return the row labels in order."""
        return tuple(dict.fromkeys(row for row, _ in self.cells))

    @cached_property
    def columns(self) -> Sequence[str]:
        """Return the column labels in order."""
        return tuple(dict.fromkeys(column for _, column in self.cells))

    @cached_property
    def year_columns(self) -> Sequence[str]:
        """Return the labels of columns that are for a year."""
        return tuple(column for column in self.columns if YEAR.search(column))

    def cell(self, row: str, column: str) -> Passage | None:
        """Return a cell; None if the table has none at this place."""
        return self.cells.get((row, column))

    def number(self, passage: Passage) -> float | None:
        """Return the number that a cell states; None if it states none or several."""
        found = values_of(passage.text, self.document.language)
        if len(found) != 1:
            return None
        number = found[0][0].number
        return -number if _MINUS.match(passage.text) else number

    def unit(self, passage: Passage) -> str:
        """Return the kind of the first number that a cell states: a currency, "percent", "count"; "" for none."""
        found = values_of(passage.text, self.document.language)
        return found[0][0].unit if found else ""


def grid_of(index: OpenIndex, document: Document, table: str | None) -> TableGrid:
    """Return a table of a document, without cells that only repeat the label of their column."""
    return TableGrid(
        document,
        {
            (passage.row, passage.column): passage
            for passage in index.document_passages(document.id)
            if passage.kind == "cell" and passage.table == table and passage.row and passage.column
            if passage.text != passage.column
        },
    )


def labels_named(labels: Sequence[str], question: AnalyzedText, naming: frozenset[str] = frozenset()) -> list[str]:
    """Return the labels that a question names by words that no other label has, in the order of the question.

    Labels of which it has at least half of these words are preferred to those of which it has fewer. Stems that are
    already `naming` something else do not count. If no label has a word of its own, the one of which the question has
    all words is named: "Loans 2023" beside "Loans 2022" and "Visits 2023".
    """
    places: dict[str, int] = {}
    mostly: set[str] = set()
    for label in labels:
        others = frozenset[str]().union(*(label_words(other) for other in labels if other != label))
        own = label_words(label) - others - naming
        named = [place for place, word in enumerate(question.words) if stem(word) in own]
        if named:
            places[label] = named[0]
            if len(own & question.stems) >= _MOSTLY * len(own):
                mostly.add(label)
    if not places:
        complete = [label for label in labels if len(label_words(label)) > 1 and label_words(label) <= question.stems]
        return complete if len(complete) == 1 else []
    return sorted(mostly or places, key=lambda label: places[label])


def within_years(labels: Sequence[str], named: Sequence[str]) -> list[str]:
    """Return the labels with a year between those of two that are named; those named if they are not two years."""
    limits = sorted(years[-1] for label in named if (years := YEAR.findall(label)))
    if len(named) != len(limits) or len(limits) != _LIMITS:
        return list(named)
    return [label for label in labels if (years := YEAR.findall(label)) and limits[0] <= years[-1] <= limits[1]]


def same_unit(cells: Sequence[Passage]) -> bool:
    """Return True if the labels of cells give the same unit, or none for any of them."""
    return len({unit_of(cell) for cell in cells}) == 1
