"""BM25 over the words of the passages and over pieces of words, shelf by shelf."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.base import Ranked, Vectors
from index.places import Layout, Places
from index.postings import CHANNELS, Numbers, Postings, Run, count_terms
from index.text import keys, words

Allowed: TypeAlias = NDArray[np.bool_]

K1, B = 1.5, 0.75
"""How soon a word's repetitions stop to count, and how much a passage's length does: the usual values."""
_FEW = 1000
"""Passages of a shelf that are looked up one by one when a filter lets no more through."""
_HOPEFUL = 128
"""So many passages of a shelf are looked up in its frequent terms; with more, going through one more is quicker."""
_ROUNDING = 1e-4
"""Share of a score by which sums of 32 bits may differ with the order of what is added."""


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of the question on one shelf: who holds it, how much it weighs, and the passages' norms."""

    run: Run
    weight: float
    rarity: Any
    """A float32, so that sums are those of 32 bits."""
    norms: Vectors

    def scores(self, run: Run) -> Vectors:
        """BM25 (Lucene's form, Kamphuis et al. 2020) of passages that hold it."""
        counts = run.counts.astype(np.float32)
        scores: Vectors = self.weight * (self.rarity * counts / (counts + self.norms[run.passages]))
        return scores

    def among(self, places: Numbers) -> tuple[NDArray[np.bool_], Run]:
        """Which of these passages hold it, and the run of those."""
        found = np.searchsorted(self.run.passages, places)
        found[found == len(self.run.passages)] = 0
        held = self.run.passages[found] == places
        return held, Run(places[held], self.run.counts[found[held]])


class LexicalIndex:
    """Ranks passages by BM25. Postings stay on disk and are mapped; passages that cannot be among the best are skipped.

    A shelf is gone through as a whole only until there are enough good passages; of the others only the rarer terms
    are, and what can still reach the best is looked up in the frequent ones (MaxScore; Turtle and Flood 1995). The
    result is that of going through everything.
    """

    def __init__(self, shelves: Sequence[tuple[Postings, ...]], layout: Layout) -> None:
        """`shelves` has the postings of each channel, shelf by shelf."""
        self._layout = layout
        self._shelves = shelves
        self._norms = [_norms([shelf[channel].lengths for shelf in shelves]) for channel in range(len(CHANNELS))]
        # The largest first: it gives the bound by which the others are cut short.
        self._order = sorted(range(len(shelves)), key=lambda shelf: -len(shelves[shelf][0].lengths))

    @classmethod
    def build(cls, texts: Sequence[str]) -> Self:
        """Index texts; their numbers are their places."""
        shelf = tuple(Postings.joined([counts]) for counts in count_terms(texts))
        return cls([shelf], Layout([len(texts)], [[0]]))

    def rank(self, question: str, k: int, allowed: Allowed | None) -> list[Ranked]:
        """The k best passages that share a word or a piece of one with the question, best first."""
        best = _Best(k)
        terms = self._terms(words(question))
        for shelf in self._order if k > 0 and any(terms) else ():
            numbers = self._layout.numbers(shelf)
            here = None if allowed is None else allowed[numbers]
            try:
                places, scores = _ranked(terms[shelf], len(numbers), best.floor, here)
            except IndexError as error:
                raise self._shelves[shelf][0].damaged() from error
            best.add(numbers[places], scores)
        return best.ranked()

    def _terms(self, asked: Sequence[str]) -> list[list[_Term]]:
        """The terms that the words ask for, for each shelf; they keep their order."""
        found: list[list[_Term]] = [[] for _ in self._shelves]
        for channel, (_, terms, weight) in enumerate(CHANNELS):
            wanted = keys(terms(asked))
            runs = [shelf[channel].runs(wanted) for shelf in self._shelves]
            for place in range(len(wanted)):
                holders = sum(len(run.passages) for of_shelf in runs if (run := of_shelf[place]) is not None)
                rarity = np.float32(np.log(1 + (len(self._layout) - holders + 0.5) / (holders + 0.5)))
                for shelf, of_shelf in enumerate(runs):
                    if (run := of_shelf[place]) is not None:
                        found[shelf].append(_Term(run, weight, rarity, self._norms[channel][shelf]))
        return found


def _norms(lengths: Sequence[NDArray[np.int32]]) -> list[Vectors]:
    """What BM25 adds to a term's count in each passage, by its length; shelf by shelf."""
    terms, passages = sum(int(each.sum()) for each in lengths), sum(map(len, lengths))
    mean = max(terms / max(passages, 1), 1e-9)
    return [K1 * (1 - B + B * each.astype(np.float32) / mean) for each in lengths]


def _ranked(terms: Sequence[_Term], size: int, floor: float, allowed: Allowed | None) -> tuple[Places, Vectors]:
    """The passages of a shelf that score at least `floor` and more than nothing, or some more, with their scores."""
    if allowed is not None and (few := np.flatnonzero(allowed)).size <= _FEW:
        places = few
    elif floor > 0:
        places = _hopeful(terms, size, floor)
    else:
        scores = np.zeros(size, dtype=np.float32)
        for term in terms:
            scores[term.run.passages] += term.scores(term.run)
        places = np.flatnonzero(scores > 0 if allowed is None else (scores > 0) & allowed)
        return places, scores[places]
    if allowed is not None:
        places = places[allowed[places]]
    scores = _looked_up(terms, places)
    return places[scores > 0], scores[scores > 0]


def _hopeful(terms: Sequence[_Term], size: int, floor: float) -> Places:
    """The passages that may score at least `floor`: rare terms first, until few are left that could."""
    ordered = sorted(terms, key=lambda term: len(term.run.passages))
    scores = np.zeros(size, dtype=np.float32)
    seen = size
    for place, term in enumerate(ordered):
        if seen >= size:
            seen = 0
            hopeful = np.flatnonzero(scores >= floor * (1 - _ROUNDING) - _bounds(ordered[place:]))
            if len(hopeful) <= _HOPEFUL:
                return hopeful
        places = term.run.passages.astype(np.intp)
        counts = term.run.counts.astype(np.float32)
        scores[places] += np.float32(term.weight * term.rarity) * (counts / (counts + term.norms[places]))
        seen += len(places)
    return np.flatnonzero(scores >= floor * (1 - _ROUNDING))


def _bounds(terms: Sequence[_Term]) -> Vectors:
    """What each passage can score at most by these terms, by its length."""
    bounds = np.zeros(len(terms[0].norms), dtype=np.float32)
    for norms in {id(term.norms): term.norms for term in terms}.values():
        alike = [term for term in terms if term.norms is norms]
        most = np.float32(max(int(term.run.counts.max()) for term in alike))
        bounds += np.float32(sum(term.weight * float(term.rarity) for term in alike)) * (most / (most + norms))
    return bounds


def _looked_up(terms: Sequence[_Term], places: Places) -> Vectors:
    """The scores of these passages, added up in the order of the terms as for all passages."""
    scores = np.zeros(len(places), dtype=np.float32)
    for term in terms:
        held, run = term.among(places.astype(term.run.passages.dtype))
        scores[held] += term.scores(run)
    return scores


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
