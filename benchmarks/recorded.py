"""Replay the real models' vectors of a factsheet for its look-alikes.

Searching costs the same whatever the vectors are, so only the bundled factsheets are embedded; a look-alike's passages
get the vectors of the passages they are made from, with a little noise, so that no two are the same.
"""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np

from index.base import Embedder, TokenEncoder, Vectors

NOISE = 0.002
"""Standard deviation of the noise in each component of a vector.

With 384 components this moves a unit vector by 0.04, less than passages of a factsheet differ: answers stay the same.
"""


class RecordedEmbedder:
    """An embedder that gives a text the vector of its original in `origins`."""

    def __init__(self, model: Embedder, vectors: Mapping[str, Vectors], origins: Mapping[str, str]) -> None:
        self.name, self.dimensions = model.name, model.dimensions
        self._vectors, self._origins = vectors, origins

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return noisy copies of recorded vectors."""
        return np.stack([_noisy(self._vectors[self._origins[text]], text) for text in texts])

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return arbitrary vectors: only single words are embedded so, for the index's vocabulary."""
        return np.stack([_noisy(np.zeros(self.dimensions, np.float32), text) for text in texts])


class RecordedTokens:
    """A token encoder that gives a text as many recorded token vectors as it has tokens."""

    def __init__(self, model: TokenEncoder, tokens: Mapping[str, Vectors], origins: Mapping[str, str]) -> None:
        self.name, self.dimensions = model.name, model.dimensions
        self.encode_question, self.token_spans = model.encode_question, model.token_spans
        self._tokens, self._origins = tokens, origins

    def encode_passage(self, text: str) -> Vectors:
        """Return noisy copies of recorded token vectors, repeated from the first if the text has more tokens."""
        recorded = self._tokens[self._origins[text]]
        rows = recorded[np.arange(len(self.token_spans(text))) % len(recorded)]
        return _noisy(rows, text)

    def encode_passages(self, texts: Sequence[str]) -> list[Vectors]:
        """Return noisy copies of the token vectors of several passages."""
        return [self.encode_passage(text) for text in texts]


def _noisy(vectors: Vectors, seed: str) -> Vectors:
    """Return the vectors with noise, rescaled to unit length."""
    random = np.random.default_rng(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big"))
    moved = vectors + random.normal(0, NOISE, vectors.shape).astype(np.float32)
    unit: Vectors = moved / np.linalg.norm(moved, axis=-1, keepdims=True)
    return unit
