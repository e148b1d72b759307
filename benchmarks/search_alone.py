"""The worker that measures search alone over synthetic passages: the bundled factsheets' own, tiled with noise.

Posting lists are as long, in proportion, as in the bundled factsheets, whose words are all that occurs; with a million
real passages rare words would be rarer, so what is measured here is an upper bound.
"""

import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.lines import serve
from benchmarks.material import BUNDLED
from benchmarks.recorded import NOISE
from benchmarks.reference import reference_ms
from corpus.limits import Limits
from corpus.parse import parse_file
from index.base import Vectors
from index.dense import DenseIndex
from index.folder import write_folder
from index.lexical import LexicalIndex
from index.manifest import LEXICAL
from index.models import load_embedder
from index.text import searchable
from qa.settings import Settings

CANDIDATES = 60
"""Passages asked of each list, as the engine does."""
PART = 50_000
"""Vectors made at once."""


class SearchAlone:
    """Keeps the bundled passages and their vectors."""

    def __init__(self) -> None:
        settings = Settings()
        self._embedder = load_embedder(settings.embedder, settings.threads)
        readings = [parse_file(path, Limits()) for path in sorted(BUNDLED.glob("*.pdf"))]
        self._texts = [searchable(passage) for reading in readings for passage in reading.passages]
        self._vectors = self._embedder.embed_passages(self._texts)

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Search `count` passages for each question: milliseconds of vectors and of words, by question."""
        count, questions = request["count"], request["questions"]
        start = time.perf_counter()
        dense = DenseIndex(self._embedder.dimensions, self._tiles(count))
        with TemporaryDirectory() as folder:
            lexical = self._lexical(Path(folder), count)
        built = time.perf_counter() - start
        vectors = self._embedder.embed_questions(questions)
        pairs = list(zip(vectors, questions, strict=True))
        for vector, question in pairs[:2]:
            self._one(dense, lexical, vector, question)
        return {"built_s": built, "each": [self._one(dense, lexical, *pair) for pair in pairs]}

    def _one(self, dense: DenseIndex, lexical: LexicalIndex, vector: Vectors, question: str) -> dict[str, float]:
        reference = reference_ms(1)
        start = time.perf_counter()
        dense.rank(vector, CANDIDATES, None)
        middle = time.perf_counter()
        lexical.rank(question, CANDIDATES, None)
        words_ms = (time.perf_counter() - middle) * 1000
        return {"vectors": (middle - start) * 1000, "words": words_ms, "reference": reference}

    def _tiles(self, count: int) -> Iterator[Vectors]:
        random = np.random.default_rng(7)
        for start in range(0, count, PART):
            rows = self._vectors[np.arange(start, min(start + PART, count)) % len(self._vectors)]
            moved = rows + random.normal(0, NOISE, rows.shape).astype(np.float32)
            yield moved / np.linalg.norm(moved, axis=1, keepdims=True)

    def _lexical(self, folder: Path, count: int) -> LexicalIndex:
        """The lexical index of the bundled passages, each `count / passages` times over."""
        contents = dict(LexicalIndex.build(self._texts).contents())
        for channel in sorted(name.removesuffix(".json") for name in contents if name.endswith(".json")):
            arrays = [np.asarray(contents[f"{channel}-{part}.npy"]) for part in ("starts", "passages", "scores")]
            starts, passages, scores = _tiled(arrays[0], arrays[1], arrays[2], len(self._texts), count)
            contents |= {
                f"{channel}-starts.npy": starts,
                f"{channel}-passages.npy": passages,
                f"{channel}-scores.npy": scores,
            }
        record = write_folder(folder / LEXICAL / "tiled", contents)
        return LexicalIndex.read(folder, record, count)


def _tiled(
    starts: NDArray[np.int64], passages: NDArray[np.int32], scores: NDArray[np.float32], size: int, count: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    """Posting lists repeated for every block of `size` passages, up to passage `count`."""
    blocks = np.arange(0, count, size, dtype=np.int32)
    new_passages, new_scores = [], []
    for start, end in pairwise(starts):
        numbers = (blocks[:, None] + passages[None, start:end]).ravel()
        held = numbers < count
        new_passages.append(numbers[held])
        new_scores.append(np.tile(scores[start:end], len(blocks))[held])
    ends = np.cumsum([0, *(len(one) for one in new_passages)]).astype(np.int64)
    return ends, np.concatenate(new_passages).astype(np.int32), np.concatenate(new_scores).astype(np.float32)


if __name__ == "__main__":
    serve(SearchAlone().answer)
