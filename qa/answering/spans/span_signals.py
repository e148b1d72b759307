"""The signals by which the spans of a passage are ranked."""

from dataclasses import dataclass
from typing import get_args

import numpy as np

from index.base import Vectors
from index.search.late_interaction import token_maxima
from qa.answering.spans.answer_type_checks import contradicts, meets_in_place, states_absence
from qa.answering.spans.span import Span, SpanKind
from qa.retrieval.features import label_in_group
from qa.retrieval.query import Query
from qa.retrieval.retriever import RankedPassage
from qa.retrieval.signals import SignalSet
from qa.text.analyzed_text import AnalyzedText, analyzed

_RECOGNIZABLE = 3
"""Minimum number of content words by which an earlier answer is recognized in a span."""
_REPEATED_SHARE = 0.8
"""Minimum share of an earlier answer's content words in a span that repeats it."""


@dataclass(frozen=True, slots=True)
class SpanEvidence:
    """What is known of a span of a ranked passage.

    `behind_best` is the passage's score less the best one's, at most 0; `late` the late interaction of the span with
    its context, `late_alone` without; `with_antecedent` is the span with the sentence that its pronoun refers to;
    `answered` is the earlier answer of the conversation.
    """

    query: Query
    span: Span
    source: RankedPassage
    behind_best: float
    late: float
    late_alone: float
    with_antecedent: AnalyzedText
    answered: AnalyzedText


SPAN_SIGNALS = SignalSet[SpanEvidence]("spans")


@SPAN_SIGNALS.declare
def _passage(evidence: SpanEvidence) -> float:
    """Score of the passage less that of the best passage."""
    return evidence.behind_best


@SPAN_SIGNALS.declare
def _late(evidence: SpanEvidence) -> float:
    """Late interaction (mean MaxSim) of the span, its antecedent and its breadcrumb."""
    return evidence.late


@SPAN_SIGNALS.declare
def _late_alone(evidence: SpanEvidence) -> float:
    """Late interaction (mean MaxSim) of the span's own tokens."""
    return evidence.late_alone


@SPAN_SIGNALS.declare
def _words(evidence: SpanEvidence) -> float:
    """Share of the question's content words in the span and its antecedent."""
    stems = evidence.query.stems
    return len(stems & evidence.with_antecedent.content_stems) / len(stems) if stems else 0.0


@SPAN_SIGNALS.declare
def _meets(evidence: SpanEvidence) -> float:
    """1 if the span can hold an answer of the expected type."""
    query, span = evidence.query, evidence.span
    return float(meets_in_place(query.expected, query.translation, span.passage, span.text))


@SPAN_SIGNALS.declare
def _absent(evidence: SpanEvidence) -> float:
    """1 if the span says that there are no data."""
    return float(states_absence(evidence.span.analyzed))


@SPAN_SIGNALS.declare
def _labels(evidence: SpanEvidence) -> float:
    """Share of the row label's words that the question names."""
    return evidence.source.signals["labels"]


@SPAN_SIGNALS.declare
def _own_label(evidence: SpanEvidence) -> float:
    """Share of the words of the row's label, without that of its group, that the question names."""
    return evidence.source.signals["own_label"]


@SPAN_SIGNALS.declare
def _contradicts(evidence: SpanEvidence) -> float:
    """1 if the span or its row label names another member of a set of contrasts than the question."""
    label = label_in_group(evidence.span.passage.row) or ""
    return float(contradicts(evidence.query.translation, analyzed(f"{label} {evidence.span.text}")))


@SPAN_SIGNALS.declare
def _years(evidence: SpanEvidence) -> float:
    """Share of the years named in the question that the span or its labels name."""
    asked, place = evidence.query.question.years, evidence.span.passage
    named = evidence.span.analyzed.years | analyzed(place.row or "").years | analyzed(place.column or "").years
    return len(asked & named) / len(asked) if asked else 0.0


@SPAN_SIGNALS.declare
def _first(evidence: SpanEvidence) -> float:
    """1 for the first span of a cell."""
    return float(evidence.span.start == 0 and evidence.span.passage.kind == "cell")


@SPAN_SIGNALS.declare
def _first_of_named_row(evidence: SpanEvidence) -> float:
    """Share of the row label's words that the question names, for the first span of a passage."""
    return evidence.source.signals["labels"] * (evidence.span.start == 0)


@SPAN_SIGNALS.declare
def _column(evidence: SpanEvidence) -> float:
    """How much better the question fits the passage's column than the table's other columns, from -1 to 1."""
    return evidence.source.signals["column"]


@SPAN_SIGNALS.declare
def _repeats(evidence: SpanEvidence) -> float:
    """1 if the span holds nearly all of the earlier answer: a follow-up asks for something else."""
    before = frozenset(evidence.answered.content_words)
    if len(evidence.answered.content_words) < _RECOGNIZABLE:
        return 0.0
    shared = before & frozenset(evidence.span.analyzed.content_words)
    return float(len(shared) >= _REPEATED_SHARE * len(before))


@SPAN_SIGNALS.declare
def _long(evidence: SpanEvidence) -> float:
    """Logarithm of one plus the number of words."""
    return float(np.log1p(len(evidence.span.text.split())))


SPAN_SIGNALS.add_kinds(get_args(SpanKind), lambda evidence: evidence.span.kind)


@SPAN_SIGNALS.declare
def _list_asked(evidence: SpanEvidence) -> float:
    """1 for a list if the question expects one."""
    return float(evidence.query.expected == "list" and evidence.span.kind == "list")


def mean_of_maxima(similarities: Vectors) -> float:
    """Return MaxSim over the given rows (tokens of a span) and columns (tokens of the question), as a mean."""
    return float(token_maxima(similarities).mean()) if len(similarities) else 0.0
