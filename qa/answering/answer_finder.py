"""Find what answers a question: read it, search, rank spans, and judge how likely the best one is right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from corpus.model import Document
from index.base import PassageFilter
from index.contract import OpenIndex
from qa.answering.confidence import CONFIDENCE_SIGNALS, ConfidenceEvidence, probability
from qa.answering.multi_document import best_row, without_options
from qa.answering.spans.quotes import led_by_a_cell, rows_to_quote, spans_to_quote
from qa.answering.spans.span_ranker import RankedSpan, SpanRanker
from qa.answering.timer import Stopwatch
from qa.question.document_filter import DocumentScope
from qa.question.follow_up import can_stand_alone, needs_history, with_history, with_last_question
from qa.retrieval.features import stems_of
from qa.retrieval.query import Query
from qa.retrieval.retriever import RankedPassage, Retriever, states_page
from qa.retrieval.weights import Weights
from qa.text.analyzed_text import analyzed

_PASSAGES = 20
"""Maximum number of passages whose spans are considered and whose words decide the confidence."""
_STATED_BY_CONTENTS = 0.95
"""Confidence in the page of a heading that a page of contents gives."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with all that is known before searching. `scope` holds the documents to search."""

    question: str
    language: str
    history: Sequence[tuple[str, str]]
    scope: DocumentScope
    clock: Stopwatch


@dataclass(frozen=True, slots=True)
class QuestionReading:
    """A question read alone or with its conversation.

    Passages are found by `searched`; their spans are ranked by `narrow`, which has less of the conversation.
    `answered` is the conversation's last answer.
    """

    searched: Query
    narrow: Query
    answered: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one reading of a question found: ranked passages and spans, and the probability that the best is right.

    `signals` are those of the confidence, empty if it does not come from them.
    """

    query: Query
    passages: Sequence[RankedPassage]
    spans: Sequence[RankedSpan]
    confidence: float
    signals: Mapping[str, float] = field(default_factory=dict)


class AnswerFinder:
    """Finds answers in one generation of an index. Safe for threads."""

    def __init__(self, index: OpenIndex, retriever: Retriever, span_ranker: SpanRanker, weights: Weights) -> None:
        """Join an index with what ranks its passages and spans.

        Raises:
            UnknownSignalError: a weight names no signal.
        """
        self.index = index
        self.retriever = retriever
        self.span_ranker = span_ranker
        self.countries = frozenset(document.country for document in index.documents if document.country)
        self._weights = weights
        self._confidence_weights = CONFIDENCE_SIGNALS.checked(weights.confidence)

    def with_weights(self, weights: Weights) -> Self:
        """Return a finder over the same index that ranks and judges by other weights."""
        retriever, span_ranker = self.retriever.with_weights(weights), replace(self.span_ranker, weights=weights)
        return type(self)(self.index, retriever, span_ranker, weights)

    def within(self, documents: Sequence[Document]) -> PassageFilter | None:
        """Return the filter that admits only passages of the documents; None if all are admitted."""
        if len(documents) == len(self.index.documents):
            return None
        return PassageFilter(frozenset(document.id for document in documents))

    def is_confident(self, attempt: Attempt) -> bool:
        """Return True if what was found is likely enough to be right to be quoted."""
        return bool(attempt.spans) and attempt.confidence >= self._weights.threshold

    def find(self, asked: AskedQuestion) -> Attempt:
        """Read a question alone or with its conversation, whichever it sounds like, and if that fails the other way.

        The second reading counts only if it finds an answer and the first does not; a question that does not point
        back takes the conversation's topic only if the passage has all of the question's own words.
        """
        if not asked.history:
            return self.attempt(self.reading(asked, with_conversation=False), asked)
        leans = needs_history(asked.question)
        attempt = self.attempt(self.reading(asked, with_conversation=leans), asked)
        if self.is_confident(attempt) or (leans and not can_stand_alone(asked.question)):
            return attempt
        other = self.attempt(self.reading(asked, with_conversation=not leans), asked)
        return other if self.is_confident(other) and (leans or _has_own_words(other)) else attempt

    def reading(self, asked: AskedQuestion, *, with_conversation: bool) -> QuestionReading:
        """Analyze a question, alone or with the last turn of its conversation."""
        with asked.clock.step("embed"):
            if not with_conversation:
                query = self.retriever.query(asked.question, asked.language)
                return QuestionReading(query, query)
            searched = with_history(asked.question, asked.history)
            narrow = with_last_question(asked.question, asked.history)
            return QuestionReading(
                self.retriever.query(searched, asked.language),
                self.retriever.query(narrow, asked.language, asked.question),
                asked.history[-1][1],
            )

    def attempt(self, reading: QuestionReading, asked: AskedQuestion) -> Attempt:
        """Search by a reading of a question within its scope, and judge what is found."""
        within = self.within(asked.scope.documents)
        with asked.clock.step("search"):
            passages = self.retriever.rank(reading.searched, within, _PASSAGES)
        with asked.clock.step("rerank"):
            spans = self.span_ranker.rank(reading.narrow, passages, analyzed(reading.answered))
            return self._judged(reading.narrow, passages, spans)

    def each(self, query: Query, documents: Sequence[Document], clock: Stopwatch) -> Iterable[tuple[Document, Attempt]]:
        """Yield what each document says, from the table row that answers best in all of them where there is one."""
        found = [self._searched(query, self.within([document]), clock) for document in documents]
        free = [(passages, without_options(query, spans)) for passages, spans in found]
        row = best_row([spans for _, spans in free])
        for document, (passages, spans) in zip(documents, free, strict=True):
            if row is not None:
                _, in_row = self._searched(query, _in_rows(document.id, [row]), clock)
                spans = in_row or spans
            with clock.step("rerank"):
                yield document, self._judged(query, passages, spans)

    def quoted(self, attempt: Attempt, clock: Stopwatch) -> list[RankedSpan]:
        """Return the spans to quote: the best one and what completes it."""
        spans = led_by_a_cell(attempt.query, attempt.spans)
        document = spans[0].span.passage.document_id
        rows = rows_to_quote(attempt.query, spans[0], self.index.row_labels(document))
        completing: Sequence[RankedSpan] = ()
        if rows:
            _, completing = self._searched(attempt.query, _in_rows(document, rows), clock)
        return spans_to_quote(attempt.query, spans, attempt.confidence, completing)

    def _searched(
        self, query: Query, within: PassageFilter | None, clock: Stopwatch
    ) -> tuple[Sequence[RankedPassage], Sequence[RankedSpan]]:
        with clock.step("search"):
            passages = self.retriever.rank(query, within, _PASSAGES)
        with clock.step("rerank"):
            return passages, self.span_ranker.rank(query, passages)

    def _judged(self, query: Query, passages: Sequence[RankedPassage], spans: Sequence[RankedSpan]) -> Attempt:
        if not spans:
            return Attempt(query, passages, (), 0.0)
        pages = [each for each in spans if states_page(query, each.span.passage, each.span.text)]
        if pages:
            return Attempt(query, passages, pages, _STATED_BY_CONTENTS)
        evidence = ConfidenceEvidence(query, passages, spans, self.index.vocabulary.known, self.countries)
        signals = CONFIDENCE_SIGNALS.values(evidence)
        return Attempt(query, passages, spans, probability(signals, self._confidence_weights), signals)


def _in_rows(document: str, rows: Iterable[str]) -> PassageFilter:
    """Return the filter that admits only passages of a document with one of the row labels."""
    return PassageFilter(frozenset([document]), frozenset(rows))


def _has_own_words(attempt: Attempt) -> bool:
    """Return True if the best passage has all words of the question that are not the conversation's."""
    own = attempt.query.own_stems
    return bool(own) and own <= stems_of(attempt.spans[0].span.passage)
