"""The packaged answerai-colbert-small-v1 on ONNX Runtime: one vector a token, for late interaction."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.base import Vectors
from index.models.onnx import WINDOW, OnnxModel, ThreadMap, in_background, windows
from index.models.packaged_weights import verified_files
from index.passage_text import encodable

MAX_QUESTION_TOKENS = 128
"""Maximum tokens of a question that are compared; a longer one is cut, because each costs a pass over all passages."""


class ColbertEncoder:
    """English texts to one unit vector a token.

    The packaged file ends before the model's projection to 96 dimensions; these are the 384 dimensions before it, where
    the marks that the model was trained with do harm. Share of XQuAD's English questions right at rank 1 after re-
    ranking 50 paragraphs: the model card's way ([unused0] and [unused1] mark question and passage, [MASK] fills the
    question up to 32 tokens) 0.81, without the filling 0.97, without the marks too 0.979, and without the question's
    own [CLS] and [SEP], as here, 0.980.

    A text longer than the window gives the tokens of all its windows.
    """

    def __init__(self, name: str, threads: int) -> None:
        """Check the packaged weights and start loading them; raises ModelError."""
        files = {path.name: path for path in verified_files(name).values()}
        self.name = name
        self.dimensions = 384
        self._loading = in_background(lambda: OnnxModel(files["model.onnx"], files["tokenizer.json"]))
        self._map = ThreadMap(threads)

    @property
    def _model(self) -> OnnxModel:
        return self._loading.result()

    def encode_passage(self, text: str) -> Vectors:
        """Return unit vectors of a passage's tokens, with the markers of each window, shape (tokens, dimensions)."""
        return np.concatenate(self._windows(text))

    def encode_passages(self, texts: Sequence[str]) -> list[Vectors]:
        """Return the vectors of several passages, each as `encode_passage` returns them."""
        return list(self._map(self.encode_passage, texts))

    def encode_question(self, text: str) -> Vectors:
        """Return unit vectors of a question's first tokens, or of the markers if it has none.

        Shape (tokens, dimensions), with `MAX_QUESTION_TOKENS` at most.
        """
        inner = np.concatenate([vectors[1:-1] for vectors in self._windows(text, MAX_QUESTION_TOKENS)])
        return inner if len(inner) else self.encode_passage(text)

    def token_spans(self, text: str) -> NDArray[np.int64]:
        """Return the span in the text of each token of a passage, shape (tokens, 2); (0, 0) for markers."""
        spans: list[tuple[int, int]] = []
        for part in windows(self._model.token_spans(encodable(text)), WINDOW - 2):
            spans += [(0, 0), *part, (0, 0)]
        return np.array(spans, dtype=np.int64)

    def is_word(self, folded: str) -> bool:
        """Return True if a word, in lower case and without accents, is one token of the model's vocabulary."""
        return self._model.tokenizer.token_to_id(folded) is not None

    def _windows(self, text: str, most: int | None = None) -> list[Vectors]:
        """Return the vectors of each window of a text, or of its first tokens."""
        model = self._model
        first, last = model.marker("[CLS]"), model.marker("[SEP]")
        parts = windows(model.token_ids(encodable(text))[:most], WINDOW - 2)
        states = (model.run([first, *part, last]) for part in parts)
        return [vectors / np.linalg.norm(vectors, axis=1, keepdims=True) for vectors in states]
