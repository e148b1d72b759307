"""From a question to ranked passages: candidates from words and from vectors, ranked by all signals together."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.model import Passage
from index.base import Candidate, Embedder, PassageFilter, TokenEncoder
from index.contract import OpenIndex
from qa.question.answer_type import expected_answer
from qa.question.translation import QueryTranslator
from qa.retrieval.column_match import column_fit
from qa.retrieval.features import _INHERITED, _foreign, _kind_signals, _label_match, _repeated, own_label
from qa.retrieval.query import Query, content_stems
from qa.retrieval.similarity_scale import SimilarityScale
from qa.retrieval.weights import Weights, weigh
from qa.text.normalize import fold
from qa.text.patterns import word_pattern as words_of

_CANDIDATES = 60
"""Passages taken from each list: beyond these, the development sets hold no more evidence."""
_QUERIES = 256
"""Questions that are kept ready: whoever asks is likely to search for the same, or to ask again within a filter."""
_LAYOUT = words_of("layout")
_BESIDE_HEADING = words_of("beside_heading")
_PAGE_NUMBER = re.compile(r"\W+\d+\s*$", re.MULTILINE)
_ASKED_FOR = 100.0
"""Above all that other signals give together."""


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage with its signals and their weighted sum."""

    number: int
    passage: Passage
    signals: Mapping[str, float]
    score: float


class Retriever:
    """Ranks the passages of an index for a question."""

    def __init__(
        self, index: OpenIndex, embedder: Embedder, encoder: TokenEncoder, bridge: QueryTranslator, weights: Weights
    ) -> None:
        self.index = index
        self._embedder = embedder
        self._encoder = encoder
        self._bridge = bridge
        self._weights = weights
        self._scale = SimilarityScale.of(embedder)
        self.query = lru_cache(_QUERIES)(self._query)

    def _query(self, text: str, language: str, last: str = "") -> Query:
        """Make a question ready. What it asks for is told by the `last` part of the text, where that tells it."""
        gloss = self._bridge.translate(text, language)
        expected = expected_answer(last, language) if last else "any"
        return Query(
            text,
            language,
            expected if expected != "any" else expected_answer(text, language),
            gloss,
            content_stems(gloss),
            content_stems(self._bridge.translate(last, language)),
            self._embedder.embed_questions([text])[0],
            self._encoder.encode_question(gloss),
            self._bridge.is_foreign(language) and gloss != text,
        )

    def rank(self, query: Query, within: PassageFilter | None, k: int) -> list[RankedPassage]:
        """The k best passages to quote, best first: of a row that is found in cells, its cells."""
        passages, signals = self._signals(query, within)
        whole = _cells_by_row(passages)
        quotable = {number: found for number, found in signals.items() if number not in whole}
        return _ranked(query, passages, quotable, self._weights.passages)[:k]

    def search(self, query: Query, within: PassageFilter | None, k: int) -> list[RankedPassage]:
        """The k best passages to look at, best first: rows as a whole, and cells too.

        What speaks for a cell speaks for its row as well, which says all that the cell says.
        """
        passages, signals = self._signals(query, within)
        for row, cells in _cells_by_row(passages).items():
            for name in _INHERITED:
                signals[row][name] = max(signals[number][name] for number in (row, *cells))
        return _ranked(query, passages, signals, self._weights.hits)[:k]

    def _signals(
        self, query: Query, within: PassageFilter | None
    ) -> tuple[Mapping[int, Passage], Mapping[int, dict[str, float]]]:
        """The passages that words or vectors find, by number, and the signals of each."""
        found, passages = self._found(query, within)
        if not found:
            return {}, {}
        late = self.index.late(query.tokens, [each.number for each in found])
        best = max(each.lexical for each in found) or 1.0
        signals = {}
        for place, each in enumerate(found):
            passage = passages[each.number]
            likenesses = {"lexical": each.lexical / best, "dense": self._scale(each.dense), "late": float(late[place])}
            signals[each.number] = {
                **likenesses,
                **_foreign(likenesses, query.is_foreign),
                "column": self._column_fit(query, passage),
                "labels": _label_match(query, passage.row),
                "own_label": _label_match(query, own_label(passage.row)),
                "repeated": float(_repeated(each, passage)),
                **_kind_signals(passage),
            }
        return passages, signals

    def _found(self, query: Query, within: PassageFilter | None) -> tuple[list[Candidate], Mapping[int, Passage]]:
        """What words or vectors find, with the passages by number; a page of contents only where that is asked for."""
        found = self.index.candidates(_searched_words(query), self._embedder.name, query.vector, _CANDIDATES, within)
        passages = {each.number: self.index.passages[each.number] for each in found}
        if not _LAYOUT.search(fold(query.text)):
            passages = {number: passage for number, passage in passages.items() if passage.kind != "contents"}
        return [each for each in found if each.number in passages], passages

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
    if not query.is_foreign:
        return query.gloss
    names = [word for word in query.text.split() if word[:1].isupper()]
    return " ".join([query.gloss, *names])


def _ranked(
    query: Query,
    passages: Mapping[int, Passage],
    signals: Mapping[int, Mapping[str, float]],
    weights: Mapping[str, float],
) -> list[RankedPassage]:
    """Passages by the weighted sum of their signals, best first; before all a page of contents that is asked for."""
    candidates = [
        RankedPassage(
            number,
            passages[number],
            found,
            weigh(found, weights) + _ASKED_FOR * tells_page(query, passages[number], passages[number].text),
        )
        for number, found in signals.items()
    ]
    return sorted(candidates, key=lambda candidate: -candidate.score)


def tells_page(query: Query, passage: Passage, text: str) -> bool:
    """Whether a question asks for the page of a heading, and a text of a page of contents has that heading."""
    if query.expected != "page" or passage.kind != "contents":
        return False
    heading = content_stems(_BESIDE_HEADING.sub(" ", fold(query.gloss if query.is_foreign else query.text)))
    country = content_stems(passage.context)
    return bool(heading - country) and heading - country <= content_stems(_PAGE_NUMBER.sub("", text))


def _cells_by_row(passages: Mapping[int, Passage]) -> dict[int, Sequence[int]]:
    """For the number of a passage that holds a whole row those of the passages that hold its cells, where there are."""
    by_label: dict[tuple[str, str | None, str | None], list[int]] = defaultdict(list)
    for number, passage in passages.items():
        if passage.kind == "cell":
            by_label[passage.document_id, passage.table, passage.row].append(number)
    cells = {
        number: [
            cell
            for cell in by_label[passage.document_id, passage.table, passage.row]
            if passages[cell].text in passage.text
        ]
        for number, passage in passages.items()
        if passage.kind == "row" and passage.column is None
    }
    return {row: found for row, found in cells.items() if found}
