"""BM25 over the words of the passages and over character n-grams, segment by segment."""

from collections.abc import Callable, Sequence
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.base import Ranked, Vectors
from index.search.passage_layout import PassageLayout, Positions
from index.search.postings import CHANNELS, Postings, count_terms
from index.search.query_terms import KindTerms, QueryTerms
from index.search.terms import folded_words, keys

Allowed: TypeAlias = NDArray[np.bool_]

K1, B = 1.5, 0.75
"""Saturation of a term's repetitions, and weight of a passage's length: the usual values."""
_MAX_FILTERED = 1000
"""Maximum passages of a segment, after filtering, that are all scored exactly."""
_MAX_EXACT = 128
"""Up to this many candidates are scored exactly; beyond it, pruning by some of the terms first is cheaper."""
_LOOKUP_COST = 16
"""Cost of one random lookup, in postings scanned sequentially."""
_TERMS_AT_ONCE = 4
"""Number of terms to look candidates up in before pruning again."""
_ROUNDING = 1e-4
"""Largest relative difference between sums of 32-bit floats that are added in another order."""


class LexicalIndex:
    """Ranks passages by BM25. Postings are mapped from disk; passages that cannot be among the best are skipped.

    In each segment the rarer terms are scanned until the upper bound of the others could lift no further passage among
    the best; the remaining candidates are looked up in the others while they can be among the best (MaxScore; Turtle
    and Flood 1995). The result equals that of an exhaustive scan.
    """

    def __init__(
        self,
        segments: Sequence[tuple[Postings, ...]],
        layout: PassageLayout,
        after_search: Callable[[int], None] = lambda segment: None,
    ) -> None:
        """`segments` have one entry a channel; `after_search` is called with the number of each searched segment."""
        self._layout = layout
        self._segments = segments
        self._after_search = after_search
        self._norms = [_norms([segment[channel].lengths for segment in segments]) for channel in range(len(CHANNELS))]
        # The largest first: its scores raise the floor by which the others are pruned.
        self._order = sorted(range(len(segments)), key=lambda segment: -len(segments[segment][0].lengths))

    @classmethod
    def build(cls, texts: Sequence[str]) -> Self:
        """Index texts; their numbers are their positions."""
        segment = tuple(Postings.joined([counts]) for counts in count_terms(texts))
        return cls([segment], PassageLayout([len(texts)], [[0]]))

    def rank(self, question: str, k: int, allowed: Allowed | None) -> list[Ranked]:
        """Return the k best passages that share a word or an n-gram with the question, best first."""
        best = _Best(k)
        query_terms = self._look_up(folded_words(question))
        for segment in self._order if k > 0 else ():
            numbers = self._layout.numbers(segment)
            here = None if allowed is None else allowed[numbers]
            try:
                positions, scores = _ranked(query_terms[segment], k, best.floor, here)
            except IndexError as error:
                raise self._segments[segment][0].damaged() from error
            self._after_search(segment)
            best.add(numbers[positions], scores)
        return best.ranked()

    def _look_up(self, words: Sequence[str]) -> list[QueryTerms]:
        """Look up the terms of the words in each segment; they keep their order."""
        found: list[list[KindTerms]] = [[] for _ in self._segments]
        for channel, (_, terms_of, weight) in enumerate(CHANNELS):
            wanted = keys(terms_of(words))
            spans = [segment[channel].spans(wanted) for segment in self._segments]
            frequencies = np.sum([ends - starts for starts, ends in spans], axis=0)
            idf = (weight * np.log(1 + (len(self._layout) - frequencies + 0.5) / (frequencies + 0.5))).astype(
                np.float32
            )
            for segment, (starts, ends) in enumerate(spans):
                terms_here = KindTerms(
                    self._segments[segment][channel], self._norms[channel][segment], starts, ends, idf
                )
                found[segment].append(terms_here.chosen(starts < ends))
        return [QueryTerms(kinds) for kinds in found]


def _norms(lengths: Sequence[NDArray[np.int32]]) -> list[Vectors]:
    """Return BM25's addition to a term's count in each passage, by its length; segment by segment."""
    terms, passages = sum(int(each.sum()) for each in lengths), sum(map(len, lengths))
    mean = max(terms / max(passages, 1), 1e-9)
    return [K1 * (1 - B + B * each.astype(np.float32) / mean) for each in lengths]


def _ranked(terms: QueryTerms, k: int, floor: float, allowed: Allowed | None) -> tuple[Positions, Vectors]:
    """Return the k best passages of a segment that score at least `floor`, and maybe some more, with their scores."""
    if allowed is not None and (few := np.flatnonzero(allowed)).size <= _MAX_FILTERED:
        positions = few
    else:
        positions = _candidates(terms, k, floor, allowed)
    scores = terms.all_scores_of(positions)
    return positions[scores > 0], scores[scores > 0]


def _candidates(terms: QueryTerms, k: int, floor: float, allowed: Allowed | None) -> Positions:
    """Return passages that may be among the k best and score at least `floor`: rare terms first, until few are left."""
    end, scores, least = 0, np.zeros(terms.passages, dtype=np.float32), floor * (1 - _ROUNDING)
    while terms.upper_bounds[end] > least:
        first, end = end, min(terms.run_end(end), int(np.argmax(terms.upper_bounds <= least)))
        scores += terms.scores(first, end)
        least = _raised_floor(least, scores if allowed is None else scores[allowed], k)
    positions = np.flatnonzero(scores >= least - terms.upper_bounds[end])
    positions = positions if allowed is None else positions[allowed[positions]]
    scores = scores[positions]
    while len(positions) > _MAX_EXACT and end < len(terms):
        first = end
        if len(positions) * _LOOKUP_COST <= terms.passages:
            end = min(first + _TERMS_AT_ONCE, len(terms))
            scores += terms.scores_of(positions, first, end)
        else:
            end = terms.run_end(first)
            scores += terms.scores(first, end)[positions]
        least = _raised_floor(least, scores, k)
        is_candidate = scores >= least - terms.upper_bounds[end]
        positions, scores = positions[is_candidate], scores[is_candidate]
    return positions


def _raised_floor(least: float, scores: Vectors, k: int) -> float:
    """Return the k-th best score, minus rounding, if that is more than `least`."""
    more = scores[scores > least]
    return max(least, float(np.partition(more, -k)[-k]) * (1 - _ROUNDING)) if len(more) >= k else least


class _Best:
    """The k highest scores so far; equal scores in the order of the passages' numbers."""

    def __init__(self, k: int) -> None:
        self.floor = 0.0
        self._k = k
        self._numbers: Positions = np.zeros(0, dtype=np.int64)
        self._scores: Vectors = np.zeros(0, dtype=np.float32)

    def add(self, numbers: Positions, scores: Vectors) -> None:
        """Add passages, and drop those that are no longer among the best."""
        self._numbers = np.concatenate([self._numbers, numbers])
        self._scores = np.concatenate([self._scores, scores])
        if len(self._scores) >= self._k:
            self.floor = float(np.partition(self._scores, -self._k)[-self._k])
            is_candidate = self._scores >= self.floor
            self._numbers, self._scores = self._numbers[is_candidate], self._scores[is_candidate]

    def ranked(self) -> list[Ranked]:
        """Return the best, best first."""
        order = np.lexsort((self._numbers, -self._scores))[: self._k]
        return [Ranked(int(self._numbers[position]), float(self._scores[position])) for position in order]
