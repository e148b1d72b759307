"""BM25 over the words of the passages."""

from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.base import Ranked, Vectors
from index.text import terms

Allowed = NDArray[np.bool_]


class LexicalIndex:
    """BM25 scores of passages (Lucene's form, Kamphuis et al. 2020), held in memory."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._bm25: bm25s.BM25 | None = None
        rows = [terms(text) for text in texts]
        vocabulary = {term: number for number, term in enumerate(dict.fromkeys(t for row in rows for t in row))}
        if vocabulary:
            self._bm25 = bm25s.BM25(backend="numpy", csc_backend="numpy")
            self._bm25.index(([[vocabulary[t] for t in row] for row in rows], vocabulary), show_progress=False)

    def rank(self, question: str, k: int, allowed: Allowed | None) -> list[Ranked]:
        """The k best passages that share a word with the question, best first."""
        if self._bm25 is None:
            return []
        known = [term for term in terms(question) if term in self._bm25.vocab_dict]
        if not known:
            return []
        scores: Vectors = self._bm25.get_scores(known)
        if allowed is not None:
            scores = np.where(allowed, scores, np.float32(0))
        return best(scores, k)


def best(scores: Vectors, k: int) -> list[Ranked]:
    """The k highest positive scores, best first; equal scores in the order of their numbers."""
    candidates = np.flatnonzero(scores > 0)
    if len(candidates) > k:
        border = np.partition(scores[candidates], -k)[-k]
        candidates = candidates[scores[candidates] >= border]
    order = candidates[np.argsort(-scores[candidates], kind="stable")][:k]
    return [Ranked(int(number), float(scores[number])) for number in order]
