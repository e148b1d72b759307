"""From a question to ranked passages: candidates from words and from vectors, ranked by all signals together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.model import Passage
from index.base import Embedder, Ranked, TokenEncoder, Vectors
from index.reader import PassageIndex
from qa.columns import column_fit
from qa.cues import Expected, expected_answer
from qa.gloss import Bridge
from qa.scale import Scale
from qa.weights import Weights, weigh
from qa.words import content_words, stem, words

_CANDIDATES = 60
"""Passages taken from each list: beyond these, the development sets hold no more evidence."""
_QUERIES = 256
"""Questions that are kept ready: whoever asks is likely to search for the same, or to ask again within a filter."""
_DOCUMENTS = 128
"""Documents whose tables are kept in mind."""
_LONG = 10
"""Words from which a text that several documents share is no coincidence."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready for search.

    `gloss` is the question in the documents' language; `vector` its embedding, shape (dimensions,); `tokens` the token
    vectors of the gloss, shape (tokens, dimensions); `stems` its content words.
    """

    text: str
    language: str
    expected: Expected
    gloss: str
    stems: frozenset[str]
    vector: Vectors
    tokens: Vectors


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with its signals and their weighted sum."""

    number: int
    passage: Passage
    signals: Mapping[str, float]
    score: float


@dataclass(frozen=True, slots=True)
class _Tables:
    """The column labels of each table of a document, in the order of their first cell; its passages by row label."""

    columns: Mapping[str | None, Sequence[str]]
    rows: Mapping[str, Sequence[int]]


class Retriever:
    """Ranks the passages of an index for a question."""

    def __init__(
        self, index: PassageIndex, embedder: Embedder, encoder: TokenEncoder, bridge: Bridge, weights: Weights
    ) -> None:
        self.index = index
        self._embedder = embedder
        self._encoder = encoder
        self._bridge = bridge
        self._weights = weights
        self._scale = Scale.of(embedder)
        self.query = lru_cache(_QUERIES)(self._query)
        self._tables = lru_cache(_DOCUMENTS)(self._tables_of)

    def _query(self, text: str, language: str, last: str = "") -> Query:
        """Make a question ready. What it asks for is told by the `last` part of the text, where that tells it."""
        gloss = self._bridge.gloss(text, language)
        expected = expected_answer(last, language) if last else "any"
        return Query(
            text,
            language,
            expected if expected != "any" else expected_answer(text, language),
            gloss,
            frozenset(stem(word) for word in content_words(gloss)),
            self._embedder.embed_questions([text])[0],
            self._encoder.encode_question(gloss),
        )

    def rank(self, query: Query, allowed: NDArray[np.bool_] | None, k: int) -> list[Candidate]:
        """The k best passages among the allowed ones, best first."""
        lexical = self.index.lexical(_searched_words(query), _CANDIDATES, allowed)
        dense = self.index.dense(self._embedder.name, query.vector, _CANDIDATES, allowed)
        numbers = sorted({ranked.number for ranked in (*lexical, *dense)})
        if not numbers:
            return []
        similarities = self.index.vectors(self._embedder.name, numbers) @ query.vector
        late = self.index.late(query.tokens, numbers)
        matches = _relative(lexical)
        candidates = []
        for place, number in enumerate(numbers):
            passage = self.index.passages[number]
            signals = {
                "lexical": matches.get(number, 0.0),
                "dense": self._scale(float(similarities[place])),
                "late": float(late[place]),
                "column": self._column_fit(query, passage),
                "labels": _label_match(query, passage),
                "repeated": float(self._is_repeated(number, passage)),
                **_kind_signals(passage),
            }
            candidates.append(Candidate(number, passage, signals, weigh(signals, self._weights.passages)))
        candidates.sort(key=lambda candidate: -candidate.score)
        return candidates[:k]

    def in_rows(self, document: str, rows: Iterable[str]) -> NDArray[np.bool_]:
        """A mask over passages that lets only those through that carry one of the row labels in a document."""
        mask = np.zeros(len(self.index.passages), dtype=np.bool_)
        for row in rows:
            mask[self._tables(document).rows.get(row, [])] = True
        return mask

    def row_labels(self, document: str) -> Collection[str]:
        """The row labels of a document's tables."""
        return self._tables(document).rows.keys()

    def siblings(self, passage: Passage) -> list[str]:
        """The labels of the other columns of a cell's table."""
        columns = self._tables(passage.document_id).columns.get(passage.table, ())
        return [label for label in columns if label != passage.column]

    def _tables_of(self, document: str) -> "_Tables":
        columns: dict[str | None, dict[str, None]] = defaultdict(dict)
        rows: dict[str, list[int]] = defaultdict(list)
        for number, passage in zip(
            self.index.document_range(document), self.index.document_passages(document), strict=True
        ):
            if passage.column is not None:
                columns[passage.table][passage.column] = None
            if passage.row is not None:
                rows[passage.row].append(number)
        return _Tables({table: tuple(labels) for table, labels in columns.items()}, dict(rows))

    def _is_repeated(self, number: int, passage: Passage) -> bool:
        """Whether a long passage stands word for word in another document too, such as an annex on the method.

        It tells nothing of one country. A row of options is none of these: it tells by which option is chosen.
        """
        long = len(passage.text.split()) >= _LONG
        return passage.chosen is None and long and bool(self.index.repeated[number])

    def _column_fit(self, query: Query, passage: Passage) -> float:
        if passage.column is None:
            return 0.0
        return column_fit(f"{query.text} {query.gloss}", passage.column, self.siblings(passage))


def _searched_words(query: Query) -> str:
    """What lexical search looks for: the gloss, and names as they were written."""
    if query.gloss == query.text:
        return query.text
    names = [word for word in query.text.split() if word[:1].isupper()]
    return " ".join([query.gloss, *names])


def _relative(ranked: Sequence[Ranked]) -> dict[int, float]:
    """Scores by passage number, as shares of the best one."""
    return {entry.number: entry.score / ranked[0].score for entry in ranked}


def _label_match(query: Query, passage: Passage) -> float:
    """The share of a row label's words that the question names."""
    if passage.row is None:
        return 0.0
    label = {stem(word) for word in words(passage.row)}
    return len(label & query.stems) / len(label) if label else 0.0


def _kind_signals(passage: Passage) -> dict[str, float]:
    """One signal of 1 for the kind of passage, so that fitting can tell which kinds seldom answer."""
    return {f"kind_{passage.kind}": 1.0}


def coverage(query: Query, passage: Passage) -> float:
    """The share of the question's content words that stand in a passage or its breadcrumb."""
    if not query.stems:
        return 0.0
    held = {stem(word) for word in words(f"{passage.context} {passage.text}")}
    return len(query.stems & held) / len(query.stems)
