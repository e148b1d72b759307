"""Measure recall and speed of PostgreSQL with filters: by vectors, by words, and by both at once.

Vectors and words of passages and questions are those of `benchmarks/synthetic.py`, ten passages a document; the rest of
a passage is as little as there can be. A filter knows nothing of them: which documents it lets through has nothing to
do with what they say, which is harder for a graph than what people ask for.
"""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias
from urllib.parse import quote

import numpy as np
import psycopg
from numpy.typing import NDArray

from benchmarks.by_size import each_step
from benchmarks.material import BUNDLED, BUNDLED_QUESTIONS
from benchmarks.reference import reference_ms
from benchmarks.search_alone import BEST, CANDIDATES, QUESTIONS
from benchmarks.synthetic import Spread, Wording, no_words, passage_vectors, question_vectors
from corpus.limits import Limits
from corpus.model import Document, Passage
from corpus.parse import parse_file
from corpus.read import READING_VERSION, Reading
from index.base import Embedder, PassageFilter, Ranked, TokenEncoder, Vectors
from index.contract import OpenIndex
from index.encoded import EncodedDocument
from index.models.registry import load_embedder, load_token_encoder
from index.passage_text import searchable
from index.postgres.schema import build_graph
from index.search.bm25 import LexicalIndex
from index.search.late_interaction import join_token_vectors, quantise_tokens
from index.stores import store_at
from qa.evaluate.question_sets.load import load_question_sets
from qa.settings import Settings

PASSAGES = 10
"""Number of passages of a document."""
COUNTRIES, YEARS = 50, 4
FILTERS: Mapping[str, Callable[[Document], bool]] = {
    "none": lambda document: True,
    "all countries but one": lambda document: document.country != "Country 0",
    "a year": lambda document: document.year == 2020,
    "three countries": lambda document: document.country in {"Country 0", "Country 1", "Country 2"},
    "a country": lambda document: document.country == "Country 0",
    "a country and a year": lambda document: (document.country, document.year) == ("Country 0", 2020),
    "a document": lambda document: document.name.startswith("0000000."),
}
"""Filters on documents, the broadest first."""
_ALL_COMPARED = "-c enable_indexscan=off"
"""Server option that turns the graph off."""


class Recall:
    """A database filled with synthetic passages."""

    def __init__(self) -> None:
        settings = Settings()
        self._embedder: Embedder = load_embedder(settings.embedder, settings.threads)
        self._encoder: TokenEncoder = load_token_encoder(settings.threads)
        texts = [
            searchable(each) for path in sorted(BUNDLED.glob("*.pdf")) for each in parse_file(path, Limits()).passages
        ]
        questions = [question.question for question in load_question_sets([BUNDLED_QUESTIONS])]
        self._texts = texts
        self._spread = Spread.of(self._embedder.embed_passages(texts))
        self._asked = Spread.of(self._embedder.embed_questions(questions))

    def at(self, address: str, count: int) -> dict[str, Any]:
        """Fill the empty database with `count` passages; return recall and milliseconds of search by filter."""
        (vectors,) = passage_vectors(self._spread, count, [count])
        questions = question_vectors(self._spread, self._asked, QUESTIONS, vectors)
        wording = Wording(self._texts, count)
        texts = [wording.text() for _ in range(count)]
        asked = [wording.question() for _ in range(QUESTIONS)]
        self._fill(address, vectors, texts)
        with psycopg.connect(address, autocommit=True) as connection:
            build_graph(connection, 0, self._embedder.dimensions)
            connection.execute("ANALYZE")
        places = {"graph": address, "all compared": _with_option(address, _ALL_COMPARED)}
        by_vectors = partial(_by_vectors, vectors=vectors, questions=questions)
        by_words = partial(_by_words, vectors=questions, asked=asked, exact=LexicalIndex.build(texts))
        found = {way: _by_filter(place, by_vectors) for way, place in places.items()}
        return found | {"words": _by_filter(address, by_words)}

    def _fill(self, address: str, vectors: Vectors, texts: Sequence[str]) -> None:
        store = store_at(address)
        with (
            TemporaryDirectory() as folder,
            store.writer([self._embedder], self._encoder, READING_VERSION) as writer,
        ):
            for number, start in enumerate(range(0, len(vectors), PASSAGES)):
                path = Path(folder) / f"{number:07}.md"
                path.write_text(path.name)
                here = slice(start, start + PASSAGES)
                reading = _reading(number, path, texts[here])
                writer.add(reading, path, encoded=self._made(reading, vectors[here]))
                path.unlink()
            writer.commit()

    def _made(self, reading: Reading, vectors: Vectors) -> EncodedDocument:
        token = quantise_tokens(np.eye(1, self._encoder.dimensions, dtype=np.float32))
        tokens = join_token_vectors([token] * PASSAGES, self._encoder.dimensions)
        return EncodedDocument(reading.passages, (vectors,), tokens, no_words(self._embedder.dimensions))


def _reading(number: int, path: Path, texts: Sequence[str]) -> Reading:
    """Make a document; countries and years take turns."""
    key = sha256(path.read_bytes()).hexdigest()
    country, year = f"Country {number % COUNTRIES}", 2020 + number // COUNTRIES % YEARS
    document = Document(key, path.name, path.name, country, year, "en", None)
    passages = [Passage(f"{key}-{place}", key, "paragraph", text, "", None, "") for place, text in enumerate(texts)]
    return Reading(document, (), tuple(passages))


Measure: TypeAlias = Callable[[OpenIndex, PassageFilter | None, NDArray[np.bool_]], list[dict[str, float]]]
"""Searches an index for all questions with a filter, also given as a mask over passages, and returns figures."""


def _by_filter(address: str, measure: Measure) -> dict[str, Any]:
    """Return recall and milliseconds with each filter."""
    index = store_at(address).open()
    try:
        return {name: _filtered(index, passes, measure) for name, passes in FILTERS.items()}
    finally:
        index.close()


def _filtered(index: OpenIndex, passes: Callable[[Document], bool], measure: Measure) -> dict[str, Any]:
    passing = [document.id for document in index.documents if passes(document)]
    within = PassageFilter(frozenset(passing)) if len(passing) < len(index.documents) else None
    each = measure(index, within, np.repeat([passes(document) for document in index.documents], PASSAGES))
    reference = float(np.median([one["reference"] for one in each]))
    recall = round(float(np.mean([one["recall"] for one in each])), 4)
    steps = [step for step in each[0] if step not in ("recall", "reference")]
    return {"documents": len(passing), "recall": recall, **each_step(each, steps, reference)}


def _by_vectors(
    index: OpenIndex, within: PassageFilter | None, allowed: NDArray[np.bool_], vectors: Vectors, questions: Vectors
) -> list[dict[str, float]]:
    """Return the share of the nearest passages that is found."""
    scores = np.where(allowed, questions @ vectors.T, -np.inf)
    exact = np.argpartition(-scores, BEST, axis=1)[:, :BEST]
    each = []
    for question, nearest in zip(questions, exact, strict=True):
        reference = reference_ms(1)
        start = time.perf_counter()
        found = index.dense(index.embedder_names[0], question, CANDIDATES, within)
        taken = 1000 * (time.perf_counter() - start)
        each.append({"ms": taken, "recall": _share(found, nearest.tolist()), "reference": reference})
    return each


def _by_words(
    index: OpenIndex,
    within: PassageFilter | None,
    allowed: NDArray[np.bool_],
    exact: LexicalIndex,
    asked: Sequence[str],
    vectors: Vectors,
) -> list[dict[str, float]]:
    """Return the share of the best by BM25 that is found, and the time, alone and with vectors in one statement."""
    each = []
    for question, vector in zip(asked, vectors, strict=True):
        best = [ranked.number for ranked in exact.rank(question, BEST, allowed)]
        reference = reference_ms(1)
        start = time.perf_counter()
        found = index.lexical(question, CANDIDATES, within)
        middle = time.perf_counter()
        index.candidates(question, index.embedder_names[0], vector, CANDIDATES, within)
        end = time.perf_counter()
        times = {"ms": 1000 * (middle - start), "both_ms": 1000 * (end - middle)}
        each.append({**times, "recall": _share(found, best), "reference": reference})
    return each


def _share(found: Sequence[Ranked], best: Collection[int]) -> float:
    """Return the share of the best that is among the first found."""
    return len({ranked.number for ranked in found[:BEST]} & set(best)) / len(best) if best else 1.0


def _with_option(address: str, option: str) -> str:
    """Return an address with a server option set for its sessions."""
    return f"{address}{'&' if '?' in address else '?'}options={quote(option)}"
