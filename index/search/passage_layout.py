"""Where each passage of an index stands: its number in the whole, its document, and its place on a shelf."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]


class PassageLayout:
    """Passages are numbered document after document; shelves hold documents in an order of their own.

    `firsts[d]` is the number of document d's first passage, `document_numbers[i]` the document of passage i.
    """

    def __init__(self, sizes: Sequence[int], shelves: Sequence[Sequence[int]]) -> None:
        """`sizes` has the passages of each document, `shelves` the numbers of each shelf's documents."""
        self._sizes = np.array(sizes, dtype=np.int64)
        self._shelves = [np.array(documents, dtype=np.int64) for documents in shelves]
        self.firsts: Places = np.concatenate([[0], np.cumsum(self._sizes)]).astype(np.int64)
        self.document_numbers: Places = np.repeat(np.arange(len(sizes), dtype=np.int64), self._sizes)
        self._numbers = [self._joined(documents) for documents in self._shelves]
        self._shelf_of = np.zeros(len(sizes), dtype=np.int64)
        self._start_of = np.zeros(len(sizes), dtype=np.int64)
        for shelf, documents in enumerate(self._shelves):
            self._shelf_of[documents] = shelf
            self._start_of[documents] = self._starts(documents)

    def __len__(self) -> int:
        """The number of all passages."""
        return int(self.firsts[-1])

    def numbers(self, shelf: int) -> Places:
        """The number of each passage of a shelf, in the order in which they stand there."""
        return self._numbers[shelf]

    def located(self, numbers: Places) -> tuple[Places, Places]:
        """The shelf of each passage, and its place there."""
        documents = self.document_numbers[numbers]
        return self._shelf_of[documents], numbers - self.firsts[documents] + self._start_of[documents]

    def stretches(self) -> list[tuple[int, int, int]]:
        """For each document its shelf, and where it begins and ends there."""
        ends = self._start_of + self._sizes
        return list(zip(self._shelf_of.tolist(), self._start_of.tolist(), ends.tolist(), strict=True))

    def _joined(self, documents: Places) -> Places:
        sizes = self._sizes[documents]
        return np.repeat(self.firsts[documents] - self._starts(documents), sizes) + np.arange(sizes.sum())

    def _starts(self, documents: Places) -> Places:
        sizes = self._sizes[documents]
        starts: Places = np.cumsum(sizes) - sizes
        return starts
