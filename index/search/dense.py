"""Nearest neighbours of unit vectors by FAISS: exhaustive in a small index, by inverted lists in a large one."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from index.base import Ranked, Vectors
from index.search.ivf import Centroids
from index.search.passage_layout import PassageLayout, Positions

Allowed = NDArray[np.bool_]

_PROBE_DIVISOR, _MIN_PROBES = 8, 128
"""Divisor for the share of lists to search, and minimum number of them; docs/benchmarks.md has the recall."""
_RERANK_FACTOR = 4
"""Re-rank this many times k candidates with their exact vectors."""
_MAX_FILTERED = 20_000
"""Maximum passages, after filtering, that are compared exhaustively."""


class DenseIndex(Protocol):
    """Ranks passages by the inner product of their vectors with a question's."""

    def rank(self, question: Vectors, k: int, allowed: Allowed | None) -> list[Ranked]:
        """Return the k vectors with the highest inner product with the question's, best first."""
        ...

    def vectors(self, numbers: Positions) -> Vectors:
        """Return the vectors of passages, shape (len(numbers), dimensions)."""
        ...


class ListedVectors(Protocol):
    """The vectors of one segment, listed by centroid."""

    @property
    def structure(self) -> Any:  # noqa: ANN401 - FAISS describes an index by one of its own classes
        """Return the inverted file of FAISS with the vectors' codes."""
        ...

    def vectors(self, positions: Positions) -> Vectors:
        """Return the exact vectors at these positions of the segment, shape (len(positions), dimensions)."""
        ...


class FlatIndex:
    """All vectors in memory, compared exhaustively: exact, and the fastest up to some ten thousand."""

    def __init__(self, dimensions: int, parts: Iterable[Vectors]) -> None:
        self._index = faiss.IndexFlatIP(dimensions)
        for part in parts:
            self._index.add(np.ascontiguousarray(part))

    def vectors(self, numbers: Positions) -> Vectors:
        """Return the vectors of passages, shape (len(numbers), dimensions)."""
        shape = (self._index.ntotal, self._index.d)
        view: Vectors = faiss.rev_swig_ptr(self._index.get_xb(), shape[0] * shape[1]).reshape(shape)
        return view[numbers]

    def rank(self, question: Vectors, k: int, allowed: Allowed | None) -> list[Ranked]:
        """Return the k vectors with the highest inner product with the question's, best first."""
        k = min(k, self._index.ntotal)
        if k < 1:
            return []
        parameters = None
        if allowed is not None:
            selector = faiss.IDSelectorBatch(np.flatnonzero(allowed))
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # the stub lacks it
        scores, numbers = self._index.search(_row(question), k, params=parameters)
        return [
            Ranked(int(number), float(score))
            for number, score in zip(numbers[0], scores[0], strict=True)
            if number >= 0
        ]


class IvfIndex:
    """Searches the lists nearest to the question by codes, and re-ranks the best candidates by their exact vectors."""

    def __init__(self, centroids: Centroids, segments: Sequence[ListedVectors], layout: PassageLayout) -> None:
        self._centroids = centroids
        self._segments = segments
        self._layout = layout
        self._probes = max(_MIN_PROBES, len(centroids.vectors) // _PROBE_DIVISOR)

    def vectors(self, numbers: Positions) -> Vectors:
        """Read the vectors of passages from disk, shape (len(numbers), dimensions)."""
        segments, positions = self._layout.locate(numbers)
        found = np.empty((len(numbers), self._centroids.vectors.shape[1]), dtype=np.float32)
        for segment in np.unique(segments):
            here = segments == segment
            found[here] = self._segments[segment].vectors(positions[here])
        return found

    def rank(self, question: Vectors, k: int, allowed: Allowed | None) -> list[Ranked]:
        """Return the k vectors with the highest inner product with the question's, best first; a few may be missed."""
        if allowed is not None and (few := np.flatnonzero(allowed)).size <= _MAX_FILTERED:
            numbers = few
        else:
            numbers = self._candidates(_row(question), _RERANK_FACTOR * k, allowed)
        scores = self.vectors(numbers) @ question
        order = np.lexsort((numbers, -scores))[:k]
        return [Ranked(int(numbers[position]), float(scores[position])) for position in order]

    def _candidates(self, row: Vectors, k: int, allowed: Allowed | None) -> Positions:
        """Return the numbers of the k passages that are nearest by their codes, in no order."""
        distances, lists = self._centroids.nearest(row, self._probes)
        found_numbers, found_distances = [], []
        for segment, listed in enumerate(self._segments):
            numbers = self._layout.numbers(segment)
            here = None if allowed is None else allowed[numbers]
            positions, near = _search_lists(listed.structure, row, min(k, len(numbers)), lists, distances, here)
            is_found = positions >= 0
            found_numbers.append(numbers[positions[is_found]])
            found_distances.append(near[is_found])
        joined, by_distance = np.concatenate(found_numbers), np.concatenate(found_distances)
        if len(joined) <= k:
            return joined
        nearest: Positions = joined[np.argpartition(by_distance, k)[:k]]
        return nearest


def _search_lists(
    structure: Any,  # noqa: ANN401 - as above
    row: Vectors,
    k: int,
    lists: Positions,
    distances: Vectors,
    allowed: Allowed | None,
) -> tuple[Positions, Vectors]:
    """Return the k nearest allowed positions in these lists, with their distances; -1 where there are fewer.

    The lists of a question are the same for all segments, so FAISS is given them instead of looking them up each time;
    its own wrapper does that without filters only.
    """
    positions, near = np.empty(k, dtype=np.int64), np.empty(k, dtype=np.float32)
    parameters: Any = faiss.SearchParametersIVF
    selector: Any = faiss.IDSelectorBitmap
    among = {} if allowed is None else {"sel": selector(np.packbits(allowed, bitorder="little"))}
    pointers = [faiss.swig_ptr(each) for each in (lists, distances, near, positions)]
    structure.search_preassigned_c(
        1, faiss.swig_ptr(row), k, *pointers, False, parameters(nprobe=lists.shape[1], **among)
    )
    return positions, near


def _row(question: Vectors) -> Vectors:
    return np.ascontiguousarray(question, dtype=np.float32).reshape(1, -1)
