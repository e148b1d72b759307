"""Make the examples that models are fitted on: candidates of questions with their signals, and which are right."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from rich.progress import track

from benchmarks.fitting.models import Example, Signals
from benchmarks.fitting.questions import FitQuestion, console
from qa.answering.spans.rereading import REREADING_SIGNALS
from qa.answering.spans.span_ranker import RankedSpan
from qa.answering.spans.span_signals import SPAN_SIGNALS
from qa.evaluate.judged_spans import is_right_answer, is_right_span, is_same_column
from qa.evaluate.metrics.evidence_match import contains_evidence
from qa.evaluate.question import Evidence
from qa.model import Hit
from qa.retrieval.retriever import RankedPassage
from qa.retrieval.signals import SignalSet
from qa.retrieval.weights import Weights


def hit_examples(questions: Sequence[FitQuestion], _: Weights) -> list[Example]:
    """Mark which of the passages that search shows contain the evidence."""
    return _passages((one, one.hits()) for one in track(questions, "Searching", console=console))


def passage_examples(questions: Sequence[FitQuestion], _: Weights) -> list[Example]:
    """Mark which of the passages that may be quoted contain the evidence."""
    return _passages((one, one.passages()) for one in track(questions, "Searching", console=console))


def span_examples(questions: Sequence[FitQuestion], weights: Weights) -> list[Example]:
    """Mark which spans hold the answer."""
    return _spans(questions, weights, SPAN_SIGNALS, "passage")


def rereading_examples(questions: Sequence[FitQuestion], weights: Weights) -> list[Example]:
    """Mark which of the spans that the reader read hold the answer."""
    return _spans(questions, weights, REREADING_SIGNALS, "reader")


def confidence_examples(questions: Sequence[FitQuestion], weights: Weights) -> list[tuple[Signals, bool]]:
    """Mark whether the engine's answers are right; an answer that the documents do not state never is."""
    examples = []
    for one in track(questions, "Judging answers", console=console):
        attempt = one.attempt(weights)
        if attempt.signals:
            examples.append((attempt.signals, is_right_answer(one.engine, one.question, attempt)))
    return examples


def _passages(pairs: Iterable[tuple[FitQuestion, Sequence[RankedPassage]]]) -> list[Example]:
    examples = []
    for one, candidates in pairs:
        hits = [one.engine.newest().hit(candidate) for candidate in candidates]
        right = np.array([any(_in_place(hit, evidence) for evidence in one.question.evidence) for hit in hits])
        if right.any():
            examples.append(Example(one.question.id, [candidate.signals for candidate in candidates], right))
    return examples


def _in_place(hit: Hit, evidence: Evidence) -> bool:
    """Return True if a passage contains the evidence, in the right column where the passage is a cell."""
    if hit.column is not None and evidence.column is not None and not is_same_column(hit.column, evidence.column):
        return False
    return contains_evidence(hit, evidence)


def _spans(questions: Sequence[FitQuestion], weights: Weights, declared: SignalSet[Any], needed: str) -> list[Example]:
    """Mark which of the spans that have a signal hold the answer."""
    examples = []
    for one in track(questions, "Weighing spans", console=console):
        spans = [each for each in one.attempt(weights).spans if needed in each.signals]
        right = np.array([is_right_span(one.engine, one.question, each) for each in spans])
        if right.any():
            examples.append(Example(one.question.id, [_named(declared, each) for each in spans], right))
    return examples


def _named(declared: SignalSet[Any], ranked: RankedSpan) -> Signals:
    """Return the signals of a span that one model weighs."""
    return {name: ranked.signals[name] for name in declared.names}
