"""The passages of a document's folder, each made from its line when it is asked for."""

from collections.abc import Callable, Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.model import Document, Passage
from index.errors import IndexDamagedError
from index.labels import Labelled
from index.passage_json import passage_from, passage_lines
from index.storage.sealed_folder import CheckedFolder, Contents

PASSAGES = "passages.jsonl"
WORD_BOXES = "word_boxes.npy"
BOX_OFFSETS = "word_box_offsets.npy"

_KEPT = 256
"""Passages of a document that are kept once made; a factsheet has about 120."""
_LINE_END = 10


class _Labels(BaseModel):
    """Of a line only the labels."""

    model_config = ConfigDict(extra="ignore", strict=True)

    table: str | None
    row: str | None
    column: str | None


def passage_contents(passages: Sequence[Passage]) -> Contents:
    """The files that `StoredPassages` reads."""
    boxes = [passage.word_boxes for passage in passages]
    return {
        PASSAGES: passage_lines(passages),
        WORD_BOXES: np.concatenate([np.zeros((0, 6), dtype=np.float32), *boxes]),
        BOX_OFFSETS: np.cumsum([0, *(len(rows) for rows in boxes)]).astype(np.int64),
    }


class StoredPassages(Sequence[Passage]):
    """The passages of one document. Safe for threads; what is damaged is told when it is asked for."""

    def __init__(self, files: CheckedFolder, document: Document, passages: int) -> None:
        """Check the folder's files; raises IndexDamagedError."""
        self._files = files
        self._document = document
        self._lines: NDArray[np.uint8] = files.text_lines(PASSAGES)
        self._ends = np.flatnonzero(self._lines == _LINE_END)
        if len(self._ends) != passages or len(self._lines) != (self._ends[-1] + 1 if passages else 0):
            raise files.damaged(PASSAGES, f"it does not hold {passages} passages")
        self._box_offsets = files.offsets(BOX_OFFSETS, passages)
        self._boxes = files.mapped(WORD_BOXES, np.float32, (int(self._box_offsets[-1]), 6))
        self._kept: dict[int, Passage] = {}

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, number: int) -> Passage: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Passage, ...]: ...
    def __getitem__(self, number: int | slice) -> Passage | tuple[Passage, ...]:
        """A passage, or some of them; raises IndexDamagedError."""
        if isinstance(number, slice):
            return tuple(self[place] for place in range(*number.indices(len(self))))
        place = range(len(self))[number]
        kept = self._kept.get(place)
        if kept is None:
            kept = self._made(place)
            if len(self._kept) < _KEPT:
                self._kept[place] = kept
        return kept

    def labelled(self) -> Iterator[Labelled]:
        """The labels of each passage, without making it; raises IndexDamagedError."""
        for place in range(len(self)):
            try:
                yield _Labels.model_validate_json(self._line(place))
            except ValidationError as error:
                raise self._not_written(place) from error

    def _line(self, place: int) -> bytes:
        start = int(self._ends[place - 1]) + 1 if place else 0
        return self._lines[start : self._ends[place]].tobytes()

    def _not_written(self, place: int) -> IndexDamagedError:
        return self._files.damaged(PASSAGES, f"line {place + 1} is not the passage that was written")

    def _made(self, place: int) -> Passage:
        boxes = self._boxes[self._box_offsets[place] : self._box_offsets[place + 1]]
        try:
            return passage_from(self._line(place), self._document.id, boxes)
        except ValidationError as error:
            raise self._not_written(place) from error
        except ValueError as error:
            raise self._files.damaged(PASSAGES, f"passage {place + 1} has no place") from error


class JoinedPassages(Sequence[Passage]):
    """The passages of several documents, one after the other; a document is opened when one of its is asked for."""

    def __init__(self, part: Callable[[int], Sequence[Passage]], firsts: NDArray[np.int64]) -> None:
        """`part(d)` gives the passages of document d, `firsts[d]` is the number of its first one."""
        self._part = part
        self._firsts = firsts

    def __len__(self) -> int:
        return int(self._firsts[-1])

    def __iter__(self) -> Iterator[Passage]:
        return (passage for number in range(len(self._firsts) - 1) for passage in self._part(number))

    @overload
    def __getitem__(self, number: int) -> Passage: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Passage, ...]: ...
    def __getitem__(self, number: int | slice) -> Passage | tuple[Passage, ...]:
        """A passage, or some of them; raises IndexDamagedError."""
        if isinstance(number, slice):
            return tuple(self[place] for place in range(*number.indices(len(self))))
        place = range(len(self))[number]
        part = int(np.searchsorted(self._firsts, place, side="right")) - 1
        return self._part(part)[place - int(self._firsts[part])]
