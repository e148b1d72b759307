"""How many of the nearest passages PostgreSQL finds, and how fast, by its graph and by comparing all, with filters.

Vectors of passages and questions are those of `benchmarks/synthetic.py`, ten passages a document; the rest of a passage
is as little as there can be. A filter knows nothing of vectors: which documents it lets through has nothing to do with
what they say, which is harder for a graph than what people ask for.
"""

import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import numpy as np
import psycopg
from numpy.typing import NDArray

from benchmarks.by_size import each_step
from benchmarks.material import BUNDLED, BUNDLED_QUESTIONS
from benchmarks.reference import reference_ms
from benchmarks.search_alone import BEST, CANDIDATES, QUESTIONS
from benchmarks.synthetic import Spread, no_words, passage_vectors, question_vectors
from corpus.limits import Limits
from corpus.model import Document, Passage
from corpus.parse import parse_file
from corpus.read import READING_VERSION, Reading
from index.base import Embedder, TokenEncoder, Vectors, Within
from index.late import joined, quantised
from index.models import load_embedder, load_token_encoder
from index.postgres.schema import draw_graph
from index.segment import Segment
from index.store import OpenIndex
from index.stores import store_at
from index.text import searchable
from qa.evaluate.questions import load_question_sets
from qa.settings import Settings

PASSAGES = 10
"""Passages of a document."""
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
"""Which documents may be found; the broadest first."""
_ALL_COMPARED = "-c enable_indexscan=off"
"""With it, the server has no use for a graph."""


class Recall:
    """Fills a database with passages and searches it."""

    def __init__(self) -> None:
        settings = Settings()
        self._embedder: Embedder = load_embedder(settings.embedder, settings.threads)
        self._encoder: TokenEncoder = load_token_encoder(settings.threads)
        texts = [
            searchable(each) for path in sorted(BUNDLED.glob("*.pdf")) for each in parse_file(path, Limits()).passages
        ]
        questions = [question.question for question in load_question_sets([BUNDLED_QUESTIONS])]
        self._spread = Spread.of(self._embedder.embed_passages(texts))
        self._asked = Spread.of(self._embedder.embed_questions(questions))

    def at(self, address: str, count: int) -> dict[str, Any]:
        """With each filter, the recall and the milliseconds of search among `count` passages; the database is empty."""
        (vectors,) = passage_vectors(self._spread, count, [count])
        questions = question_vectors(self._spread, self._asked, QUESTIONS, vectors)
        self._fill(address, vectors)
        with psycopg.connect(address, autocommit=True) as connection:
            draw_graph(connection, 0, self._embedder.dimensions)
            connection.execute("ANALYZE")
        places = {"graph": address, "all compared": _with_option(address, _ALL_COMPARED)}
        return {way: _by_filter(place, vectors, questions) for way, place in places.items()}

    def _fill(self, address: str, vectors: Vectors) -> None:
        store = store_at(address)
        with (
            TemporaryDirectory() as folder,
            store.writer([self._embedder], self._encoder, READING_VERSION) as writer,
        ):
            for number, start in enumerate(range(0, len(vectors), PASSAGES)):
                path = Path(folder) / f"{number:07}.md"
                path.write_text(path.name)
                reading = _reading(number, path)
                writer.add(reading, path, segment=self._made(reading, vectors[start : start + PASSAGES]))
                path.unlink()
            writer.commit()

    def _made(self, reading: Reading, vectors: Vectors) -> Segment:
        token = quantised(np.eye(1, self._encoder.dimensions, dtype=np.float32))
        tokens = joined([token] * PASSAGES, self._encoder.dimensions)
        return Segment(reading.passages, (vectors,), tokens, no_words(self._embedder.dimensions))


def _reading(number: int, path: Path) -> Reading:
    """A document; countries and years come in turn."""
    key = sha256(path.read_bytes()).hexdigest()
    country, year = f"Country {number % COUNTRIES}", 2020 + number // COUNTRIES % YEARS
    document = Document(key, path.name, path.name, country, year, "en", None)
    passages = [
        Passage(f"{key}-{place}", key, "paragraph", f"{path.name} {place}", "", None, "") for place in range(PASSAGES)
    ]
    return Reading(document, (), tuple(passages))


def _by_filter(address: str, vectors: Vectors, questions: Vectors) -> dict[str, Any]:
    index = store_at(address).open()
    try:
        return {name: _searched(index, vectors, questions, passes) for name, passes in FILTERS.items()}
    finally:
        index.close()


def _searched(
    index: OpenIndex, vectors: Vectors, questions: Vectors, passes: Callable[[Document], bool]
) -> dict[str, Any]:
    """Search with a filter: the share of the nearest that is found, and milliseconds."""
    passing = [document.id for document in index.documents if passes(document)]
    within = Within(frozenset(passing)) if len(passing) < len(index.documents) else None
    allowed = np.repeat([passes(document) for document in index.documents], PASSAGES)
    scores = np.where(allowed, questions @ vectors.T, -np.inf)
    exact = np.argpartition(-scores, BEST, axis=1)[:, :BEST]
    each = [_one(index, *pair, within) for pair in zip(questions, exact, strict=True)]
    reference = float(np.median([one["reference"] for one in each]))
    recall = round(float(np.mean([one["recall"] for one in each])), 4)
    return {"documents": len(passing), "recall": recall, **each_step(each, ("ms",), reference)}


def _one(index: OpenIndex, question: Vectors, exact: NDArray[np.int64], within: Within | None) -> dict[str, float]:
    reference = reference_ms(1)
    start = time.perf_counter()
    found = index.dense(index.embedder_names[0], question, CANDIDATES, within)
    taken = time.perf_counter() - start
    share = len({ranked.number for ranked in found[:BEST]} & set(exact.tolist())) / BEST
    return {"ms": 1000 * taken, "recall": share, "reference": reference}


def _with_option(address: str, option: str) -> str:
    """An address whose sessions have an option of the server."""
    return f"{address}{'&' if '?' in address else '?'}options={quote(option)}"
