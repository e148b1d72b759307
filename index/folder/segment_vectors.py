"""The vectors of a segment, listed by centroid."""

from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from index.base import Vectors
from index.folder.segment import Segment
from index.search.ivf import Centroids
from index.search.passage_layout import Positions
from index.storage.sealed_folder import not_finite


class SegmentVectors:
    """The vectors of a segment: exact ones mapped from disk, coded ones in a FAISS structure built on first search."""

    def __init__(self, segment: Segment, number: int, centroids: Centroids) -> None:
        """Use the vectors by the recipe's embedder with that number."""
        self._segment = segment
        self._number = number
        self._centroids = centroids
        self._lock = Lock()
        self._structure: Any = None

    @property
    def structure(self) -> Any:  # noqa: ANN401 - the stub of FAISS lacks half of what it has
        """Return the FAISS structure."""
        with self._lock:
            if self._structure is None:
                self._structure = self._centroids.structure(self._segment.coded[self._number])
                self._segment.release_pages()
            return self._structure

    def vectors(self, positions: Positions) -> Vectors:
        """Read the exact vectors at these positions from disk, shape (len(positions), dimensions).

        Raises:
            IndexDamagedError: they are not finite.
        """
        found: Vectors = self._segment.vectors[self._number][positions]
        self._segment.release_pages()
        if not np.isfinite(found).all():
            raise not_finite("a segment's file of vectors")
        return found


_LISTED: WeakValueDictionary[tuple[Path, str, int], SegmentVectors] = WeakValueDictionary()


def segment_vectors(index: Path, name: str, segment: Segment, number: int, centroids: Centroids) -> SegmentVectors:
    """Return the vectors of a segment, shared with other generations that have the same segment open.

    So a server that moves to the next generation builds the structures of new segments only. `name` is that of the
    segment's folder, `number` that of the embedder.
    """
    return _LISTED.setdefault((index, name, number), SegmentVectors(segment, number, centroids))
