"""Queries, passages and ranked spans as tests of single steps need them."""

from collections.abc import Mapping

import numpy as np

from corpus.model import Passage, PassageKind
from qa.answering.spans.span import Span, SpanKind
from qa.answering.spans.span_ranker import RankedSpan
from qa.question.answer_type import Expected
from qa.retrieval.query import Query
from qa.retrieval.retriever import RankedPassage
from qa.text.analyzed_text import analyzed

NEUTRAL = {"column": 0.0, "labels": 0.0, "own_label": 0.0, "meets": 0.0, "contradicts": 0.0, "dense": 0.5}


def query(question: str, expected: Expected = "any", own: str = "") -> Query:
    vectors = np.zeros(3, np.float32), np.zeros((1, 3), np.float32)
    return Query(analyzed(question), "en", expected, analyzed(question), analyzed(own), *vectors, is_foreign=False)


def passage(
    text: str, kind: PassageKind = "paragraph", row: str | None = None, column: str | None = None, document: str = "d"
) -> Passage:
    return Passage(f"{document}/{row}/{column}/{text}", document, kind, text, "", 1, "", "t", row, column)


def ranked(
    text: str,
    score: float,
    *,
    row: str | None = None,
    column: str | None = None,
    document: str = "d",
    kind: SpanKind = "whole",
    signals: Mapping[str, float] | None = None,
) -> RankedSpan:
    place = passage(text, "cell" if row else "paragraph", row, column, document)
    values = {**NEUTRAL, **(signals or {})}
    return RankedSpan(Span(place, 0, len(text), kind), RankedPassage(0, place, values, score), values, score)
