"""Estimate how likely an answer is right, from declared signals."""

import math
import re
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from qa.answering.missing_facts import unknown_names
from qa.answering.spans.answer_type_checks import FIGURES, specifies
from qa.answering.spans.span_ranker import RankedSpan
from qa.retrieval.features import coverage, stems_of
from qa.retrieval.query import Query
from qa.retrieval.retriever import RankedPassage
from qa.retrieval.signals import SignalSet, weigh
from qa.text.analyzed_text import analyzed
from qa.text.normalize import is_content, stem

_FOCUS = re.compile(r"\b(?:which|what|how many|how much)((?:\W+\w+){1,4})")
_LARGEST_MARGIN = 5.0
"""Maximum distance in score to the next span that counts."""


@dataclass(frozen=True)
class ConfidenceEvidence:
    """What is known of the best span of a question.

    `passages` are the passages found and `spans` their ranked spans, best first, at least one. `known` are all words
    of the documents, folded; `countries` are those that the documents are about. `in_other_language` is True if the
    document of the best span is in another language than the question; `years_beside` are those of the captions beside
    the best span's table.
    """

    query: Query
    passages: Sequence[RankedPassage]
    spans: Sequence[RankedSpan]
    known: Container[str]
    countries: Collection[str]
    in_other_language: bool = False
    years_beside: frozenset[str] = frozenset()

    @property
    def is_foreign(self) -> bool:
        """Return True if the question was translated, or the best span is in another language than the question."""
        return self.query.is_foreign or self.in_other_language

    @property
    def best(self) -> RankedSpan:
        """Return the best span."""
        return self.spans[0]

    @cached_property
    def names_are_missing(self) -> bool:
        """Return True if the question has a name that no document has."""
        return bool(unknown_names(self.query, self.known, self.countries))

    @property
    def years_of_best(self) -> frozenset[str]:
        """Return the years of the best passage and its breadcrumb; of a cell without any, those beside its table."""
        passage = self.best.span.passage
        years = analyzed(f"{passage.context} {passage.text}").years
        return years or (self.years_beside if passage.kind == "cell" else years)

    @cached_property
    def rare_coverage(self) -> float:
        """Return the share of the question's content words in the best passage, each weighted by its idf."""
        stems = self.query.stems
        found = [stems_of(each.passage) for each in self.passages]
        idf = {word: math.log((len(found) + 1) / (1 + sum(word in some for some in found))) for word in stems}
        total = sum(idf.values())
        return sum(idf[word] for word in stems & stems_of(self.best.span.passage)) / total if total else 1.0

    @cached_property
    def focus_is_missing(self) -> bool:
        """Return True if the best passage has nothing of what the question asks which, what or how many of."""
        asked = _FOCUS.search(self.query.translation.folded)
        if asked is None or self.query.expected in FIGURES - {"number"}:
            return False
        run = list(takewhile(is_content, analyzed(asked[1]).words))
        return bool(run) and not {stem(word) for word in run} & stems_of(self.best.span.passage)


CONFIDENCE_SIGNALS = SignalSet[ConfidenceEvidence]("confidence")


@CONFIDENCE_SIGNALS.declare
def _bias(_: ConfidenceEvidence) -> float:
    """Constant term of the logistic model."""
    return 1.0


@CONFIDENCE_SIGNALS.declare
def _dense(evidence: ConfidenceEvidence) -> float:
    """Calibrated cosine of the best span's passage."""
    return evidence.best.source.signals["dense"]


@CONFIDENCE_SIGNALS.declare
def _rare(evidence: ConfidenceEvidence) -> float:
    """Share of the question's content words in the best passage, weighted by idf."""
    return evidence.rare_coverage


@CONFIDENCE_SIGNALS.declare
def _unmet_figure(evidence: ConfidenceEvidence) -> float:
    """1 if a figure is asked for and the span states none of what is asked."""
    return float(evidence.query.expected in FIGURES and not evidence.best.signals["meets"])


@CONFIDENCE_SIGNALS.declare
def _unspecific(evidence: ConfidenceEvidence) -> float:
    """1 if a list is asked for, and the best sentence names and lists nothing new."""
    query, span = evidence.query, evidence.best.span
    is_list_sought = query.expected == "list" and span.kind == "sentence"
    return float(is_list_sought and not specifies(query.translation, span.analyzed))


@CONFIDENCE_SIGNALS.declare
def _focus_missing(evidence: ConfidenceEvidence) -> float:
    """1 if the passage has nothing of what the question asks which, what or how many of."""
    return float(evidence.focus_is_missing)


@CONFIDENCE_SIGNALS.declare
def _contradicts(evidence: ConfidenceEvidence) -> float:
    """1 if the span names another member of a set of contrasts than the question."""
    return evidence.best.signals["contradicts"]


@CONFIDENCE_SIGNALS.declare
def _margin(evidence: ConfidenceEvidence) -> float:
    """Distance in score to the next span that does not overlap the best one."""
    best = evidence.best
    others = (each.score for each in evidence.spans[1:] if not each.span.overlaps(best.span))
    return min(best.score - max(others, default=best.score - _LARGEST_MARGIN), _LARGEST_MARGIN)


@CONFIDENCE_SIGNALS.declare
def _reader(evidence: ConfidenceEvidence) -> float:
    """Log-odds by the reader that the best span states what is asked; 0 if it was not read."""
    return evidence.best.signals.get("reader", 0.0)


@CONFIDENCE_SIGNALS.declare
def _year_missing(evidence: ConfidenceEvidence) -> float:
    """1 if the question names a year that neither the passage nor its breadcrumb has."""
    return float(bool(evidence.query.question.years - evidence.years_of_best))


@CONFIDENCE_SIGNALS.declare
def _names_missing(evidence: ConfidenceEvidence) -> float:
    """1 if the question has a name that no document has."""
    return float(evidence.names_are_missing)


@CONFIDENCE_SIGNALS.declare
def _foreign(evidence: ConfidenceEvidence) -> float:
    """1 for a question in another language."""
    return float(evidence.is_foreign)


@CONFIDENCE_SIGNALS.declare
def _foreign_dense(evidence: ConfidenceEvidence) -> float:
    """Signal `dense` of a question in another language."""
    return _dense(evidence) * evidence.is_foreign


@CONFIDENCE_SIGNALS.declare
def _foreign_lexical(evidence: ConfidenceEvidence) -> float:
    """Share of the content words of a question in another language in the best passage."""
    return coverage(evidence.query, evidence.best.span.passage) * evidence.is_foreign


@CONFIDENCE_SIGNALS.declare
def _foreign_names_missing(evidence: ConfidenceEvidence) -> float:
    """Signal `names_missing` of a question in another language."""
    return float(evidence.names_are_missing and evidence.is_foreign)


def probability(signals: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the probability, from 0 to 1, of a logistic model that was fitted on the development sets."""
    return 1 / (1 + math.exp(-weigh(signals, weights)))
