"""The reader that comes with the package, for English; `training/` has its data, script and model card."""

from collections.abc import Sequence

import numpy as np

from index.base import Vectors
from index.models.onnx import ThreadMap
from index.passage_text import encodable
from qa.answering.reader.word_vectors import VectorReader

MAX_PIECES = 192
"""Maximum word pieces of question and text together, as in training; a longer text is cut at its end."""
_MAX_QUESTION_PIECES = 64
"""Maximum word pieces of a question, which is cut at its end."""


class PackagedReader:
    """Judges whether English texts state what an English question asks. Safe to share between threads."""

    def __init__(self, model: VectorReader, threads: int) -> None:
        """Read with a loaded model."""
        self._model = model
        self._map = ThreadMap(threads)

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return the log-odds, for each English text, that it states what the English question asks."""
        model = self._model
        asked, *shown = model.pieces([encodable(text) for text in (question, *texts)])
        query = np.concatenate([model.first, model.vectors(asked[:_MAX_QUESTION_PIECES]), model.last])
        return list(self._map(lambda pieces: self._score(query, pieces), shown))

    def _score(self, query: Vectors, pieces: Sequence[int]) -> float:
        kept = pieces[: MAX_PIECES - len(query) - 1]
        return self._model.score(query, np.concatenate([self._model.vectors(kept), self._model.last]))
