"""States of words in their context, by the lower layers of the packaged embedder."""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from index.base import Vectors
from index.models.e5_weights import E5Weights
from index.models.model_cache import converted_model
from index.models.onnx import onnx_session
from index.models.packaged_weights import PACKAGED
from index.models.registry import load_e5
from qa.answering.reader.words import WrittenWord

_MAX_PIECES = 250
"""Maximum pieces of a text of which states are made."""
_GRAPH = "lower.bin"


class WordStates:
    """The lower layers of multilingual-e5-small. Safe to share between threads."""

    def __init__(self, threads: int) -> None:
        """Load the layers, converted at first use; raises ModelError."""
        self._base = load_e5(threads)
        name = f"{self._base.name}-lower"
        with converted_model(name, PACKAGED[self._base.name].digest, partial(_converted, self._base.weights)) as folder:
            self._lower = onnx_session(folder / _GRAPH)

    def of(self, words: Sequence[WrittenWord]) -> Vectors:
        """Return the state of each word, shape (words, hidden): the mean over its pieces, of the words that fit in."""
        start, end = self._base.markers()
        ids, bounds = [start], [1]
        for word in words:
            pieces = self._base.word_pieces(word.text, follows_space=word.follows_space)
            if len(ids) + len(pieces) > _MAX_PIECES:
                break
            ids += pieces
            bounds.append(len(ids))
        states: Vectors = self._lower.run(None, {"embeddings": self._base.summed_embeddings([*ids, end])[None]})[0][0]
        means = np.zeros((len(bounds) - 1, states.shape[1]), dtype=np.float32)
        for mean, first, last in zip(means, bounds, bounds[1:], strict=False):
            if last > first:
                mean[:] = states[first:last].mean(axis=0)
        return means


def _converted(weights: E5Weights) -> Mapping[str, bytes]:
    # Imported here, because only the first use of the weights needs onnx.
    from qa.answering.reader.cross_lingual_graphs import lower_graph

    return {_GRAPH: lower_graph(weights)}
