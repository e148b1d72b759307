"""Find what answers a question: read it, search, rank spans, and judge how likely the best one is right."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Self

from corpus.model import Document, Passage
from index.base import PassageFilter
from index.contract import OpenIndex
from qa.answering.confidence import CONFIDENCE_SIGNALS, ConfidenceEvidence, probability
from qa.answering.multi_document import best_row, without_options
from qa.answering.reader.contract import MultilingualReader
from qa.answering.spans.demands import is_on_another, is_plan_beside_result, lacks_demanded
from qa.answering.spans.empty_cells import with_explanations
from qa.answering.spans.named_things import NamedThings
from qa.answering.spans.quotes import led_by_a_cell, rows_to_quote, spans_to_quote
from qa.answering.spans.rereading import REREADING_SIGNALS, reread
from qa.answering.spans.span import Span
from qa.answering.spans.span_ranker import RankedSpan, SpanRanker
from qa.answering.table_fields import TableFields
from qa.answering.timer import Stopwatch
from qa.question.document_filter import DocumentScope, names_of, title_words
from qa.question.plan import Plan
from qa.question.title_names import title_names
from qa.retrieval.features import label_in_group
from qa.retrieval.query import Query
from qa.retrieval.retriever import RankedPassage, Retriever, states_page, target_of
from qa.retrieval.weights import Weights
from qa.text.analyzed_text import analyzed
from qa.text.normalize import fold, words

_PASSAGES = 20
"""Maximum number of passages whose spans are considered and whose words decide the confidence."""
_DOCUMENTS = 64
"""Maximum number of documents of which the labels are kept."""
_MOST_TITLES = 1000
"""Maximum number of documents of which a question may name titles; comparing more takes seconds."""
_LACKING = 0.05
"""Maximum confidence in a quote that lacks what the question insists on."""
_STATED_BY_CONTENTS = 0.95
"""Confidence in the page of a heading that a page of contents gives."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with all that is known before searching.

    `question` stands alone and `scope` has the documents to search. Of a follow-up, `own` is what was asked in its own
    words and `last_answer` the text of the conversation's last answer.
    """

    question: str
    language: str
    scope: DocumentScope
    clock: Stopwatch
    own: str = ""
    last_answer: str = ""

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """Return the question of a plan, with a clock that starts now."""
        own = plan.asked if plan.carried else ""
        return cls(plan.text, plan.language, plan.scope, Stopwatch(), own, plan.last_answer)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was found for a question: ranked passages and spans, and the probability that the best is right.

    `signals` are those of the confidence, empty if it does not come from them.
    """

    query: Query
    passages: Sequence[RankedPassage]
    spans: Sequence[RankedSpan]
    confidence: float
    signals: Mapping[str, float] = field(default_factory=dict)


class AnswerFinder:
    """Finds answers in one generation of an index. Safe for threads."""

    def __init__(
        self,
        index: OpenIndex,
        retriever: Retriever,
        span_ranker: SpanRanker,
        reader: MultilingualReader,
        weights: Weights,
    ) -> None:
        """Join an index with what ranks its passages and spans, and with what reads the best of these.

        Raises:
            UnknownSignalError: a weight names no signal.
        """
        self.index = index
        self.retriever = retriever
        self.span_ranker = span_ranker
        self.fields = TableFields(index, retriever.embedder)
        self.countries = frozenset(document.country for document in index.documents if document.country)
        self._reader = reader
        vocabulary = index.vocabulary
        self._named_things = NamedThings(vocabulary.known, frozenset(fold(word) for word in vocabulary.common))
        self._titles = {document.id: names_of(document) for document in index.documents}
        self._labels = lru_cache(_DOCUMENTS)(self._labels_of)
        self._languages = {document.id: document.language for document in index.documents}
        self.threshold = weights.threshold
        self._rereading_weights = REREADING_SIGNALS.checked(weights.rereading)
        self._confidence_weights = CONFIDENCE_SIGNALS.checked(weights.confidence)

    def with_weights(self, weights: Weights) -> Self:
        """Return a finder over the same index that ranks and judges by other weights."""
        retriever, span_ranker = self.retriever.with_weights(weights), replace(self.span_ranker, weights=weights)
        return type(self)(self.index, retriever, span_ranker, self._reader, weights)

    def within(self, documents: Sequence[Document]) -> PassageFilter | None:
        """Return the filter that admits only passages of the documents; None if all are admitted."""
        if len(documents) == len(self.index.documents):
            return None
        return PassageFilter(frozenset(document.id for document in documents))

    def is_confident(self, attempt: Attempt) -> bool:
        """Return True if what was found is likely enough to be right to be quoted."""
        return bool(attempt.spans) and attempt.confidence >= self.threshold

    def find(self, asked: AskedQuestion) -> Attempt:
        """Search for a question within its scope, and judge what is found.

        Documents in another language than most of the index are searched once more in their own.
        """
        if len(self.retriever.targets) < 2:
            return self._found(asked, asked.scope.documents)
        groups = _by_language(asked)
        attempts = [self._found(asked, [document for group in groups.values() for document in group])]
        attempts += [
            self._found(asked, group, target) for target, group in groups.items() if target != self.retriever.target
        ]
        return max(attempts, key=lambda attempt: attempt.confidence)

    def _found(self, asked: AskedQuestion, documents: Sequence[Document], target: str = "") -> Attempt:
        """Search documents in a target language, by default that of most of the index, and judge what is found."""
        with asked.clock.step("embed"):
            query = self.retriever.query(asked.question, asked.language, asked.own, target)
        with asked.clock.step("search"):
            passages = self.retriever.rank(query, self.within(documents), _PASSAGES)
        with asked.clock.step("rerank"):
            spans = self.span_ranker.rank(query, passages, analyzed(asked.last_answer))
            return self._judged(query, passages, spans)

    def query(self, asked: AskedQuestion) -> Query:
        """Analyze a question; a follow-up asks for what its own words ask for."""
        return self.retriever.query(asked.question, asked.language, asked.own)

    def each(self, asked: Sequence[tuple[Document, Query]], clock: Stopwatch) -> Iterable[tuple[Document, Attempt]]:
        """Yield what each document says to its query, from the row that answers best in all where there is one."""
        asked = [(document, self.retriever.towards(query, document)) for document, query in asked]
        found = [self._searched(query, self.within([document]), clock) for document, query in asked]
        free = [
            (passages, without_options(query, spans))
            for (_, query), (passages, spans) in zip(asked, found, strict=True)
        ]
        row = best_row([spans for _, spans in free], self.fields.of)
        for (document, query), (passages, spans) in zip(asked, free, strict=True):
            if row is not None:
                spans = self.in_row(query, document, row, clock) or spans
            with clock.step("rerank"):
                yield document, self._judged(query, passages, spans)

    def in_document(self, query: Query, document: Document, clock: Stopwatch) -> Attempt:
        """Return what one document says."""
        query = self.retriever.towards(query, document)
        passages, spans = self._searched(query, self.within([document]), clock)
        with clock.step("rerank"):
            return self._judged(query, passages, spans)

    def in_row(self, query: Query, document: Document, row: str, clock: Stopwatch) -> Sequence[RankedSpan]:
        """Return the spans of a document's cells that state a field, given by its common label, best first."""
        query = self.retriever.towards(query, document)
        _, spans = self._searched(query, _in_rows(document.id, self.fields.rows(document.id, row)), clock)
        stated = ((each, self.fields.of(each.span.passage)) for each in spans)
        return [each for each, field in stated if field is not None and field.label == row]

    def quoted(self, attempt: Attempt, clock: Stopwatch) -> list[RankedSpan]:
        """Return the spans to quote: the best one and what completes it."""
        spans = led_by_a_cell(attempt.query, attempt.spans)
        document = spans[0].span.passage.document_id
        rows = rows_to_quote(attempt.query, spans[0], self.index.row_labels(document))
        completing: Sequence[RankedSpan] = ()
        if rows:
            _, completing = self._searched(attempt.query, _in_rows(document, rows), clock)
        quoted = spans_to_quote(attempt.query, spans, attempt.confidence, completing)
        return with_explanations(quoted, self.index.document_passages(document))

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
        spans = reread(self._reader, query, spans, self._rereading_weights, self._languages)
        spans = self._with_demanded(query, spans)
        foreign = self.retriever.is_in_other_language(query, spans[0].span.passage)
        known, beside = self.index.vocabulary.known, self._years_beside(query, spans[0].span.passage)
        evidence = ConfidenceEvidence(query, passages, spans, known, self.countries, foreign, beside)
        signals = CONFIDENCE_SIGNALS.values(evidence)
        confidence = probability(signals, self._confidence_weights)
        if self._lacks(query, spans[0].span, [each.passage for each in passages]):
            confidence = min(confidence, _LACKING)
        return Attempt(query, passages, spans, confidence, signals)

    def _with_demanded(self, query: Query, spans: Sequence[RankedSpan]) -> Sequence[RankedSpan]:
        """Return the spans; if the best one lacks what the question insists on, with one first that has it.

        That is another cell of its row, which the reader has judged with the best one, or, for a person, any span.
        """
        best = spans[0]
        if not _is_disfavoured(query, best.span):
            return spans
        row = _row_of(best.span)
        fitting = [each for each in spans[1:] if not _is_disfavoured(query, each.span)]
        beside = next((each for each in fitting if row is not None and _row_of(each.span) == row), None)
        if beside is not None:
            read = {name: best.signals[name] for name in REREADING_SIGNALS.names if name in best.signals}
            first = replace(beside, score=best.score, signals={**beside.signals, **read})
            return [first, *(each for each in spans if each is not beside)]
        person = fitting[0] if query.expected == "person" and fitting else None
        return [person, *(each for each in spans if each is not person)] if person is not None else spans

    def _lacks(self, query: Query, span: Span, found: Sequence[Passage]) -> bool:
        """Return True if a quote cannot answer a question, whatever else speaks for it; `found` are all passages."""
        if lacks_demanded(query, span.passage, span.text):
            return True
        document = span.passage.document_id
        title, labels = self._titles.get(document, ""), self._labels(document)
        if is_on_another(query, span, title, labels, self.countries):
            return True
        passages = self.index.document_passages(document)
        return self._named_things.is_about_another(query.question.text, span.passage, title, passages, found)

    def _labels_of(self, document: str) -> frozenset[str]:
        """Return the folded labels of a document's tables, without those of their groups."""
        passages = self.index.document_passages(document)
        labels = {label for passage in passages for label in (label_in_group(passage.row), passage.column) if label}
        return frozenset(" ".join(words(label)) for label in labels)

    def _years_beside(self, query: Query, passage: Passage) -> frozenset[str]:
        """Return the years of captions in the section and on the page of a cell, if the question names a year.

        A caption is no sentence; some files have it as a paragraph.
        """
        if passage.kind != "cell" or not query.question.years:
            return frozenset()
        place = (passage.section, passage.page)
        beside = (p for p in self.index.document_passages(passage.document_id) if (p.section, p.page) == place)
        texts = (each.text.rstrip() for each in beside if each.kind in ("caption", "paragraph"))
        captions = (text for text in texts if not text.endswith((".", ";")))
        return frozenset[str]().union(*(analyzed(text).years for text in captions))


def _is_disfavoured(query: Query, span: Span) -> bool:
    """Return True if another cell of its row, or another span, is to be quoted instead if it has what is asked."""
    return lacks_demanded(query, span.passage, span.text) or is_plan_beside_result(query, span.passage)


def _row_of(span: Span) -> tuple[str, str | None, str] | None:
    """Return what identifies the table row of a span; None outside tables."""
    passage = span.passage
    return (passage.document_id, passage.table, passage.row) if passage.row is not None else None


def _by_language(asked: AskedQuestion) -> Mapping[str, Sequence[Document]]:
    """Return the documents to search by the language in which they are asked.

    If a question names titles, only the languages of such documents are kept.
    """
    groups: dict[str, list[Document]] = defaultdict(list)
    for document in asked.scope.documents:
        groups[target_of(document)].append(document)
    if len(groups) < 2 or len(asked.scope.documents) > _MOST_TITLES:
        return groups
    by_word = {word: document.id for document, own in title_words(asked.scope.documents) for word in own}
    named = {name.document for name in title_names(asked.question, by_word)}
    return {
        target: group for target, group in groups.items() if any(document.id in named for document in group)
    } or groups


def _in_rows(document: str, rows: Iterable[str]) -> PassageFilter:
    """Return the filter that admits only passages of a document with one of the row labels."""
    return PassageFilter(frozenset([document]), frozenset(rows))
