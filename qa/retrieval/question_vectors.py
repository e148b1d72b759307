"""Embed each question once, though planning and search both need its vector."""

from collections import OrderedDict
from threading import Lock

from index.base import Embedder, Vectors

_KEPT = 256
"""Maximum number of questions whose vectors are kept."""


class QuestionVectors:
    """The embeddings of questions, the latest ones kept. Safe for threads."""

    def __init__(self, embedder: Embedder) -> None:
        """Keep the vectors of one embedder."""
        self.embedder = embedder
        self._kept: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def of(self, question: str) -> Vectors:
        """Return the embedding of a question, shape (dimensions,)."""
        with self._lock:
            if question in self._kept:
                self._kept.move_to_end(question)
                return self._kept[question]
        vector: Vectors = self.embedder.embed_questions([question])[0]
        with self._lock:
            self._kept[question] = vector
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return vector
