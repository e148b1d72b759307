"""From a question to ranked passages: candidates from words and from vectors, ranked by all signals together."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self

from corpus.model import Document, Passage
from index.base import Candidate, Embedder, PassageFilter, TokenEncoder
from index.contract import OpenIndex
from qa.question.answer_type import expected_answer
from qa.question.translation import QueryTranslator
from qa.retrieval.features import INHERITED, PASSAGE_SIGNALS, PassageEvidence
from qa.retrieval.query import Query
from qa.retrieval.question_vectors import QuestionVectors
from qa.retrieval.signals import weigh
from qa.retrieval.similarity_scale import SimilarityScale
from qa.retrieval.weights import Weights
from qa.text.analyzed_text import AnalyzedText, analyzed
from qa.text.language import LANGUAGES
from qa.text.normalize import stem
from qa.text.patterns import word_pattern

_CANDIDATES = 60
"""Maximum passages taken from each list; further down, the development sets have no more evidence."""
_QUERIES = 256
"""Maximum analyzed questions in memory: people search for what they asked, and ask again with a filter."""
_TEXTS = 10_000
"""Maximum analyzed texts of documents in memory."""
_DEFAULT = "en"
"""Language into which questions to documents in none of the four languages are translated."""
_LAYOUT = word_pattern("layout")
_BESIDE_HEADING = word_pattern("beside_heading")
_PAGE_NUMBER = re.compile(r"\W+\d+\s*$", re.MULTILINE)
_REQUESTED = 100.0
"""Bonus of a requested page of contents, more than all other signals give together."""


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage with its signals and their weighted sum."""

    number: int
    passage: Passage
    signals: Mapping[str, float]
    score: float


def target_of(document: Document) -> str:
    """Return the language into which questions to a document are translated."""
    return document.language if document.language in LANGUAGES else _DEFAULT


class Retriever:
    """Ranks the passages of an index for a question."""

    def __init__(
        self,
        index: OpenIndex,
        vectors: QuestionVectors,
        encoder: TokenEncoder,
        translator: QueryTranslator,
        weights: Weights,
    ) -> None:
        """Join an index with the models that search it.

        Raises:
            UnknownSignalError: a weight names no signal.
        """
        self.index = index
        self._vectors = vectors
        self._encoder = encoder
        self._use(weights)
        self._languages = {document.id: document.language for document in index.documents}
        targets = Counter(map(target_of, index.documents))
        self.targets = frozenset(targets)
        self.target = max(sorted(targets), key=lambda target: (targets[target], target == _DEFAULT), default=_DEFAULT)
        self._translators = {target: translator.towards(target) for target in {*targets, self.target}}
        self._scale = SimilarityScale.of(vectors.embedder)
        self._analyzed = lru_cache(_QUERIES)(self._analyze)
        self._read = lru_cache(_TEXTS)(self._read_in)

    def with_weights(self, weights: Weights) -> Self:
        """Return a retriever over the same index that ranks by other weights."""
        other = copy(self)
        other._use(weights)
        return other

    def _use(self, weights: Weights) -> None:
        self._hit_weights = PASSAGE_SIGNALS.checked(weights.hits)
        self._passage_weights = PASSAGE_SIGNALS.checked(weights.passages)

    def query(self, text: str, language: str, last: str = "", target: str = "") -> Query:
        """Analyze and embed a question; its `last` part, if given, decides first which answer type is expected.

        It is translated into the `target` language of documents, by default that of most documents of the index.
        """
        return self._analyzed(text, language, last, target or self.target)

    def towards(self, query: Query, document: Document) -> Query:
        """Return a query in the language of a document."""
        if query.target == target_of(document):
            return query
        other = self.query(query.question.text, query.language, query.own, target_of(document))
        return replace(other, expected=query.expected)

    @property
    def embedder(self) -> Embedder:
        """Return the model that embeds questions."""
        return self._vectors.embedder

    def meanings(self, text: str, language: str) -> list[frozenset[str]]:
        """Return for each content word of a question its stem and those of its meanings in the language of most."""
        translator = self._translators[self.target]
        if not translator.is_foreign(language):
            return [frozenset((stem(word),)) for word in analyzed(text).content_words]
        return [analyzed(" ".join(group)).content_stems for group in translator.meanings(text, language)]

    def read(self, text: str, document: Document) -> AnalyzedText:
        """Analyze a text of a document; of one in another language than most, with its words in that of most."""
        return self._read(text, target_of(document))

    def _read_in(self, text: str, language: str) -> AnalyzedText:
        if language == self.target or self.target not in LANGUAGES:
            return analyzed(text)
        return analyzed(f"{text} {self._translators[self.target].in_other_words(text, language)}")

    def _analyze(self, text: str, language: str, last: str, target: str) -> Query:
        translator = self._translators[target]
        translation = translator.translate(text, language)
        expected = expected_answer(last, language) if last else "any"
        return Query(
            question=analyzed(text),
            language=language,
            expected=expected if expected != "any" else expected_answer(text, language),
            translation=analyzed(translation),
            last=analyzed(translator.translate(last, language)),
            vector=self._vectors.of(text),
            tokens=self._encoder.encode_question(translation),
            is_foreign=translator.is_foreign(language) and translation != text,
            own=last,
            target=target,
        )

    def rank(self, query: Query, within: PassageFilter | None, k: int) -> list[RankedPassage]:
        """Return the k best passages to quote, best first: for a row that is found by its cells, the cells."""
        passages, signals = self._signals(query, within)
        whole = _cells_by_row(passages)
        quotable = {number: found for number, found in signals.items() if number not in whole}
        return _ranked(query, passages, quotable, self._passage_weights)[:k]

    def search(self, query: Query, within: PassageFilter | None, k: int) -> list[RankedPassage]:
        """Return the k best passages to show, best first: whole rows, and cells too.

        What supports a cell supports its row as well, which has the text of all its cells.
        """
        passages, signals = self._signals(query, within)
        for row, cells in _cells_by_row(passages).items():
            for name in INHERITED:
                signals[row][name] = max(signals[number][name] for number in (row, *cells))
        return _ranked(query, passages, signals, self._hit_weights)[:k]

    def _signals(
        self, query: Query, within: PassageFilter | None
    ) -> tuple[Mapping[int, Passage], Mapping[int, dict[str, float]]]:
        """Return the passages that words or vectors find, by number, and the signals of each."""
        found, passages = self._found(query, within)
        if not found:
            return {}, {}
        late = self.index.late(query.tokens, [each.number for each in found])
        best = max(each.lexical for each in found) or 1.0
        signals = {}
        for place, each in enumerate(found):
            passage = passages[each.number]
            siblings = self._other_columns(passage)
            dense = self._scale(each.dense)
            evidence = PassageEvidence(
                query,
                passage,
                each,
                each.lexical / best,
                dense,
                float(late[place]),
                siblings,
                is_foreign=query.is_foreign or self.is_in_other_language(query, passage),
            )
            signals[each.number] = PASSAGE_SIGNALS.values(evidence)
        return passages, signals

    def is_in_other_language(self, query: Query, passage: Passage) -> bool:
        """Return True if the document of a passage is in another language than a question."""
        return self._languages[passage.document_id] != query.language

    def _found(self, query: Query, within: PassageFilter | None) -> tuple[list[Candidate], Mapping[int, Passage]]:
        """Return what words or vectors find, with the passages by number; a page of contents only if asked for."""
        found = self.index.candidates(
            _searched_words(query), self._vectors.embedder.name, query.vector, _CANDIDATES, within
        )
        passages = {each.number: self.index.passages[each.number] for each in found}
        if not _LAYOUT.search(query.question.folded):
            passages = {number: passage for number, passage in passages.items() if passage.kind != "contents"}
        return [each for each in found if each.number in passages], passages

    def _other_columns(self, passage: Passage) -> list[str]:
        """Return the labels of the other columns of a cell's table."""
        if passage.column is None:
            return []
        columns = self.index.column_labels(passage.document_id, passage.table)
        return [label for label in columns if label != passage.column]


def _searched_words(query: Query) -> str:
    """Return what lexical search looks for: the translation, and names as they were written."""
    if not query.is_foreign:
        return query.translation.text
    names = [word for word in query.question.text.split() if word[:1].isupper()]
    return " ".join([query.translation.text, *names])


def _ranked(
    query: Query,
    passages: Mapping[int, Passage],
    signals: Mapping[int, Mapping[str, float]],
    weights: Mapping[str, float],
) -> list[RankedPassage]:
    """Rank passages by the weighted sum of their signals; a page of contents that is asked for comes first."""
    candidates = []
    for number, found in signals.items():
        passage = passages[number]
        bonus = _REQUESTED * states_page(query, passage, passage.text)
        candidates.append(RankedPassage(number, passage, found, weigh(found, weights) + bonus))
    return sorted(candidates, key=lambda candidate: -candidate.score)


def states_page(query: Query, passage: Passage, text: str) -> bool:
    """Return True if a question asks for the page of a heading, and a text of a page of contents has that heading."""
    if query.expected != "page" or passage.kind != "contents":
        return False
    question = query.translation if query.is_foreign else query.question
    heading = analyzed(_BESIDE_HEADING.sub(" ", question.folded)).content_stems
    heading -= analyzed(passage.context).content_stems
    return bool(heading) and heading <= analyzed(_PAGE_NUMBER.sub("", text)).content_stems


def _cells_by_row(passages: Mapping[int, Passage]) -> dict[int, Sequence[int]]:
    """Return the numbers of the cells of each passage that is a whole row, where its cells were found too."""
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
