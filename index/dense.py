"""Exact nearest neighbours of unit vectors, by FAISS."""

from collections.abc import Iterable

import faiss
import numpy as np
from numpy.typing import NDArray

from index.base import Ranked, Vectors

Allowed = NDArray[np.bool_]


class DenseIndex:
    """A flat inner-product index: exact, and the fastest up to some hundred thousand vectors."""

    def __init__(self, dimensions: int, parts: Iterable[Vectors]) -> None:
        self._index = faiss.IndexFlatIP(dimensions)
        for part in parts:
            self._index.add(np.ascontiguousarray(part))

    @property
    def vectors(self) -> Vectors:
        """All vectors in the order of their numbers, as a read-only view of the index's memory."""
        shape = (self._index.ntotal, self._index.d)
        view: Vectors = faiss.rev_swig_ptr(self._index.get_xb(), shape[0] * shape[1]).reshape(shape)
        view.flags.writeable = False
        return view

    def rank(self, question: Vectors, k: int, allowed: Allowed | None) -> list[Ranked]:
        """The k vectors with the highest inner product with the question's, best first."""
        k = min(k, self._index.ntotal)
        if k < 1:
            return []
        parameters = None
        if allowed is not None:
            selector = faiss.IDSelectorBatch(np.flatnonzero(allowed))
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # the stub lacks it
        row = np.ascontiguousarray(question, dtype=np.float32).reshape(1, -1)
        scores, numbers = self._index.search(row, k, params=parameters)
        return [
            Ranked(int(number), float(score))
            for number, score in zip(numbers[0], scores[0], strict=True)
            if number >= 0
        ]
