"""A document's folder in the index: its passages and their vectors, written once and never changed."""

import io
import json
import math
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import DTypeLike, NDArray

from corpus.model import Document, Passage
from index.base import Vectors
from index.errors import IndexDamagedError
from index.late import TokenVectors
from index.manifest import DOCUMENTS, REBUILD, DocumentRecord, FileRecord, Recipe, sync
from index.vocabulary import Vocabulary
from index.weights import file_digest

PASSAGES = "passages.jsonl"
WORD_BOXES = "word_boxes.npy"
BOX_OFFSETS = "word_box_offsets.npy"
TOKENS = "tokens.npy"
TOKEN_SCALES = "token_scales.npy"
TOKEN_OFFSETS = "token_offsets.npy"
VOCABULARY = "vocabulary.json"
WORD_VECTORS = "word_vectors.npy"

_STORED_FIELDS = tuple(field.name for field in fields(Passage) if field.name not in ("document_id", "word_boxes"))


def vectors_file(number: int) -> str:
    """The file of the vectors of the recipe's embedder with that number."""
    return f"vectors-{number}.npy"


@dataclass(frozen=True, slots=True)
class Segment:
    """What a document's folder holds. `vectors` has one array an embedder, in the recipe's order."""

    passages: tuple[Passage, ...]
    vectors: tuple[Vectors, ...]
    tokens: TokenVectors
    vocabulary: Vocabulary


def segment_name(document: Document, passages: Sequence[Passage], recipe: Recipe) -> str:
    """A folder name that stands for exactly this content: the same passages and models give the same name."""
    sha = sha256(repr((document.id, recipe)).encode())
    sha.update(_lines(passages).encode())
    for passage in passages:
        sha.update(np.ascontiguousarray(passage.word_boxes).tobytes())
    return sha.hexdigest()[:32]


def write_segment(folder: Path, segment: Segment) -> None:
    """Write a document's folder: complete and on disk under a passing name first, then renamed."""
    passing = folder.with_name(f"{folder.name}.new")
    passing.mkdir(parents=True)
    (passing / PASSAGES).write_text(_lines(segment.passages), encoding="utf-8")
    words = {"known": sorted(segment.vocabulary.known), "common": segment.vocabulary.common}
    (passing / VOCABULARY).write_text(json.dumps(words), encoding="utf-8")
    boxes = [passage.word_boxes for passage in segment.passages]
    arrays: dict[str, NDArray[Any]] = {
        WORD_BOXES: np.concatenate([np.zeros((0, 6), dtype=np.float32), *boxes]),
        BOX_OFFSETS: np.cumsum([0, *(len(rows) for rows in boxes)]).astype(np.int64),
        TOKENS: segment.tokens.values,
        TOKEN_SCALES: segment.tokens.scales,
        TOKEN_OFFSETS: segment.tokens.offsets,
        WORD_VECTORS: segment.vocabulary.vectors,
    }
    arrays |= {vectors_file(number): vectors for number, vectors in enumerate(segment.vectors)}
    for name, array in arrays.items():
        np.save(passing / name, array, allow_pickle=False)
    for path in passing.iterdir():
        sync(path)
    sync(passing)
    os.replace(passing, folder)
    sync(folder.parent)


def file_records(folder: Path) -> dict[str, FileRecord]:
    """Size and digest of every file of a folder, by name."""
    return {path.name: file_record(path) for path in sorted(folder.iterdir())}


def file_record(path: Path) -> FileRecord:
    """Size and digest of a file."""
    return FileRecord(path.stat().st_size, file_digest(path))


def read_segment(index: Path, record: DocumentRecord, recipe: Recipe) -> Segment:
    """Open a document's folder.

    What is read whole is checked against its digest; word boxes and token vectors are mapped into memory and checked by
    size and shape only, which keeps opening quick (`index.verify` checks every digest).

    Raises:
        IndexDamagedError: a file is missing, altered or of another shape.
    """
    files = _Files(index / DOCUMENTS / record.folder, record.files)
    offsets = files.array(TOKEN_OFFSETS, np.int64, (record.passages + 1,))
    length = int(offsets[-1])
    tokens = TokenVectors(
        files.mapped(TOKENS, np.int8, (length, recipe.token_encoder.dimensions)),
        files.array(TOKEN_SCALES, np.float16, (length,)),
        offsets,
    )
    vectors = tuple(
        files.array(vectors_file(number), np.float32, (record.passages, model.dimensions))
        for number, model in enumerate(recipe.embedders)
    )
    return Segment(tuple(_passages(files, record)), vectors, tokens, _vocabulary(files, recipe))


def _vocabulary(files: "_Files", recipe: Recipe) -> Vocabulary:
    try:
        words = json.loads(files.whole(VOCABULARY))
        common = tuple(str(word) for word in words["common"])
        known = frozenset(str(word) for word in words["known"])
    except (ValueError, TypeError, KeyError) as error:
        raise files.damaged(VOCABULARY, "it does not hold the words that were written") from error
    return Vocabulary(
        known, common, files.array(WORD_VECTORS, np.float32, (len(common), recipe.embedders[0].dimensions))
    )


def _passages(files: "_Files", record: DocumentRecord) -> Iterable[Passage]:
    offsets = files.array(BOX_OFFSETS, np.int64, (record.passages + 1,))
    boxes = files.mapped(WORD_BOXES, np.float32, (int(offsets[-1]), 6))
    try:
        rows = [json.loads(line) for line in files.whole(PASSAGES).decode("utf-8").splitlines()]
        for row, start, end in zip(rows, offsets[:-1], offsets[1:], strict=True):
            row["chosen"] = None if row["chosen"] is None else tuple(row["chosen"])
            yield Passage(document_id=record.document.id, word_boxes=boxes[start:end], **row)
    except (ValueError, TypeError, KeyError) as error:
        raise files.damaged(PASSAGES, "it does not hold the passages that were written") from error


def _lines(passages: Iterable[Passage]) -> str:
    rows = ({name: getattr(passage, name) for name in _STORED_FIELDS} for passage in passages)
    return "".join(json.dumps(row, ensure_ascii=True) + "\n" for row in rows)


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of one folder, each checked before it is used."""

    folder: Path
    records: dict[str, FileRecord]

    def whole(self, name: str) -> bytes:
        """A file's bytes, checked against its digest."""
        self._checked_size(name)
        content = (self.folder / name).read_bytes()
        if sha256(content).hexdigest() != self.records[name].sha256:
            raise self.damaged(name, "its digest does not match")
        return content

    def array(self, name: str, dtype: DTypeLike, shape: tuple[int, ...]) -> NDArray[Any]:
        """A whole array of exactly that type and shape, read-only."""
        content = self.whole(name)
        offset = self._data_offset(name, io.BytesIO(content), dtype, shape)
        return np.frombuffer(content, dtype=dtype, offset=offset).reshape(shape)

    def mapped(self, name: str, dtype: DTypeLike, shape: tuple[int, ...]) -> NDArray[Any]:
        """The same, mapped into memory and checked by size only."""
        self._checked_size(name)
        with (self.folder / name).open("rb") as file:
            offset = self._data_offset(name, file, dtype, shape)
            return np.asarray(np.memmap(file, dtype=dtype, mode="r", offset=offset, shape=shape))

    def _data_offset(self, name: str, file: BinaryIO, dtype: DTypeLike, shape: tuple[int, ...]) -> int:
        """Where the numbers begin, once the header says that they are what they must be."""
        try:
            if np.lib.format.read_magic(file) != (1, 0):
                raise self.damaged(name, "it is of another version of the format")
            found = np.lib.format.read_array_header_1_0(file)
        except ValueError as error:
            raise self.damaged(name, "it is not an array") from error
        expected = (shape, False, np.dtype(dtype))
        length = file.tell() + math.prod(shape) * np.dtype(dtype).itemsize
        if found != expected or length != self.records[name].size:
            raise self.damaged(name, f"it does not hold {np.dtype(dtype)} {shape}")
        return file.tell()

    def _checked_size(self, name: str) -> None:
        if name not in self.records:
            raise self.damaged(name, "the manifest does not list it")
        try:
            size = (self.folder / name).stat().st_size
        except OSError as error:
            raise self.damaged(name, error.strerror or "it cannot be read") from error
        if size != self.records[name].size:
            raise self.damaged(name, f"it has {size} bytes, not {self.records[name].size}")

    def damaged(self, name: str, reason: str) -> IndexDamagedError:
        """The error for a file of this folder."""
        return IndexDamagedError(f"{self.folder / name} is damaged: {reason}; {REBUILD}")
