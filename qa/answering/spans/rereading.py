"""Read the best spans again with a model that sees question and text together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from corpus.model import SECTION_SEPARATOR
from qa.answering.reader.contract import ENGLISH, MultilingualReader, Written
from qa.answering.spans.span_ranker import RankedSpan
from qa.retrieval.query import Query
from qa.retrieval.signals import SignalSet, weigh

_SPANS = 6
"""Maximum number of spans read; each costs about 10 ms."""
_REACH = 4.0
"""Maximum distance in score to the best span of those read; of 100 spans that reading put first, 99 were as near."""
_LABELS = 2
"""Maximum number of labels shown before a span, the most specific ones."""


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """A ranked span with what the reader says of it: the log-odds that it states what is asked.

    `is_foreign` is True if the question or the span is in another language than English.
    """

    ranked: RankedSpan
    behind_best: float
    log_odds: float
    is_foreign: bool


REREADING_SIGNALS = SignalSet[ReadSpan]("rereading")


@REREADING_SIGNALS.declare
def _ranker(read: ReadSpan) -> float:
    """Score by the other signals less that of the best span."""
    return read.behind_best


@REREADING_SIGNALS.declare
def _reader(read: ReadSpan) -> float:
    """Log-odds by the reader that the span states what is asked."""
    return read.log_odds


@REREADING_SIGNALS.declare
def _foreign_reader(read: ReadSpan) -> float:
    """Signal `reader` where question or span is in another language, which it reads word by word in context."""
    return read.log_odds * read.is_foreign


def reread(
    reader: MultilingualReader,
    query: Query,
    spans: Sequence[RankedSpan],
    weights: Mapping[str, float],
    languages: Mapping[str, str],
) -> list[RankedSpan]:
    """Return ranked spans with the best of them in a new order; `languages` has the language of each document by id.

    The best spans get the signal `reader`; the others keep their order behind them.
    """
    enough = spans[0].score - _REACH
    count = sum(1 for _ in takewhile(lambda each: each.score >= enough, spans[:_SPANS]))
    best, rest = spans[:count], spans[count:]
    texts = [Written(shown(each), languages[each.span.passage.document_id]) for each in best]
    log_odds = reader.scores(Written(query.question.text, query.language), texts)
    reread_spans = []
    for each, text, found in zip(best, texts, log_odds, strict=True):
        is_foreign = not query.language == text.language == ENGLISH
        signals = REREADING_SIGNALS.values(ReadSpan(each, each.score - best[0].score, found, is_foreign))
        score = weigh(signals, weights)
        reread_spans.append(replace(each, score=score, signals={**each.signals, **signals}))
    reread_spans.sort(key=lambda each: -each.score)
    last = reread_spans[-1].score
    behind = (min(last, (each.score - best[0].score) * weights["ranker"]) for each in rest)
    return [*reread_spans, *(replace(each, score=score) for each, score in zip(rest, behind, strict=True))]


def shown(ranked: RankedSpan) -> str:
    """Return a span under its most specific labels, as in training: heading of the section, row and column."""
    passage = ranked.span.passage
    heading = passage.section.rpartition(SECTION_SEPARATOR)[2]
    labels = [label for label in (heading, passage.row, passage.column) if label]
    return f"{SECTION_SEPARATOR.join(labels[-_LABELS:])}: {ranked.span.text}" if labels else ranked.span.text
