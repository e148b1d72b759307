"""Questions that go through several documents: comparisons, and which countries do what."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from qa.phrases import words
from qa.scope import Scope
from qa.select import Choice
from qa.words import fold

_EVERY = words("every_country")
"""Folded phrases that ask of every country."""


def goes_across(question: str, scope: Scope) -> bool:
    """Whether each document of the scope is to answer: the question names several countries, or asks of all."""
    if len({document.country for document in scope.documents}) < 2:
        return False
    return len(scope.countries) > 1 or _EVERY.search(fold(question)) is not None


def aligned(by_document: Mapping[str, Sequence[Choice]]) -> list[Choice]:
    """One piece for each document: from the table row that answers best in all of them, else each document's best.

    The row is the one with the highest sum of its best pieces' scores over the documents that have it, counted from
    the best score of each document; a document without the row counts as if its piece were far behind.
    """
    behind: dict[str, dict[str, float]] = defaultdict(dict)
    for document, choices in by_document.items():
        for choice in choices:
            row = choice.unit.passage.row
            if row is not None and document not in behind[row]:
                behind[row][document] = choice.score - choices[0].score
    totals = {
        row: sum(found.get(document, _FAR) for document in by_document)
        for row, found in behind.items()
        if len(found) > 1
    }
    best_row = max(totals, key=lambda row: totals[row], default=None)
    return [_piece(choices, best_row) for choices in by_document.values() if choices]


_FAR = -6.0
"""How far behind a document's best piece one counts that is missing."""


def _piece(choices: Sequence[Choice], row: str | None) -> Choice:
    """The best piece in a row, or the best of all where the document has no such row."""
    return next((choice for choice in choices if choice.unit.passage.row == row), choices[0])
