"""The layout of an index: each passage's number, its document, and its position in a segment."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.int64]


class PassageLayout:
    """Passages are numbered document after document; segments have documents in an order of their own.

    `firsts[d]` is the number of document d's first passage, `document_numbers[i]` the document of passage i.
    """

    def __init__(self, sizes: Sequence[int], segments: Sequence[Sequence[int]]) -> None:
        """`sizes` has the passages of each document, `segments` the numbers of each segment's documents."""
        self._sizes = np.array(sizes, dtype=np.int64)
        self._segments = [np.array(documents, dtype=np.int64) for documents in segments]
        self.firsts: Positions = np.concatenate([[0], np.cumsum(self._sizes)]).astype(np.int64)
        self.document_numbers: Positions = np.repeat(np.arange(len(sizes), dtype=np.int64), self._sizes)
        self._numbers = [self._joined(documents) for documents in self._segments]
        self._segment_of = np.zeros(len(sizes), dtype=np.int64)
        self._start_of = np.zeros(len(sizes), dtype=np.int64)
        for segment, documents in enumerate(self._segments):
            self._segment_of[documents] = segment
            self._start_of[documents] = self._starts(documents)

    def __len__(self) -> int:
        """Return the number of all passages."""
        return int(self.firsts[-1])

    def numbers(self, segment: int) -> Positions:
        """Return the numbers of a segment's passages, in its order."""
        return self._numbers[segment]

    def locate(self, numbers: Positions) -> tuple[Positions, Positions]:
        """Return the segment of each passage, and its position there."""
        documents = self.document_numbers[numbers]
        return self._segment_of[documents], numbers - self.firsts[documents] + self._start_of[documents]

    def segment_ranges(self) -> list[tuple[int, int, int]]:
        """Return for each document its segment, and its first and end position there."""
        ends = self._start_of + self._sizes
        return list(zip(self._segment_of.tolist(), self._start_of.tolist(), ends.tolist(), strict=True))

    def _joined(self, documents: Positions) -> Positions:
        sizes = self._sizes[documents]
        return np.repeat(self.firsts[documents] - self._starts(documents), sizes) + np.arange(sizes.sum())

    def _starts(self, documents: Positions) -> Positions:
        sizes = self._sizes[documents]
        starts: Positions = np.cumsum(sizes) - sizes
        return starts
