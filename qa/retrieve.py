"""From a question to ranked passages: candidates from words and from vectors, ranked by all signals together."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from corpus.model import Passage
from index.base import Embedder, Found, TokenEncoder, Vectors, Within
from index.store import OpenIndex
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


class Retriever:
    """Ranks the passages of an index for a question."""

    def __init__(
        self, index: OpenIndex, embedder: Embedder, encoder: TokenEncoder, bridge: Bridge, weights: Weights
    ) -> None:
        self.index = index
        self._embedder = embedder
        self._encoder = encoder
        self._bridge = bridge
        self._weights = weights
        self._scale = Scale.of(embedder)
        self.query = lru_cache(_QUERIES)(self._query)

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

    def rank(self, query: Query, within: Within | None, k: int) -> list[Candidate]:
        """The k best passages, best first."""
        found = self.index.candidates(_searched_words(query), self._embedder.name, query.vector, _CANDIDATES, within)
        if not found:
            return []
        late = self.index.late(query.tokens, [each.number for each in found])
        best = max(each.lexical for each in found) or 1.0
        candidates = []
        for place, each in enumerate(found):
            passage = self.index.passages[each.number]
            signals = {
                "lexical": each.lexical / best,
                "dense": self._scale(each.dense),
                "late": float(late[place]),
                "column": self._column_fit(query, passage),
                "labels": _label_match(query, passage),
                "repeated": float(_repeated(each, passage)),
                **_kind_signals(passage),
            }
            candidates.append(Candidate(each.number, passage, signals, weigh(signals, self._weights.passages)))
        candidates.sort(key=lambda candidate: -candidate.score)
        return candidates[:k]

    def siblings(self, passage: Passage) -> list[str]:
        """The labels of the other columns of a cell's table."""
        columns = self.index.column_labels(passage.document_id, passage.table)
        return [label for label in columns if label != passage.column]

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


def _label_match(query: Query, passage: Passage) -> float:
    """The share of a row label's words that the question names."""
    if passage.row is None:
        return 0.0
    label = {stem(word) for word in words(passage.row)}
    return len(label & query.stems) / len(label) if label else 0.0


def _kind_signals(passage: Passage) -> dict[str, float]:
    """One signal of 1 for the kind of passage, so that fitting can tell which kinds seldom answer."""
    return {f"kind_{passage.kind}": 1.0}


def _repeated(found: Found, passage: Passage) -> bool:
    """Whether a long passage stands word for word in another document too, such as an annex on the method.

    Such a passage tells nothing of one country. A row of options is none of them: it tells by which option is chosen.
    """
    return found.repeated and passage.chosen is None and len(passage.text.split()) >= _LONG


def coverage(query: Query, passage: Passage) -> float:
    """The share of the question's content words that stand in a passage or its breadcrumb."""
    if not query.stems:
        return 0.0
    held = {stem(word) for word in words(f"{passage.context} {passage.text}")}
    return len(query.stems & held) / len(query.stems)
