"""The lists into which the vectors of a large index are sorted (IVF), with 8 bits a number (FAISS's SQ8).

No structure of FAISS is stored: centres, ranges, list numbers and codes are plain arrays, checked like all others, and
the structure is made of them in memory. So a file from a stranger can hold wrong numbers but break nothing.
"""

import math
from dataclasses import dataclass
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.base import Vectors
from index.storage.sealed_folder import CheckedFolder, Contents

FLAT_UP_TO = 30_000
"""Passages up to which all vectors are compared: there lists hardly save time, and nothing is missed."""
_SAMPLE = 32
"""Vectors for each list from which its centre is found."""
_ROUNDS = 10
"""Rounds of k-means; more change the recall by less than a hundredth."""


def lists_for(passages: int) -> int:
    """How many lists so many passages are sorted into: a power of two near twice their square root."""
    return max(1, min(1 << round(math.log2(2 * math.sqrt(max(passages, 1)))), passages // _SAMPLE))


def sample_for(passages: int) -> int:
    """From how many vectors the centres are found."""
    return min(passages, _SAMPLE * lists_for(passages))


@dataclass(frozen=True, slots=True)
class CodedVectors:
    """Vectors by list, shape (n,), and by code: their numbers in 8 bits, shape (n, dimensions)."""

    lists: NDArray[np.int32]
    codes: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Centroids:
    """The centres of an embedder's lists, shape (lists, d), and the lowest number and the range of each dimension."""

    centres: Vectors
    ranges: Vectors

    @classmethod
    def found(cls, sample: Vectors, lists: int) -> "Centroids":
        """Centres by k-means over a sample; the same sample gives the same ones."""
        means = faiss.Kmeans(sample.shape[1], lists, niter=_ROUNDS, min_points_per_centroid=1)
        means.train(sample)
        lowest = sample.min(axis=0, initial=np.inf)
        spread = sample.max(axis=0, initial=-np.inf) - lowest
        return cls(np.asarray(means.centroids), np.stack([lowest - spread / 10, spread * 1.2]).astype(np.float32))

    @classmethod
    def read(cls, files: CheckedFolder, number: int, lists: int, dimensions: int) -> "Centroids":
        """The centres for the recipe's embedder with that number; raises IndexDamagedError."""
        centres = files.array(f"centres-{number}.npy", np.float32, (lists, dimensions))
        ranges = files.array(f"ranges-{number}.npy", np.float32, (2, dimensions))
        if not (np.isfinite(centres).all() and np.isfinite(ranges).all()):
            raise files.damaged(f"centres-{number}.npy", "it holds numbers that are none")
        return cls(centres, ranges)

    def contents(self, number: int) -> Contents:
        """The files of these centres."""
        return {f"centres-{number}.npy": self.centres, f"ranges-{number}.npy": self.ranges}

    def coded(self, vectors: Vectors) -> CodedVectors:
        """The lists and codes of vectors."""
        index = self._empty()
        _, lists = index.quantizer.search(np.ascontiguousarray(vectors), 1)
        codes = index.sa_encode(np.ascontiguousarray(vectors))[:, index.coarse_code_size() :]
        return CodedVectors(lists[:, 0].astype(np.int32), np.ascontiguousarray(codes))

    def structure(self, coded: CodedVectors) -> Any:  # noqa: ANN401 - as for `_empty`
        """FAISS's structure over coded vectors; the n-th has the number n."""
        index = self._empty()
        width = index.coarse_code_size()
        if len(coded.lists):
            heads = coded.lists.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :width]
            index.add_sa_codes(np.hstack([heads, coded.codes]), np.arange(len(coded.lists), dtype=np.int64))
        return index

    def nearest(self, question: Vectors, probes: int) -> tuple[Vectors, NDArray[np.int64]]:
        """The lists whose centres are nearest to a question, shape (1, dimensions), with their distances."""
        distances, lists = faiss.knn(question, self.centres, min(probes, len(self.centres)))
        return distances, lists

    def _empty(self) -> Any:  # noqa: ANN401 - the stub of FAISS lacks half of what it has
        count, dimensions = self.centres.shape
        coarse = faiss.IndexFlatL2(dimensions)
        coarse.add(np.ascontiguousarray(self.centres))
        kind = faiss.ScalarQuantizer.QT_8bit
        # By distance, which for unit vectors ranks as the inner product does: centres have no unit length.
        index: Any = faiss.IndexIVFScalarQuantizer(coarse, dimensions, count, kind, faiss.METRIC_L2, False)
        faiss.copy_array_to_vector(np.ascontiguousarray(self.ranges).ravel(), index.sq.trained)
        index.is_trained = True
        return index
