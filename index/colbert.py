"""The packaged answerai-colbert-small-v1 on ONNX Runtime: one vector a token, for late interaction."""

import numpy as np
from numpy.typing import NDArray

from index.base import Vectors
from index.onnx_session import WINDOW, OnnxModel, windows
from index.text import encodable
from index.weights import verified_files

_QUESTION_LENGTH = 32
"""Tokens to which a question is filled up with [MASK], markers included (the model card's `query_maxlen`)."""


class ColbertEncoder:
    """English texts to one unit vector a token.

    As the model was trained, [unused0] marks a question and [unused1] a passage after the first marker, and a question
    is filled up with [MASK], whose vectors act as added terms. The packaged file ends before the model's projection to
    96 dimensions: these are the 384 dimensions before it. A text longer than the window gives the tokens of all its
    windows.
    """

    def __init__(self, name: str, threads: int) -> None:
        """Load the packaged weights; raises ModelError."""
        files = {path.name: path for path in verified_files(name).values()}
        self.name = name
        self.dimensions = 384
        self._model = OnnxModel(files["model.onnx"], files["tokenizer.json"], threads)
        self._first, self._last = self._model.marker("[CLS]"), self._model.marker("[SEP]")
        self._question, self._passage = self._model.marker("[unused0]"), self._model.marker("[unused1]")
        self._filler = self._model.marker("[MASK]")

    def encode_passage(self, text: str) -> Vectors:
        """Unit vectors of a passage's tokens, shape (tokens, dimensions)."""
        return self._encode(text, self._passage, filled_to=0)

    def encode_question(self, text: str) -> Vectors:
        """Unit vectors of a question's tokens, shape (tokens, dimensions)."""
        return self._encode(text, self._question, filled_to=0)

    def token_spans(self, text: str) -> NDArray[np.int64]:
        """Where each token of `encode_passage(text)` stands in the text, shape (tokens, 2); (0, 0) for markers."""
        spans: list[tuple[int, int]] = []
        for part in windows(self._model.token_spans(encodable(text)), WINDOW - 3):
            spans += [(0, 0), (0, 0), *part, (0, 0)]
        return np.array(spans, dtype=np.int64)

    def _encode(self, text: str, marker: int, filled_to: int) -> Vectors:
        states = []
        for part in windows(self._model.token_ids(encodable(text)), WINDOW - 3):
            ids = [self._first, marker, *part, self._last]
            ids += [self._filler] * (filled_to - len(ids))
            states.append(self._model.run(ids))
        vectors: Vectors = np.concatenate(states)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors
