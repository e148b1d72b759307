"""Which pieces of the best passages answer the question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from corpus.model import Passage
from index.base import PairScorer, TokenEncoder
from index.reader import PassageIndex
from index.text import searchable
from qa.kinds import meets
from qa.retrieve import Candidate, Query
from qa.units import Unit, units
from qa.weights import Weights, weigh
from qa.words import content_words, stem

if TYPE_CHECKING:
    from index.base import Vectors

_PASSAGES = 8
"""Passages that are searched for pieces to quote."""
_PAIRS = 6
"""Pieces that the cross-encoder reads: about 20 ms each."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A piece with its signals and their weighted sum."""

    unit: Unit
    candidate: Candidate
    signals: Mapping[str, float]
    score: float


@dataclass(frozen=True, slots=True)
class Selector:
    """Chooses what to quote: late interaction over pieces first, then the cross-encoder for the best few (`pairs`)."""

    index: PassageIndex
    encoder: TokenEncoder
    scorer: PairScorer
    weights: Weights
    pairs: int = _PAIRS

    def choose(self, query: Query, candidates: Sequence[Candidate]) -> list[Choice]:
        """The few best pieces of the best passages, best first."""
        quotable = [
            candidate for candidate in candidates if candidate.passage.kind != "row" or candidate.passage.chosen
        ]
        if not quotable:
            return []
        best = quotable[0].score
        choices = [choice for candidate in quotable[:_PASSAGES] for choice in self._of_passage(query, candidate, best)]
        choices.sort(key=lambda choice: -choice.score)
        logits = self.scorer.score(query.gloss, [labelled(choice.unit) for choice in choices[: self.pairs]])
        read = [
            self._with_signals(choice, {"pair": float(logit)})
            for choice, logit in zip(choices, logits, strict=False)
        ]
        return sorted(read, key=lambda choice: -choice.score)

    def _of_passage(self, query: Query, candidate: Candidate, best: float) -> list[Choice]:
        """All pieces of one passage with what late interaction says of them."""
        passage = candidate.passage
        pieces = units(passage)
        similarities = self.index.token_vectors(candidate.number) @ query.tokens.T
        spans = self.encoder.token_spans(searchable(passage))
        offset = len(searchable(passage)) - len(passage.text)
        inside_context = spans[:, 1] <= offset
        choices = []
        for unit in pieces:
            inside = (spans[:, 0] < offset + unit.end) & (spans[:, 1] > offset + unit.start)
            signals = {
                "passage": candidate.score - best,
                "late": _mean_of_maxima(similarities[inside | inside_context]),
                "late_alone": _mean_of_maxima(similarities[inside]),
                "words": _overlap(query, unit),
                "meets": float(meets(query.expected, unit.text)),
                "long": float(np.log1p(len(unit.text.split()))),
                f"kind_{unit.kind}": 1.0,
                "list_asked": float(query.expected == "list" and unit.kind == "list"),
            }
            choices.append(Choice(unit, candidate, signals, weigh(signals, self.weights.pieces)))
        return choices

    def _with_signals(self, choice: Choice, added: Mapping[str, float]) -> Choice:
        signals = {**choice.signals, **added}
        return replace(choice, signals=signals, score=weigh(signals, self.weights.read))


def _mean_of_maxima(similarities: "Vectors") -> float:
    """MaxSim over the given rows (tokens of a piece) and columns (tokens of the question), as a mean."""
    return float(similarities.max(axis=0).mean()) if len(similarities) else 0.0


def _overlap(query: Query, unit: Unit) -> float:
    """The share of the question's content words that stand in the piece itself."""
    if not query.stems:
        return 0.0
    return len(query.stems & {stem(word) for word in content_words(unit.text)}) / len(query.stems)


def labelled(unit: Unit) -> str:
    """A piece with the labels that it needs to be understood, as the cross-encoder reads it."""
    return ": ".join([*labels(unit.passage), unit.text])


def labels(passage: Passage) -> list[str]:
    """Row and column of a cell, or the last heading above a text."""
    return [label for label in (passage.row, passage.column) if label] or [passage.section.rpartition(" › ")[2]]
