"""The packaged ms-marco-MiniLM-L-12-v2 on ONNX Runtime: how well a text answers a question."""

from collections.abc import Sequence

import numpy as np

from index.base import Vectors
from index.onnx_session import WINDOW, OnnxModel, windows
from index.text import encodable
from index.weights import verified_files

_LONGEST_QUESTION = 128
"""Tokens of a question that are seen; the rest of the window is the text's."""


class CrossEncoder:
    """Raw logits of question and text read together.

    A text that does not fit beside the question is cut into windows of equal length; the best window counts.
    """

    def __init__(self, name: str, threads: int) -> None:
        """Load the packaged weights; raises ModelError."""
        files = {path.name: path for path in verified_files(name).values()}
        self.name = name
        self._model = OnnxModel(files["model.onnx"], files["tokenizer.json"], threads)
        self._first, self._last = self._model.marker("[CLS]"), self._model.marker("[SEP]")

    def score(self, question: str, texts: Sequence[str]) -> Vectors:
        """Raw logits, shape (len(texts),)."""
        head = [self._first, *self._model.token_ids(encodable(question))[:_LONGEST_QUESTION], self._last]
        return np.array([self._best_window(head, text) for text in texts], dtype=np.float32)

    def _best_window(self, head: list[int], text: str) -> float:
        parts = windows(self._model.token_ids(encodable(text)), WINDOW - len(head) - 1)
        return max(self._logit(head, [*part, self._last]) for part in parts)

    def _logit(self, head: list[int], tail: list[int]) -> float:
        return float(self._model.run([*head, *tail], [0] * len(head) + [1] * len(tail))[0])
