"""Read questions and texts in other languages than English with the reader, which knows English.

The embedder knows a hundred languages, and after its lower layers words with the same meaning in context have similar
states. A projection, trained in `training/`, turns the state of a word into the reader's vector of the English word. So
the reader sees a soft translation, word by word and in context. English, names and figures keep their own vectors.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import numpy as np

from index.base import Vectors
from index.models.onnx import ThreadMap
from index.passage_text import encodable
from qa.answering.reader.contract import ENGLISH, Written
from qa.answering.reader.packaged import MAX_PIECES
from qa.answering.reader.projection import packaged_projection
from qa.answering.reader.word_states import WordStates
from qa.answering.reader.word_vectors import VectorReader
from qa.answering.reader.words import WrittenWord, written_words

_MAX_QUESTION_WORDS = 48
"""Maximum words of a question that are read."""
_MAX_WORDS = 120
"""Maximum words of a text that are read."""
_SHORTEST_SHARED = 4
"""Minimum letters of a word that question and text share for it to keep its own vectors."""


class CrossLingualReader:
    """Judges whether texts state what a question asks, in any of the embedder's languages. Safe to share."""

    def __init__(self, reader: VectorReader, threads: int) -> None:
        """Prepare to load what the reader needs besides, when something is first read."""
        self._reader = reader
        self._threads = threads
        self._map = ThreadMap(threads)
        self._loading = Lock()

    def scores(self, question: Written, texts: Sequence[Written]) -> list[float]:
        """Return the log-odds, for each text, that it states what the question asks; raises ModelError."""
        with self._loading:
            model = self._model
        asked = model.read(question, _MAX_QUESTION_WORDS)
        return list(self._map(lambda text: model.score(asked, model.read(text, _MAX_WORDS)), texts))

    @cached_property
    def _model(self) -> "_Model":
        return _Model(self._reader, self._threads)


@dataclass(frozen=True, slots=True)
class _Read:
    """The words of a text, each with its own vectors, and with the projected one if the text is not in English."""

    words: Sequence[WrittenWord]
    own: Sequence[Vectors]
    projected: Vectors | None

    def vectors(self, shared: Collection[str]) -> list[Vectors]:
        """Return the vectors to read: projected ones, except for figures and words that are `shared`."""
        if self.projected is None:
            return list(self.own)
        return [
            own if not word.is_letters or word.folded in shared else projected[None]
            for word, own, projected in zip(self.words, self.own, self.projected, strict=True)
        ]


class _Model:
    """The loaded parts of the cross-lingual reader."""

    def __init__(self, reader: VectorReader, threads: int) -> None:
        self._reader = reader
        self._states = WordStates(threads)
        self._project = packaged_projection()

    def read(self, written: Written, limit: int) -> _Read:
        """Return the words of a text, at most `limit`, with their vectors."""
        words = written_words(encodable(written.text))[:limit]
        projected = None
        if written.language != ENGLISH:
            projected = self._project(self._states.of(words))
            words = words[: len(projected)]
        pieces = self._reader.pieces([word.text for word in words])
        return _Read(words, [self._reader.vectors(ids) for ids in pieces], projected)

    def score(self, question: _Read, text: _Read) -> float:
        """Return the log-odds that a text states what the question asks."""
        shared = {word.folded for word in question.words if len(word.text) >= _SHORTEST_SHARED}
        shared &= {word.folded for word in text.words}
        first, last = self._reader.first, self._reader.last
        asked = np.concatenate([first, *question.vectors(shared), last])
        shown = np.concatenate([*text.vectors(shared), last[:0]])[: max(0, MAX_PIECES - len(asked) - 1)]
        return self._reader.score(asked, np.concatenate([shown, last]))
