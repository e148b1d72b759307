"""Answer from several documents: comparisons, and questions about every country."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

from corpus.model import Passage
from qa.answering.spans.answer_type_checks import BY_OPTION
from qa.answering.spans.span_ranker import RankedSpan
from qa.answering.table_fields import Field
from qa.question.countries import countries_named
from qa.question.document_filter import countries_of, title_words
from qa.question.plan import Plan
from qa.retrieval.column_match import LEVELS
from qa.retrieval.features import names_row
from qa.retrieval.query import Query
from qa.text.analyzed_text import analyzed
from qa.text.normalize import WORD, content_words, fold
from qa.text.patterns import word_pattern

FieldOf: TypeAlias = Callable[[Passage], Field | None]
"""Gives the field of a table cell; None outside tables."""
_EVERY = word_pattern("every_country")
"""Folded phrases that ask about every country."""
_SIDE_BY_SIDE = word_pattern("side_by_side")
_LEVEL = re.compile("|".join(pattern.pattern for pattern in LEVELS.values()))
_HOW = word_pattern("how")
_BEHIND = -2.5
"""Minimum mean score of a row, less that of the best span, over the documents that have it."""
_FAR = -6.0
"""Score, less that of the best span, that counts for a document without the row."""


def goes_across(plan: Plan) -> bool:
    """Return True if each document of the scope should answer: several countries or titles are named, or all meant."""
    scope = plan.scope
    if len(plan.subject.documents) > 1:
        return len(scope.documents) > 1
    if len(countries_of(scope.documents)) < 2:
        return False
    of_several = len(plan.subject.policies) > 1 and len(countries_of(scope.documents)) > 1
    return of_several or len(scope.countries) > 1 or _EVERY.search(analyzed(plan.text).folded) is not None


def topic_of(plan: Plan, countries: Collection[str], text: str | None = None) -> str:
    """Return the question for a single document: without words that compare, ask about all countries or name some.

    `text` is the plan's question or a part of it.
    """
    question = plan.text if text is None else text
    if len(plan.subject.documents) > 1:
        names = frozenset[str]().union(*(words for _, words in title_words(plan.scope.documents)))
        question = WORD.sub(lambda word: "" if word[0][0].isupper() and fold(word[0]) in names else word[0], question)
    folded = analyzed(question).folded
    if len(folded) != len(question):
        return question
    for pattern in (_EVERY, _SIDE_BY_SIDE):
        folded = pattern.sub(lambda found: _blank_but_level(found.group()), folded)
    named = frozenset(content_words(" ".join(plan.subject.countries)))
    kept = [
        found.group()
        for found in re.finditer(r"\S+", question)
        if folded[found.start() : found.end()].strip()
        and not countries_named(found.group(), countries)
        and not (named and named >= set(content_words(found.group())) > set())
    ]
    return " ".join(kept)


def without_options(query: Query, ranked: Sequence[RankedSpan]) -> Sequence[RankedSpan]:
    """Drop options that the question neither names nor can be answered by, if any other spans are left."""
    if query.expected in BY_OPTION and not _HOW.search(query.question.folded):
        return ranked
    return [each for each in ranked if each.span.kind != "chosen" or names_row(query, each.span.passage.row)] or ranked


def best_row(by_document: Sequence[Sequence[RankedSpan]], field_of: FieldOf) -> str | None:
    """Return the label of the table row that answers best in all documents; None if no two documents share one."""
    return next(iter(rows_by_fit(by_document, field_of)), None)


def rows_by_fit(by_document: Sequence[Sequence[RankedSpan]], field_of: FieldOf, *, lenient: bool = False) -> list[str]:
    """Return the common labels of the table rows that two or more documents share, the best in all documents first.

    Rows are ranked by the sum of their best spans' scores over the documents, each less the best score of its document;
    a document without the row counts as far behind. A row far behind the best spans is left out, unless `lenient`:
    sentences answer better then.
    """
    behind: dict[str, dict[int, float]] = defaultdict(dict)
    for place, ranked in enumerate(by_document):
        for each in ranked:
            field = field_of(each.span.passage)
            if field is not None:
                behind[field.label].setdefault(place, each.score - ranked[0].score)
    totals = {
        row: sum(found.get(place, _FAR) for place in range(len(by_document)))
        for row, found in behind.items()
        if len(found) > 1 and (lenient or sum(found.values()) >= _BEHIND * len(found))
    }
    return sorted(totals, key=lambda row: -totals[row])


def _blank_but_level(phrase: str) -> str:
    """Return blanks in place of a phrase, but keep a word in it that names a level of policy."""
    return re.sub(r"\w+", lambda word: word[0] if _LEVEL.fullmatch(word[0]) else " " * len(word[0]), phrase)
