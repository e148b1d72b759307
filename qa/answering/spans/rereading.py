"""Read the best spans again with a model that sees question and text together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.model import SECTION_SEPARATOR
from qa.answering.reader.contract import Reader
from qa.answering.spans.span_ranker import RankedSpan
from qa.retrieval.query import Query
from qa.retrieval.signals import SignalSet, weigh

_SPANS = 6
"""Maximum number of spans read; each costs about 10 ms."""
_LABELS = 2
"""Maximum number of labels shown before a span, the most specific ones."""


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """A ranked span with what the reader says of it: the log-odds that it states what is asked."""

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
    """Signal `reader` for a question in another language, of which it reads a rough translation."""
    return read.log_odds * read.is_foreign


def reread(
    reader: Reader,
    query: Query,
    spans: Sequence[RankedSpan],
    weights: Mapping[str, float],
    is_readable: Callable[[RankedSpan], bool] = lambda _: True,
) -> list[RankedSpan]:
    """Return ranked spans with the best of those that are readable, which are in English, in a new order.

    The best spans get the signal `reader`; the others keep their order behind them. The first span must be readable.
    """
    best = [each for each in spans if is_readable(each)][:_SPANS]
    rest = [each for each in spans if each not in best]
    question = query.translation.text if query.is_foreign else query.question.text
    log_odds = reader.scores(question, [_shown(each) for each in best])
    reread_spans = []
    for each, found in zip(best, log_odds, strict=True):
        read = ReadSpan(each, each.score - best[0].score, found, query.is_foreign)
        signals = REREADING_SIGNALS.values(read)
        score = weigh(signals, weights)
        reread_spans.append(replace(each, score=score, signals={**each.signals, **signals}))
    reread_spans.sort(key=lambda each: -each.score)
    last = reread_spans[-1].score
    behind = (min(last, (each.score - best[0].score) * weights["ranker"]) for each in rest)
    return [*reread_spans, *(replace(each, score=score) for each, score in zip(rest, behind, strict=True))]


def _shown(ranked: RankedSpan) -> str:
    """Return a span under its most specific labels, as in training: heading of the section, row and column."""
    passage = ranked.span.passage
    heading = passage.section.rpartition(SECTION_SEPARATOR)[2]
    labels = [label for label in (heading, passage.row, passage.column) if label]
    return f"{SECTION_SEPARATOR.join(labels[-_LABELS:])}: {ranked.span.text}" if labels else ranked.span.text
