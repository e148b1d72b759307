"""The vectors of a segment, listed by centroid."""

from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

from index.base import Vectors
from index.folder.segment import Segment
from index.search.ivf import Centroids
from index.search.passage_layout import Places


class SegmentVectors:
    """The vectors of a shelf: exact ones mapped from disk, coded ones in a structure from the first search on."""

    def __init__(self, shelf: Segment, number: int, centres: Centroids) -> None:
        """The vectors by the recipe's embedder with that number."""
        self._shelf = shelf
        self._number = number
        self._centres = centres
        self._lock = Lock()
        self._structure: Any = None

    @property
    def structure(self) -> Any:  # noqa: ANN401 - the stub of FAISS lacks half of what it has
        """FAISS's structure."""
        with self._lock:
            if self._structure is None:
                self._structure = self._centres.structure(self._shelf.coded[self._number])
                self._shelf.let_go()
            return self._structure

    def vectors(self, places: Places) -> Vectors:
        """The exact vectors at some places, read from disk; shape (len(places), dimensions)."""
        found: Vectors = self._shelf.vectors[self._number][places]
        self._shelf.let_go()
        return found


_LISTED: WeakValueDictionary[tuple[Path, str, int], SegmentVectors] = WeakValueDictionary()


def segment_vectors(index: Path, name: str, shelf: Segment, number: int, centres: Centroids) -> SegmentVectors:
    """The vectors of a shelf; those at the same place, which never change, if another generation has them open.

    So a server that goes on to the next generation makes the structures of new shelves only. `name` is that of the
    shelf's folder, `number` that of the embedder.
    """
    return _LISTED.setdefault((index, name, number), SegmentVectors(shelf, number, centres))
