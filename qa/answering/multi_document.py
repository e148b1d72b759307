"""Questions that go through several documents: comparisons, and which countries do what."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from qa.answering.span_ranker import RankedSpan
from qa.question.countries import countries_named
from qa.question.document_filter import DocumentScope
from qa.retrieval.column_match import LEVELS
from qa.retrieval.features import names_row
from qa.retrieval.query import Query
from qa.text.normalize import fold
from qa.text.patterns import word_pattern

_EVERY = word_pattern("every_country")
"""Folded phrases that ask of every country."""
_SIDE_BY_SIDE = word_pattern("side_by_side")
_LEVEL = re.compile("|".join(pattern.pattern for pattern in LEVELS.values()))
_HOW = word_pattern("how")
_BEHIND = -2.5
"""How far a row may lie behind the best pieces on average, in the documents that have it."""
_FAR = -6.0
"""How far behind a document's best piece one counts that is missing."""


def goes_across(question: str, scope: DocumentScope) -> bool:
    """Whether each document of the scope is to answer: the question names several countries, or asks of all."""
    if len({document.country for document in scope.documents}) < 2:
        return False
    return len(scope.countries) > 1 or _EVERY.search(fold(question)) is not None


def topic_of(question: str, countries: Collection[str]) -> str:
    """The question as it is put to a single document: without words that compare, ask of every country or name some."""
    folded = fold(question)
    if len(folded) != len(question):
        return question
    for pattern in (_EVERY, _SIDE_BY_SIDE):
        folded = pattern.sub(lambda found: _blank_but_level(found.group()), folded)
    kept = [
        found.group()
        for found in re.finditer(r"\S+", question)
        if folded[found.start() : found.end()].strip() and not countries_named(found.group(), countries)
    ]
    return " ".join(kept)


def without_options(query: Query, choices: Sequence[RankedSpan]) -> Sequence[RankedSpan]:
    """The choices without options that the question neither names nor can be answered by, if any others are left."""
    if _may_be_option(query):
        return choices
    return [c for c in choices if c.unit.kind != "chosen" or names_row(query, c.unit.passage.row)] or choices


def _may_be_option(query: Query) -> bool:
    """Whether an option out of a list can answer: not where a figure, a name, a reason or a way is asked for."""
    return query.expected in ("list", "yes_no", "any", "definition", "place") and not _HOW.search(fold(query.text))


def best_row(by_document: Sequence[Sequence[RankedSpan]]) -> str | None:
    """The label of the table row that answers best in all documents; None if no two documents share one.

    It is the row with the highest sum of its best pieces' scores over the documents that have it, counted from the best
    score of each document; a document without the row counts as if its piece were far behind. No row is
    taken that lies far behind the best pieces, which then are sentences.
    """
    behind: dict[str, dict[int, float]] = defaultdict(dict)
    for place, choices in enumerate(by_document):
        for choice in choices:
            row = choice.unit.passage.row
            if row is not None:
                behind[row].setdefault(place, choice.score - choices[0].score)
    totals = {
        row: sum(found.get(place, _FAR) for place in range(len(by_document)))
        for row, found in behind.items()
        if len(found) > 1 and sum(found.values()) >= _BEHIND * len(found)
    }
    return max(totals, key=lambda row: totals[row], default=None)


def _blank_but_level(phrase: str) -> str:
    """Blanks in place of a phrase, but for a word in it that names a level of policy."""
    return re.sub(r"\w+", lambda word: word[0] if _LEVEL.fullmatch(word[0]) else " " * len(word[0]), phrase)
