"""Inverted lists for the vectors of a large index (IVF), with 8 bits a number (FAISS's SQ8).

No structure of FAISS is stored: centroids, ranges, list numbers and codes are plain arrays, checked like all others,
and the structure is built from them in memory. So a file from a stranger can contain wrong numbers but break nothing.
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
"""Maximum passages for an exhaustive search: up to there lists hardly save time, and nothing is missed."""
_VECTORS_PER_LIST = 32
"""Vectors sampled for each list to train its centroid."""
_ROUNDS = 10
"""Rounds of k-means; more change the recall by less than a hundredth."""


def lists_for(passages: int) -> int:
    """Return the number of lists for that many passages: a power of two near twice their square root."""
    return max(1, min(1 << round(math.log2(2 * math.sqrt(max(passages, 1)))), passages // _VECTORS_PER_LIST))


def sample_for(passages: int) -> int:
    """Return the number of vectors to train the centroids on."""
    return min(passages, _VECTORS_PER_LIST * lists_for(passages))


@dataclass(frozen=True, slots=True)
class CodedVectors:
    """The lists of vectors, shape (n,), and their codes, 8 bits a number, shape (n, dimensions)."""

    lists: NDArray[np.int32]
    codes: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Centroids:
    """The centroids of an embedder's lists, shape (lists, d), and the lowest number and the range of each dimension."""

    vectors: Vectors
    ranges: Vectors

    @classmethod
    def train(cls, sample: Vectors, lists: int) -> "Centroids":
        """Train centroids by k-means on a sample; the same sample gives the same ones."""
        means = faiss.Kmeans(sample.shape[1], lists, niter=_ROUNDS, min_points_per_centroid=1)
        means.train(sample)
        lowest = sample.min(axis=0, initial=np.inf)
        spread = sample.max(axis=0, initial=-np.inf) - lowest
        return cls(np.asarray(means.centroids), np.stack([lowest - spread / 10, spread * 1.2]).astype(np.float32))

    @classmethod
    def read(cls, files: CheckedFolder, number: int, lists: int, dimensions: int) -> "Centroids":
        """Read the centroids for the recipe's embedder with that number; raises IndexDamagedError."""
        centroids = files.array(f"centres-{number}.npy", np.float32, (lists, dimensions))
        ranges = files.array(f"ranges-{number}.npy", np.float32, (2, dimensions))
        return cls(centroids, ranges)

    def contents(self, number: int) -> Contents:
        """Return the files of these centroids."""
        return {f"centres-{number}.npy": self.vectors, f"ranges-{number}.npy": self.ranges}

    def coded(self, vectors: Vectors) -> CodedVectors:
        """Assign vectors to lists and encode them."""
        index = self._empty()
        _, lists = index.quantizer.search(np.ascontiguousarray(vectors), 1)
        codes = index.sa_encode(np.ascontiguousarray(vectors))[:, index.coarse_code_size() :]
        return CodedVectors(lists[:, 0].astype(np.int32), np.ascontiguousarray(codes))

    def structure(self, coded: CodedVectors) -> Any:  # noqa: ANN401 - as for `_empty`
        """Return a FAISS structure over coded vectors; the n-th has the number n."""
        index = self._empty()
        width = index.coarse_code_size()
        if len(coded.lists):
            heads = coded.lists.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :width]
            index.add_sa_codes(np.hstack([heads, coded.codes]), np.arange(len(coded.lists), dtype=np.int64))
        return index

    def nearest(self, question: Vectors, probes: int) -> tuple[Vectors, NDArray[np.int64]]:
        """Return the lists whose centroids are nearest to a question, shape (1, dimensions), with their distances."""
        distances, lists = faiss.knn(question, self.vectors, min(probes, len(self.vectors)))
        return distances, lists

    def _empty(self) -> Any:  # noqa: ANN401 - the stub of FAISS lacks half of what it has
        count, dimensions = self.vectors.shape
        coarse = faiss.IndexFlatL2(dimensions)
        coarse.add(np.ascontiguousarray(self.vectors))
        kind = faiss.ScalarQuantizer.QT_8bit
        # By distance, which for unit vectors ranks as the inner product does: centroids are not unit vectors.
        index: Any = faiss.IndexIVFScalarQuantizer(coarse, dimensions, count, kind, faiss.METRIC_L2, False)
        faiss.copy_array_to_vector(np.ascontiguousarray(self.ranges).ravel(), index.sq.trained)
        index.is_trained = True
        return index
