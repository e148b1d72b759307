"""The packaged multilingual-e5-small on ONNX Runtime."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from index.base import Vectors
from index.models.e5_tokenizer import E5Tokenizer, e5_tokenizer_model
from index.models.e5_weights import E5Weights
from index.models.model_cache import converted_model
from index.models.onnx import WINDOW, ThreadMap, in_background, onnx_session, windows
from index.models.packaged_weights import PACKAGED, verified_files
from index.passage_text import encodable

_GRAPH, _TOKENIZER = "encoder.bin", "tokenizer.bin"


@dataclass(frozen=True, slots=True)
class _Encoder:
    """The loaded parts of the model."""

    session: Any
    tokenizer: E5Tokenizer


class E5Embedder:
    """Sentences of a hundred languages to unit vectors: the mean of the last hidden states, normalised.

    The prefixes are those of the model card. Texts are embedded one by one: activations are quantised to 8 bits
    dynamically, so in a batch each vector would depend on the others. A text longer than the model's window is cut into
    windows of equal length whose means are averaged, so nothing is left out.
    """

    def __init__(self, name: str, threads: int) -> None:
        """Check the packaged weights and start loading them, converted at first use; raises ModelError."""
        self.name = name
        self.weights = E5Weights(next(iter(verified_files(name).values())))
        sizes = self.weights.sizes
        self.dimensions = sizes.hidden
        types = self.weights.vector("emb.type", sizes.types, sizes.hidden)
        self._positions: Vectors = self.weights.vector("emb.pos", sizes.positions, sizes.hidden) + types[0]
        self._map = ThreadMap(threads)
        self._loading = in_background(partial(_load, name, self.weights))

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of passages, shape (len(texts), dimensions)."""
        return self._embed([f"passage: {text}" for text in texts])

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of questions, shape (len(texts), dimensions)."""
        return self._embed([f"query: {text}" for text in texts])

    def word_pieces(self, word: str, *, follows_space: bool) -> list[int]:
        """Return the ids of a word's tokens."""
        return self._loading.result().tokenizer.word_pieces(word, follows_space=follows_space)

    def markers(self) -> tuple[int, int]:
        """Return the ids of the tokens that begin and end a text."""
        tokenizer = self._loading.result().tokenizer
        return tokenizer.start, tokenizer.end

    def summed_embeddings(self, ids: Sequence[int]) -> Vectors:
        """Return what the first layer reads of tokens: their vectors and positions, shape (tokens, dimensions)."""
        return self.weights.word_vectors(ids) + self._positions[: len(ids)]

    def _embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, vector in zip(vectors, self._map(partial(self._vector, self._loading.result()), texts), strict=True):
            row[:] = vector
        return vectors

    def _vector(self, encoder: _Encoder, text: str) -> Vectors:
        vector = np.zeros(self.dimensions, dtype=np.float32)
        for ids in windows(encoder.tokenizer.token_ids(encodable(text)), WINDOW - 2):
            states = self.summed_embeddings([encoder.tokenizer.start, *ids, encoder.tokenizer.end])
            vector += len(ids) * encoder.session.run(None, {"embeddings": states[None]})[0][0]
        return vector / np.linalg.norm(vector)


def _load(name: str, weights: E5Weights) -> _Encoder:
    with converted_model(name, PACKAGED[name].digest, partial(_converted, weights)) as folder:
        return _Encoder(onnx_session(folder / _GRAPH), E5Tokenizer(folder / _TOKENIZER, weights.normalisation()))


def _converted(weights: E5Weights) -> Mapping[str, bytes]:
    # Imported here, because only the first use of the weights needs onnx.
    from index.models.e5_graph import e5_graph

    return {_GRAPH: e5_graph(weights), _TOKENIZER: e5_tokenizer_model(weights.vocabulary())}
