"""The terms of a question on a shelf: which passages hold them, and what BM25 gives for each.

A term gives a passage `worth * count / (count + norm)`, where its worth is its rarity and the norm depends on the
passage's length: BM25 in Lucene's form (Kamphuis et al. 2020).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.base import Vectors
from index.search.passage_layout import Places
from index.search.postings import Postings

Chosen: TypeAlias = NDArray[np.bool_] | NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class KindTerms:
    """Terms of one kind that some passages of a shelf hold; a term that is asked twice stands there twice.

    The n-th has the places starts[n] to ends[n] of `postings` and the weight worth[n], shape (terms,) each. `norms` has
    what BM25 adds to a count in each passage.
    """

    postings: Postings
    norms: Vectors
    starts: Places
    ends: Places
    worth: Vectors

    def chosen(self, terms: Chosen) -> "KindTerms":
        """Some of the terms, by number or by mask."""
        return KindTerms(self.postings, self.norms, self.starts[terms], self.ends[terms], self.worth[terms])

    def add_to_all(self, scores: Vectors) -> None:
        """Add what the terms give, but for rounding, to the scores of all passages of the shelf."""
        if not len(self.worth):
            return
        places = np.concatenate([self.postings.passages[run] for run in self._runs()], dtype=np.intp)
        counts = np.concatenate([self.postings.counts[run] for run in self._runs()], dtype=np.float32)
        given = self.norms.take(places)
        given += counts
        np.divide(counts, given, out=given)
        given *= np.repeat(self.worth, self.ends - self.starts)
        scores += np.bincount(places, given, minlength=len(scores)).astype(np.float32)

    def add_to(self, scores: Vectors, places: Places) -> None:
        """Add what the terms give to the scores of these passages, term after term."""
        passages, counts = self.postings.passages, self.postings.counts
        wanted = places.astype(passages.dtype)
        found = np.empty((len(self.worth), len(places)), dtype=np.intp)
        for row, run in zip(found, self._runs(), strict=True):
            row[:] = passages[run].searchsorted(wanted)
        found = np.minimum(found + self.starts[:, None], self.ends[:, None] - 1)
        held = np.where(passages[found] == wanted, counts[found], np.uint8(0)).astype(np.float32)
        for given in self.worth[:, None] * (held / (held + self.norms[places])):
            scores += given

    def _runs(self) -> list[slice]:
        return [slice(start, end) for start, end in zip(self.starts.tolist(), self.ends.tolist(), strict=True)]


class QueryTerms:
    """All terms of a question that some passages of a shelf hold, the rarest first."""

    def __init__(self, kinds: Sequence[KindTerms]) -> None:
        """`kinds` has the terms of each kind, all on the same shelf."""
        self.passages = len(kinds[0].norms)
        self._kinds = kinds
        sizes = np.concatenate([kind.ends - kind.starts for kind in kinds])
        order = np.argsort(sizes, kind="stable")
        self._postings_before = np.concatenate([[0], np.cumsum(sizes[order])])
        self._kind = np.repeat(np.arange(len(kinds)), [len(kind.worth) for kind in kinds])[order]
        self._own = np.concatenate([np.arange(len(kind.worth)) for kind in kinds])[order]
        worth = np.concatenate([kind.worth for kind in kinds])[order]
        self.left: Vectors = np.append(np.cumsum(worth[::-1])[::-1], np.float32(0))
        """What a passage can get at most from all terms but the first n, for each n; shape (terms + 1,)."""

    def __len__(self) -> int:
        """The number of terms."""
        return len(self._own)

    def after(self, first: int) -> int:
        """How far to go from a term on for twice as many postings as the shelf has passages, or for one term."""
        wanted = self._postings_before[first] + 2 * self.passages
        return max(first + 1, int(np.searchsorted(self._postings_before, wanted, side="right")) - 1)

    def scores(self, first: int, end: int) -> Vectors:
        """What these terms give to each passage, but for rounding; shape (passages,)."""
        scores = np.zeros(self.passages, dtype=np.float32)
        for kind in self._between(first, end):
            kind.add_to_all(scores)
        return scores

    def scores_of(self, places: Places, first: int, end: int) -> Vectors:
        """What these terms give to some passages, shape (len(places),)."""
        return _given(self._between(first, end), places)

    def all_scores_of(self, places: Places) -> Vectors:
        """What all terms give to some passages, added in the order of the question, which is that of all shelves."""
        return _given(self._kinds, places)

    def _between(self, first: int, end: int) -> list[KindTerms]:
        """These terms, those of each kind together."""
        kinds, own = self._kind[first:end], self._own[first:end]
        return [kind.chosen(own[kinds == number]) for number, kind in enumerate(self._kinds)]


def _given(kinds: Sequence[KindTerms], places: Places) -> Vectors:
    scores = np.zeros(len(places), dtype=np.float32)
    for kind in kinds:
        kind.add_to(scores, places)
    return scores
