"""The passages of a document's folder, each parsed from its line on access."""

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

_MAX_KEPT = 256
"""Maximum parsed passages kept for each document; a factsheet has about 120."""
_LINE_END = 10


class _Labels(BaseModel):
    """The labels of a passage's line."""

    model_config = ConfigDict(extra="ignore", strict=True)

    table: str | None
    row: str | None
    column: str | None


def passage_contents(passages: Sequence[Passage]) -> Contents:
    """Return the files that `StoredPassages` reads."""
    boxes = [passage.word_boxes for passage in passages]
    return {
        PASSAGES: passage_lines(passages),
        WORD_BOXES: np.concatenate([np.zeros((0, 6), dtype=np.float32), *boxes]),
        BOX_OFFSETS: np.cumsum([0, *(len(rows) for rows in boxes)]).astype(np.int64),
    }


class StoredPassages(Sequence[Passage]):
    """The passages of one document. Safe for threads; damage is reported on access."""

    def __init__(self, files: CheckedFolder, document: Document, passages: int) -> None:
        """Check the folder's files; raises IndexDamagedError."""
        self._files = files
        self._document = document
        self._lines: NDArray[np.uint8] = files.text_lines(PASSAGES)
        self._ends = np.flatnonzero(self._lines == _LINE_END)
        if len(self._ends) != passages or len(self._lines) != (self._ends[-1] + 1 if passages else 0):
            raise files.damaged(PASSAGES, f"it does not have {passages} passages")
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
        """Return a passage, or a slice; raises IndexDamagedError."""
        if isinstance(number, slice):
            return tuple(self[position] for position in range(*number.indices(len(self))))
        position = range(len(self))[number]
        kept = self._kept.get(position)
        if kept is None:
            kept = self._parsed(position)
            if len(self._kept) < _MAX_KEPT:
                self._kept[position] = kept
        return kept

    def labelled(self) -> Iterator[Labelled]:
        """Yield the labels of each passage without parsing the rest; raises IndexDamagedError."""
        for position in range(len(self)):
            try:
                yield _Labels.model_validate_json(self._line(position))
            except ValidationError as error:
                raise self._not_written(position) from error

    def _line(self, position: int) -> bytes:
        start = int(self._ends[position - 1]) + 1 if position else 0
        return self._lines[start : self._ends[position]].tobytes()

    def _not_written(self, position: int) -> IndexDamagedError:
        return self._files.damaged(PASSAGES, f"line {position + 1} is not the passage that was written")

    def _parsed(self, position: int) -> Passage:
        boxes = self._boxes[self._box_offsets[position] : self._box_offsets[position + 1]]
        try:
            return passage_from(self._line(position), self._document.id, boxes)
        except ValidationError as error:
            raise self._not_written(position) from error
        except ValueError as error:
            raise self._files.damaged(PASSAGES, f"passage {position + 1} has an impossible page or box") from error


class JoinedPassages(Sequence[Passage]):
    """The passages of several documents, one after the other; a document is opened on first access."""

    def __init__(self, part: Callable[[int], Sequence[Passage]], firsts: NDArray[np.int64]) -> None:
        """`part(d)` returns the passages of document d, `firsts[d]` is the number of its first one."""
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
        """Return a passage, or a slice; raises IndexDamagedError."""
        if isinstance(number, slice):
            return tuple(self[position] for position in range(*number.indices(len(self))))
        position = range(len(self))[number]
        part = int(np.searchsorted(self._firsts, position, side="right")) - 1
        return self._part(part)[position - int(self._firsts[part])]
