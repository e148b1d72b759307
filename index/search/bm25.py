"""BM25 over the words of the passages and over pieces of words, shelf by shelf."""

from collections.abc import Callable, Sequence
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.base import Ranked, Vectors
from index.search.passage_layout import PassageLayout, Places
from index.search.postings import CHANNELS, Postings, count_terms
from index.search.query_terms import KindTerms, QueryTerms
from index.search.terms import folded_words, keys

Allowed: TypeAlias = NDArray[np.bool_]

K1, B = 1.5, 0.75
"""How soon a word's repetitions stop to count, and how much a passage's length does: the usual values."""
_FEW = 1000
"""Passages of a shelf that are looked up one by one when a filter lets no more through."""
_HOPEFUL = 128
"""So many passages of a shelf are looked up in all terms; with more it pays to cut their number by some terms first."""
_AS_LONG = 16
"""To look a passage up in a term takes as long as to go through so many that hold it."""
_AT_ONCE = 4
"""Terms in which passages are looked up before it is seen which of them can still be among the best."""
_ROUNDING = 1e-4
"""Share of a score by which sums of 32 bits may differ with the order of what is added."""


class LexicalIndex:
    """Ranks passages by BM25. Postings stay on disk and are mapped; passages that cannot be among the best are skipped.

    Of each shelf the rarer terms are gone through, until what the others can give at most would lift no further passage
    among the best; those that are left are looked up in the others, as long as they can be among the best (MaxScore;
    Turtle and Flood 1995). The result is that of going through everything.
    """

    def __init__(
        self,
        shelves: Sequence[tuple[Postings, ...]],
        layout: PassageLayout,
        searched: Callable[[int], None] = lambda shelf: None,
    ) -> None:
        """`shelves` has the postings of each channel, shelf by shelf; `searched` is told when one has been searched."""
        self._layout = layout
        self._shelves = shelves
        self._searched = searched
        self._norms = [_norms([shelf[channel].lengths for shelf in shelves]) for channel in range(len(CHANNELS))]
        # The largest first: it gives the bound by which the others are cut short.
        self._order = sorted(range(len(shelves)), key=lambda shelf: -len(shelves[shelf][0].lengths))

    @classmethod
    def build(cls, texts: Sequence[str]) -> Self:
        """Index texts; their numbers are their places."""
        shelf = tuple(Postings.joined([counts]) for counts in count_terms(texts))
        return cls([shelf], PassageLayout([len(texts)], [[0]]))

    def rank(self, question: str, k: int, allowed: Allowed | None) -> list[Ranked]:
        """The k best passages that share a word or a piece of one with the question, best first."""
        best = _Best(k)
        asked = self._asked(folded_words(question))
        for shelf in self._order if k > 0 else ():
            numbers = self._layout.numbers(shelf)
            here = None if allowed is None else allowed[numbers]
            try:
                places, scores = _ranked(asked[shelf], k, best.floor, here)
            except IndexError as error:
                raise self._shelves[shelf][0].damaged() from error
            self._searched(shelf)
            best.add(numbers[places], scores)
        return best.ranked()

    def _asked(self, asked: Sequence[str]) -> list[QueryTerms]:
        """The terms that the words ask for, for each shelf; they keep their order."""
        found: list[list[KindTerms]] = [[] for _ in self._shelves]
        for channel, (_, terms, weight) in enumerate(CHANNELS):
            wanted = keys(terms(asked))
            spans = [shelf[channel].spans(wanted) for shelf in self._shelves]
            holders = np.sum([ends - starts for starts, ends in spans], axis=0)
            worth = (weight * np.log(1 + (len(self._layout) - holders + 0.5) / (holders + 0.5))).astype(np.float32)
            for shelf, (starts, ends) in enumerate(spans):
                terms_here = KindTerms(self._shelves[shelf][channel], self._norms[channel][shelf], starts, ends, worth)
                found[shelf].append(terms_here.chosen(starts < ends))
        return [QueryTerms(kinds) for kinds in found]


def _norms(lengths: Sequence[NDArray[np.int32]]) -> list[Vectors]:
    """What BM25 adds to a term's count in each passage, by its length; shelf by shelf."""
    terms, passages = sum(int(each.sum()) for each in lengths), sum(map(len, lengths))
    mean = max(terms / max(passages, 1), 1e-9)
    return [K1 * (1 - B + B * each.astype(np.float32) / mean) for each in lengths]


def _ranked(asked: QueryTerms, k: int, floor: float, allowed: Allowed | None) -> tuple[Places, Vectors]:
    """The k best passages of a shelf that score at least `floor`, and maybe some more, with their scores."""
    if allowed is not None and (few := np.flatnonzero(allowed)).size <= _FEW:
        places = few
    else:
        places = _hopeful(asked, k, floor, allowed)
    scores = asked.all_scores_of(places)
    return places[scores > 0], scores[scores > 0]


def _hopeful(asked: QueryTerms, k: int, floor: float, allowed: Allowed | None) -> Places:
    """The passages that may be among the k best and score at least `floor`: rare terms first, until few are left."""
    end, scores, least = 0, np.zeros(asked.passages, dtype=np.float32), floor * (1 - _ROUNDING)
    while asked.left[end] > least:
        first, end = end, min(asked.after(end), int(np.argmax(asked.left <= least)))
        scores += asked.scores(first, end)
        least = _raised(least, scores if allowed is None else scores[allowed], k)
    places = np.flatnonzero(scores >= least - asked.left[end])
    places = places if allowed is None else places[allowed[places]]
    scores = scores[places]
    while len(places) > _HOPEFUL and end < len(asked):
        first = end
        if len(places) * _AS_LONG <= asked.passages:
            end = min(first + _AT_ONCE, len(asked))
            scores += asked.scores_of(places, first, end)
        else:
            end = asked.after(first)
            scores += asked.scores(first, end)[places]
        least = _raised(least, scores, k)
        stays = scores >= least - asked.left[end]
        places, scores = places[stays], scores[stays]
    return places


def _raised(least: float, scores: Vectors, k: int) -> float:
    """What the k best score at least, but for rounding, if that is more than `least`."""
    more = scores[scores > least]
    return max(least, float(np.partition(more, -k)[-k]) * (1 - _ROUNDING)) if len(more) >= k else least


class _Best:
    """The k highest scores so far; equal scores in the order of the passages' numbers."""

    def __init__(self, k: int) -> None:
        self.floor = 0.0
        self._k = k
        self._numbers: Places = np.zeros(0, dtype=np.int64)
        self._scores: Vectors = np.zeros(0, dtype=np.float32)

    def add(self, numbers: Places, scores: Vectors) -> None:
        """Take in passages, and let go of those that are not among the best any more."""
        self._numbers = np.concatenate([self._numbers, numbers])
        self._scores = np.concatenate([self._scores, scores])
        if len(self._scores) >= self._k:
            self.floor = float(np.partition(self._scores, -self._k)[-self._k])
            stays = self._scores >= self.floor
            self._numbers, self._scores = self._numbers[stays], self._scores[stays]

    def ranked(self) -> list[Ranked]:
        """The best, best first."""
        order = np.lexsort((self._numbers, -self._scores))[: self._k]
        return [Ranked(int(self._numbers[place]), float(self._scores[place])) for place in order]
