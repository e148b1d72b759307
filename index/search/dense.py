"""Nearest neighbours of unit vectors, by FAISS: all compared where they are few, likely ones where they are many."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from index.base import Ranked, Vectors
from index.search.ivf import Centroids
from index.search.passage_layout import PassageLayout, Places

Allowed = NDArray[np.bool_]

_SHARE, _LEAST = 8, 128
"""The eighth of the lists is searched, and no fewer than so many; docs/benchmarks.md has the recall that it gives."""
_OVER = 4
"""So many times as many passages as are wanted are ranked by their exact vectors."""
_FEW = 20_000
"""Passages that are compared one by one when a filter lets no more through."""


class DenseIndex(Protocol):
    """Ranks passages by the inner product of their vectors with a question's."""

    def rank(self, question: Vectors, k: int, allowed: Allowed | None) -> list[Ranked]:
        """The k vectors with the highest inner product with the question's, best first."""
        ...

    def vectors(self, numbers: Places) -> Vectors:
        """The vectors of passages, shape (len(numbers), dimensions)."""
        ...


class ListedVectors(Protocol):
    """The vectors of one segment, listed by centroid."""

    @property
    def structure(self) -> Any:  # noqa: ANN401 - FAISS describes an index by one of its own classes
        """The inverted file of FAISS that holds the vectors' codes."""
        ...

    def vectors(self, places: Places) -> Vectors:
        """Return the exact vectors at these places of the segment, shape (len(places), dimensions)."""
        ...


class FlatIndex:
    """All vectors in memory, all compared: exact, and the fastest up to some ten thousand."""

    def __init__(self, dimensions: int, parts: Iterable[Vectors]) -> None:
        self._index = faiss.IndexFlatIP(dimensions)
        for part in parts:
            self._index.add(np.ascontiguousarray(part))

    def vectors(self, numbers: Places) -> Vectors:
        """The vectors of passages, shape (len(numbers), dimensions)."""
        shape = (self._index.ntotal, self._index.d)
        view: Vectors = faiss.rev_swig_ptr(self._index.get_xb(), shape[0] * shape[1]).reshape(shape)
        return view[numbers]

    def rank(self, question: Vectors, k: int, allowed: Allowed | None) -> list[Ranked]:
        """The k vectors with the highest inner product with the question's, best first."""
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
    """The lists nearest to the question are searched by codes, and the best found are ranked by their exact vectors."""

    def __init__(self, centres: Centroids, shelves: Sequence[ListedVectors], layout: PassageLayout) -> None:
        self._centres = centres
        self._shelves = shelves
        self._layout = layout
        self._probes = max(_LEAST, len(centres.centres) // _SHARE)

    def vectors(self, numbers: Places) -> Vectors:
        """The vectors of passages, shape (len(numbers), dimensions); read from disk."""
        shelves, places = self._layout.located(numbers)
        found = np.empty((len(numbers), self._centres.centres.shape[1]), dtype=np.float32)
        for shelf in np.unique(shelves):
            here = shelves == shelf
            found[here] = self._shelves[shelf].vectors(places[here])
        return found

    def rank(self, question: Vectors, k: int, allowed: Allowed | None) -> list[Ranked]:
        """The k vectors with the highest inner product with the question's, best first; a few may be missed."""
        if allowed is not None and (few := np.flatnonzero(allowed)).size <= _FEW:
            numbers = few
        else:
            numbers = self._likely(_row(question), _OVER * k, allowed)
        scores = self.vectors(numbers) @ question
        order = np.lexsort((numbers, -scores))[:k]
        return [Ranked(int(numbers[place]), float(scores[place])) for place in order]

    def _likely(self, row: Vectors, k: int, allowed: Allowed | None) -> Places:
        """The numbers of the k passages that are nearest by their codes, in no order."""
        distances, lists = self._centres.nearest(row, self._probes)
        found_numbers, found_distances = [], []
        for shelf, listed in enumerate(self._shelves):
            numbers = self._layout.numbers(shelf)
            here = None if allowed is None else allowed[numbers]
            places, near = _searched(listed.structure, row, min(k, len(numbers)), lists, distances, here)
            held = places >= 0
            found_numbers.append(numbers[places[held]])
            found_distances.append(near[held])
        joined, by_distance = np.concatenate(found_numbers), np.concatenate(found_distances)
        if len(joined) <= k:
            return joined
        nearest: Places = joined[np.argpartition(by_distance, k)[:k]]
        return nearest


def _searched(
    structure: Any,  # noqa: ANN401 - as above
    row: Vectors,
    k: int,
    lists: Places,
    distances: Vectors,
    allowed: Allowed | None,
) -> tuple[Places, Vectors]:
    """The k nearest places in these lists, those that are allowed, with their distances; -1 where there are fewer.

    The lists of a question are the same for all shelves, so FAISS is handed them instead of looking for them each time;
    its own wrapper does that without filters only.
    """
    places, near = np.empty(k, dtype=np.int64), np.empty(k, dtype=np.float32)
    parameters: Any = faiss.SearchParametersIVF
    selector: Any = faiss.IDSelectorBitmap
    among = {} if allowed is None else {"sel": selector(np.packbits(allowed, bitorder="little"))}
    pointers = [faiss.swig_ptr(each) for each in (lists, distances, near, places)]
    structure.search_preassigned_c(
        1, faiss.swig_ptr(row), k, *pointers, False, parameters(nprobe=lists.shape[1], **among)
    )
    return places, near


def _row(question: Vectors) -> Vectors:
    return np.ascontiguousarray(question, dtype=np.float32).reshape(1, -1)
