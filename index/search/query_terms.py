"""The terms of a question in a segment: their postings and their BM25 scores.

A term adds `idf * count / (count + norm)` to a passage's score, where the norm depends on the passage's length: BM25 in
Lucene's form (Kamphuis et al. 2020).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.base import Vectors
from index.search.passage_layout import Positions
from index.search.postings import Postings

Chosen: TypeAlias = NDArray[np.bool_] | NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class KindTerms:
    """Terms of one kind that some passages of a segment contain; a repeated term is listed twice.

    The n-th has the postings starts[n] to ends[n] and the weight idf[n], shape (terms,) each. `norms` has BM25's
    addition to a count in each passage.
    """

    postings: Postings
    norms: Vectors
    starts: Positions
    ends: Positions
    idf: Vectors

    def chosen(self, terms: Chosen) -> "KindTerms":
        """Return some of the terms, by number or by mask."""
        return KindTerms(self.postings, self.norms, self.starts[terms], self.ends[terms], self.idf[terms])

    def add_to_all(self, scores: Vectors) -> None:
        """Add the scores of the terms, up to rounding, to those of all passages of the segment."""
        if not len(self.idf):
            return
        positions = np.concatenate([self.postings.passages[run] for run in self._runs()], dtype=np.intp)
        counts = np.concatenate([self.postings.counts[run] for run in self._runs()], dtype=np.float32)
        scored = self.norms.take(positions)
        scored += counts
        np.divide(counts, scored, out=scored)
        scored *= np.repeat(self.idf, self.ends - self.starts)
        scores += np.bincount(positions, scored, minlength=len(scores)).astype(np.float32)

    def add_to(self, scores: Vectors, positions: Positions) -> None:
        """Add the scores of the terms to those of these passages, term after term."""
        passages, counts = self.postings.passages, self.postings.counts
        wanted = positions.astype(passages.dtype)
        found = np.empty((len(self.idf), len(positions)), dtype=np.intp)
        for row, run in zip(found, self._runs(), strict=True):
            row[:] = passages[run].searchsorted(wanted)
        found = np.minimum(found + self.starts[:, None], self.ends[:, None] - 1)
        frequencies = np.where(passages[found] == wanted, counts[found], np.uint8(0)).astype(np.float32)
        for scored in self.idf[:, None] * (frequencies / (frequencies + self.norms[positions])):
            scores += scored

    def _runs(self) -> list[slice]:
        return [slice(start, end) for start, end in zip(self.starts.tolist(), self.ends.tolist(), strict=True)]


class QueryTerms:
    """All terms of a question that some passages of a segment contain, the rarest first."""

    def __init__(self, kinds: Sequence[KindTerms]) -> None:
        """`kinds` has the terms of each kind, all of the same segment."""
        self.passages = len(kinds[0].norms)
        self._kinds = kinds
        sizes = np.concatenate([kind.ends - kind.starts for kind in kinds])
        order = np.argsort(sizes, kind="stable")
        self._postings_before = np.concatenate([[0], np.cumsum(sizes[order])])
        self._kind = np.repeat(np.arange(len(kinds)), [len(kind.idf) for kind in kinds])[order]
        self._own = np.concatenate([np.arange(len(kind.idf)) for kind in kinds])[order]
        idf = np.concatenate([kind.idf for kind in kinds])[order]
        self.upper_bounds: Vectors = np.append(np.cumsum(idf[::-1])[::-1], np.float32(0))
        """Maximum score of a passage from all terms but the first n, for each n; shape (terms + 1,)."""

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self._own)

    def run_end(self, first: int) -> int:
        """Return the end of a run of terms, at least one, with twice as many postings as passages."""
        wanted = self._postings_before[first] + 2 * self.passages
        return max(first + 1, int(np.searchsorted(self._postings_before, wanted, side="right")) - 1)

    def scores(self, first: int, end: int) -> Vectors:
        """Score each passage by these terms, up to rounding; shape (passages,)."""
        scores = np.zeros(self.passages, dtype=np.float32)
        for kind in self._between(first, end):
            kind.add_to_all(scores)
        return scores

    def scores_of(self, positions: Positions, first: int, end: int) -> Vectors:
        """Score some passages by these terms, shape (len(positions),)."""
        return _given(self._between(first, end), positions)

    def all_scores_of(self, positions: Positions) -> Vectors:
        """Score some passages by all terms, added in the order of the question, which is that of all segments."""
        return _given(self._kinds, positions)

    def _between(self, first: int, end: int) -> list[KindTerms]:
        """Return these terms, those of each kind together."""
        kinds, own = self._kind[first:end], self._own[first:end]
        return [kind.chosen(own[kinds == number]) for number, kind in enumerate(self._kinds)]


def _given(kinds: Sequence[KindTerms], positions: Positions) -> Vectors:
    scores = np.zeros(len(positions), dtype=np.float32)
    for kind in kinds:
        kind.add_to(scores, positions)
    return scores
