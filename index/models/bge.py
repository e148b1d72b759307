"""The packaged bge-small-en-v1.5 on ONNX Runtime."""

from collections.abc import Sequence

import numpy as np

from index.base import Vectors
from index.models.onnx import WINDOW, OnnxModel, ThreadMap, windows
from index.models.packaged_weights import verified_files
from index.passage_text import encodable

_QUESTION_PREFIX = "Represent this sentence for searching relevant passages: "  # the model card's


class BgeEmbedder:
    """English sentences to unit vectors: the first token's last hidden state, normalised.

    Texts are embedded one by one: activations are quantised to 8 bits dynamically, so in a batch each vector would
    depend on the others, and on a CPU larger batches are no faster. A text longer than the model's window is cut into
    windows of equal length whose vectors are averaged, so nothing is left out.
    """

    def __init__(self, name: str, threads: int) -> None:
        """Load the packaged weights; raises ModelError."""
        files = {path.name: path for path in verified_files(name).values()}
        self.name = name
        self.dimensions = 384
        self._model = OnnxModel(files["model.onnx"], files["tokenizer.json"])
        self._map = ThreadMap(threads)
        self._first, self._last = self._model.marker("[CLS]"), self._model.marker("[SEP]")

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of passages, shape (len(texts), dimensions)."""
        return self._embed(texts)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of questions, shape (len(texts), dimensions)."""
        return self._embed([_QUESTION_PREFIX + text for text in texts])

    def _embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, vector in zip(vectors, self._map(self._vector, texts), strict=True):
            row[:] = vector
        return vectors

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(self.dimensions, dtype=np.float32)
        for part in windows(self._model.token_ids(encodable(text)), WINDOW - 2):
            state = self._model.run([self._first, *part, self._last])[0]
            vector += state / np.linalg.norm(state)
        return vector / np.linalg.norm(vector)
