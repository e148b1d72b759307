"""Rank the spans of the best passages by how well they answer a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.base import TokenEncoder
from index.contract import OpenIndex
from index.passage_text import searchable
from qa.answering.spans.answer_type_checks import NOT_IN_TITLES, states_absence
from qa.answering.spans.boxes import asks
from qa.answering.spans.span import Span, spans_of, with_antecedents
from qa.answering.spans.span_signals import SPAN_SIGNALS, SpanEvidence, mean_of_maxima
from qa.retrieval.features import names_row
from qa.retrieval.query import Query
from qa.retrieval.retriever import RankedPassage
from qa.retrieval.signals import weigh
from qa.retrieval.weights import Weights
from qa.text.analyzed_text import AnalyzedText, analyzed
from qa.text.patterns import word_pattern

_PASSAGES = 8
"""Maximum number of passages that are searched for spans to quote."""
_SOURCES = word_pattern("sources")
"""Words of a question about the document's references."""
_NOTHING = analyzed("")


@dataclass(frozen=True, slots=True)
class RankedSpan:
    """A span with its signals and their weighted sum."""

    span: Span
    source: RankedPassage
    signals: Mapping[str, float]
    score: float


@dataclass(frozen=True, slots=True)
class SpanRanker:
    """Ranks spans by late interaction and by the type of answer that the question expects."""

    index: OpenIndex
    encoder: TokenEncoder
    weights: Weights

    def __post_init__(self) -> None:
        """Check the weights.

        Raises:
            UnknownSignalError: a weight names no signal.
        """
        SPAN_SIGNALS.checked(self.weights.spans)

    def rank(
        self, query: Query, candidates: Sequence[RankedPassage], answered: AnalyzedText = _NOTHING
    ) -> list[RankedSpan]:
        """Return the spans of the best passages, best first; `answered` is what was answered before in this chat."""
        quotable = [
            candidate for candidate in candidates if candidate.passage.kind != "row" or candidate.passage.chosen
        ]
        ranked = [
            span
            for candidate in quotable[:_PASSAGES]
            for span in self._of_passage(query, candidate, quotable[0].score, answered)
        ]
        return sorted(ranked, key=lambda each: (_is_beside_the_point(query, each.span), -each.score))

    def _of_passage(
        self, query: Query, candidate: RankedPassage, best: float, answered: AnalyzedText
    ) -> list[RankedSpan]:
        """Return all spans of one passage with their late interaction and the other signals."""
        passage = candidate.passage
        similarities = self.index.token_vectors(candidate.number) @ query.tokens.T
        tokens = self.encoder.token_spans(searchable(passage))
        offset = len(searchable(passage)) - len(passage.text)
        in_context = tokens[:, 1] <= offset
        ranked = []
        for span, start in with_antecedents(spans_of(passage)):
            if asks(span):
                continue
            inside = (tokens[:, 0] < offset + span.end) & (tokens[:, 1] > offset + span.start)
            read = (tokens[:, 0] < offset + span.end) & (tokens[:, 1] > offset + start)
            evidence = SpanEvidence(
                query=query,
                span=span,
                source=candidate,
                behind_best=candidate.score - best,
                late=mean_of_maxima(similarities[read | in_context]),
                late_alone=mean_of_maxima(similarities[inside]),
                with_antecedent=analyzed(passage.text[start : span.end]),
                answered=answered,
            )
            signals = SPAN_SIGNALS.values(evidence)
            ranked.append(RankedSpan(span, candidate, signals, weigh(signals, self.weights.spans)))
        return ranked


def _is_beside_the_point(query: Query, span: Span) -> bool:
    """Return True if a span is a caption or a reference not asked for, a lead-in, or only repeats the question."""
    passage = span.passage
    if span.text.endswith(":") and span.end == len(passage.text.rstrip()):
        return True
    if passage.kind == "caption" and query.expected in NOT_IN_TITLES:
        return True
    if passage.kind == "reference":
        return query.expected in NOT_IN_TITLES and _SOURCES.search(query.question.folded) is None
    if passage.kind == "cell" and span.text == passage.column:
        return True
    if passage.kind != "cell" or names_row(query, passage.row) or states_absence(span.analyzed):
        return False
    known = query.bilingual.content_stems | analyzed(passage.column or "").content_stems
    return span.analyzed.content_stems <= known
